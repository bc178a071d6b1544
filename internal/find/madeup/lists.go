package madeup

import "strings"

// part is one name in the forms in which one meets it: in its own script first, then in
// Latin letters, as most often written first.
type part []string

type culture struct {
	script             string
	familyFirst        bool
	given, family      []part
	syllables, endings []string
}

// parts reads one name a line, its forms divided by strokes.
func parts(lines string) []part {
	var out []part
	for line := range strings.Lines(lines) {
		if s := strings.TrimSpace(line); s != "" {
			var p part
			for form := range strings.SplitSeq(s, "/") {
				p = append(p, strings.TrimSpace(form))
			}
			out = append(out, p)
		}
	}
	return out
}

var cultures = []culture{
	{script: "Arabic", given: parts(`
		محمد / Mohammed / Muhammad / Mohamed / Mohamad / Мухаммад / Muhammed
		أحمد / Ahmed / Ahmad / Achmed
		يوسف / Yusuf / Youssef / Yousef / Yousif
		إبراهيم / Ibrahim / Ebrahim / Brahim
		فاطمة / Fatima / Fatma / Fatimah / Fatemeh
		خديجة / Khadija / Khadijah / Hadija / Khadidja
		زينب / Zainab / Zeinab / Zaynab
		عبد الرحمن / Abdulrahman / Abdul Rahman / Abdel Rahman / Abdurrahman
		مصطفى / Mustafa / Mostafa / Moustafa
		سلمى / Salma / Selma
	`), family: parts(`
		الحسيني / Al-Husseini / El Hosseini / Alhusaini / Al Hussaini
		الخطيب / Al-Khatib / El Khateeb / Khatib
		المنصوري / Al Mansouri / Almansoori / El Mansuri
		قاسم / Qasim / Kassem / Qassem / Kasim
		درويش / Darwish / Darwich / Dervish
		العبيدي / Al-Obaidi / Alobaidy / Al Ubaydi
		بركات / Barakat / Berakat
		شريف / Sharif / Shareef / Cherif
	`), syllables: strings.Fields("ha ba ra sa la ma na ka da ta sha ri li mi ni ab ad am ar is us ou ja za fa"), endings: strings.Fields("d m n r s b i ani awi oun eh")},
	{script: "Arabic (Persian, Dari)", given: parts(`
		پروین / Parvin / Parveen / Parwin
		رضا / Reza / Riza / Rezaa
		نرگس / Narges / Nargis / Nergis
		جواد / Javad / Jawad / Dzhavad
		شیرین / Shirin / Shireen / Chirine
		گلناز / Golnaz / Gulnaz
	`), family: parts(`
		احمدی / Ahmadi / Ahmady / Ahmedi
		رحیمی / Rahimi / Raheemi / Rahimy
		کریمی / Karimi / Kareemi / Kerimi
		نوری / Nouri / Noori / Nuri
		سلیمانی / Soleimani / Sulaimani / Suleimani
		یوسفزی / Yousafzai / Yusufzai / Yousefzai
	`), syllables: strings.Fields("pa ro za ga na da mi ri sha fa ba ho se ta ar az ir or"), endings: strings.Fields("i zadeh pour yan vand far zai")},
	{script: "Cyrillic", given: parts(`
		Александр / Aleksandr / Alexander / Oleksandr / Alexandr
		Юлия / Yulia / Julia / Iuliia / Yuliya
		Сергей / Sergei / Sergey / Serhiy / Sergej
		Наталья / Natalia / Nataliia / Natalya / Natalja
		Дмитрий / Dmitry / Dmitri / Dmytro / Dmitrij
		Ксения / Ksenia / Xenia / Kseniya / Oksenia
		Владимир / Vladimir / Volodymyr / Wladimir
		Михаил / Mikhail / Mihail / Michail
	`), family: parts(`
		Щербаков / Shcherbakov / Scherbakov / Shherbakov
		Ковальчук / Kovalchuk / Kowaltschuk / Kovaltchouk
		Жданова / Zhdanova / Jdanova
		Тимошенко / Timoshenko / Tymoshenko / Timoschenko
		Хаританов / Kharitanov / Haritanov
		Цветкова / Tsvetkova / Cvetkova / Zvetkova
		Бондаренко / Bondarenko / Bondarienko
		Чайковский / Chaikovsky / Tchaikovsky / Tschaikowski / Chaykovskiy
	`), syllables: strings.Fields("mi ko va la se po ra ni bo gri za dov kra ste pe lu ma ti"), endings: strings.Fields("ov ova enko uk sky ich ina")},
	{script: "Greek", given: parts(`
		Γιώργος / Giorgos / Yorgos / Georgios
		Ελένη / Eleni / Helene / Elenh
		Δημήτρης / Dimitris / Demetris / Dhimitris
		Χρήστος / Christos / Hristos / Khristos
		Αικατερίνη / Aikaterini / Ekaterini / Aekaterini
		Θεόδωρος / Theodoros / Thodoros / Teodoros
	`), family: parts(`
		Παπαδόπουλος / Papadopoulos / Papadopulos / Papathopoulos
		Οικονόμου / Oikonomou / Economou / Ikonomou
		Βασιλείου / Vasileiou / Vassiliou / Basileiou
		Χατζής / Hatzis / Chatzis / Hadjis
		Γεωργίου / Georgiou / Yeoryiou
		Μπακογιάννη / Bakoyanni / Mpakogianni / Bakogianni
	`), syllables: strings.Fields("pa ka ni ko sta the do ra mi li ge or an dra so ti"), endings: strings.Fields("poulos idis akis ou as is")},
	{script: "Hebrew", given: parts(`
		דוד / David / Dovid / Dawid
		שרה / Sarah / Sara / Sora
		יעקב / Yaakov / Jakov / Yakov / Yaacov
		רבקה / Rivka / Rebka / Rivkah
		משה / Moshe / Moishe / Mosheh
		חנה / Hannah / Chana / Hana
	`), family: parts(`
		כהן / Cohen / Kohen / Kohn
		פרידמן / Friedman / Fridman / Freedman
		מזרחי / Mizrahi / Mizrachi / Mizrahy
		אברהמי / Avrahami / Abrahami
		גולדשטיין / Goldstein / Goldshtein / Goldsztein
		שפירא / Shapira / Shapiro / Schapira
	`), syllables: strings.Fields("ba ro el sha le vi mi ra go ne da li ze ho"), endings: strings.Fields("man berg stein i el ov ski")},
	{script: "Ethiopic", given: parts(`
		ተስፋይ / Tesfay / Tesfai / Tesfaye
		ሚካኤል / Mikael / Michael / Mikiel
		ሰላም / Selam / Salam / Selaam
		ዮሃንስ / Yohannes / Johannes / Yohanes
		ለተብርሃን / Letebrhan / Letebirhan / Letebrehan
		ፍረወይኒ / Freweini / Frewoini / Freweyni
		ኪዳነ / Kidane / Kidanie
		ሃይለ / Haile / Hayle / Hailé
	`), family: parts(`
		ገብረመድህን / Gebremedhin / Ghebremedhin / Gebre Medhin / Gebremedhn
		ወልደሚካኤል / Woldemichael / Weldemikael / Wolde Michael
		ተክለሃይማኖት / Teklehaimanot / Tekle Haymanot / Teklehaymanot
		በራኺ / Beraki / Berakhi
		ሃብተማርያም / Habtemariam / Habtemaryam / Habte Mariam
		ገብረስላሴ / Gebreselassie / Ghebreslassie / Gebre Selassie
		አስፋው / Asfaw / Asfawe / Asphaw
	`), syllables: strings.Fields("ge te be wo ha le sa me ki da ne ma fi ra si tsa"), endings: strings.Fields("wa lem ay om it su u")},
	{script: "Devanagari", given: parts(`
		राजेश / Rajesh / Raajesh / Rajesch
		सुनीता / Sunita / Suneeta / Soonita
		लक्ष्मी / Lakshmi / Laxmi / Luxmi
		कृष्ण / Krishna / Krishn / Crishna
		मनोज / Manoj / Manooj
		गीता / Gita / Geeta / Geetha
		संजय / Sanjay / Sanjai / Sunjay
	`), family: parts(`
		शर्मा / Sharma / Sarma / Scharma
		श्रेष्ठ / Shrestha / Shreshtha / Shresth
		तामाङ / Tamang / Tamaang
		चौधरी / Chaudhary / Chowdhury / Choudhari
		थापा / Thapa / Thaapa
		विश्वकर्मा / Vishwakarma / Bishwakarma / Biswakarma
		गुरुङ / Gurung / Gurungh
	`), syllables: strings.Fields("ra ma su pra ni de va ka bhu sha ri ja ta la mo dha"), endings: strings.Fields("l n sh j at i a")},
	{script: "Bengali", given: parts(`
		মোহাম্মদ / Mohammad / Mohammod / Muhammed / Mohamed
		সুলতানা / Sultana / Soltana
		জাহাঙ্গীর / Jahangir / Zahangir / Jahangeer
		ফারজানা / Farzana / Farjana
		নাসরিন / Nasrin / Nasreen / Nasrine
		শফিকুল / Shafiqul / Shofiqul / Safikul
	`), family: parts(`
		রহমান / Rahman / Rohman / Rehman
		হোসেন / Hossain / Hosen / Hussein / Hossein
		আক্তার / Akter / Akhtar / Aktar
		চক্রবর্তী / Chakraborty / Chakrabarti / Chakravarty
		ইসলাম / Islam / Eslam
		তালুকদার / Talukder / Talukdar / Taluqdar
	`), syllables: strings.Fields("ra ha mi su la ka fa na ja sha bi ro du ta mo ru"), endings: strings.Fields("l n r m a in ul ar")},
	{script: "Han", familyFirst: true, given: parts(`
		小明 / Xiaoming / Xiao Ming / Xiao-ming
		丽娜 / Lina / Li Na / Li-na
		建国 / Jianguo / Jian Guo / Chien-kuo
		秀英 / Xiuying / Xiu Ying / Hsiu-ying
		志强 / Zhiqiang / Zhi Qiang / Chih-chiang
		海燕 / Haiyan / Hai Yan / Hai-yen
		春梅 / Chunmei / Chun Mei / Chun-mei
	`), family: parts(`
		王 / Wang / Wong
		陈 / Chen / Chan / Ch'en
		欧阳 / Ouyang / Ou Yang / Auyeung
		林 / Lin / Lim
		黄 / Huang / Hwang
		诸葛 / Zhuge / Chuko
	`), syllables: strings.Fields("xi mei jun li hua wei fang bo qing shu lan yun"), endings: strings.Fields("ng n a o i")},
	{script: "Hangul", familyFirst: true, given: parts(`
		민수 / Minsu / Min-su / Min Soo
		지영 / Jiyoung / Ji-young / Ji Yeong
		현우 / Hyunwoo / Hyeon-u / Hyun Woo
		은희 / Eunhee / Eun-hui / Eun Hee
	`), family: parts(`
		김 / Kim / Gim
		박 / Park / Pak / Bak
		최 / Choi / Choe
		정 / Jung / Jeong / Chung
	`), syllables: strings.Fields("min ji hyun seo yeon ho jae soo young eun"), endings: strings.Fields("n k m a u")},
	{script: "Latin (Vietnamese)", familyFirst: true, given: parts(`
		Thị Hương / Thi Huong / Hương / Huong Thi
		Văn Đức / Van Duc / Van Đuc
		Thúy Linh / Thuy Linh / Thuý Linh / Thuylinh
		Quốc Bảo / Quoc Bao / Quocbao
		Ngọc Ánh / Ngoc Anh / Ngocanh
		Minh Tuấn / Minh Tuan / Minhtuan
	`), family: parts(`
		Nguyễn / Nguyen / Ngyuen
		Trần / Tran / Trân
		Phạm / Pham / Fam
		Huỳnh / Huynh / Hyunh
		Võ / Vo / Vu
		Đặng / Dang / Đang
	`), syllables: strings.Fields("th ng tr ph ho li qu du ba ti vi ma"), endings: strings.Fields("nh ng n m a o u")},
	{script: "Latin (Albanian, Romanian)", given: parts(`
		Gjergj / Gjerg / Djerdj / Gjergji
		Shqipe / Shqipë / Shkipe
		Besnik / Bessnik / Besnick
		Ștefan / Stefan / Ştefan / Shtefan
		Mirela / Mirella / Myrela
		Ionuț / Ionut / Ionutz
		Çlirim / Clirim / Chlirim
	`), family: parts(`
		Hoxha / Hodja / Hoxhaj / Hodza
		Çela / Cela / Chela
		Popescu / Popesku / Poposcu
		Krasniqi / Krasnichi / Krasnici
		Țurcanu / Turcanu / Tsurcanu
		Gjonaj / Gjonai / Djonaj
	`), syllables: strings.Fields("gj be sh ma li po du ra ni co ste mi fa do an el ar"), endings: strings.Fields("aj escu i a u in ari")},
	{script: "Latin (Edo, Yoruba, Akan)", given: parts(`
		Osaretin / Osarentin / Osaretyn
		Ọláolúwa / Olaoluwa / Ola Oluwa
		Efosa / Ephosa / Efossa
		Adébáyọ̀ / Adebayo / Adebajo / Ade Bayo
		Abena / Abenaa / Abbena
		Kwabena / Kobena / Quabena
		Ńgọ́zí / Ngozi / Ngosi
	`), family: parts(`
		Igbinedion / Igbinedian / Igbenedion
		Ọbásanjọ́ / Obasanjo / Obasandjo
		Aigbokhan / Aigbohan / Aygbokhan
		Owusu / Owusu-Ansah / Owuso
		Okonkwo / Okonquo / Okonko
		Ogbebor / Ogbebo / Ogbeborr
	`), syllables: strings.Fields("o sa re ig bi ne a de ba yo ol u wa kwe e fo ng zi ko mi"), endings: strings.Fields("n i a e o re wa")},
}
