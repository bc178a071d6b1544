package help

// topic is one part of the help; its anchor is what pages lead to.
type topic struct {
	anchor, heading string
	says            []string
}

var topics = []topic{
	{"today", "Today", []string{
		"Today shows what must happen next for the people you walk beside. What is late stands first, then what is for today, then the days after.",
		"Each line says what to do, for whom, by when, and under which rule. The name of the rule leads to its source.",
		"Nobody has to enter a reminder. The dates follow from what was recorded: when something is put right, they are reckoned anew.",
	}},
	{"people", "People, and finding somebody", []string{
		"People lists everybody you walk beside, those with the nearest date first. A manager sees everybody whose record the organisation may read.",
		"A name can be written as you heard it: misspelt, the words in another order, in another script. You find only people whose record is open to you.",
		"If nobody is found, they may still be known. A list never says that there is a record which is not open to you.",
	}},
	{"case", "A person's pages", []string{
		"Now shows how things stand. Chronology shows everything that was recorded, the newest first. Who can see this says who may read it, since when and why.",
		"Where it says that something is kept closed, it is not open to your role here. Nothing about it is told. If you need it for your work, ask the manager of the team.",
		"You can see a record as it was known on an earlier day: write the day under “As it was known”.",
	}},
	{"writing", "Writing something down", []string{
		"Write a date as it was said: 12 March 2026, about March 2026, summer 2018. The page does not make it more exact than it was.",
		"A question can be left. Not asked, not known and preferred not to say are answers, too.",
		"What you type is kept on the server within seconds. If the connection goes, or you are signed out, it is there again under the person's name.",
		"If somebody else wrote on the same thing meanwhile, both texts are shown. Nothing is written over.",
	}},
	{"right", "Putting something right", []string{
		"Nothing is rubbed out. Choose “Put this right” beside the entry: what was wrong, and why, stand beside what is right.",
		"An entry that should not be there at all can be taken back. It still stands, marked so, and counts for nothing.",
		"Only the organisation that wrote an entry puts it right. If another organisation sees it differently, both are kept, and the page says who says what.",
	}},
	{"sharing", "Who can see this, and sharing", []string{
		"Before something is shared you see what the other organisation would see. Read it with the person.",
		"A sharing ends at once when you end it: the next page that the other organisation asks for is refused.",
		"If somebody looks for a person, or a colleague must not learn of them, let only few know. To everybody else there is then no such record, in any list, count or search.",
	}},
	{"together", "Reading it together", []string{
		"From “Who can see this” you open a page to read with the person: what is kept, who can see it now, what they said yes to, what comes next. It stands in their language where there are words for it, and says who translated them.",
		"A part can be skipped, or put off until they want to hear it. A decision that they were not told of does not stand there: tell them first, and write that down.",
		"If somebody comes in who must not see it, press “Leave this page now”. You are signed out, and a page of everyday links is shown. What you typed elsewhere is kept.",
	}},
	{"team", "Team", []string{
		"A manager sees who works in the team, when each is due for supervision or training, and what is due in each house.",
	}},
	{"decisions", "Decisions", []string{
		"Decisions shows who of the people you can see waits for a decision: which one, since when, by which day, and under which rule. Nobody has to put anybody there. It follows from the referral and the decisions on the record.",
		"What is late stands first. A day that is only recommended makes nobody late, and the page says so. Those who may still ask for a decision to be looked at again stand apart.",
	}},
	{"beds", "Beds", []string{
		"A manager sees the houses of the organisation, how many people can live in each, and which checks are late. A house goes by the name that staff use, and never by its address.",
		"Who sleeps where is not recorded by bed. So the page cannot tell which places are free: ask the house.",
	}},
	{"keyboard", "By keyboard, by voice, and on paper", []string{
		"Every page works with the keyboard alone: Tab goes on, Shift and Tab go back, Enter follows, the space bar ticks. The first Tab on each page leads past the top.",
		"Every page works at 400 per cent, on a phone, and without scripts. It prints without its menus.",
	}},
	{"danger", "If somebody is in danger", []string{
		"Call 999 if it is now. A record does not call anybody.",
		"If you must know where a person is, or what they need, and nobody who walks beside them can be asked, open their record in an emergency. You say why. It is open to you until the end of tomorrow, and their team is told.",
	}},
	{"wrong", "If something here is wrong or hard to use", []string{
		"Tell your manager. If a page gives a number, pass it on: it says which request it was, and nothing about the person.",
	}},
}

// checks are how the statement on accessibility is borne out; each is a test that runs on
// every change.
var checks = []string{
	"Every page and state, on a wide screen and on one 320 pixels wide, is checked by axe with all rules of WCAG 2.2, levels A and AA.",
	"The main journeys are done by keyboard alone, with the focus seen at every step, and without scripts.",
	"Contrast, the size of what one presses, and text at 200 per cent are checked on each page.",
}

// limits are what is not good enough yet.
var limits = []string{
	"It has not been tried by people who use a screen reader, a switch or speech every day. Automatic checks find only some of what is hard to use.",
	"The pages for workers are in English. The page that is read with a person is in a few languages, and no translator has checked them yet. Names, and what people said, can be in any language and script.",
	"A long chronology is read page by page. There is no way yet to have it read aloud.",
}
