package demo

import (
	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/label"
	"waymark/internal/person"
)

// park is the man from the park (A Path to Freedom and Justice, Centre for Social
// Justice and Justice and Care, February 2022, chapter 3, case study by The Passage).
// The source gives the spans: 4 days to the referral, 18 days to the first decision, 14
// months to the second, 7 more to leave to remain, one Recovery Needs Assessment after
// another. It gives no calendar dates; the first day is ours, and so is the end.
func park(w *world) error {
	s := w.tell(day("2020-03-02"), on("2020-03-02"), "The man from the park",
		"He was sleeping rough in a park when an outreach team spoke to him. He was brought to this country as a child to work in a house.")
	s.day(day("2020-03-02"), 11, 0)
	s.allocated(nadia)
	s.described(person.Described{SpokenOfAs: answer.Given(person.Pronoun("he")), Interpreter: answer.Given(person.Wish("none"))})
	s.reachedBy([]contact.Way{"call", "through-worker"}, "09:00 to 17:00", "The team's phone", "Do not leave a message with anybody")
	s.day(day("2020-03-04"), 15, 0)
	s.spoke(contact.Made{How: answer.Given(contact.How("face-to-face")), Minutes: answer.Given(90), Private: answer.Given(contact.Private("yes")),
		Note: text("We went through what a referral can and cannot give, with and without it. He wants to be referred.")})

	s.day(day("2020-03-06"), 14, 0)
	ref := s.referred("Brought to the UK as a child and kept in domestic servitude. His own words are with the referral.")
	s.supported("safehouse", "He moved into the safehouse the same evening.")

	s.day(day("2020-03-17"), 10, 0)
	s.spoke(contact.Made{How: answer.Given(contact.How("phone")), Minutes: answer.Given(15), Note: text("He asked whether there is a decision. There is none yet. We told him so and will ask the case owner.")})
	s.day(day("2020-03-24"), 16, 0)
	s.decided(ref, decision.ReasonableGrounds, decision.Positive, false, "There are reasonable grounds to believe that he is a victim of modern slavery.")
	s.day(day("2020-03-25"), 10, 0)
	s.told(ref, decision.ReasonableGrounds, decision.Positive, true, "Face to face, with the letter.")

	s.day(day("2020-09-10"), 11, 0)
	wrong := s.spoke(contact.Made{How: answer.Given(contact.How("face-to-face")), Minutes: answer.Given(450), Note: text("Six months without news. He says that he cannot plan anything."), Wants: text("To have a place of my own and to work.")})
	s.day(day("2020-09-11"), 9, 0)
	s.by(nadia, casefile.Correct(s.on, correction(wrong, "A slip of the finger: it was 45 minutes.", &contact.Made{Minutes: answer.Given(45)}, "minutes"), string(wrong)))

	s.day(day("2021-05-06"), 15, 0)
	s.decided(ref, decision.ConclusiveGrounds, decision.Positive, false, "On the balance of probabilities he is a victim of modern slavery.")
	s.day(day("2021-05-07"), 10, 0)
	s.told(ref, decision.ConclusiveGrounds, decision.Positive, true, "Face to face. It matters to him to be believed. He asks what comes next.")
	for _, d := range []string{"2021-06-14", "2021-08-16", "2021-10-18"} {
		s.day(day(d), 11, 0)
		s.assessed("goes-on", "No leave, so no housing and no work yet. He feels trapped, with no plan for moving on, and the assessments make him anxious.")
	}
	s.day(day("2021-12-06"), 12, 0)
	s.leave("discretionary", 30, "2024-06-05", "He may work and claim. Advice on renewal is needed in good time.")
	s.day(day("2022-01-17"), 12, 0)
	s.ended("moved-on", "He moved into a tenancy. The published history ends with the leave; this end is made up.")
	return s.err
}

// alima is Alima (Hope for the future, British Red Cross, July 2019, section 4.4):
// refused, then believed. The source gives the course and no dates; the dates and the
// language are ours.
func alima(w *world) error {
	about, err := civil.ParseWhen("2018-01~")
	if err != nil {
		return err
	}
	s := w.tell(day("2018-02-01"), about, "Alima", "Another service told us of her. She lives in asylum accommodation.")
	s.day(day("2018-02-01"), 11, 0)
	s.allocated(nadia)
	s.described(person.Described{SpokenOfAs: answer.Given(person.Pronoun("she")), Speaks: answer.Given("Albanian"), Interpreter: answer.Given(person.Wish("woman"))})
	s.reachedBy([]contact.Way{"text"}, "10:00 to 16:00", "07700 900118", "No voicemail. No letters that say who we are")
	s.supported("asylum-accommodation", "She shares a house with people she does not know.")
	s.day(day("2018-02-12"), 14, 0)
	ref := s.referred("Her account is with the referral. She found it hard to speak of; a woman interpreted.")
	s.day(day("2018-02-19"), 12, 0)
	s.decided(ref, decision.ReasonableGrounds, decision.Positive, false, "There are reasonable grounds.")
	s.day(day("2018-02-20"), 12, 0)
	s.told(ref, decision.ReasonableGrounds, decision.Positive, true, "By text, then face to face with an interpreter.")

	s.day(day("2018-09-03"), 16, 0)
	s.decided(ref, decision.ConclusiveGrounds, decision.Negative, false, "The account was not found consistent. Papers that would support it were not there.")
	s.day(day("2018-09-06"), 11, 0)
	s.told(ref, decision.ConclusiveGrounds, decision.Negative, false, "A letter came with the outcome and no reasons.")
	s.day(day("2018-09-11"), 11, 0)
	s.told(ref, decision.ConclusiveGrounds, decision.Negative, true, "The reasons came. We read them with her and an interpreter.")
	s.spoke(contact.Made{How: answer.Given(contact.How("face-to-face")), Minutes: answer.Given(75), Interpreter: answer.Given(contact.Interpreter("in-person")), Private: answer.Given(contact.Private("yes")),
		Note: text("She had been too traumatised to look for the papers before. Now she can."), Wants: text("To study and not be afraid of the post.")})
	s.day(day("2018-09-12"), 10, 0)
	s.onward("Counselling", "asked", "The decision has set her back. A woman counsellor, as she wishes.")
	s.shared(lantern, label.Of(label.General, label.Identity, label.Contact, label.Account), civil.On(day("2030-12-31")),
		"She agreed that Lantern Trust, whose regional pathway may have a place for her, reads this. Explained through an interpreter.")
	s.day(day("2018-09-14"), 15, 0)
	s.asked(ref, "New papers with certified translations paid for by the legal representative, written submissions from the support worker, and medical evidence.")
	s.day(day("2018-10-23"), 15, 0)
	s.onward("Counselling", "started", "Forty-one days after asking.")

	s.day(day("2019-02-04"), 15, 0)
	s.decided(ref, decision.ConclusiveGrounds, decision.Positive, true, "With the new evidence she is found to be a victim of modern slavery.")
	s.day(day("2019-02-05"), 11, 0)
	s.told(ref, decision.ConclusiveGrounds, decision.Positive, true, "Face to face. She was believed.")
	s.day(day("2019-03-18"), 11, 0)
	s.leave("refugee", 60, "2024-03-17", "Refugee status. She may work, study and claim.")
	s.day(day("2019-03-25"), 11, 0)
	s.onward("Local authority pathway with housing", "asked", "She is desperate to leave asylum accommodation.")
	s.day(day("2019-04-29"), 11, 0)
	s.onward("Local authority pathway with housing", "accepted", "A place in another city.")
	s.spoke(contact.Made{How: answer.Given(contact.How("face-to-face")), Minutes: answer.Given(60), Note: text("Benefits claimed, email set up, bank account opened.")})
	s.onward("Refugee move-on service", "started", "")
	s.day(day("2019-06-28"), 11, 0)
	s.ended("moved-on", "Settled in her new city, doing well, and pleased with the move.")
	return s.err
}

// week is the team's week, written relative to the day: people who wait now.
func week(w *world, today civil.Day) error {
	cal, nation := w.desk.Calendar()
	back := func(working int) civil.Day {
		d, err := cal.AddWorkingDays(nation, today, -working)
		if err != nil {
			return today.Add(-working)
		}
		return d
	}
	for _, tell := range []func(*world, civil.Day, func(int) civil.Day) error{linh, tesfay, mirela, osas} {
		if err := tell(w, today, back); err != nil {
			return err
		}
	}
	return nil
}

// linh waits for the first decision, and it is late.
func linh(w *world, today civil.Day, back func(int) civil.Day) error {
	met := back(11)
	s := w.tell(met, civil.On(met), "Linh", "Found at a nail bar by council officers, with two others.")
	s.allocated(nadia)
	s.described(person.Described{SpokenOfAs: answer.Given(person.Pronoun("she")), Speaks: answer.Given("Vietnamese"), Interpreter: answer.Given(person.Wish("woman"))})
	s.reachedBy([]contact.Way{"call", "text"}, "after 18:00", "07700 900142", "Never call in working hours")
	s.supported("safehouse", "Arrived at 02:10. One worker on site, reason recorded.")
	s.needs("entry", "Sleep, clothes, a SIM card. A doctor for her hands.")
	s.risk("amber", "Those she owes know her mother's village.", "Nobody learns where she is. Calls home from the team's phone only.")
	s.day(back(9), 11, 0)
	s.referred("Worked without pay to clear a debt that grew. Her account is with the referral.")
	s.day(back(2), 17, 0)
	s.spoke(contact.Made{How: answer.Given(contact.How("phone")), Minutes: answer.Given(20), Note: text("She asks every day whether she may stay."), Wants: text("To call my mother and tell her that I am safe."), Next: answer.Given(civil.On(today.Add(1)))})
	return s.err
}

// tesfay was believed first time and is in the recovery period.
func tesfay(w *world, today civil.Day, _ func(int) civil.Day) error {
	met := today.Add(-40)
	s := w.tell(met, civil.On(met), "Tesfay", "Came by himself to a day centre and asked for help.")
	s.allocated(nadia)
	s.described(person.Described{SpokenOfAs: answer.Given(person.Pronoun("he")), Speaks: answer.Given("Tigrinya"), Interpreter: answer.Given(person.Wish("either"))})
	s.reachedBy([]contact.Way{"call"}, "any time", "07700 900163", "Nothing in writing")
	s.supported("outreach", "He stays with people from his church.")
	s.day(today.Add(-36), 12, 0)
	ref := s.referred("Held and made to work on a farm. His account is with the referral.")
	s.day(today.Add(-30), 12, 0)
	s.decided(ref, decision.ReasonableGrounds, decision.Positive, false, "There are reasonable grounds.")
	s.day(today.Add(-29), 12, 0)
	s.told(ref, decision.ReasonableGrounds, decision.Positive, true, "By phone, with an interpreter.")
	s.spoke(contact.Made{How: answer.Given(contact.How("phone")), Minutes: answer.Given(25), Interpreter: answer.Given(contact.Interpreter("by-phone")), Note: text("He laughed, and asked to hear it again.")})
	s.day(today.Add(-26), 12, 0)
	s.risk("amber", "The man he worked for has been seen near the church.", "He does not walk there alone. The police have the car's number.")
	s.day(today.Add(-6), 12, 0)
	s.spoke(contact.Made{How: answer.Given(contact.How("accompaniment")), Minutes: answer.Given(120), Interpreter: answer.Given(contact.Interpreter("by-phone")), Note: text("To the GP. He is registered.")})
	return s.err
}

// mirela was refused and has the reasons: the days that follow are counted.
func mirela(w *world, today civil.Day, _ func(int) civil.Day) error {
	met := today.Add(-300)
	s := w.tell(met, civil.On(met), "Mirela", "Referred to us by a solicitor.")
	s.allocated(nadia)
	s.described(person.Described{SpokenOfAs: answer.Given(person.Pronoun("she")), Speaks: answer.Given("Romanian"), Interpreter: answer.Given(person.Wish("none"))})
	s.reachedBy([]contact.Way{"text", "email"}, "10:00 to 20:00", "07700 900187", "No calls from a withheld number")
	s.supported("safehouse", "")
	s.day(today.Add(-296), 12, 0)
	ref := s.referred("Her account is with the referral.")
	s.day(today.Add(-290), 12, 0)
	s.decided(ref, decision.ReasonableGrounds, decision.Positive, false, "There are reasonable grounds.")
	s.day(today.Add(-288), 12, 0)
	s.told(ref, decision.ReasonableGrounds, decision.Positive, true, "Face to face.")
	s.day(today.Add(-8), 12, 0)
	s.decided(ref, decision.ConclusiveGrounds, decision.Negative, false, "The evidence was found too thin.")
	s.readAgain(ref, decision.ConclusiveGrounds, "Read by a manager. The reasons were written more plainly.")
	s.day(today.Add(-4), 12, 0)
	s.told(ref, decision.ConclusiveGrounds, decision.Negative, true, "Face to face, with the reasons read together.")
	s.spoke(contact.Made{How: answer.Given(contact.How("face-to-face")), Minutes: answer.Given(60), Note: text("She wants to ask for reconsideration. A solicitor is being found."), Wants: text("Not to be sent away before somebody has listened."), Next: answer.Given(civil.On(today))})
	s.risk("red", "Since the letter she says that nothing is worth it.", "Somebody is with her in the evenings. The crisis team knows. A call each morning.")
	s.day(today.Add(-1), 15, 0)
	s.notice(today.Add(5), "The room in the safehouse ends with the days after the decision.")
	return s.err
}

// osas was referred two days ago: the first decision is due this week.
func osas(w *world, _ civil.Day, back func(int) civil.Day) error {
	met := back(3)
	s := w.tell(met, civil.On(met), "Osas", "A health visitor was worried and rang.")
	s.allocated(nadia)
	s.described(person.Described{SpokenOfAs: answer.Given(person.Pronoun("they")), Speaks: answer.Given("Edo and English"), Interpreter: answer.Given(person.Wish("none"))})
	s.reachedBy([]contact.Way{"through-worker"}, "", "", "")
	s.day(back(2), 12, 0)
	s.referred("Their account is with the referral.")
	return s.err
}
