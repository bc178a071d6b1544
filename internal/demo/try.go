package demo

// try is what to do first as each of those whom one may sign in as. It names nobody: whoever
// has not signed in reads it, too.
var try = map[string]string{
	nadia.login:     "Do what Today says is late. Then open a record, go to “Who can see this”, and read it together with the person in their language.",
	tom.login:       "Under Team, see what is late in the team and its houses. Open a record for somebody new, and put a worker beside them.",
	grace.login:     "Today lists the decisions that wait. Open one: what was said in support is kept closed to whoever decides.",
	ruth.login:      "One record is shared with this organisation, in part. End the sharing as the support worker: it is gone here at once.",
	night.login:     "Find how to reach somebody safely. Write down a contact in the night, and a risk with its plan.",
	volunteer.login: "See how things stand for one person, and nothing of what was before.",
	driver.login:    "See how one person is reached safely. There is no chronology here, and nothing to write.",
	records.login:   "Write down that somebody asked to see their own record. The clock for the answer begins.",
	responder.login: "One person is known to the day centre. Add their name in its own script, or say that they do not agree to be referred.",
	centre.login:    "See whose record the day centre may read, and say who of its workers walks beside them.",
	iris.login:      "No referral went to this authority, so nobody stands here. Look for a name: nobody is found.",
	officer.login:   "One person agreed that the police read a part. Write down what they reported; their health is kept closed.",
	superior.login:  "See whose case the police have and how it stands. A manager here reads no chronology.",
	solicitor.login: "One person chose this firm. Write down that reconsideration is asked for, and see the clock.",
	partner.login:   "See whom the firm acts for, and say which solicitor walks beside them.",
	homes.login:     "Somebody's room ends. Write down what the council does about their home.",
	duty.login:      "Write down that somebody does not agree to be referred, or that the Duty to Notify was carried out.",
	head.login:      "See which record the council may read, and on which ground.",
	chair.login:     "Write down a conference: who asked for it, and when it is held.",
	visitor.login:   "See how support runs for one person, without their name.",
	holder.login:    "See that people are supported and where they stand, without a name.",
	analyst.login:   "Nobody's record is open to an analyst. Numbers are not built yet.",
	operator.login:  "Those who run Waymark see nobody's record.",
}
