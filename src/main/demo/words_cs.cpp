#include "main/demo/words.h"

namespace afterglow::demo {

const Tongue& czech() {
    static const Tongue words{
        .women = {{"Alžběta", "Hrubínová", ""},
                  {"Běla", "Sedmihradská", ""},
                  {"Drahomíra", "Vítkovičová", ""},
                  {"Jolana", "Podhrázská", ""},
                  {"Květa", "Lískovcová", ""},
                  {"Ludmila", "Doubravníková", ""},
                  {"Milada", "Jeřábníková", ""},
                  {"Olga", "Zálesíčková", ""},
                  {"Radka", "Kopřivnová", ""},
                  {"Sylva", "Modřínková", ""},
                  {"Tereza", "Ostružinová", ""},
                  {"Vendula", "Horňátková", ""},
                  {"Zdena", "Potůčníková", ""},
                  {"Žaneta", "Mlýnářská", ""}},
        .men = {{"Bohdan", "Lesňák", ""},
                {"Čestmír", "Ostropeský", ""},
                {"Dalibor", "Vrbinský", ""},
                {"Filip", "Zátočník", ""},
                {"Hynek", "Borůvkový", ""},
                {"Jáchym", "Kamínecký", ""},
                {"Kryštof", "Svahovský", ""},
                {"Leoš", "Podhájecký", ""},
                {"Matyáš", "Řeřichovec", ""},
                {"Oldřich", "Jasánek", ""},
                {"Radim", "Olšavník", ""},
                {"Tadeáš", "Mechovský", ""},
                {"Vilém", "Rákosný", ""},
                {"Zbyněk", "Habrovec", ""}},
        .relations_women = {"manželka", "sestra", "kamarádka", "matka", "partnerka"},
        .relations_men = {"manžel", "bratr", "kamarád", "otec", "partner"},

        .depression =
            {{"Dobrý den, deprese se mi vrací už potřetí a dva různé léky pomohly jen trochu. Chci se zeptat, jestli "
              "je u vás terapie možná i při užívání antidepresiv.",
              "Dobrý den, děkujeme za důvěru. Většinu antidepresiv není třeba vysazovat, o každém léku rozhodne lékař "
              "při vyšetření. Navrhujeme krátký online rozhovor, ve kterém projdeme další kroky.",
              "opakovaná deprese"},
             {"Dobrý den, o vaší klinice vím od své psychiatričky. Už rok se nemůžu dostat z deprese, chodím na "
              "psychoterapii. Jak dlouho celá léčba trvá?",
              "Dobrý den, od prvního rozhovoru po poslední setkání počítejte přibližně se dvěma měsíci. Příprava, "
              "ketaminové sezení a integrace zaberou z toho dva až pět týdnů. Rádi Vám vše vysvětlíme při úvodním "
              "rozhovoru.",
              "deprese"},
             {"Hledám pomoc s dlouhou depresí po ztrátě zaměstnání. Bojím se, že během sezení ztratím kontrolu. Je u "
              "toho někdo se mnou?",
              "Dobrý den, terapeut je s Vámi po celou dobu a lékař je na pracovišti. Obavy z neznámého jsou běžné a v "
              "přípravě je na ně dost času.",
              "deprese"},
             {"Dobrý den, ráno nedokážu vstát a nic mě netěší. Zkoušíme s lékařem třetí lék. Má smysl se u vás "
              "objednat?",
              "Dobrý den, ano, objednat se má smysl. Na vyšetření psychiatr posoudí, zda je pro Vás tato léčba vhodná "
              "a bezpečná.",
              "deprese, nespavost"},
             {"Žiju s dystymií asi osm let. Zajímá mě, jestli je léčba hrazená z pojištění a co mám přinést.",
              "Dobrý den, psychiatrická péče a psychoterapie jsou u smluvních pojišťoven hrazené, samotná terapie "
              "částečně. Přineste prosím zprávy od svých lékařů a seznam léků.",
              "dlouhodobě špatná nálada"},
             {"Dobrý den, po covidu přišla těžká únava a deprese. Rehabilitace pomohla tělu, nálada zůstala. Přijímáte "
              "i bez doporučení?",
              "Dobrý den, doporučení nepotřebujete. Pokud máte zprávy z dosavadní léčby, pomohou nám při rozhodování.",
              "deprese po nemoci"}},
        .anxiety =
            {{"Mám sociální fobii a do práce chodím jen s velkým přemáháním. Dá se s tím u vás pracovat?",
              "Dobrý den, ano, úzkostné poruchy léčíme. Začneme online rozhovorem, takže není nutné hned cestovat.",
              "sociální fobie"},
             {"Dobrý den, trápí mě stálá úzkost a svírání na hrudi, srdce je podle kardiologa v pořádku. Uvažuji o "
              "vaší terapii.",
              "Dobrý den, zprávu z kardiologie prosím vezměte s sebou. Navrhneme Vám termín úvodního rozhovoru.",
              "generalizovaná úzkost"},
             {"Kontroluji dokola zámky a sporák, zabere to několik hodin denně. Léky pomohly jen zčásti. Můžu se "
              "objednat?",
              "Dobrý den, ano. Obsedantně-kompulzivní porucha patří mezi potíže, se kterými pracujeme.", "OCD"}},
        .trauma = {{"Před třemi lety nehoda, od té doby noční můry a vyhýbání se autu. Mám za sebou roční terapii. "
                    "Zajímá mě další možnost.",
                    "Dobrý den, děkujeme, že píšete. Posttraumatickou poruchu léčíme. Postupujeme pomalu a jen tak "
                    "daleko, jak si přejete.",
                    "PTSD"},
                   {"Dobrý den, mám diagnózu PTSD. Chci vědět, jestli se musí o tom, co se stalo, mluvit podrobně.",
                    "Dobrý den, nemusí. O čem a jak podrobně budete mluvit, rozhodujete Vy.", "PTSD"}},
        .eating = {{"Dobrý den, s bulimií bojuji od střední školy, teď hlavně v náročných obdobích. Berete i lidi s "
                    "poruchou příjmu potravy?",
                    "", "bulimie"},
                   {"Dcera má anorexii, je jí 22 let a sama mě poprosila, ať zjistím možnosti.", "", "anorexie"},
                   {"Zajímá mě léčba při záchvatovitém přejídání a bulimii, kdy otevřete?", "", "bulimie"}},
        .asking = {{"Kolik celá léčba stojí a dá se platit po částech?",
                    "Dobrý den, cena záleží na pojišťovně a formě terapie, proto uvádíme rozpětí. Platit po částech je "
                    "možné.",
                    ""},
                   {"Můžu po sezení řídit domů?",
                    "Dobrý den, ne, 24 hodin po dávce řídit nesmíte. Domů Vás doprovodí někdo blízký.", ""},
                   {"Máte bezbariérový vstup?", "Dobrý den, ano, do všech místností je bezbariérový přístup.", ""},
                   {"Beru lithium. Je to překážka?",
                    "Dobrý den, nemusí být, posoudí to psychiatr při vyšetření. Léky prosím sami nevysazujte.", ""},
                   {"Jste i v Brně?",
                    "Dobrý den, zatím ne. Úvodní rozhovor je online, další setkání jsou osobně v Praze.", ""},
                   {"Přispívá na terapii zaměstnanecká pojišťovna?",
                    "Dobrý den, přehled smluvních pojišťoven Vám posíláme v příloze.", ""},
                   {"Je možné, aby byla na sezení přítomná manželka?",
                    "Dobrý den, při samotném sezení jsou přítomni jen terapeuti, manželka Vás ale může doprovodit a "
                    "vyzvednout.",
                    ""},
                   {"Syn má 16 let, léčíte i mladší?",
                    "Dobrý den, léčíme lidi od 18 let. Posíláme kontakty na dětské psychiatry.", ""},
                   {"Jak dlouho se čeká na první termín?", "Dobrý den, na úvodní rozhovor obvykle do jednoho týdne.",
                    ""},
                   {"Kojím. Můžu přijít?",
                    "Dobrý den, v době kojení terapii nenabízíme. Rádi Vám doporučíme jinou péči.", ""}},
        .waiting_answer =
            "Dobrý den, děkujeme za otázku. Poruchy příjmu potravy zatím nepřijímáme. S Vaším souhlasem si Vás "
            "zapíšeme na čekací listinu a ozveme se, jakmile začneme. Posíláme také kontakty na specializovaná "
            "pracoviště.",
        .no_question = "reklama, nikoli otázka",

        .expectations =
            {"Přeje si zase cítit zájem o lidi a práci. Od terapie neočekává zázrak, hlavně pohyb z místa.",
             "Chce porozumět tomu, proč se potíže vracejí, a najít, o co se v těžkých dnech opřít.",
             "Očekává úlevu od ranní tísně a lepší spánek. Zajímá se o to, jak bude vypadat příprava.",
             "Chce vyzkoušet další možnost, když léky samy nestačily. Blízcí o rozhodnutí vědí a podporují je.",
             "Hledá klid a odstup od stálých obav. Důležité je bezpečí a to, že tempo určuje klient.",
             "Přeje si spát bez nočních můr a vrátit se k jízdě na kole."},
        .interview_notes = {"Otázky k průběhu a k ceně zodpovězeny.", "Poslána brožura o průběhu terapie.",
                            "Domluveno, že přinese zprávy od ošetřujícího psychiatra."},
        .diagnoses = {{"depression", "F33.1", "Periodická depresivní porucha, současná epizoda středně těžká"},
                      {"depression", "F32.1", "Středně těžká depresivní epizoda"},
                      {"depression", "F33.2",
                       "Periodická depresivní porucha, současná epizoda těžká bez psychotických příznaků"},
                      {"depression", "F34.1", "Dystymie"},
                      {"anxiety", "F40.1", "Sociální fobie"},
                      {"anxiety", "F41.1", "Generalizovaná úzkostná porucha"},
                      {"anxiety", "F42.2", "Obsedantně-kompulzivní porucha, smíšená"},
                      {"ptsd", "F43.1", "Posttraumatická stresová porucha"}},
        .psychotherapies = {"Kognitivně-behaviorální terapie, 20 sezení", "Individuální psychoterapie, půl roku",
                            "Skupinový program denního stacionáře"},
        .medicines = {"Sertralin 100 mg, 5 měsíců", "Escitalopram 20 mg, 8 měsíců", "Venlafaxin 150 mg, 4 měsíce",
                      "Mirtazapin 30 mg, 3 měsíce"},
        .results = {"částečné zlepšení", "bez trvalého efektu", "přerušeno pro nežádoucí účinky",
                    "úleva na několik měsíců"},
        .drugs = {{"Sertralin", "100 mg ráno", "den před sezením vynechat"},
                  {"Escitalopram", "10 mg ráno", "den před sezením vynechat"},
                  {"Trazodon", "75 mg na noc", "večer před sezením vynechat"},
                  {"Venlafaxin", "75 mg ráno", "den před sezením vynechat"}},
        .pause_when = "jeden den před sezením, den po něm znovu",
        .summaries = {"Orientace správná, kontakt dobrý. Nálada pokleslá, zájmy omezené, spánek přerušovaný. "
                      "Psychotické příznaky nezjištěny. Motivace k terapeutické práci dobrá.",
                      "V popředí vnitřní napětí a obavy, soustředění kolísá. Myšlení souvislé, bez bludů. Náhled na "
                      "potíže plný, spolupráce velmi dobrá.",
                      "Obraz déletrvající deprese s ranním zhoršením. Dvě předchozí léčby v této epizodě s částečným "
                      "efektem. Rodinné zázemí podporující.",
                      "Opakované vtíravé vzpomínky a vyhýbavé chování, nálada úzkostná. Disociativní stavy v anamnéze "
                      "nejsou. Dokáže pojmenovat, co pomáhá."},
        .personalities = {"Svědomitost a vysoké nároky na sebe.", "Spíše uzavřená povaha, stálé přátelské vztahy.",
                          "Citlivost v blízkých vztazích, dobrá schopnost reflexe."},
        .passive_thoughts =
            {"Občas myšlenky, že by bylo lepší se neprobudit. Bez úmyslu a plánu. Krizový plán sepsán, ví, komu volat.",
             "Ve zlých dnech pasivní myšlenky na smrt, bez úmyslu. Domluven kontakt na krizovou linku."},
        .examinations = {"Bez překážek z tělesné stránky. Krevní obraz, jaterní testy a EKG v mezích normy.",
                         "Tělesný nález v normě, tlak v klidu dobrý. Doporučen dostatek tekutin den před sezením.",
                         "Bez akutní infekce. EKG bez patologického nálezu, laboratorní výsledky v pořádku."},
        .abnormal_finding =
            "Tlak opakovaně 158/98, 162/100 a 156/96 mmHg. Doporučeno vyšetření u praktického lékaře a úprava léčby.",
        .allergies = {"penicilin", "pyl", "ibuprofen"},

        .evidence_indication = "Psychiatrické vyšetření a dotazníky",
        .evidence_psychiatric = "Psychiatrické vyšetření, zpráva ošetřujícího lékaře",
        .evidence_somatic = "Tělesné vyšetření, EKG a krevní testy",
        .evidence_condition = "Rozhovor a zdravotnická dokumentace",
        .evidence_pressure = "Opakované měření v klidu nad 155/95 mmHg",
        .conditions = {"Den před sezením vynechat antidepresivum podle plánu. V den sezení přijít s doprovodem.",
                       "Kontrola tlaku při každé návštěvě.", "Pokračovat v psychoterapii u dosavadního terapeuta."},
        .refusal_reasons = {"Krevní tlak je nyní příliš vysoký a kolísá; ketamin jej přechodně zvyšuje.",
                            "Léčba tlaku se teprve nastavuje, nejbližší týdny by nebyly bezpečné."},
        .refusal_alternatives = {"Úprava léčby tlaku u praktického lékaře a nové posouzení za tři měsíce.",
                                 "Pokračování v psychoterapii; dvě volné kapacity posíláme v příloze.",
                                 "Konzultace o změně antidepresiva u ošetřujícího psychiatra."},
        .refusal_words =
            "Víme, kolik úsilí Vás stálo projít všemi vyšetřeními. Až bude tlak pod kontrolou, rádi se k Vaší žádosti "
            "vrátíme a nemusíte začínat od začátku.",
        .missing = {"výsledek echokardiografie", "zpráva ošetřujícího psychiatra o předchozí léčbě"},
        .addendum =
            "Doplnění: zpráva z kardiologie došla po podpisu, echokardiografie je v normě. Na rozhodnutí nic nemění.",
        .plan_notes = {"První sezení s nižší dávkou, další podle snášenlivosti.",
                       "Přeje si dva terapeuty při ketaminovém sezení.",
                       "Integrace podle možností v odpoledních hodinách."},

        .intentions = {"Chci se podívat na to, co mě drží v práci, která mi bere síly, a dovolit si odpočinek.",
                       "Potkat se se smutkem po babičce a nemuset ho hned zahánět.",
                       "Zkusit pustit neustálou kontrolu, aspoň na chvíli.",
                       "Najít v sobě laskavější hlas, než je ten, který pořád vyčítá.",
                       "Cítit tělo jinak než jako místo, kde sedí úzkost.",
                       "Porozumět strachu z lidí a dát mu menší slovo."},
        .fears = {"Obava, že se to nezastaví. Probráno, jak dlouho účinek trvá a co pomáhá.",
                  "Strach ze ztráty kontroly a z nevolnosti.", "Nejvíc nejistoty budí to, že se vrátí staré vzpomínky.",
                  "Obava, že se nestane vůbec nic."},
        .techniques = {"dýchání 4–6", "opora o chodidla a opěradlo", "počítání barev v místnosti", "ruka na hrudi",
                       "hudba bez slov", "představa místa u řeky"},
        .distances = {"terapeut sedí vedle lehátka, asi metr", "terapeut u hlavy, na dosah ruky",
                      "terapeut v křesle u okna, blíž na požádání"},
        .stop_signs = {"zvednutá dlaň", "slovo „stačí“", "odtažení ruky"},
        .calming_plans =
            {"Nejdřív slovní ujištění a připomenutí dechu, potom ztišit hudbu. Dotek jen po otázce.",
             "Připomenout, kde jsme a jak dlouho účinek ještě potrvá. Přidat deku, ztlumit světlo.",
             "Nechat chvíli ticha, potom společně pět pomalých nádechů. Kdyby bylo potřeba, přivolat lékaře."},
        .preparation_notes = {"Vyzkoušeno dýchání vleže s maskou na oči.", "Probrán průběh dne, jídlo a doprovod.",
                              "Domluveno, že hudba bude klidná a bez zpěvu."},

        .drugs_taken = {"Ráno bez léků, antidepresivum vynecháno včera i dnes podle plánu.",
                        "Dnes žádné léky. Včera poslední dávka podle plánu vynechána.",
                        "Ráno jen lék na štítnou žlázu, zapito douškem vody."},
        .mental_states = {"Klid, mírné očekávání. Spánek dobrý, těší se.",
                          "Trochu napětí v ramenou, dýchání pomáhá. Nálada stabilní.",
                          "Únava po horší noci, jinak bez obav. Přeje si pokračovat."},
        .rescue = {"Ondansetron 4 mg", "Kaptopril 12,5 mg", "Urapidil 12,5 mg"},
        .observations = {"Dech klidný, obličej uvolněný.", "Oči zavřené, drobné pohyby prstů v rytmu hudby.",
                         "Slzy, dech zůstává pravidelný.", "Pomalu otevírá oči, rozhlíží se po místnosti."},
        .said = {"„Je to jako ležet na vodě.“", "„Vidím náš starý dům a není v něm nikdo smutný.“",
                 "„Ruce jsou daleko, ale je to v pořádku.“", "„Můžu tu ještě chvíli být?“"},
        .music = {"Druhá část seznamu, tišeji.", "Hudba na přání vypnuta.", "Klidný klavír."},
        .touch_offered = {"Nabídnuta ruka na rameni."},
        .touch_accepted = {"Přijato kývnutím, ruka na rameni asi dvě minuty."},
        .touch_declined = {"Odmítnuto zvednutou dlaní, terapeut zůstává v křesle."},
        .toilet = {"Doprovod na toaletu, chůze s oporou."},
        .notes = {"Přidána deka.", "Zataženy závěsy."},
        .close_outs = {"Sezení proběhlo podle plánu. Účinek odezněl, odchází s doprovodem, pokyny předány písemně.",
                       "Klidný průběh, dobrá orientace při odchodu. Zítra ráno zavoláme.",
                       "Silný prožitek, závěr v klidu. Integrace domluvena během několika dnů."},
        .dosing_ends = {"orientace plná, přeje si čaj", "plný kontakt, mluví souvisle"},
        .nausea = "Nevolnost bez zvracení",
        .nausea_action = "Poloha na boku, studený obklad, ondansetron nebyl potřeba",
        .site = "levý horní zevní kvadrant hýždě",
        .themes = {{"Obraz domu z dětství a úleva, že smutek v něm má své místo.", "Nemusím se za únavu omlouvat.",
                    "Vzpomínka na hádku rodičů, chvíli těžké dýchání.",
                    "Každý den deset minut bez telefonu, jednou týdně procházka se sestrou."},
                   {"Pocit, že tělo je lehké a nic se po něm nechce.", "Kontrola stojí víc sil, než dává.",
                    "Návrat do práce hned druhý den byl příliš rychlý.",
                    "V poledne krátká pauza, večer psát tři věty do sešitu."},
                   {"Setkání se strachem jako s postavou za sklem.", "Strach mě chrání, ale nemusí rozhodovat.", "",
                    "Jedno setkání s přáteli týdně, i když se nechce."},
                   {"Ticho a prostor, potom smutek, který přišel a odešel.", "Smutek má konec.",
                    "Slzy ještě dva dny po sezení.", "Zavolat bratrovi, chodit spát do jedenácti."}},
        .worse = {"V týdnu po sezení víc úzkosti a horší spánek, vracejí se vzpomínky, které dřív nebyly tak živé.", "",
                  "Pocit, že se otevřelo příliš mnoho najednou. Ráno silná tíseň.",
                  "Zkrátit pracovní dobu, denní kontakt po telefonu, mimořádné setkání."},
        .verdicts_better = {"Zase se mi chce mezi lidi. Není to každý den, ale je to znát.",
                            "Ráno vstávám bez té tíhy.", "Spím celou noc a mám sílu na děti.",
                            "Lepší to je, i když čekám, jestli to vydrží."},
        .verdicts_same = {"Bylo to zajímavé, ale v běžném životě rozdíl necítím."},
        .verdicts_worse = {"Cítím se hůř než na začátku, hlavně ráno."},
        .outcome_summaries = {"Zřetelné zlepšení nálady i spánku, doporučeno pokračovat v psychoterapii.",
                              "Zlepšení o jedno pásmo v obou dotaznících. Domluvena kontrola za tři měsíce.",
                              "Částečný efekt, další postup po domluvě s ošetřujícím psychiatrem."},
        .outcome_worse =
            "Zhoršení v dotaznících i podle vlastního hodnocení. Předáno ošetřujícímu psychiatrovi, domluvena kontrola "
            "do týdne.",

        .completed = "Léčba dokončena podle plánu",
        .not_indicated = "Rozhodnutí lékaře, dopis předán osobně",
        .abandoned = "Po úvodním rozhovoru se už neozývá, tři pokusy o kontakt",
        .stopped = "Na vlastní přání po prvním sezení, cítí se dobře a další nechce",
        .referred = "Potřebuje nejdřív léčbu závislosti na alkoholu",
        .referred_to = "Ambulance pro léčbu závislostí",
        .on_hold = "Akutní zánět dutin, dobírá antibiotika",
        .postponed = "Stěhování a nový termín v zaměstnání",
        .step_back = "Tlak 168/102 před dávkou, nejdřív úprava léčby a nové vyšetření",
        .resumed = "Infekce odezněla",
        .remainder = "Zbytek dávky, nelze uchovat",
        .poured_away = "Vylito do odpadu na léčiva",
        .session_cancelled = "Tlak opakovaně nad 160/100, dávka se dnes nepodá",
        .repetition_reason =
            "Zlepšení vydrželo deset týdnů, nyní se vrací ranní tíseň. Klient, terapeut i psychiatr se shodují na "
            "opakování.",
        .repetition_changed = "Nová práce na zkrácený úvazek, pravidelná psychoterapie jednou za dva týdny.",
        .wrong_weight = "překlep při zápisu hmotnosti",
        .wrong_pressure = "údaj z předchozího měření",
        .moved = "na přání klienta, nemoc v rodině",
        .cancelled = "nemoc",
        .nobody_came = "bez omluvy",
        .safety_talk =
            "Mluvili jsme spolu tentýž den. Myšlenky bez úmyslu a plánu, krizový plán projit, blízká osoba ví. Další "
            "kontakt zítra po telefonu.",
        .worse_talk = "Telefonát a mimořádné setkání během dvou dnů, dohoda na častějším kontaktu."};
    return words;
}

const Tongue& tongue(clinic::Language language) {
    return language == clinic::Language::cs ? czech() : language == clinic::Language::uk ? ukrainian() : english();
}

}  // namespace afterglow::demo
