#pragma once
// The words of the documents in the languages of the program, and how each language writes dates, times and numbers. The
// terms are those of the screens: one term for one thing.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clinic/dosing/dosing.h"

namespace afterglow::documents {

using clinic::Language;

struct Phrase {
    std::string_view cs, en, uk;
    std::string in(Language language) const {
        return std::string(language == Language::cs ? cs : language == Language::uk ? uk : en);
    }
};

// The phrase with {name} replaced by the value of that name.
using Values = std::vector<std::pair<std::string_view, std::string>>;
std::string filled(const Phrase& phrase, Language language, const Values& values);

// ---- numbers and times ------------------------------------------------------------------------------------------------

std::string page_of(std::size_t page, std::size_t pages, Language language);  // "page 2 of 3"
std::string date_text(Date date, Language language);                          // "22. 11. 2026"
std::string long_date_text(Date date, Language language);                     // "neděle 22. listopadu 2026"
std::string decimal_text(std::string_view number, Language language);         // "70,5"
std::string mg_text(Milligrams amount, Language language);                    // "70,5 mg"
std::string kg_text(Kilograms weight, Language language);

// Times as the clocks of one zone show them.
struct Clock {
    std::string zone;
    Language language = Language::cs;
    Date date(Instant at) const { return to_local(at, zone).date(); }
    std::string time(Instant at) const;               // "14:05"
    std::string full(Instant at) const;               // "22. 11. 2026 14:05"
    std::string spelled_out(Instant at) const;        // "neděle 22. listopadu 2026, 14:05"
    std::string brief(Instant at, Date usual) const;  // the time; with the date if it is not the usual one
};
std::string minutes_between(Instant from, Instant to);  // "+0:35"

// ---- values of the clinic ---------------------------------------------------------------------------------------------

std::string word(clinic::Route route, Language language);
std::string word(clinic::YesNoUnknown answer, Language language);
std::string word(clinic::Suicidality suicidality, Language language);
std::string word(clinic::Identifier identifier, Language language);
std::string word(clinic::MarkKind kind, Language language);
std::string word(clinic::AdverseOutcome outcome, Language language);
std::string meaning_text(std::string_view meaning, Language language);  // of a signature: "order", "release"
std::string grade_text(std::int64_t grade, Language language);
Phrase short_name(clinic::Measure measure);
std::string in_two_lines(std::string name);  // for the head of a column: what, and below it the unit

namespace words {

// ---- on every document --------------------------------------------------------------------------------------------------
inline constexpr Phrase kPrinted{"Vytištěno {at}", "Printed {at}", "Надруковано {at}"};
inline constexpr Phrase kPrintedBy{"vytiskl(a) {who}", "by {who}", "роздрукував(ла) {who}"};
inline constexpr Phrase kRules{"pravidla {pack}", "rules {pack}", "правила {pack}"};
inline constexpr Phrase kName{"Jméno", "Name", "Ім’я"};
inline constexpr Phrase kBorn{"Datum narození", "Date of birth", "Дата народження"};
inline constexpr Phrase kBornShort{"nar. {date}", "born {date}", "нар. {date}"};
inline constexpr Phrase kPersonId{"Číslo záznamu", "Record number", "Номер запису"};
inline constexpr Phrase kNationalId{"Rodné číslo", "National id", "Персональний номер"};
inline constexpr Phrase kAllergies{"Alergie", "Allergies", "Алергії"};
inline constexpr Phrase kNoAllergies{"bez známých alergií", "no known allergies", "немає відомих алергій"};
inline constexpr Phrase kDate{"Datum", "Date", "Дата"};
inline constexpr Phrase kTime{"Čas", "Time", "Час"};
inline constexpr Phrase kNote{"Poznámka", "Note", "Нотатка"};
inline constexpr Phrase kYes{"ano", "yes", "так"};
inline constexpr Phrase kNo{"ne", "no", "ні"};
inline constexpr Phrase kUnknown{"nevíme", "not known", "невідомо"};
inline constexpr Phrase kNothingRecorded{"Nic zaznamenáno.", "Nothing recorded.", "Нічого не записано."};
inline constexpr Phrase kPhone{"Telefon", "Phone", "Телефон"};
inline constexpr Phrase kSignature{"Podpis", "Signature", "Підпис"};
inline constexpr Phrase kWitness{"Svědek", "Witness", "Свідок"};

// ---- session record -----------------------------------------------------------------------------------------------------
inline constexpr Phrase kSessionRecord{"Záznam sezení", "Session record", "Запис сесії"};
inline constexpr Phrase kSessionDate{"Datum sezení", "Date of the session", "Дата сесії"};
inline constexpr Phrase kSessionNumber{"Číslo sezení", "Session number", "Номер сесії"};
inline constexpr Phrase kTherapists{"Terapeuti", "Therapists", "Терапевти"};
inline constexpr Phrase kPhysician{"Lékař na pracovišti", "Physician on site", "Лікар на місці"};
inline constexpr Phrase kRoom{"Místnost", "Room", "Кімната"};
inline constexpr Phrase kCancelled{"Sezení bylo zrušeno před dávkou: {reason}",
                                   "The session was cancelled before the dose: {reason}",
                                   "Сесію скасовано до дози: {reason}"};
inline constexpr Phrase kReadiness{"Připravenost", "Readiness", "Готовність"};
inline constexpr Phrase kIdentifiedBy{"Totožnost ověřena podle", "Identified by", "Особу встановлено за"};
inline constexpr Phrase kLastFood{"Naposledy jedl(a)", "Last food", "Востаннє їв (їла)"};
inline constexpr Phrase kLastDrink{"Naposledy pil(a)", "Last drink", "Востаннє пив (пила)"};
inline constexpr Phrase kDrugsTaken{"Dnes užité a vynechané léky", "Medication taken and left out today",
                                    "Прийняті й пропущені сьогодні ліки"};
inline constexpr Phrase kMentalState{"Psychický stav dnes", "Mental state today", "Психічний стан сьогодні"};
inline constexpr Phrase kSuicidality{"Myšlenky na sebevraždu", "Thoughts of suicide", "Думки про самогубство"};
inline constexpr Phrase kEscort{"Doprovod domů", "Escort home", "Супровід додому"};
inline constexpr Phrase kCheck{"Kontrola", "Check", "Перевірка"};
inline constexpr Phrase kAnswer{"Odpověď", "Answer", "Відповідь"};
inline constexpr Phrase kOrder{"Ordinace", "Order", "Призначення"};
inline constexpr Phrase kMedicine{"Přípravek", "Medicine", "Препарат"};
inline constexpr Phrase kDose{"Dávka", "Dose", "Доза"};
inline constexpr Phrase kRoute{"Způsob podání", "Route", "Шлях уведення"};
inline constexpr Phrase kPerKilogram{"{dose} mg/kg při {weight} kg", "{dose} mg/kg at {weight} kg",
                                     "{dose} мг/кг за маси {weight} кг"};
inline constexpr Phrase kRescue{"Schválené záchranné léky", "Authorised rescue drugs",
                                "Дозволені препарати на випадок потреби"};
inline constexpr Phrase kWeighed{"Co bylo zváženo", "What was weighed", "Що зважено"};
inline constexpr Phrase kSetAside{"Nepoužitá pravidla a proč", "Rules set aside, and why",
                                  "Незастосовані правила і чому"};
inline constexpr Phrase kOrderedBy{"Ordinuje", "Ordered by", "Призначає"};
inline constexpr Phrase kTimeOut{"Kontrola ve dvou", "Time-out", "Перевірка вдвох"};
inline constexpr Phrase kTimeOutIdentity{"Správný člověk", "The right person", "Та сама людина"};
inline constexpr Phrase kTimeOutConsent{"Souhlas", "Consent", "Згода"};
inline constexpr Phrase kTimeOutMedicine{"Lék, dávka, způsob podání", "Medicine, dose, route",
                                         "Препарат, доза, шлях уведення"};
inline constexpr Phrase kTimeOutMonitoring{"Monitorace připravena", "Monitoring ready", "Моніторинг готовий"};
inline constexpr Phrase kCheckedBy{"Kontrolovali", "Checked by", "Перевірили"};
inline constexpr Phrase kDoses{"Podané dávky", "Doses given", "Введені дози"};
inline constexpr Phrase kAmount{"Množství", "Amount", "Кількість"};
inline constexpr Phrase kLot{"Šarže", "Lot", "Серія"};
inline constexpr Phrase kExpires{"Použitelné do", "Expires", "Придатний до"};
inline constexpr Phrase kRouteAndSite{"Způsob, místo", "Route, site", "Шлях, місце"};
inline constexpr Phrase kPreparedBy{"Připravil(a)", "Prepared by", "Підготував(ла)"};
inline constexpr Phrase kGivenBy{"Podal(a)", "Given by", "Увів (увела)"};
inline constexpr Phrase kAdditional{"další dávka", "additional dose", "наступна доза"};
inline constexpr Phrase kReason{"důvod: {reason}", "reason: {reason}", "причина: {reason}"};
inline constexpr Phrase kWasted{"Zbytek {mg} znehodnocen, svědek {who}", "Remainder of {mg} wasted, witness {who}",
                                "Залишок {mg} знищено, свідок {who}"};
inline constexpr Phrase kWastedAlone{"Zbytek {mg} znehodnocen", "Remainder of {mg} wasted", "Залишок {mg} знищено"};
inline constexpr Phrase kVitals{"Životní funkce", "Vitals", "Життєві показники"};
inline constexpr Phrase kMeasuredAt{"Změřeno", "Measured", "Виміряно"};
inline constexpr Phrase kEnteredAt{"zapsáno {time}", "entered {time}", "внесено {time}"};
inline constexpr Phrase kSinceDose{"Od dávky", "Since dose", "Від дози"};
inline constexpr Phrase kPressure{"Tlak mmHg", "BP mmHg", "Тиск мм рт. ст."};
inline constexpr Phrase kSource{"Zdroj, kdo", "Source, by", "Джерело, хто"};
inline constexpr Phrase kTyped{"ručně", "typed", "вручну"};
inline constexpr Phrase kDevice{"přístroj", "device", "прилад"};
inline constexpr Phrase kChart{"Průběh", "Course over time", "Перебіг"};
inline constexpr Phrase kEvents{"Co se dělo", "What happened", "Що відбувалося"};
inline constexpr Phrase kWhat{"Co", "What", "Що"};
inline constexpr Phrase kBy{"Kdo", "By", "Хто"};
inline constexpr Phrase kDosingEnded{"Podávání ukončeno", "Dosing ended", "Введення завершено"};
inline constexpr Phrase kOpened{"Klient přišel", "The person arrived", "Клієнт прийшов"};
inline constexpr Phrase kAlarms{"Alarmy", "Alarms", "Тривоги приладів"};
inline constexpr Phrase kRaised{"Vznik", "Raised", "Виникла"};
inline constexpr Phrase kAcknowledged{"Potvrzeno", "Acknowledged", "Підтверджено"};
inline constexpr Phrase kNotAcknowledged{"nepotvrzeno", "not acknowledged", "не підтверджено"};
inline constexpr Phrase kActionable{"Vyžadoval zásah", "Needed action", "Потребувала дій"};
inline constexpr Phrase kAdverseEvents{"Nežádoucí příhody", "Adverse events", "Небажані події"};
inline constexpr Phrase kOnset{"Začátek", "Onset", "Початок"};
inline constexpr Phrase kGrade{"Stupeň", "Grade", "Ступінь"};
inline constexpr Phrase kAction{"Co se udělalo", "Action", "Що зробили"};
inline constexpr Phrase kOutcome{"Jak to skončilo", "Outcome", "Чим закінчилося"};
inline constexpr Phrase kSerious{"závažná příhoda", "serious", "серйозна подія"};
inline constexpr Phrase kSeriousQuestion{"Závažná", "Serious", "Серйозна"};
inline constexpr Phrase kRelatedDose{"souvisí s dávkou {dose}", "related to the dose {dose}",
                                     "пов’язано з дозою {dose}"};
inline constexpr Phrase kReportedTo{"nahlášeno: {to}", "reported to {to}", "повідомлено: {to}"};
inline constexpr Phrase kDischarge{"Kritéria propuštění", "Discharge criteria", "Критерії виписки"};
inline constexpr Phrase kCriterion{"Kritérium", "Criterion", "Критерій"};
inline constexpr Phrase kRelease{"Propuštění", "Release", "Виписка"};
inline constexpr Phrase kReleasedAt{"Propuštěn(a)", "Released", "Відпущено"};
inline constexpr Phrase kPatientSignature{"Podpis klienta", "Signature of the person", "Підпис клієнта"};
inline constexpr Phrase kClinicianSignature{"Podpis klinika", "Signature of the clinician", "Підпис фахівця"};
inline constexpr Phrase kInstructionsGiven{"Pokyny předány a společně přečteny", "Instructions given and read together",
                                           "Вказівки передано й прочитано разом"};
inline constexpr Phrase kNoDrivingUntil{"Neřídit do", "No driving until", "Не керувати до"};
inline constexpr Phrase kCloseOut{"Uzavření sezení", "Close-out", "Закриття сесії"};
inline constexpr Phrase kSummary{"Shrnutí", "Summary", "Підсумок"};
inline constexpr Phrase kAdverseCount{"Počet nežádoucích příhod", "Number of adverse events",
                                      "Кількість небажаних подій"};
inline constexpr Phrase kRecordedBy{"Zapsal(a)", "Recorded by", "Записав(ла)"};
inline constexpr Phrase kCorrected{"Opraveno: {reason}", "Corrected: {reason}", "Виправлено: {reason}"};
inline constexpr Phrase kAddendum{"Dodatek: {text} ({who}, {at})", "Addendum: {text} ({who}, {at})",
                                  "Доповнення: {text} ({who}, {at})"};
inline constexpr Phrase kSignatures{"Podpisy", "Signatures", "Підписи"};
inline constexpr Phrase kMeaning{"Význam", "Meaning", "Значення"};

// ---- instructions to take home --------------------------------------------------------------------------------------------
inline constexpr Phrase kInstructions{"Pokyny na cestu domů", "For the way home", "Поради на дорогу додому"};
inline constexpr Phrase kForWhom{"Pro: {name}", "For: {name}", "Для: {name}"};
inline constexpr Phrase kDoNotDrive{"Neřiďte až do", "Do not drive until", "Не керуйте до"};
inline constexpr Phrase kDoNotDriveMore{
    "Ani kolo nebo koloběžku, a neobsluhujte stroje a nářadí, kterými se můžete zranit. Platí to, i když se cítíte "
    "dobře.",
    "Nor ride a bicycle or scooter, nor use machines or tools that could hurt you. This holds even if you feel well.",
    "Також велосипедом чи самокатом; не працюйте з машинами й інструментами, якими можна поранитися. Це стосується й "
    "тих, хто почувається добре."};
inline constexpr Phrase kToday{"Dnes", "Today", "Сьогодні"};
inline constexpr Phrase kToday1{
    "Domů jeďte s doprovodem. Je dobré, aby s Vámi někdo zůstal do zítřejšího rána.",
    "Go home with your escort. It is good if somebody stays with you until tomorrow morning.",
    "Їдьте додому із супроводом. Добре, якщо хтось побуде з Вами до завтрашнього ранку."};
inline constexpr Phrase kToday2{"Odpočívejte. Pijte po doušcích vodu, a až budete mít chuť, snězte něco lehkého.",
                                "Rest. Drink water in small sips and, when you feel like it, eat something light.",
                                "Відпочивайте. Пийте воду маленькими ковтками, а коли захочеться – з’їжте щось легке."};
inline constexpr Phrase kToday3{
    "Žádný alkohol ani jiné omamné látky. Léky na uklidnění a na spaní jen tak, jak určil lékař.",
    "No alcohol or other intoxicants. Take calming or sleeping medicines only as your physician said.",
    "Жодного алкоголю чи інших одурманливих речовин. Заспокійливі та снодійні – лише так, як призначив лікар."};
inline constexpr Phrase kToday4{"Nepodepisujte smlouvy a nedělejte důležitá rozhodnutí. Počkají do zítřka.",
                                "Do not sign contracts or make important decisions. They can wait until tomorrow.",
                                "Не підписуйте договорів і не приймайте важливих рішень. Вони зачекають до завтра."};
inline constexpr Phrase kToday5{"Nebuďte sami odpovědní za malé děti ani za někoho, kdo potřebuje péči.",
                                "Do not be alone in charge of small children or of somebody who needs care.",
                                "Не залишайтеся самі відповідальними за малих дітей чи людину, яка потребує догляду."};
inline constexpr Phrase kNormal{"Co je obvyklé", "What is usual", "Що є звичайним"};
inline constexpr Phrase kNormal1{
    "Únava, ospalost, lehká nejistota při chůzi, trochu zastřené myšlení. Vstávejte pomalu.",
    "Tiredness, sleepiness, slightly unsteady walking, thoughts a little clouded. Get up slowly.",
    "Втома, сонливість, легка хиткість під час ходьби, трохи затуманені думки. Вставайте повільно."};
inline constexpr Phrase kNormal2{"Mírná nevolnost nebo bolest hlavy, která během dne odezní.",
                                 "Slight nausea or a headache that eases in the course of the day.",
                                 "Легка нудота або головний біль, що минає протягом дня."};
inline constexpr Phrase kNormal3{
    "Zítra můžete být citlivější, unavenější, nebo naopak lehčí než jindy. Dopřejte si klid; poznámky nebo krátká "
    "procházka pomáhají.",
    "Tomorrow you may feel more sensitive, more tired, or lighter than usual. Give yourself quiet; a few notes or a "
    "short walk help.",
    "Завтра Ви можете бути вразливішими, більш втомленими або, навпаки, почуватися легше, ніж звичайно. Подаруйте собі "
    "спокій; допомагають нотатки чи коротка прогулянка."};
inline constexpr Phrase kCallUs{"Zavolejte nám", "Call us", "Зателефонуйте нам"};
inline constexpr Phrase kCallUs1{"Zvracíte opakovaně, nebo nemůžete nic udržet v žaludku.",
                                 "You vomit again and again, or cannot keep anything down.",
                                 "Блювання повторюється або нічого не тримається в шлунку."};
inline constexpr Phrase kCallUs2{"Zmatenost, neskutečné pocity nebo silná úzkost neustupují, nebo se vracejí.",
                                 "Confusion, feelings of unreality or strong anxiety do not ease, or come back.",
                                 "Сплутаність, відчуття нереальності або сильна тривога не минають чи повертаються."};
inline constexpr Phrase kCallUs3{"Cokoli Vás znepokojuje. Raději zavolejte dřív než později.",
                                 "Anything worries you. Rather call sooner than later.",
                                 "Вас щось непокоїть. Краще зателефонувати раніше, ніж пізніше."};
inline constexpr Phrase kCall112{"Volejte 112", "Call 112", "Телефонуйте 112"};
inline constexpr Phrase kCall112What{
    "Bolest na hrudi, potíže s dechem, ztráta vědomí, křeče, náhlá silná bolest hlavy, myšlenky ublížit si. Řekněte, "
    "že "
    "jste dnes dostali ketamin, a ukažte tento list.",
    "Chest pain, trouble breathing, fainting, a seizure, a sudden severe headache, thoughts of hurting yourself. Say "
    "that you were given ketamine today and show this sheet.",
    "Біль у грудях, утруднене дихання, непритомність, судоми, раптовий сильний головний біль, думки заподіяти собі "
    "шкоду. Скажіть, що Вам сьогодні вводили кетамін, і покажіть цей аркуш."};
inline constexpr Phrase kMedicationResume{"Vaše léky", "Your medication", "Ваші ліки"};
inline constexpr Phrase kNextAppointment{"Příště se uvidíme", "We meet again", "Наступна зустріч"};
inline constexpr Phrase kGoHomeWith{"Domů jdete s", "You go home with", "Додому Ви йдете з"};
inline constexpr Phrase kContacts{"Kde nás najdete", "How to reach us", "Як нас знайти"};

// ---- emergency page -------------------------------------------------------------------------------------------------------
inline constexpr Phrase kEmergency{"Pro záchrannou službu", "For the ambulance crew", "Для бригади швидкої допомоги"};
inline constexpr Phrase kEmergencyLead{"Tento člověk dostal ketamin. Stav k {at}.",
                                       "This person was given ketamine. As known at {at}.",
                                       "Цій людині ввели кетамін. Відомості станом на {at}."};
inline constexpr Phrase kEmergencyLeadNoDose{
    "Tento člověk je na ketaminovém sezení, ketamin zatím nedostal. Stav k {at}.",
    "This person is at a ketamine session and has not been given ketamine yet. As known at {at}.",
    "Ця людина на кетаміновій сесії, кетамін ще не вводили. Відомості станом на {at}."};
inline constexpr Phrase kGiven{"Co bylo podáno", "What was given", "Що введено"};
inline constexpr Phrase kMedication{"Užívané léky", "Medication", "Ліки, які приймає"};
inline constexpr Phrase kDiagnoses{"Diagnózy", "Diagnoses", "Діагнози"};
inline constexpr Phrase kWeight{"Hmotnost", "Weight", "Маса тіла"};
inline constexpr Phrase kLastMeasurements{"Poslední měření", "Last measurements", "Останні вимірювання"};
inline constexpr Phrase kWhatHappened{"Co se stalo", "What happened", "Що сталося"};
inline constexpr Phrase kRescueGiven{"Podané záchranné léky", "Rescue drugs given", "Введені препарати за потреби"};
inline constexpr Phrase kNotKnown{"nezaznamenáno", "not recorded", "не записано"};
inline constexpr Phrase kNone{"žádné", "none", "немає"};
inline constexpr Phrase kAboutKetamine{"Co dělá ketamin", "What ketamine does", "Як діє кетамін"};
inline constexpr Phrase kKetamineFacts{
    "Disociativní anestetikum, antagonista receptorů NMDA. Člověk může být při vědomí, a přitom odtržený od okolí, "
    "málo "
    "nebo pomalu odpovídat, mít nystagmus, zvýšené slinění, nevolnost, nejistou chůzi. Tlak a tep obvykle přechodně "
    "stoupají. Dýchání bývá zachováno; útlum hrozí hlavně při rychlém podání do žíly a spolu s opioidy, "
    "benzodiazepiny nebo alkoholem. Vzácně laryngospasmus. Specifické antidotum neexistuje, léčba je podpůrná; klidné "
    "prostředí zmírňuje neklid při probouzení.",
    "A dissociative anaesthetic, antagonist of NMDA receptors. The person may be conscious and yet detached from the "
    "surroundings, answer little or slowly, have nystagmus, increased salivation, nausea, an unsteady gait. Blood "
    "pressure and pulse usually rise for a time. Breathing is usually preserved; depression is a risk mainly after "
    "fast "
    "injection into a vein and together with opioids, benzodiazepines or alcohol. Rarely laryngospasm. There is no "
    "specific antidote, treatment is supportive; calm surroundings ease agitation on emergence.",
    "Дисоціативний анестетик, антагоніст NMDA-рецепторів. Людина може бути притомною і водночас відстороненою від "
    "оточення, мало або повільно відповідати, мати ністагм, посилене слиновиділення, нудоту, хитку ходу. Тиск і пульс "
    "зазвичай тимчасово підвищуються. Дихання здебільшого збережене; пригнічення загрожує передусім після швидкого "
    "введення у вену та разом з опіоїдами, бензодіазепінами чи алкоголем. Зрідка ларингоспазм. Специфічного антидоту "
    "немає, лікування підтримувальне; спокійне оточення зменшує збудження під час пробудження."};
inline constexpr Phrase kKetamineSource{
    "Obecný popis, nikoli pravidlo kliniky ani doporučení; rozhoduje ošetřující lékař.",
    "A general description, neither a rule of the clinic nor a recommendation; the treating physician decides.",
    "Загальний опис, не правило клініки й не рекомендація; рішення за лікарем, який надає допомогу."};
inline constexpr Phrase kSourceIs{"zdroj: {source}", "source: {source}", "джерело: {source}"};
inline constexpr Phrase kEmergencyContacts{"Kontakty", "Contacts", "Контакти"};

// ---- paper form -------------------------------------------------------------------------------------------------------------
inline constexpr Phrase kPaperForm{"Sezení na papíře", "Session on paper", "Сесія на папері"};
inline constexpr Phrase kTypedInLater{
    "Potom se přepíše do programu se skutečnými časy z tohoto listu. Každý čas pište hned, jak nastal.",
    "To be typed in afterwards with the real times from this sheet. Write each time as it happens.",
    "Потім дані вносять у програму зі справжнім часом із цього аркуша. Пишіть час одразу, коли щось сталося."};
inline constexpr Phrase kFullName{"Jméno a příjmení", "Full name", "Ім’я та прізвище"};
inline constexpr Phrase kWeightToday{"Hmotnost dnes (kg)", "Weight today (kg)", "Маса тіла сьогодні (кг)"};
inline constexpr Phrase kEscortPhone{"Doprovod: jméno, telefon", "Escort: name, phone", "Супровід: ім’я, телефон"};
inline constexpr Phrase kSignatureAndTime{"Podpis, čas", "Signature, time", "Підпис, час"};
inline constexpr Phrase kRescueShort{"Záchranné léky: lék, dávka, způsob podání, na co",
                                     "Rescue drugs: drug, dose, route, for what",
                                     "Препарати на випадок потреби: препарат, доза, шлях уведення, від чого"};
inline constexpr Phrase kDoseMg{"Dávka (mg)", "Dose (mg)", "Доза (мг)"};
inline constexpr Phrase kWastedColumn{"Zbytek znehodnocen (mg), svědek", "Remainder wasted (mg), witness",
                                      "Залишок знищено (мг), свідок"};
inline constexpr Phrase kWhatHappenedSaid{"Co se dělo, co klient řekl, dotek, hudba, lékař, lék",
                                          "What happened, what was said, touch, music, physician, drug",
                                          "Що сталося, що сказав клієнт, дотик, музика, лікар, ліки"};
inline constexpr Phrase kEndOfDosing{"Konec podávání", "End of dosing", "Кінець введення"};
inline constexpr Phrase kEndOfDosingAt{"Podávání ukončeno v", "Dosing ended at", "Введення завершено о"};
inline constexpr Phrase kMeasuredBy{"Změřil(a)", "Measured by", "Виміряв(ла)"};
inline constexpr Phrase kLastFoodAt{"Naposledy jedl(a) v", "Last food at", "Востаннє їв (їла) о"};
inline constexpr Phrase kLastDrinkAt{"Naposledy pil(a) v", "Last drink at", "Востаннє пив (пила) о"};
inline constexpr Phrase kReportedToShort{"Nahlášeno komu", "Reported to", "Кому повідомлено"};
inline constexpr Phrase kTypedInBy{"Přepsal(a) do programu: jméno, datum, čas", "Typed in by: name, date, time",
                                   "Вніс (внесла) у програму: ім’я, дата, час"};

// ---- register of controlled drugs ---------------------------------------------------------------------------------------
inline constexpr Phrase kRegister{"Evidenční kniha návykových látek", "Register of controlled drugs",
                                  "Журнал обліку наркотичних засобів"};
inline constexpr Phrase kPeriod{"Období", "Period", "Період"};
inline constexpr Phrase kPeriodText{"od {from} do {to}", "{from} to {to}", "від {from} до {to}"};
inline constexpr Phrase kOpeningBalance{"Počáteční zůstatek (mg)", "Opening balance (mg)", "Початковий залишок (мг)"};
inline constexpr Phrase kClosingBalance{"Konečný zůstatek (mg)", "Closing balance (mg)", "Кінцевий залишок (мг)"};
inline constexpr Phrase kNumber{"Č.", "No.", "№"};
inline constexpr Phrase kKind{"Druh", "Kind", "Вид"};
inline constexpr Phrase kReference{"Doklad, pacient, sezení", "Document, patient, session", "Документ, пацієнт, сесія"};
inline constexpr Phrase kPrescriber{"Předepsal(a)", "Prescriber", "Призначив(ла)"};
inline constexpr Phrase kReceived{"Příjem mg", "Received mg", "Отримано мг"};
inline constexpr Phrase kIssued{"Výdej mg", "Issued mg", "Видано мг"};
inline constexpr Phrase kWastedMg{"Znehod. mg", "Wasted mg", "Знищ. зал. мг"};
inline constexpr Phrase kReturned{"Vráceno, zničeno mg", "Returned, destroyed mg", "Поверн., знищено мг"};
inline constexpr Phrase kBalance{"Zůstatek mg", "Balance mg", "Залишок мг"};
inline constexpr Phrase kCorrectionOf{"oprava č. {n}", "corrects no. {n}", "виправляє № {n}"};
inline constexpr Phrase kCorrectedBy{"opraveno č. {n}", "corrected by no. {n}", "виправлено № {n}"};
inline constexpr Phrase kNoRows{"V tomto období není žádný zápis.", "There is no entry in this period.",
                                "У цьому періоді немає жодного запису."};
inline constexpr Phrase kInventories{"Inventury", "Counts of the stock", "Інвентаризації"};
inline constexpr Phrase kExpected{"Podle knihy mg", "By the register mg", "За журналом мг"};
inline constexpr Phrase kCounted{"Napočítáno mg", "Counted mg", "Нараховано мг"};
inline constexpr Phrase kVariance{"Rozdíl mg", "Variance mg", "Різниця мг"};
inline constexpr Phrase kCountedBy{"Počítal(a)", "Counted by", "Рахував(ла)"};
inline constexpr Phrase kVerification{"Ověření záznamu", "Verification", "Перевірка запису"};
inline constexpr Phrase kResponsible{"Odpovědná osoba", "Responsible person", "Відповідальна особа"};

}  // namespace words
}  // namespace afterglow::documents
