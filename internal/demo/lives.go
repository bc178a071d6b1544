package demo

import (
	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/person"
	"waymark/internal/support"
)

// What happened on a day, in few words.

func and(all ...func(*story)) func(*story) {
	return func(s *story) {
		for _, do := range all {
			do(s)
		}
	}
}

func who(spoken person.Pronoun, speaks string, interpreter person.Wish) person.Described {
	return person.Described{SpokenOfAs: answer.Given(spoken), Speaks: answer.Given(speaks), Interpreter: answer.Given(interpreter)}
}

func (l life) written(own, papers string) life {
	l.about.OwnScript, l.about.OnPapers = answer.Given(own), answer.Given(papers)
	return l
}

func reach(way contact.Way, hours, details, never string) func(*story) {
	return func(s *story) { s.reachedBy([]contact.Way{way}, hours, details, never) }
}

func lives(setting support.Setting, note string) func(*story) {
	return func(s *story) { s.supported(setting, note) }
}

func risky(level support.Level, what, plan string) func(*story) {
	return func(s *story) { s.risk(level, what, plan) }
}

func need(moment support.NeedsMoment, needs string) func(*story) {
	return func(s *story) { s.needs(moment, needs) }
}

func refer(account string) func(*story) { return func(s *story) { s.referred(account) } }

func decide(stage decision.Stage, out decision.Outcome, reasons string) func(*story) {
	return func(s *story) {
		s.decided(s.ref, stage, out, false, reasons)
		if out == decision.Negative {
			s.readAgain(s.ref, stage, "")
		}
	}
}

func tellThem(stage decision.Stage, out decision.Outcome, how string) func(*story) {
	return func(s *story) { s.told(s.ref, stage, out, true, how) }
}

// talked is a contact; next is in how many days they meet again, 0 for not agreed.
func talked(how contact.How, minutes, next int, note string) func(*story) {
	return func(s *story) {
		b := contact.Made{How: answer.Given(how), Minutes: answer.Given(minutes), Note: text(note)}
		if next > 0 {
			b.Next = answer.Given(civil.On(civil.DayOf(s.clock.Now()).Add(next)))
		}
		s.spoke(b)
	}
}

func notReached(note string) func(*story) {
	return func(s *story) {
		s.spoke(contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("no-answer")), Note: text(note)})
	}
}

func mustLeave(in int, note string) func(*story) {
	return func(s *story) { s.notice(civil.DayOf(s.clock.Now()).Add(in), note) }
}

func leaveFor(kind entitlement.LeaveKind, months, left int, note string) func(*story) {
	return func(s *story) { s.leave(kind, months, civil.DayOf(s.clock.Now()).Add(left).String(), note) }
}

const (
	rg, cg   = decision.ReasonableGrounds, decision.ConclusiveGrounds
	yes, not = decision.Positive, decision.Negative
	grounds  = "There are reasonable grounds."
)

// nadiasPeople are those beside whom the support worker walks, with the six of the
// stories: fourteen, as many as one worker can know.
func nadiasPeople(back ago) []life {
	return []life{
		{nadia, "", "A cleaner at the bus station brought her to us. She has not told us a name, and nobody presses her.", who("she", "Lingala", "woman"), []happening{
			{2, and(lives("safehouse", "A room of her own, with a key."), risky("amber", "She hides from cars with dark windows.", "The curtains stay shut. Two of us when we go out."))},
			{1, talked("face-to-face", 15, 1, "She ate and slept. We drew the house for her on paper.")},
		}},
		{nadia, "Ngọc Ánh", "The police brought her from a house where plants were grown.", who("she", "Vietnamese", "woman"), []happening{
			{4, and(lives("safehouse", ""), reach("through-worker", "", "", "No calls. The number that she has is theirs."), need("entry", "Glasses. A coat. Someone to look at her cough."))},
			{3, talked("face-to-face", 70, 3, "What a referral gives and what it does not. She wants to think about it until we meet again.")},
		}},
		life{nadia, "عبد الرحمن", "He asked for help at a mosque.", who("he", "Arabic", "man"), []happening{
			{26, and(lives("outreach", "He stays with a cousin."), reach("call", "after 20:00", "07700 900211", "Do not speak English to whoever answers"), risky("green", "His cousin's landlord asks who he is.", "The landlord has the centre's number."))},
			{22, refer("Months at a car wash without pay. His account is with the referral.")},
			{17, decide(rg, yes, grounds)},
			{15, and(tellThem(rg, yes, "By phone, with an interpreter."), talked("phone", 30, 13, "He asked what a recovery period is. We said it twice."))},
		}}.written("عبد الرحمن", "Abd al-Rahman"),
		{nadia, "Ng", "A college welfare officer rang about him.", who("he", "Cantonese", "either"), []happening{
			{190, and(lives("own-home", "He rents a room."), reach("email", "any time", "", "No letters"), risky("green", "Nobody is known to look for him.", ""))},
			{186, refer("Made to work at night in a kitchen. His account is with the referral.")},
			{180, decide(rg, yes, grounds)},
			{178, tellThem(rg, yes, "By email, as he asked.")},
			{20, and(need("review", "He wants to sit his examinations in the summer."), talked("video", 25, 27, "He is tired of waiting for the second decision. He learns to wait, he says."))},
		}},
		{nadia, "María de los Ángeles Quispe Mamani", "A neighbour who had seen her through the fence rang the helpline.", who("she", "Quechua and Spanish", "woman"), []happening{
			{120, and(lives("safehouse", "With her daughter, who is three."), reach("text", "when the child sleeps, 13:00 to 15:00", "07700 900254", "Never in front of the child"), risky("amber", "The family she worked for has her passport.", "The embassy is asked, with the solicitor."))},
			{117, refer("A private house, for two years. Her account is with the referral.")},
			{112, decide(rg, yes, grounds)},
			{110, tellThem(rg, yes, "Face to face.")},
			{24, risky("amber", "The family wrote to her through a friend.", "The friend's messages go to the solicitor.")},
			{9, and(talked("face-to-face", 45, 15, "The nursery has a place from Monday."), mustLeave(40, "The house closes for repairs. Two rooms are needed, for her and the child."))},
		}},
		{nadia, "Kayleigh", "A youth worker walked in with her.", who("she", "English", "none"), []happening{
			{330, and(lives("own-home", "With her nan."), reach("text", "after 11:00", "07700 900277", "Not on her nan's phone"), risky("red", "The boys she carried for know the road.", "Two of us when she goes to court."))},
			{327, refer("She was made to carry packages on trains. Her account is with the referral.")},
			{321, decide(rg, yes, grounds)},
			{319, and(tellThem(rg, yes, "In the park, as she wished."), talked("face-to-face", 50, 0, "She fed the ducks and talked a lot."))},
			{60, decide(cg, yes, "On the balance of probabilities she is a victim of modern slavery.")},
			{58, tellThem(cg, yes, "Face to face. She cried and then wanted chips.")},
			{19, risky("red", "One of the boys is out.", "The police have put a marker on the address. She rings before she leaves the house.")},
			{3, notReached("No answer. She texted later: busy, all good.")},
		}},
		{nadia, "Ọmọlará", "Another safehouse was full and asked us.", who("she", "Yoruba and English", "none"), []happening{
			{75, and(lives("safehouse", ""), reach("call", "10:00 to 12:00", "07700 900208", "No voicemail"), risky("amber", "She owes money to people at home.", "Her mother has moved."))},
			{72, refer("Her account is with the referral. It came in three parts; the third is with the solicitor.")},
			{22, decide(rg, not, "The account was not found sufficiently detailed.")},
			{16, and(tellThem(rg, not, "Face to face, with the letter. She asked what was wrong with her story."), talked("face-to-face", 90, 15, "Nothing is wrong with it. We look for the papers that say so."))},
		}},
		{nadia, "Thiri", "She came with a friend who had been here.", who("she", "Burmese", "woman"), []happening{
			{250, and(lives("asylum-accommodation", "A hotel by the ring road."), reach("text", "any time", "07700 900233", ""), risky("green", "The agent does not know this town.", ""))},
			{246, refer("A factory, and before that a boat. Her account is with the referral.")},
			{240, decide(rg, yes, grounds)},
			{238, tellThem(rg, yes, "By text and then by phone.")},
			{31, decide(cg, yes, "On the balance of probabilities she is a victim of modern slavery.")},
			{30, and(tellThem(cg, yes, "In the garden."), talked("face-to-face", 40, 34, "She wants to cook for a living."))},
		}},
	}
}
