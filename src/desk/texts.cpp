#include "desk/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/time.h"

namespace afterglow {
namespace {

using clinic::Language;

constexpr auto kTexts = std::to_array<CodeText>({
    // ---- the request as a whole ------------------------------------------------------------------------------------
    {"invalid_fields", "Některé údaje je třeba opravit. U každého z nich je napsáno, co s ním je.",
     "Some of the details need to be corrected. Beside each of them it says what is wrong.",
     "Деякі дані потрібно виправити. Біля кожного з них написано, що саме не так."},
    {"json_malformed", "Požadavku nebylo možné rozumět, protože to není platný JSON. Nic se neuložilo.",
     "The request could not be understood, because it is not valid JSON. Nothing was saved.",
     "Запит не вдалося прочитати, бо це не правильний JSON. Нічого не збережено."},
    {"json_too_deep", "Požadavek je vnořen příliš hluboko. Nic se neuložilo.",
     "The request is nested too deeply. Nothing was saved.",
     "Запит має забагато рівнів вкладення. Нічого не збережено."},
    {"json_duplicate_key", "Údaj „{key}“ je v požadavku dvakrát. Pošlete ho prosím jen jednou.",
     "“{key}” is in the request twice. Please send it only once.",
     "Поле «{key}» є в запиті двічі. Надішліть його, будь ласка, лише один раз."},
    {"json_not_utf8", "Text požadavku není v kódování UTF-8. Nic se neuložilo.",
     "The text of the request is not UTF-8. Nothing was saved.",
     "Текст запиту не в кодуванні UTF-8. Нічого не збережено."},
    {"body_not_json", "Požadavek má být JSON (application/json). Nic se neuložilo.",
     "The request has to be JSON (application/json). Nothing was saved.",
     "Запит має бути у форматі JSON (application/json). Нічого не збережено."},
    {"not_found", "Tuto stránku nebo záznam jsme nenašli. Zkontrolujte prosím adresu.",
     "This page or record was not found. Please check the address.",
     "Цю сторінку або запис не знайдено. Перевірте, будь ласка, адресу."},
    {"method_not_allowed", "Tato adresa takový požadavek nepřijímá.",
     "This address does not accept that kind of request.", "Ця адреса не приймає таких запитів."},
    {"body_too_large", "Požadavek je příliš velký. Zkraťte ho prosím nebo ho rozdělte.",
     "The request is too large. Please shorten it or send it in parts.",
     "Запит завеликий. Скоротіть його, будь ласка, або надішліть частинами."},
    {"command_reused", "Pod tímto označením už byl uložen jiný úkon. Načtěte prosím stránku znovu a úkon zopakujte.",
     "A different act was already saved under this id. Please reload the page and do it again.",
     "Під цим ідентифікатором уже збережено іншу дію. Оновіть, будь ласка, сторінку і повторіть її."},
    {"stale",
     "Záznam mezitím změnil někdo jiný (nyní je to verze {version}). Prohlédněte si jeho dnešní podobu a svou změnu "
     "proveďte znovu.",
     "Somebody else has changed this record meanwhile (it is now version {version}). Please look at it as it is now "
     "and make your change again.",
     "Цей запис тим часом змінив хтось інший (тепер це версія {version}). Перегляньте його нинішній стан і внесіть "
     "свою зміну знову."},
    {"in_future", "Tento čas je v budoucnosti. Zadejte čas, kdy se to skutečně stalo.",
     "This time lies in the future. Please give the time when it really happened.",
     "Цей час ще не настав. Вкажіть, будь ласка, час, коли це справді сталося."},
    {"internal", "Na straně serveru se něco pokazilo. Zkuste to prosím znovu; pokud se to opakuje, řekněte to správci.",
     "Something went wrong on the server. Please try again; if it happens again, tell the administrator.",
     "На сервері сталася помилка. Спробуйте, будь ласка, ще раз; якщо це повториться, повідомте адміністратора."},

    // ---- who is asking -----------------------------------------------------------------------------------------------
    {"not_signed_in", "Nejste přihlášeni. Přihlaste se prosím a pokračujte; co jste napsali, zůstane na místě.",
     "You are not signed in. Please sign in and go on; what you typed stays where it is.",
     "Ви не ввійшли до системи. Увійдіть, будь ласка, і продовжуйте; написане залишиться на місці."},
    {"not_permitted", "K tomuto nemáte oprávnění. Pokud ho ke své práci potřebujete, požádejte správce.",
     "You do not have permission for this. If your work needs it, please ask the administrator.",
     "Ви не маєте на це дозволу. Якщо він потрібен вам для роботи, зверніться до адміністратора."},
    {"wrong_password", "Jméno nebo heslo není správné. Zkuste to prosím znovu.",
     "The name or the password is not right. Please try again.",
     "Ім’я або пароль неправильні. Спробуйте, будь ласка, ще раз."},
    {"held_back", "Pokusů o přihlášení bylo příliš mnoho. Zkuste to prosím znovu za {seconds} s.",
     "There were too many attempts to sign in. Please try again in {seconds} s.",
     "Було забагато спроб увійти. Спробуйте, будь ласка, ще раз через {seconds} с."},
    {"account_locked", "Účet je po mnoha neúspěšných pokusech zamčený. Odemkne ho správce.",
     "The account is locked after many failed attempts. The administrator can unlock it.",
     "Обліковий запис заблоковано після багатьох невдалих спроб. Його може розблокувати адміністратор."},
    {"signature_needed", "Tento úkon se podepisuje. Zadejte prosím znovu své heslo.",
     "This act has to be signed. Please enter your password again.",
     "Цю дію потрібно підписати. Введіть, будь ласка, свій пароль ще раз."},
    {"witness_needed", "K tomuto úkonu je potřeba druhá osoba. Ať se prosím přihlásí svým jménem a heslem.",
     "This act needs a second person. Please let them enter their own name and password.",
     "Для цієї дії потрібна друга особа. Нехай вона введе своє ім’я та пароль."},
    {"witness_is_yourself", "Druhou osobou nemůžete být vy sami. Požádejte prosím někoho jiného.",
     "You cannot be the second person yourself. Please ask somebody else.",
     "Ви не можете самі бути другою особою. Попросіть, будь ласка, когось іншого."},
    {"witness_not_permitted",
     "Tato osoba nemá oprávnění být při tomto úkonu druhou osobou. Požádejte prosím někoho jiného.",
     "This person is not permitted to be the second person for this act. Please ask somebody else.",
     "Ця людина не має дозволу бути другою особою в цій дії. Попросіть, будь ласка, когось іншого."},
    {"password_too_short", "Heslo je příliš krátké. Nejmenší počet znaků: {min}. Dobře poslouží několik slov za sebou.",
     "The password is too short. Smallest number of characters: {min}. Several words in a row work well.",
     "Пароль закороткий. Найменша кількість знаків: {min}. Добре підійдуть кілька слів поспіль."},
    {"password_too_long", "Heslo je příliš dlouhé. Zvolte prosím kratší.",
     "The password is too long. Please choose a shorter one.", "Пароль задовгий. Виберіть, будь ласка, коротший."},
    {"password_common", "Toto heslo je mezi nejčastěji používanými, a proto se dá uhodnout. Zvolte prosím jiné.",
     "This password is among the most common ones and can be guessed. Please choose another.",
     "Цей пароль — один із найпоширеніших, тож його можна вгадати. Виберіть, будь ласка, інший."},
    {"password_is_name", "Heslo se příliš podobá vašemu jménu nebo názvu kliniky. Zvolte prosím jiné.",
     "The password is too much like your name or the name of the clinic. Please choose another.",
     "Пароль надто схожий на ваше ім’я або назву клініки. Виберіть, будь ласка, інший."},
    {"password_same", "Nové heslo je stejné jako dosavadní. Zvolte prosím jiné.",
     "The new password is the same as the present one. Please choose another.",
     "Новий пароль такий самий, як теперішній. Виберіть, будь ласка, інший."},
    {"own_password", "Své vlastní heslo změníte ve svém účtu, ne obnovením.",
     "Your own password is changed in your account, not by a reset.",
     "Свій пароль змінюють у власному обліковому записі, а не скиданням."},
    {"csrf_missing",
     "Nebylo možné ověřit, že požadavek přišel z této aplikace. Načtěte prosím stránku znovu a zkuste to ještě jednou.",
     "It could not be checked that the request came from this application. Please reload the page and try again.",
     "Не вдалося перевірити, що запит надійшов із цього застосунку. Оновіть, будь ласка, сторінку і спробуйте ще раз."},

    // ---- the store and the server --------------------------------------------------------------------------------------
    {"too_many_waiting", "Server má právě příliš mnoho práce. Zkuste to prosím za chvíli znovu.",
     "The server has too much to do just now. Please try again in a moment.",
     "Сервер зараз перевантажений. Спробуйте, будь ласка, за хвилину ще раз."},
    {"route_undeclared", "Cesta {route} není úplně popsána, a proto se server nespustí.",
     "The route {route} is not fully declared, so the server does not start.",
     "Шлях {route} описано не повністю, тому сервер не запуститься."},
    {"stopping", "Server se právě vypíná. Zkuste to prosím za chvíli znovu.",
     "The server is stopping just now. Please try again in a moment.",
     "Сервер саме вимикається. Спробуйте, будь ласка, за хвилину ще раз."},
    {"storage_full", "Na disku serveru není místo, a proto se nic neuložilo. Řekněte to prosím hned správci.",
     "The server’s disk is full, so nothing was saved. Please tell the administrator at once.",
     "На диску сервера немає місця, тому нічого не збережено. Негайно повідомте, будь ласка, адміністратора."},
    {"storage_read_only",
     "Server nemůže do své složky zapisovat, a proto se nic neuložilo. Řekněte to prosím hned správci.",
     "The server cannot write to its folder, so nothing was saved. Please tell the administrator at once.",
     "Сервер не може записувати до своєї теки, тому нічого не збережено. Негайно повідомте, будь ласка, "
     "адміністратора."},
    {"storage_failed", "Uložení se nezdařilo. Řekněte to prosím hned správci a úkon potom zopakujte.",
     "Saving failed. Please tell the administrator at once, and do the act again afterwards.",
     "Зберегти не вдалося. Негайно повідомте, будь ласка, адміністратора, а потім повторіть дію."},
    {"too_many_inquiries",
     "Z vaší sítě přišlo v krátké době příliš mnoho dotazů. Zkuste to prosím později, nebo nám zavolejte.",
     "Too many questions came from your network in a short time. Please try again later, or call us.",
     "З вашої мережі за короткий час надійшло забагато запитань. Спробуйте, будь ласка, пізніше або зателефонуйте "
     "нам."},

    // ---- single fields ---------------------------------------------------------------------------------------------------
    {"looks_like_spam", "Toto pole má zůstat prázdné. Smažte prosím jeho obsah a odešlete dotaz znovu.",
     "This field has to stay empty. Please clear it and send the question again.",
     "Це поле має залишатися порожнім. Очистьте його, будь ласка, і надішліть запитання ще раз."},
    {"required", "Toto je třeba vyplnit.", "Please fill this in.", "Це потрібно заповнити."},
    {"unknown_field", "Tento údaj zde neznáme. Načtěte prosím stránku znovu, možná je zastaralá.",
     "This field is not known here. Please reload the page; it may be out of date.",
     "Це поле тут невідоме. Оновіть, будь ласка, сторінку: можливо, вона застаріла."},
    {"wrong_type", "Sem patří jiný druh hodnoty: {expected}.", "A different kind of value belongs here: {expected}.",
     "Тут має бути значення іншого виду: {expected}."},
    {"too_long", "Text je příliš dlouhý. Největší počet znaků: {max}.",
     "The text is too long. Largest number of characters: {max}.",
     "Текст задовгий. Найбільша кількість знаків: {max}."},
    {"blank", "Sem je třeba něco napsat, samotné mezery nestačí.",
     "Please write something here; spaces alone are not enough.",
     "Тут потрібно щось написати, самих пробілів не досить."},
    {"control_character",
     "Text obsahuje neviditelný řídicí znak. Napište ho prosím znovu, nebo ho vložte jako prostý text.",
     "The text holds an invisible control character. Please type it again, or paste it as plain text.",
     "У тексті є невидимий керівний символ. Введіть його, будь ласка, ще раз або вставте як звичайний текст."},
    {"not_a_uuid", "Toto není platné označení záznamu (UUID).", "This is not a valid id of a record (a UUID).",
     "Це не правильний ідентифікатор запису (UUID)."},
    {"out_of_range", "Zadejte prosím hodnotu od {min} do {max}.", "Please give a value from {min} to {max}.",
     "Вкажіть, будь ласка, значення від {min} до {max}."},
    {"too_precise", "Zadejte prosím nejvýše tři desetinná místa.", "Please give no more than three decimal places.",
     "Вкажіть, будь ласка, не більше трьох знаків після коми."},
    {"unknown_value", "Vyberte prosím jednu z těchto hodnot: {allowed}.",
     "Please choose one of these values: {allowed}.", "Виберіть, будь ласка, одне з цих значень: {allowed}."},
    {"too_many_items", "Položek je příliš mnoho. Největší počet: {max}.",
     "There are too many items. Largest number: {max}.", "Забагато позицій. Найбільша кількість: {max}."},
    {"not_an_instant", "Toto není platný čas. Očekáváme tvar 2026-11-22T10:04:00Z.",
     "This is not a valid time. It is written like 2026-11-22T10:04:00Z.",
     "Це не правильний час. Його записують так: 2026-11-22T10:04:00Z."},
    {"not_a_date", "Takové datum neexistuje. Zkontrolujte prosím den, měsíc a rok.",
     "There is no such date. Please check the day, the month and the year.",
     "Такої дати немає. Перевірте, будь ласка, день, місяць і рік."},
    {"not_a_local_time", "Toto není platné datum a čas. Zkontrolujte prosím den i hodinu.",
     "This is not a valid date and time. Please check the day and the hour.",
     "Це не правильні дата й час. Перевірте, будь ласка, день і годину."},
    {"unknown_zone", "Časové pásmo „{zone}“ neznáme.", "The time zone “{zone}” is not known.",
     "Часовий пояс «{zone}» невідомий."},
    {"local_time_skipped", "Čas {at} neexistuje, protože se ten den hodiny posouvají dopředu. Zvolte prosím jiný.",
     "The time {at} does not exist, because clocks go forward that day. Please choose another.",
     "Часу {at} не існує, бо того дня годинник переводять уперед. Виберіть, будь ласка, інший."},
    {"local_time_ambiguous",
     "Čas {at} nastane dvakrát, protože se ten den hodiny vracejí zpět. Řekněte prosím, zda myslíte dřívější, nebo "
     "pozdější.",
     "The time {at} happens twice, because clocks go back that day. Please say whether you mean the earlier or the "
     "later one.",
     "Час {at} настане двічі, бо того дня годинник переводять назад. Уточніть, будь ласка, раніший чи пізніший."},
    {"date_in_past", "Toto datum už minulo. Zvolte prosím dnešek nebo pozdější den.",
     "This date has passed. Please choose today or a later day.",
     "Ця дата вже минула. Виберіть, будь ласка, сьогодні або пізніший день."},
    {"reason_needed", "Napište prosím důvod.", "Please give the reason.", "Напишіть, будь ласка, причину."},
    {"note_needed", "Popište to prosím několika slovy.", "Please describe it in a few words.",
     "Опишіть це, будь ласка, кількома словами."},
    {"contact_needed", "Potřebujeme údaj, na kterém vás zastihneme: e-mail nebo telefon.",
     "We need a way to reach you: an e-mail address or a telephone number.",
     "Нам потрібно знати, як із вами зв’язатися: електронна адреса або телефон."},
    {"not_an_email", "Toto nevypadá jako e-mailová adresa. Zkontrolujte ji prosím.",
     "This does not look like an e-mail address. Please check it.",
     "Це не схоже на електронну адресу. Перевірте її, будь ласка."},
    {"not_a_phone", "Toto nevypadá jako telefonní číslo. Zkontrolujte ho prosím.",
     "This does not look like a telephone number. Please check it.",
     "Це не схоже на номер телефону. Перевірте його, будь ласка."},
    {"nothing_changed", "Nic se nezměnilo, a proto není co uložit.",
     "Nothing has changed, so there is nothing to save.", "Нічого не змінилося, тому зберігати нічого."},
    {"already_exists", "Tento záznam už existuje. Načtěte prosím stránku znovu.",
     "This record exists already. Please reload the page.", "Такий запис уже існує. Оновіть, будь ласка, сторінку."},

    // ---- entries and their corrections --------------------------------------------------------------------------------------
    {"entry_unknown", "Záznam, na který odkazujete, zde není. Načtěte prosím stránku znovu.",
     "The entry you refer to is not here. Please reload the page.",
     "Запису, на який ви посилаєтеся, тут немає. Оновіть, будь ласка, сторінку."},
    {"entry_already_corrected", "Tento záznam už byl opraven. Opravte prosím až jeho novější podobu.",
     "This entry has been corrected already. Please correct the newer one instead.",
     "Цей запис уже виправлено. Виправляйте, будь ласка, його новішу версію."},
    {"entry_is_signed", "Podepsaný záznam se nemění. Připojte k němu prosím dodatek.",
     "A signed entry does not change. Please add an addendum to it.",
     "Підписаний запис не змінюють. Додайте до нього, будь ласка, доповнення."},

    // ---- measurements ----------------------------------------------------------------------------------------------------------
    {"nothing_measured", "Zadejte prosím alespoň jednu naměřenou hodnotu.", "Please enter at least one measured value.",
     "Введіть, будь ласка, принаймні одне виміряне значення."},
    {"not_possible", "Taková hodnota není možná (možné je {min} až {max}). Zkontrolujte ji prosím.",
     "Such a value is not possible ({min} to {max} is). Please check it.",
     "Таке значення неможливе (можливо від {min} до {max}). Перевірте його, будь ласка."},
    {"type_again", "Hodnota je mimo obvyklé rozmezí {min} až {max}. Pokud je správná, napište ji prosím ještě jednou.",
     "The value is outside the usual range {min} to {max}. If it is right, please type it once more.",
     "Значення поза звичайними межами від {min} до {max}. Якщо воно правильне, введіть його, будь ласка, ще раз."},
    {"typed_differently", "Podruhé je napsaná jiná hodnota než poprvé. Zkontrolujte prosím obě.",
     "The second time a different value was typed. Please check both.",
     "Удруге введено інше значення. Перевірте, будь ласка, обидва."},
    {"pressures_swapped", "Dolní tlak musí být nižší než horní. Nejsou hodnoty prohozené?",
     "The diastolic pressure must be lower than the systolic. Were the two swapped?",
     "Нижній тиск має бути менший за верхній. Чи не переплутано значення?"},
    {"weight_needed", "Zadejte prosím hmotnost.", "Please enter the weight.", "Вкажіть, будь ласка, масу тіла."},
    {"pressure_needed", "Zadejte prosím horní i dolní krevní tlak.",
     "Please enter both the systolic and the diastolic blood pressure.",
     "Вкажіть, будь ласка, верхній і нижній артеріальний тиск."},

    // ---- inquiries and the waiting list -------------------------------------------------------------------------------------------
    {"inquiry_unknown", "Tento dotaz jsme nenašli.", "This inquiry was not found.", "Це звернення не знайдено."},
    {"inquiry_not_open",
     "Tento dotaz už je vyřízený nebo uzavřený. Chcete-li v něm pokračovat, nejprve ho znovu otevřete.",
     "This inquiry is answered or closed already. To go on with it, please reopen it first.",
     "На це звернення вже відповіли або його закрито. Щоб продовжити, спершу відкрийте його знову."},
    {"inquiry_is_open", "Tento dotaz je otevřený, není ho třeba otevírat znovu.",
     "This inquiry is open; there is no need to reopen it.",
     "Це звернення відкрите, відкривати його знову не потрібно."},
    {"consent_to_contact_needed", "Abychom vám mohli odpovědět, potřebujeme váš souhlas s tím, že se vám ozveme.",
     "To answer you, we need your consent to contact you.",
     "Щоб відповісти, нам потрібна ваша згода на зв’язок із вами."},
    {"waiting_unknown", "Tento zápis na čekací listině jsme nenašli.", "This entry on the waiting list was not found.",
     "Цей запис у списку очікування не знайдено."},
    {"waiting_ended", "Tento člověk už na čekací listině nečeká.", "This person is no longer waiting on the list.",
     "Ця людина вже не чекає у списку."},
    {"indication_unknown", "Tuto indikaci pravidla kliniky neznají.", "The clinic’s rules do not know this indication.",
     "Правила клініки не знають цього показання."},
    {"indication_open", "S touto indikací klinika už přijímá, na čekací listinu se není třeba zapisovat.",
     "The clinic admits this indication already; nobody needs to wait for it.",
     "Клініка вже приймає з цим показанням, чекати у списку не потрібно."},
    {"indication_not_open", "S touto indikací klinika zatím nepřijímá. Nabídněte prosím čekací listinu.",
     "The clinic does not admit this indication yet. Please offer the waiting list.",
     "З цим показанням клініка ще не приймає. Запропонуйте, будь ласка, список очікування."},
    {"consent_to_be_told_needed", "Na čekací listinu zapíšeme jen toho, kdo souhlasí, že mu dáme vědět.",
     "Only people who agree to be told can be put on the waiting list.",
     "До списку очікування записують лише тих, хто погодився отримати повідомлення."},

    // ---- people ---------------------------------------------------------------------------------------------------------------------
    {"patient_unknown", "Tohoto pacienta jsme nenašli.", "This patient was not found.", "Цього пацієнта не знайдено."},
    {"look_alike",
     "Podobný pacient už je v evidenci (počet: {count}). Ověřte prosím, zda nejde o téhož člověka; pokud ne, potvrďte "
     "to.",
     "Somebody similar is registered already (number: {count}). Please check whether it is the same person; if not, "
     "confirm that.",
     "Схожий пацієнт уже зареєстрований (кількість: {count}). Перевірте, будь ласка, чи це не та сама людина; якщо ні, "
     "підтвердьте це."},
    {"born_in_future", "Datum narození je v budoucnosti. Zkontrolujte ho prosím.",
     "The date of birth lies in the future. Please check it.",
     "Дата народження ще не настала. Перевірте її, будь ласка."},
    {"insurer_unknown", "Tuto pojišťovnu pravidla kliniky neznají. Vyberte ji prosím ze seznamu.",
     "The clinic’s rules do not know this insurer. Please choose one from the list.",
     "Правила клініки не знають цього страховика. Виберіть його, будь ласка, зі списку."},
    {"staff_unknown", "Tohoto pracovníka jsme nenašli.", "This member of staff was not found.",
     "Цього працівника не знайдено."},
    {"user_name_form",
     "Přihlašovací jméno se skládá jen z malých písmen bez diakritiky, číslic, tečky, pomlčky a podtržítka.",
     "A user name is made of small letters a to z, digits, dot, hyphen and underscore.",
     "Ім’я користувача складається лише з малих латинських літер, цифр, крапки, дефіса та підкреслення."},
    {"user_taken", "Toto přihlašovací jméno už někdo má. Zvolte prosím jiné.",
     "Somebody has this user name already. Please choose another.",
     "Таке ім’я користувача вже зайняте. Виберіть, будь ласка, інше."},
    {"roles_needed", "Vyberte prosím alespoň jednu roli.", "Please choose at least one role.",
     "Виберіть, будь ласка, принаймні одну роль."},
    {"own_roles", "Své vlastní role nemůžete měnit. Požádejte prosím jiného správce.",
     "You cannot change your own roles. Please ask another administrator.",
     "Ви не можете змінювати власні ролі. Попросіть, будь ласка, іншого адміністратора."},
    {"last_administrator", "Klinika by zůstala bez správce. Nejprve prosím určete jiného.",
     "The clinic would be left without an administrator. Please appoint another one first.",
     "Клініка залишилася б без адміністратора. Спершу призначте, будь ласка, іншого."},
    {"dismissed", "Tento účet je vypnutý. Chcete-li ho měnit, nejprve ho obnovte.",
     "This account is switched off. To change it, please reinstate it first.",
     "Цей обліковий запис вимкнено. Щоб його змінити, спершу поновіть його."},
    {"not_dismissed", "Tento účet je zapnutý, není ho třeba obnovovat.",
     "This account is active; there is no need to reinstate it.",
     "Цей обліковий запис увімкнено, поновлювати його не потрібно."},

    // ---- the clinic's rules -------------------------------------------------------------------------------------------------------------
    {"rule_unknown", "Takové pravidlo v pravidlech kliniky není.", "There is no such rule among the clinic’s rules.",
     "Такого правила серед правил клініки немає."},
    {"rule_verified", "Zdroj tohoto pravidla je ověřený, platí tedy i bez potvrzení.",
     "The source of this rule is verified, so it holds without being confirmed.",
     "Джерело цього правила перевірене, тому воно діє без підтвердження."},
    {"rule_confirmed", "Toto pravidlo už je potvrzené.", "This rule has been confirmed already.",
     "Це правило вже підтверджено."},
    {"rule_not_confirmed", "Toto pravidlo nikdo nepotvrdil, není tedy co odvolat.",
     "Nobody has confirmed this rule, so there is nothing to withdraw.",
     "Цього правила ніхто не підтверджував, тож скасовувати нічого."},

    // ---- calendar ---------------------------------------------------------------------------------------------------------------------------
    {"booking_unknown", "Tento termín v daném dni není, nebo už byl přesunut či zrušen.",
     "This booking is not on that day, or it has been moved or cancelled.",
     "Цього запису в той день немає, або його вже перенесено чи скасовано."},
    {"staff_needed", "Vyberte prosím, kdo z pracovníků bude přítomen.", "Please choose who of the staff will be there.",
     "Виберіть, будь ласка, хто з працівників буде присутній."},
    {"room_unknown", "Tuto místnost klinika nemá. Vyberte ji prosím ze seznamu.",
     "The clinic has no such room. Please choose one from the list.",
     "Такого кабінету клініка не має. Виберіть його, будь ласка, зі списку."},
    {"booking_crosses_midnight", "Termín musí skončit téhož dne. Zkraťte ho prosím, nebo začněte dříve.",
     "A booking must end on the same day. Please shorten it or begin earlier.",
     "Прийом має закінчитися того самого дня. Скоротіть його, будь ласка, або почніть раніше."},
    {"booking_in_past", "Tento čas už minul. Zvolte prosím pozdější.",
     "This time has passed. Please choose a later one.", "Цей час уже минув. Виберіть, будь ласка, пізніший."},
    {"appointment_too_short", "Termín je na tento druh setkání příliš krátký. Délka v minutách: {min} až {max}.",
     "This is too short for this kind of appointment. Length in minutes: {min} to {max}.",
     "Цього замало для такого прийому. Тривалість у хвилинах: від {min} до {max}."},
    {"appointment_too_long", "Termín je na tento druh setkání příliš dlouhý. Délka v minutách: {min} až {max}.",
     "This is too long for this kind of appointment. Length in minutes: {min} to {max}.",
     "Цього забагато для такого прийому. Тривалість у хвилинах: від {min} до {max}."},
    {"taken", "Obsazeno: od {from} do {to} už má jiný termín {who}. Zvolte prosím jiný čas.",
     "Taken: {who} has another appointment from {from} to {to}. Please choose another time.",
     "Зайнято: з {from} до {to} інший прийом уже має {who}. Виберіть, будь ласка, інший час."},

    // ---- course -------------------------------------------------------------------------------------------------------------------------------
    {"course_unknown", "Tuto léčbu jsme nenašli.", "This course was not found.", "Цей курс не знайдено."},
    {"course_ended", "Tato léčba už skončila. Nové záznamy do ní nelze přidat; chybné lze opravit.",
     "This course has ended. New entries cannot be added to it; wrong ones can be corrected.",
     "Цей курс завершено. Нових записів до нього додати не можна; помилкові можна виправити."},
    {"course_on_hold", "Tato léčba je pozastavená nebo odložená. Chcete-li pokračovat, nejprve ji obnovte.",
     "This course is on hold or postponed. To go on, please resume it first.",
     "Цей курс призупинено або відкладено. Щоб продовжити, спершу поновіть його."},
    {"course_not_on_hold", "Tato léčba běží, není ji třeba obnovovat.",
     "This course is running; there is no need to resume it.", "Цей курс триває, поновлювати його не потрібно."},
    {"another_course_runs", "Pacient už má jednu léčbu rozběhnutou. Novou lze začít, až ta dosavadní skončí.",
     "This patient has a course already. A new one can begin when it has ended.",
     "Пацієнт уже має курс, що триває. Новий можна почати, коли той завершиться."},
    {"repetition_unknown", "Léčbu, která se má opakovat, jsme u tohoto pacienta nenašli.",
     "The course that is to be repeated was not found with this patient.",
     "Курсу, який мають повторити, у цього пацієнта не знайдено."},
    {"repetition_needed",
     "Pacient už v dřívější léčbě dostal dávku, jde tedy o opakování. Napište prosím, čeho je opakováním, proč a co se "
     "změnilo.",
     "The patient was given a dose in an earlier course, so this is a repetition. Please say of which course, why, and "
     "what has changed.",
     "У попередньому курсі пацієнт уже отримав дозу, тож це повторення. Вкажіть, будь ласка, якого курсу, чому і що "
     "змінилося."},
    {"too_young", "Pacient je na tuto léčbu příliš mladý. Nejnižší věk: {min}.",
     "The patient is too young for this therapy. Lowest age: {min}.",
     "Пацієнт замолодий для цього лікування. Найменший вік: {min}."},
    {"phase_same", "Léčba už v této fázi je.", "The course is in this phase already.", "Курс уже на цьому етапі."},
    {"phase_skipped", "Fáze jdou jedna po druhé, žádnou nelze přeskočit.",
     "Phases follow one another; none can be skipped.", "Етапи йдуть один за одним, жодного не можна пропустити."},
    {"phase_by_dose", "Do této fáze léčba přejde sama, jakmile je podána první dávka.",
     "A course enters this phase by itself when the first dose is given.",
     "На цей етап курс переходить сам, щойно введено першу дозу."},
    {"phase_missing", "Před tímto krokem ještě něco chybí. {missing}",
     "Something is missing before this step. {missing}", "Перед цим кроком ще чогось бракує. {missing}"},
    {"interview_missing", "Chybí záznam úvodního rozhovoru.", "The record of the initial interview is missing.",
     "Бракує запису першої розмови."},
    {"interview_does_not_go_on", "V záznamu úvodního rozhovoru není, že se má pokračovat.",
     "The record of the initial interview does not say that both sides want to go on.",
     "У записі першої розмови не сказано, що обидві сторони хочуть продовжувати."},
    {"evaluation_missing", "Chybí záznam psychiatrického vyšetření.",
     "The record of the psychiatric evaluation is missing.", "Бракує запису психіатричного обстеження."},
    {"examination_missing", "Chybí záznam tělesného vyšetření.", "The record of the physical examination is missing.",
     "Бракує запису фізикального обстеження."},
    {"integration_missing", "Chybí záznam alespoň jednoho integračního sezení.",
     "The record of at least one integration session is missing.",
     "Бракує запису принаймні однієї інтеграційної зустрічі."},
    {"outcome_missing", "Chybí záznam výsledku léčby.", "The record of the outcome is missing.",
     "Бракує запису результату лікування."},
    {"refusal_missing", "Chybí podepsané rozhodnutí lékaře, že léčba není indikována.",
     "A physician’s signed decision that the therapy is not indicated is missing.",
     "Бракує підписаного рішення лікаря, що лікування не показане."},
    {"plan_missing", "Chybí plán léčby.", "The plan of the course is missing.", "Бракує плану лікування."},
    {"not_indicated_yet", "Lékař zatím nerozhodl, že je léčba indikována.",
     "No physician has decided yet that the therapy is indicated.", "Лікар ще не вирішив, що лікування показане."},
    {"decision_outdated",
     "Od rozhodnutí přibylo kritérium, které mluví proti léčbě. Je třeba, aby lékař rozhodl znovu.",
     "Since the decision a criterion was added that speaks against the therapy. A physician has to decide anew.",
     "Після рішення з’явився критерій, який свідчить проти лікування. Лікар має вирішити знову."},
    {"referral_needed", "Napište prosím, kam nebo ke komu je pacient odeslán.",
     "Please say where or to whom the patient is referred.",
     "Напишіть, будь ласка, куди або до кого скеровано пацієнта."},
    {"session_open", "Dávkovací sezení této léčby ještě není uzavřené. Nejprve ho prosím dokončete.",
     "A dosing session of this course is still open. Please finish it first.",
     "Сеанс із дозою цього курсу ще не закрито. Спершу завершіть його, будь ласка."},
    {"course_not_prepared", "Dávkovací sezení lze začít jen ve fázi přípravy, dávkování nebo integrace.",
     "A dosing session can begin only when the course is in preparation, dosing or integration.",
     "Сеанс із дозою можна почати лише на етапі підготовки, дозування або інтеграції."},

    // ---- forms of the course -----------------------------------------------------------------------------------------------------------------
    {"diagnosis_needed", "Zadejte prosím alespoň jednu diagnózu.", "Please enter at least one diagnosis.",
     "Вкажіть, будь ласка, принаймні один діагноз."},
    {"one_main_diagnosis", "Označte prosím právě jednu diagnózu jako hlavní.",
     "Please mark exactly one diagnosis as the main one.", "Позначте, будь ласка, рівно один діагноз як основний."},
    {"not_icd10", "Toto není kód podle MKN-10. Píše se například F33.1.",
     "This is not an ICD-10 code. One is written like F33.1.",
     "Це не код МКХ-10. Його записують, наприклад, так: F33.1."},
    {"instrument_unknown", "Tento dotazník klinika nepoužívá.", "The clinic does not use this questionnaire.",
     "Клініка не використовує цього опитувальника."},
    {"item_unknown", "Tato otázka v dotazníku není.", "This question is not in the questionnaire.",
     "Цього запитання в опитувальнику немає."},
    {"item_twice", "Na tuto otázku jsou dvě odpovědi. Nechte prosím jen jednu.",
     "This question has two answers. Please leave only one.",
     "На це запитання дві відповіді. Залиште, будь ласка, лише одну."},
    {"item_missing", "Odpovězte prosím na všechny otázky. Bez odpovědi je otázka {item}.",
     "Please answer every question. Question {item} has no answer.",
     "Дайте, будь ласка, відповідь на всі запитання. Без відповіді залишилося запитання {item}."},
    {"answer_not_offered", "Takovou odpověď dotazník nenabízí.", "The questionnaire does not offer this answer.",
     "Такої відповіді опитувальник не пропонує."},
    {"criterion_unknown", "Takové kritérium v pravidlech kliniky není.",
     "There is no such criterion among the clinic’s rules.", "Такого критерію серед правил клініки немає."},
    {"criterion_twice", "Na toto kritérium jsou dvě odpovědi. Nechte prosím jen jednu.",
     "This criterion has two answers. Please leave only one.",
     "На цей критерій дві відповіді. Залиште, будь ласка, лише одну."},
    {"evidence_needed", "Napište prosím, z čeho to víte.", "Please say how this is known.",
     "Напишіть, будь ласка, звідки це відомо."},
    {"form_needed", "Vyberte prosím formu léčby.", "Please choose the form of treatment.",
     "Виберіть, будь ласка, форму лікування."},
    {"missing_needed", "Napište prosím, co k rozhodnutí ještě chybí.",
     "Please say what is still missing for a decision.", "Напишіть, будь ласка, чого ще бракує для рішення."},
    {"letter_needed", "K zamítnutí patří dopis s důvody a s dalšími možnostmi.",
     "A refusal comes with a letter that gives reasons and alternatives.",
     "До відмови потрібен лист із причинами та іншими можливостями."},
    {"letter_incomplete", "Dopis potřebuje alespoň jeden důvod a alespoň jednu další možnost.",
     "The letter needs at least one reason and at least one alternative.",
     "Лист має містити принаймні одну причину й принаймні одну іншу можливість."},
    {"letter_not_wanted", "Dopis o zamítnutí patří jen k rozhodnutí, že léčba není indikována.",
     "The letter belongs only to the decision that the therapy is not indicated.",
     "Лист про відмову додають лише до рішення, що лікування не показане."},
    {"consent_text_unknown", "Takové znění souhlasu klinika nemá. Načtěte prosím stránku znovu.",
     "The clinic has no such text of consent. Please reload the page.",
     "Клініка не має такого тексту згоди. Оновіть, будь ласка, сторінку."},
    {"consent_text_differs",
     "Zobrazené znění souhlasu se liší od platného. Načtěte ho prosím znovu a nechte ho přečíst ještě jednou.",
     "The text of consent that was shown differs from the valid one. Please load it again and let it be read once "
     "more.",
     "Показаний текст згоди відрізняється від чинного. Завантажте його, будь ласка, знову і дайте прочитати ще раз."},
    {"understanding_needed",
     "Souhlas platí jen tehdy, když člověk rozumí, s čím souhlasí, a dostal odpovědi na své otázky.",
     "Consent is valid only when the person understands it and has had their questions answered.",
     "Згода дійсна лише тоді, коли людина розуміє, на що погоджується, і отримала відповіді на свої запитання."},
    {"consent_unknown", "Tento souhlas zde není.", "This consent is not here.", "Цієї згоди тут немає."},
    {"consent_withdrawn", "Tento souhlas už byl odvolán.", "This consent has been withdrawn already.",
     "Цю згоду вже відкликано."},
    {"consent_missing", "Chybí platný souhlas pacienta s léčbou, nebo byl odvolán. Bez něj nelze pokračovat.",
     "There is no valid consent to the treatment, or it was withdrawn. It is not possible to go on without it.",
     "Немає чинної згоди пацієнта на лікування або її відкликано. Без неї продовжувати не можна."},
    {"one_or_two_therapists", "Vyberte prosím jednoho nebo dva terapeuty.", "Please choose one or two therapists.",
     "Виберіть, будь ласка, одного або двох терапевтів."},
    {"range_upside_down", "Horní mez dávky je nižší než dolní.", "The upper limit of the dose is below the lower one.",
     "Верхня межа дози нижча за нижню."},
    {"fewer_sessions_than_usual",
     "Sezení je méně, než stanoví pravidlo kliniky (nejméně {min}). Přidejte je prosím, nebo uveďte, proč stačí méně.",
     "There are fewer sessions than the clinic’s rule asks for (at least {min}). Please add some, or say why fewer are "
     "enough.",
     "Зустрічей менше, ніж вимагає правило клініки (щонайменше {min}). Додайте їх, будь ласка, або поясніть, чому "
     "досить менше."},

    // ---- doses ---------------------------------------------------------------------------------------------------------------------------------
    {"route_not_in_pack", "Pravidla kliniky tuto cestu podání neuvádějí.",
     "The clinic’s rules do not provide for this route.", "Правила клініки не передбачають цього шляху введення."},
    {"dose_needed", "Zadejte prosím dávku.", "Please enter the dose.", "Вкажіть, будь ласка, дозу."},
    {"dose_unit_differs", "Dávka se u této cesty podání zadává v {unit}.", "By this route the dose is given in {unit}.",
     "Для цього шляху введення дозу вказують у {unit}."},
    {"dose_below_limit", "Dávka je nižší, než pravidla kliniky dovolují. Nejméně {min} {unit}.",
     "The dose is below what the clinic’s rules allow. At least {min} {unit}.",
     "Доза нижча, ніж дозволяють правила клініки. Щонайменше {min} {unit}."},
    {"dose_above_limit", "Dávka je vyšší, než pravidla kliniky dovolují. Nejvýše {max} {unit}.",
     "The dose is above what the clinic’s rules allow. At most {max} {unit}.",
     "Доза вища, ніж дозволяють правила клініки. Щонайбільше {max} {unit}."},
    {"weight_today_missing", "Dávka závisí na hmotnosti změřené dnes. Zvažte prosím nejprve pacienta.",
     "The dose depends on the weight measured today. Please weigh the patient first.",
     "Доза залежить від маси тіла, виміряної сьогодні. Спершу зважте, будь ласка, пацієнта."},

    // ---- dosing session ---------------------------------------------------------------------------------------------------------------------------
    {"session_unknown", "Toto sezení jsme nenašli.", "This session was not found.", "Цей сеанс не знайдено."},
    {"session_over", "Toto sezení už na tento úkon nečeká.", "This session is past the point where this can be done.",
     "У цьому сеансі цього зробити вже не можна."},
    {"session_not_over", "Pacient ještě nebyl propuštěn. Sezení se uzavírá až potom.",
     "The patient has not been released yet. A session is closed out after that.",
     "Пацієнта ще не відпущено. Сеанс закривають після цього."},
    {"dosing_is_over", "Dávkování v tomto sezení už skončilo, další dávku v něm nelze ordinovat ani podat.",
     "Dosing has ended in this session; no further dose can be ordered or given in it.",
     "Дозування в цьому сеансі вже закінчено, іншу дозу в ньому призначити чи дати не можна."},
    {"two_identifiers_needed", "Ověřte prosím totožnost alespoň podle dvou různých údajů.",
     "Please check the identity by at least two different details.",
     "Перевірте, будь ласка, особу принаймні за двома різними даними."},
    {"check_unknown", "Takovou kontrolu pravidla kliniky neuvádějí.",
     "There is no such check among the clinic’s rules.", "Такої перевірки серед правил клініки немає."},
    {"check_missing", "Odpovězte prosím na každou kontrolu právě jednou ({check}).",
     "Please answer every check exactly once ({check}).",
     "Дайте, будь ласка, відповідь на кожну перевірку рівно один раз ({check})."},
    {"readiness_missing", "Chybí záznam připravenosti pacienta před dávkou.",
     "The record of the patient’s readiness before the dose is missing.",
     "Бракує запису про готовність пацієнта перед дозою."},
    {"readiness_unmet",
     "Jedna z kontrol před dávkou nevyšla. Napravte ji prosím, nebo ať lékař uvede, proč lze přesto pokračovat.",
     "One of the checks before the dose failed. Please put it right, or let the physician say why it is possible to go "
     "on all the same.",
     "Одну з перевірок перед дозою не пройдено. Виправте це, будь ласка, або нехай лікар пояснить, чому все ж можна "
     "продовжувати."},
    {"baseline_missing", "Chybí vstupní měření krevního tlaku. Změřte ho prosím před dávkou.",
     "The baseline blood pressure is missing. Please measure it before the dose.",
     "Бракує початкового вимірювання артеріального тиску. Виміряйте його, будь ласка, перед дозою."},
    {"acute_risk",
     "Je zaznamenáno akutní riziko sebevraždy. Nejprve se prosím postarejte o bezpečí pacienta; tento krok teď není "
     "možný.",
     "An acute risk of suicide is recorded. Please see to the patient’s safety first; this step is not possible now.",
     "Зафіксовано гострий ризик самогубства. Спершу подбайте про безпеку пацієнта; зараз цей крок неможливий."},
    {"start_rule",
     "Naměřená hodnota {value} je nad mezí {limit}, při které se podle pravidel kliniky nezačíná. Změřte ji po "
     "odpočinku znovu, nebo uveďte, proč lékař rozhodl jinak.",
     "The measured value {value} is above the limit {limit}, at which the clinic’s rules say not to start. Measure "
     "again after a rest, or say why the physician decides otherwise.",
     "Виміряне значення {value} вище за межу {limit}, за якої правила клініки не дозволяють починати. Виміряйте ще раз "
     "після відпочинку або вкажіть, чому лікар вирішив інакше."},
    {"too_soon_after_dose", "Od předchozí dávky uplynulo příliš málo času. Nejmenší odstup ve dnech: {days}.",
     "Too little time has passed since the last dose. Smallest distance in days: {days}.",
     "Від попередньої дози минуло замало часу. Найменший проміжок у днях: {days}."},
    {"order_missing", "Chybí platná ordinace dávky od lékaře.", "A physician’s order for the dose is missing.",
     "Бракує чинного призначення дози від лікаря."},
    {"time_out_missing", "Před dávkou chybí společná kontrola s druhou osobou.",
     "The time-out with a second person is missing before the dose.",
     "Перед дозою бракує спільної перевірки з другою особою."},
    {"time_out_incomplete",
     "Projděte prosím společně všechny body kontroly. Dávku lze podat, jen když souhlasí všechny.",
     "Please go through every point of the time-out together. The dose can be given only when all of them agree.",
     "Пройдіть, будь ласка, разом усі пункти перевірки. Дозу можна дати, лише коли все збігається."},
    {"before_time_out", "Dávka nemohla být podána před společnou kontrolou. Zkontrolujte prosím čas.",
     "The dose cannot have been given before the time-out. Please check the time.",
     "Дозу не могли дати раніше за спільну перевірку. Перевірте, будь ласка, час."},
    {"before_grounds",
     "Tento čas je dřívější než něco, na čem úkon stojí: rozhodnutí, souhlas nebo kontrola připravenosti. Zkontrolujte "
     "prosím čas.",
     "This time is earlier than something the act rests on: the decision, the consent or the readiness check. Please "
     "check the time.",
     "Цей час раніший за те, на чому ґрунтується дія: рішення, згоду або перевірку готовності. Перевірте, будь ласка, "
     "час."},
    {"before_order", "Společná kontrola nemohla proběhnout dříve než ordinace. Zkontrolujte prosím čas.",
     "The time-out cannot have been earlier than the order. Please check the time.",
     "Спільна перевірка не могла бути раніше за призначення. Перевірте, будь ласка, час."},
    {"before_dose", "Dávkování nemohlo skončit dříve, než byla podána dávka. Zkontrolujte prosím čas.",
     "Dosing cannot have ended before the dose was given. Please check the time.",
     "Дозування не могло закінчитися раніше, ніж дано дозу. Перевірте, будь ласка, час."},
    {"before_end_of_dosing", "Pacient nemohl odejít před koncem dávkování. Zkontrolujte prosím čas.",
     "The patient cannot have left before the end of dosing. Please check the time.",
     "Пацієнт не міг піти до кінця дозування. Перевірте, будь ласка, час."},
    {"dose_differs_from_order", "Cesta podání se liší od té, kterou lékař ordinoval.",
     "The route differs from the one that was ordered.", "Шлях введення відрізняється від призначеного."},
    {"dose_above_order", "Dávka je vyšší, než lékař ordinoval. Nejvýše {max} mg.",
     "The dose is above the one ordered. At most {max} mg.", "Доза вища за призначену. Щонайбільше {max} мг."},
    {"doses_together_above_limit",
     "Dávky tohoto sezení by dohromady překročily mez pravidel kliniky. Už podáno: {given} mg, nejvýše: {max} mg. "
     "Snižte prosím dávku, nebo uveďte, proč je potřeba.",
     "The doses of this session together would exceed the limit of the clinic’s rules. Given so far: {given} mg, at "
     "most: {max} mg. Please lower the dose, or say why it is needed.",
     "Дози цього сеансу разом перевищили б межу правил клініки. Уже дано: {given} мг, щонайбільше: {max} мг. Зменште, "
     "будь ласка, дозу або поясніть, чому вона потрібна."},
    {"lot_expired", "Tato šarže je po datu použitelnosti. Použijte prosím jinou.",
     "This lot is past its expiry date. Please use another.",
     "Термін придатності цієї серії минув. Візьміть, будь ласка, іншу."},
    {"dose_unknown", "Tato dávka v tomto sezení není.", "This dose is not in this session.",
     "Цієї дози в цьому сеансі немає."},
    {"onset_before_dose", "Událost začala před dávkou, se kterou má souviset. Zkontrolujte prosím čas.",
     "The event began before the dose it is said to come from. Please check the time.",
     "Подія почалася раніше за дозу, з якою її пов’язано. Перевірте, будь ласка, час."},
    {"serious_needed", "Událost, která skončila smrtí, je vždy závažná. Označte ji tak prosím.",
     "An event that ended in death is always serious. Please mark it so.",
     "Подія, що закінчилася смертю, завжди тяжка. Позначте її так, будь ласка."},
    {"dose_missing", "Zatím nebyla podána žádná dávka.", "No dose has been given yet.", "Жодної дози ще не введено."},
    {"dose_was_given", "Sezení, ve kterém byla podána dávka, nelze zrušit. Ukončete ho prosím obvyklým způsobem.",
     "A session in which a dose was given cannot be cancelled. Please end it in the usual way.",
     "Сеанс, у якому дано дозу, не можна скасувати. Завершіть його, будь ласка, звичайним способом."},
    {"dosing_not_ended", "Konec dávkování ještě není zaznamenán.", "The end of dosing has not been recorded yet.",
     "Кінець дозування ще не записано."},
    {"discharge_missing", "Chybí posouzení, zda pacient může odejít.",
     "The judgement whether the patient may leave is missing.", "Бракує оцінки, чи може пацієнт піти."},
    {"discharge_unmet",
     "Jedna z podmínek pro odchod není splněna. Vyčkejte prosím, nebo uveďte, proč lze pacienta přesto propustit.",
     "One of the criteria for leaving is not met. Please wait, or say why the patient can be released all the same.",
     "Одну з умов для виходу не виконано. Зачекайте, будь ласка, або поясніть, чому пацієнта все ж можна відпустити."},
    {"observation_too_short", "Pacient má být po dávce déle pod dohledem. Nejkratší doba v minutách: {min}.",
     "The patient has to be observed longer after the dose. Shortest time in minutes: {min}.",
     "Після дози пацієнт має довше перебувати під наглядом. Найкоротший час у хвилинах: {min}."},
    {"instructions_needed", "Předejte prosím pacientovi pokyny na cestu domů a potvrďte to.",
     "Please give the patient the instructions for going home, and confirm it.",
     "Передайте, будь ласка, пацієнтові поради на дорогу додому і підтвердьте це."},
    {"adverse_events_miscounted",
     "Počet nežádoucích událostí nesouhlasí. Zaznamenáno: {recorded}. Zkontrolujte prosím, zda nějaká nechybí.",
     "The number of adverse events does not agree. Recorded: {recorded}. Please check whether one is missing.",
     "Кількість небажаних подій не збігається. Записано: {recorded}. Перевірте, будь ласка, чи якоїсь не бракує."},
    {"mark_unknown", "Tato značka v tomto sezení není.", "This mark is not in this session.",
     "Цієї позначки в цьому сеансі немає."},
    {"mark_worded", "Tato značka už svůj text má. Připojte k ní prosím dodatek.",
     "This mark has its words already. Please add an addendum to it.",
     "Ця позначка вже має текст. Додайте до неї, будь ласка, доповнення."},

    // ---- tasks ---------------------------------------------------------------------------------------------------------------------------------------
    {"task_unknown", "Tento úkol jsme nenašli.", "This task was not found.", "Це завдання не знайдено."},
    {"task_closed", "Tento úkol už je vyřízený.", "This task is closed already.", "Це завдання вже закрито."},
});

// Values of parameters that are words of the program, not of the person.
constexpr auto kWords = std::to_array<CodeText>({
    {"staff", "někdo z vybraných pracovníků", "one of the chosen staff", "хтось із вибраних працівників"},
    {"room", "tato místnost", "this room", "цей кабінет"},
    {"patient", "tento pacient", "this patient", "цей пацієнт"},
    {"array", "seznam", "a list", "список"},
    {"object", "skupina údajů", "a group of fields", "група полів"},
    {"string", "text", "text", "текст"},
    {"number", "číslo", "a number", "число"},
    {"whole number", "celé číslo", "a whole number", "ціле число"},
    {"true or false", "ano, nebo ne", "yes or no", "так або ні"},
    {"mg", "mg", "mg", "мг"},
    {"mg/kg", "mg/kg", "mg/kg", "мг/кг"},
});

std::string_view in(const CodeText& text, Language language) {
    return language == Language::cs ? text.cs : language == Language::uk ? text.uk : text.en;
}

template <class Table>
const CodeText* find_text(const Table& table, std::string_view code) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const CodeText& each) { return each.code == code; });
    return found == table.end() ? nullptr : &*found;
}

bool is_decimal(std::string_view value) {
    return value.find('.') != std::string_view::npos &&
           value.find_first_not_of("0123456789.") == std::string_view::npos;
}

// "2026-11-22T14:30" as people write it.
std::string local_time_text(std::string_view at, Language language) {
    const std::string_view time = at.substr(11);
    if (language == Language::en) return fmt::format("{} on {}", time, at.substr(0, 10));
    const int day = (at[8] - '0') * 10 + (at[9] - '0');
    const int month = (at[5] - '0') * 10 + (at[6] - '0');
    if (language == Language::uk) return fmt::format("{:02}.{:02}.{} {}", day, month, at.substr(0, 4), time);
    return fmt::format("{}. {}. {} {}", day, month, at.substr(0, 4), time);
}

std::string value_text(std::string_view value, Language language) {
    if (const CodeText* word = find_text(kWords, value)) return std::string(in(*word, language));
    if (const CodeText* text = find_text(kTexts, value)) return std::string(in(*text, language));
    if (parse_local_time(value).ok()) return local_time_text(value, language);
    std::string text(value);
    if (language != Language::en && is_decimal(value)) std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

std::string parameter_text(std::string_view name, Language language, const Parameters& parameters) {
    for (const auto& [each, value] : parameters) {
        if (each == name) return value_text(value, language);
    }
    return "…";
}

}  // namespace

std::span<const CodeText> all_texts() { return kTexts; }

std::string text_of(std::string_view code, Language language, const Parameters& parameters) {
    const CodeText* found = find_text(kTexts, code);
    if (!found) return std::string(code);
    std::string text;
    std::string_view rest = in(*found, language);
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const auto close = rest.find('}', open);
        text.append(rest.substr(0, open))
            .append(parameter_text(rest.substr(open + 1, close - open - 1), language, parameters));
        rest.remove_prefix(close + 1);
    }
    return text.append(rest);
}

}  // namespace afterglow
