package demo

// colleaguesPeople are those beside whom colleagues walk, and those who wait for a worker:
// the rest of what a manager sees to.
func colleaguesPeople(back ago) []life {
	return []life{
		{bilal, "Jean-Claude Mbuyi wa Mbuyi", "A hospital ward rang before they sent him away.", who("he", "Tshiluba and French", "man"), []happening{
			{64, and(lives("safehouse", "Ground floor, for his leg."), reach("call", "09:00 to 18:00", "07700 900301", ""), risky("red", "The man who drove the van has been to the ward.", "The ward and the house know his face."))},
			{61, refer("A building site, and a fall that nobody treated. His account is with the referral.")},
			{55, decide(rg, yes, grounds)},
			{53, tellThem(rg, yes, "At the bedside, with an interpreter.")},
			{18, and(risky("red", "The van was seen again.", "The police have its number."), talked("face-to-face", 35, 14, "He walks with one stick now."))},
		}},
		{bilal, "Șerban", "Found at a car wash by council officers.", who("he", "Romanian", "none"), []happening{
			{back(16), and(lives("outreach", "A friend's sofa."), reach("call", "after 19:00", "07700 900318", "Not while he works"))},
			{back(14), refer("Paid in food. His account is with the referral.")},
			{back(3), talked("phone", 10, 2, "No news of the decision. He wants to go back to work there: at least there is a bed.")},
		}},
		life{bilal, "সুমি", "A teacher of her daughter spoke to us.", who("she", "Sylheti", "woman"), []happening{
			{232, and(lives("own-home", "Her husband's family does not live there any more."), reach("through-worker", "", "", "Never ring the house"), risky("amber", "Her brother-in-law waits at the school.", "The school lets her in by the side."))},
			{229, refer("A house in which she was kept. Her account is with the referral.")},
			{222, decide(rg, yes, grounds)},
			{220, and(tellThem(rg, yes, "At the school."), talked("face-to-face", 35, 0, "She asked whether her husband is told. He is not."))},
			{33, risky("amber", "He was seen once more.", "As before.")},
		}}.written("সুমি", "Sumi"),
		{bilal, "Dritan", "He walked into a police station.", who("he", "Albanian", "either"), []happening{
			{440, and(lives("own-home", "A flat of his own since the spring."), reach("text", "any time", "07700 900344", ""), risky("green", "Debts at home.", ""))},
			{437, refer("His account is with the referral.")},
			{430, decide(rg, yes, grounds)},
			{428, tellThem(rg, yes, "By phone.")},
			{300, decide(cg, yes, "On the balance of probabilities he is a victim of modern slavery.")},
			{298, tellThem(cg, yes, "Face to face.")},
			{280, leaveFor("discretionary", 10, 305, "He works as a tiler. Advice on renewal is needed in good time.")},
			{15, talked("accompaniment", 80, 25, "To the solicitor about the renewal.")},
		}},
		life{cerys, "丽华", "Her employer's other cleaner told a union.", who("she", "Mandarin", "woman"), []happening{
			{88, and(lives("safehouse", ""), reach("text", "after 21:00", "07700 900366", "In Chinese only"), risky("amber", "She is a witness.", "Nobody goes to court alone."))},
			{85, refer("Offices at night, for four years. Her account is with the referral.")},
			{79, decide(rg, yes, grounds)},
			{77, tellThem(rg, yes, "Face to face.")},
			{26, risky("amber", "The court has a date.", "A screen is asked for.")},
			{8, and(mustLeave(5, "The house is for women who have just come. A place of her own is found."), talked("face-to-face", 60, 5, "She packs and unpacks."))},
		}}.written("丽华", "Lihua"),
		{cerys, "Blessing", "A church asked what to do.", who("she", "Edo", "woman"), []happening{
			{12, and(lives("outreach", "With a family of the church."), reach("through-worker", "", "", "Nothing to the pastor"), need("entry", "A doctor, soon. She is seven months pregnant."), risky("red", "She says that they will come for the child.", "The midwife knows. She is not alone at night."))},
			{11, talked("face-to-face", 120, 8, "She told it from the beginning. That is enough for now; nobody asks again.")},
		}},
		{cerys, "Tú Anh", "A train guard called the police, and they called us.", who("they", "Vietnamese", "either"), []happening{
			{back(5), and(lives("safehouse", ""), reach("call", "10:00 to 20:00", "07700 900389", ""), need("entry", "Sleep."))},
			{back(4), refer("Their account is with the referral.")},
			{back(1), talked("face-to-face", 20, 6, "They like the cat.")},
		}},
		{none, "Bakhtiyor", "A farmer's wife gave him our number.", who("he", "Uzbek", "either"), []happening{{2, and()}}},
		{none, "Rukhsana", "A health visitor wrote. She can be reached on Thursdays at the clinic.", who("she", "Dari", "woman"), []happening{{6, and()}}},
	}
}

// daycentrePeople are those whom another First Responder met and referred: with all the
// others, what waits for a case owner.
func daycentrePeople(back ago) []life {
	return []life{
		{responder, "Олександр", "He came for a shower and stayed to talk.", who("he", "Ukrainian", "either"), []happening{
			{back(21), reach("through-worker", "", "", "")},
			{back(20), refer("A warehouse. His account is with the referral.")},
		}},
		{responder, "Senait Woldegebriel Tesfamariam", "She came with a neighbour.", who("she", "Tigrinya", "woman"), []happening{
			{back(8), reach("through-worker", "", "", "")},
			{back(7), refer("A house in the north. Her account is with the referral.")},
		}},
		{responder, "Gift", "Her friend pushed the door open and left.", who("she", "Pidgin English", "none"), []happening{
			{back(11), reach("through-worker", "", "", "")},
			{back(10), refer("She cannot say yet where it was. Her account is with the referral.")},
		}},
		{responder, "Ahmad Zahir", "He waited outside until everybody had gone.", who("he", "Pashto", "man"), []happening{
			{back(13), reach("through-worker", "", "", "")},
			{back(12), refer("A takeaway, and a room above it. His account is with the referral.")},
		}},
		{responder, "U", "He washes cars across the road.", who("he", "Burmese", "man"), []happening{
			{back(2), reach("through-worker", "", "", "")},
			{back(1), refer("His account is with the referral.")},
		}},
		{responder, "D'Angelo", "He sleeps in the underpass.", who("he", "English", "none"), []happening{
			{300, reach("through-worker", "", "", "")},
			{296, refer("He was made to beg. His account is with the referral.")},
			{288, decide(rg, yes, grounds)},
		}},
		{responder, "Phương", "She asked a volunteer to read a letter.", who("she", "Vietnamese", "woman"), []happening{
			{420, reach("through-worker", "", "", "")},
			{416, refer("A nail bar, and a house before it. Her account is with the referral.")},
			{410, decide(rg, yes, grounds)},
		}},
	}
}
