package seed

// name is a made-up name: as they write it, in Latin letters where that is another, what
// they speak and where they come from. Given names only, and nobody's.
type name struct{ own, latin, speaks, from string }

var names = []name{
	{"Arben", "", "Albanian", "Albania"}, {"Vjosa", "", "Albanian", "Albania"}, {"Drita", "", "Albanian", "Albania"},
	{"Nguyệt", "Nguyet", "Vietnamese", "Vietnam"}, {"Đức", "Duc", "Vietnamese", "Vietnam"}, {"Thảo", "Thao", "Vietnamese", "Vietnam"},
	{"ሰላም", "Selam", "Tigrinya", "Eritrea"}, {"ዮናስ", "Yonas", "Tigrinya", "Eritrea"}, {"ሓበን", "Haben", "Tigrinya", "Eritrea"},
	{"نور", "Nour", "Arabic", "Sudan"}, {"يوسف", "Yusuf", "Arabic", "Sudan"}, {"هبة", "Hiba", "Arabic", "Syria"},
	{"গোপা", "Gopa", "Bengali", "Bangladesh"}, {"রফিক", "Rafiq", "Bengali", "Bangladesh"},
	{"ਹਰਲੀਨ", "Harleen", "Punjabi", "India"}, {"सुनील", "Sunil", "Hindi", "India"},
	{"Оксана", "Oksana", "Ukrainian", "Ukraine"}, {"Стоян", "Stoyan", "Bulgarian", "Bulgaria"},
	{"小梅", "Xiaomei", "Mandarin", "China"}, {"建国", "Jianguo", "Mandarin", "China"},
	{"Ifeoma", "", "Igbo", "Nigeria"}, {"Ọsas", "Osas", "Edo", "Nigeria"}, {"Folasadé", "Folasade", "Yoruba", "Nigeria"},
	{"Ionuț", "Ionut", "Romanian", "Romania"}, {"Ștefania", "Stefania", "Romanian", "Romania"},
	{"Abenaa", "", "Twi", "Ghana"}, {"Jérémie", "Jeremie", "French", "Democratic Republic of the Congo"},
	{"Marisol", "", "Spanish", "Bolivia"}, {"João", "Joao", "Portuguese", "Brazil"}, {"Kayleigh", "", "English", "United Kingdom"},
	{"مریم", "Maryam", "Farsi", "Iran"}, {"ګلالۍ", "Gulalai", "Pashto", "Afghanistan"},
}

var workers = []string{"Amber", "Bilal", "Cerys", "Dev", "Ewa", "Fergus", "Gwen", "Hamid", "Isla", "Jamal", "Keir", "Lena", "Moira", "Niamh", "Owen", "Priya", "Rhys", "Sana", "Tamsin", "Una"}

var (
	how = []string{
		"Another service told us of them.", "Found by council officers at a car wash.", "They came by themselves to a day centre and asked for help.",
		"A nurse at the hospital called us.", "The police brought them after a visit to a farm.",
	}
	hours = []string{"after 18:00", "10:00 to 16:00", "any time", "09:00 to 17:00"}
	never = []string{"No voicemail.", "No letters that say who we are.", "Never call in working hours.", "Do not leave a message with anybody."}
	notes = []string{
		"We spoke about the week. They sleep a little better, and eat in the kitchen with the others now.",
		"To the GP together. The doctor listened, and there was time. The next appointment is in three weeks.",
		"They ask whether there is news of the decision. There is none. We said so, and when we will ask again.",
		"The letter was read together, slowly. What it means and what it does not mean was said twice.",
		"They did not feel like talking. We walked around the park once, and that was enough for the day.",
		"The solicitor called. Papers are missing, and we know which. A copy is asked for at the embassy, with the solicitor's agreement.",
		"The bank asked for a paper that nobody gives. We wrote to them and explained.",
		"English class began this week. They like the teacher and laughed about the bus.",
		"The subsistence payment did not come. We called, and it is there by tomorrow.",
		"A hard week: the date on which it happened came round. The counsellor has an hour on Thursday.",
	}
	wants    = []string{"To have a place of my own and to work.", "To know how long I have to wait.", "To call my mother and tell her that I am safe.", "To learn to drive.", "To sleep through the night.", "Not to tell it once more."}
	risks    = []string{"Those they owe know the village of their family.", "The man they worked for was seen near the station.", "Nobody is known to look for them. They are afraid of the post.", "They think of going back, because the debt is not paid."}
	plans    = []string{"Nobody learns where they are. Calls home from the team's phone only.", "They do not walk there alone. The police have the car's number.", "We look at it together each month, and at once if something changes."}
	needs    = []string{"Sleep, clothes, a SIM card. A doctor for the hands.", "A solicitor for the claim. Somebody who speaks their language, and a woman.", "Teeth. A school place for the child. A quiet room."}
	accounts = []string{
		"They were promised work in a restaurant and paid for the journey with a debt that grew. They worked every day and were not paid. Their papers were taken on the first evening.",
		"They were brought as a child to work in a house. They slept on the kitchen floor and did not go to school. They left when a neighbour opened the door.",
		"They worked on a farm and slept with eleven others in a caravan. Who asked for the wages was told about their family at home.",
	}
	places   = []string{"A nail bar in a town in the north.", "A farm in the east.", "A private house. They never learnt the address.", "A car wash behind a petrol station."}
	reasons  = []string{"The account is consistent with what is known of such cases. There are reasonable grounds.", "On the balance of probabilities the account is accepted in its main parts.", "Parts of the account were not found consistent with the papers."}
	services = []string{"Counselling", "English classes", "Women's centre", "Food bank", "Law centre"}
	sharings = []string{"They agreed that the other team reads this, because there may be a place for them. Explained with an interpreter.", "They asked that the counsellor's service need not ask everything again."}
)
