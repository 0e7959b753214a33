#include "documents/words.h"

#include <fmt/format.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace afterglow::documents {
namespace {

constexpr Phrase kPageOf{"strana {page} z {pages}", "page {page} of {pages}", "сторінка {page} з {pages}"};

struct Calendar {
    int year, month, day;
};
Calendar calendar(Date date) {
    const std::string text = to_text(date);
    return {std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)), std::stoi(text.substr(8, 2))};
}

const char* short_month(int month) {
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return kMonths[month - 1];
}

// Day and month are never parted by the end of a line.
constexpr const char* kNoBreak = "\u00A0";

std::string icu_date(Date date, const char* locale, const char16_t* pattern) {
    UErrorCode status = U_ZERO_ERROR;
    icu::SimpleDateFormat format(icu::UnicodeString(pattern), icu::Locale(locale), status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot format dates");
    format.adoptTimeZone(icu::TimeZone::getGMT()->clone());
    icu::UnicodeString out;
    format.format(static_cast<UDate>(date.days) * 86'400'000.0, out);
    std::string text;
    return out.toUTF8String(text);
}

}  // namespace

std::string filled(const Phrase& phrase, Language language, const Values& values) {
    const std::string text = phrase.in(language);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = std::min(text.find('{', at), text.size());
        out.append(text, at, open - at);
        if (open == text.size()) break;
        const std::size_t close = text.find('}', open);
        const std::string_view name = std::string_view(text).substr(open + 1, close - open - 1);
        for (const auto& [key, value] : values) {
            if (key == name) out += value;
        }
        at = close + 1;
    }
    return out;
}

std::string page_of(std::size_t page, std::size_t pages, Language language) {
    return filled(kPageOf, language, {{"page", std::to_string(page)}, {"pages", std::to_string(pages)}});
}

std::string date_text(Date date, Language language) {
    const Calendar at = calendar(date);
    switch (language) {
        case Language::cs: return fmt::format("{}.{}{}.{}{}", at.day, kNoBreak, at.month, kNoBreak, at.year);
        case Language::uk: return fmt::format("{:02}.{:02}.{}", at.day, at.month, at.year);
        case Language::en: break;
    }
    return fmt::format("{}{}{}{}{}", at.day, kNoBreak, short_month(at.month), kNoBreak, at.year);
}

std::string long_date_text(Date date, Language language) {
    switch (language) {
        case Language::cs: return icu_date(date, "cs", u"EEEE d.\u00A0MMMM\u00A0y");
        case Language::uk: return icu_date(date, "uk", u"EEEE, d\u00A0MMMM\u00A0y\u00A0'р.'");
        case Language::en: break;
    }
    return icu_date(date, "en_GB", u"EEEE d\u00A0MMMM\u00A0y");
}

std::string decimal_text(std::string_view number, Language language) {
    std::string text(number);
    if (language != Language::en) std::replace(text.begin(), text.end(), '.', ',');
    return text;
}
std::string mg_text(Milligrams amount, Language language) {
    return decimal_text(to_text(amount), language) + kNoBreak + (language == Language::uk ? "мг" : "mg");
}
std::string kg_text(Kilograms weight, Language language) {
    return decimal_text(to_text(weight), language) + kNoBreak + (language == Language::uk ? "кг" : "kg");
}

std::string Clock::time(Instant at) const { return to_text(to_local(at, zone)).substr(11); }
std::string Clock::full(Instant at) const { return date_text(date(at), language) + " " + time(at); }
std::string Clock::spelled_out(Instant at) const { return long_date_text(date(at), language) + ", " + time(at); }
std::string Clock::brief(Instant at, Date usual) const { return date(at) == usual ? time(at) : full(at); }

std::string minutes_between(Instant from, Instant to) {
    const std::int64_t minutes = (start_of_minute(to) - start_of_minute(from)).count / 60'000;
    const std::int64_t size = minutes < 0 ? -minutes : minutes;
    return fmt::format("{}{}:{:02}", minutes < 0 ? "−" : "+", size / 60, size % 60);
}

std::string word(clinic::Route route, Language language) {
    const auto phrase = [&]() -> Phrase {
        switch (route) {
            case clinic::Route::oral: return {"ústy", "by mouth", "перорально"};
            case clinic::Route::intramuscular: return {"do svalu", "into the muscle", "внутрішньом’язово"};
            case clinic::Route::intravenous: return {"do žíly", "into the vein", "внутрішньовенно"};
        }
        return {};
    };
    return phrase().in(language);
}
std::string word(clinic::YesNoUnknown answer, Language language) {
    switch (answer) {
        case clinic::YesNoUnknown::yes: return words::kYes.in(language);
        case clinic::YesNoUnknown::no: return words::kNo.in(language);
        case clinic::YesNoUnknown::unknown: return words::kUnknown.in(language);
    }
    return {};
}
std::string word(clinic::Suicidality suicidality, Language language) {
    const auto phrase = [&]() -> Phrase {
        switch (suicidality) {
            case clinic::Suicidality::none:
                return {"bez sebevražedných myšlenek", "no thoughts of suicide", "без суїцидальних думок"};
            case clinic::Suicidality::passive_thoughts:
                return {"pasivní myšlenky", "passive thoughts", "пасивні думки"};
            case clinic::Suicidality::active_thoughts: return {"aktivní myšlenky", "active thoughts", "активні думки"};
            case clinic::Suicidality::plan_or_intent: return {"plán nebo úmysl", "a plan or intent", "план або намір"};
        }
        return {};
    };
    return phrase().in(language);
}
std::string word(clinic::Identifier identifier, Language language) {
    const auto phrase = [&]() -> Phrase {
        switch (identifier) {
            case clinic::Identifier::name: return {"jméno", "name", "ім’я"};
            case clinic::Identifier::birth_date: return {"datum narození", "date of birth", "дата народження"};
            case clinic::Identifier::national_id: return {"rodné číslo", "national id", "персональний номер"};
            case clinic::Identifier::insurer_number:
                return {"číslo pojištěnce", "insurance number", "номер страхування"};
            case clinic::Identifier::photo: return {"fotografie", "photograph", "фотографія"};
        }
        return {};
    };
    return phrase().in(language);
}
std::string word(clinic::MarkKind kind, Language language) {
    using clinic::MarkKind;
    const auto phrase = [&]() -> Phrase {
        switch (kind) {
            case MarkKind::observation: return {"Pozorování", "Observation", "Спостереження"};
            case MarkKind::said: return {"Klient řekl", "The person said", "Людина сказала"};
            case MarkKind::touch_offered: return {"Nabídnut dotek", "Touch offered", "Запропоновано дотик"};
            case MarkKind::touch_accepted: return {"Dotek přijat", "Touch accepted", "Дотик прийнято"};
            case MarkKind::touch_declined: return {"Dotek odmítnut", "Touch declined", "Від дотику відмовлено"};
            case MarkKind::music: return {"Hudba", "Music", "Музика"};
            case MarkKind::physician_called: return {"Zavolán lékař", "Physician called", "Викликано лікаря"};
            case MarkKind::physician_arrived: return {"Lékař přišel", "Physician arrived", "Лікар прийшов"};
            case MarkKind::toilet: return {"Toaleta", "Toilet", "Туалет"};
            case MarkKind::rescue_drug: return {"Záchranný lék", "Rescue drug", "Препарат за потреби"};
            case MarkKind::note: return words::kNote;
        }
        return {};
    };
    return phrase().in(language);
}
std::string word(clinic::AdverseOutcome outcome, Language language) {
    using clinic::AdverseOutcome;
    const auto phrase = [&]() -> Phrase {
        switch (outcome) {
            case AdverseOutcome::resolved: return {"odeznělo", "resolved", "минуло"};
            case AdverseOutcome::resolving: return {"odeznívá", "easing off", "минає"};
            case AdverseOutcome::ongoing: return {"trvá", "goes on", "триває"};
            case AdverseOutcome::with_sequelae:
                return {"odeznělo s následky", "resolved with after-effects", "минуло з наслідками"};
            case AdverseOutcome::fatal: return {"úmrtí", "fatal", "смерть"};
            case AdverseOutcome::unknown: return {"není známo", "not known", "невідомо"};
        }
        return {};
    };
    return phrase().in(language);
}

std::string meaning_text(std::string_view meaning, Language language) {
    if (meaning == "order") return words::kOrder.in(language);
    if (meaning == "release") return words::kRelease.in(language);
    if (meaning == "decision") return Phrase{"Rozhodnutí", "Decision", "Рішення"}.in(language);
    if (meaning == "consent") return words::kTimeOutConsent.in(language);
    return std::string(meaning);
}

std::string grade_text(std::int64_t grade, Language language) {
    switch (grade) {
        case 1: return Phrase{"1 mírný", "1 mild", "1 легкий"}.in(language);
        case 2: return Phrase{"2 střední", "2 moderate", "2 помірний"}.in(language);
        case 3: return Phrase{"3 závažný", "3 severe", "3 тяжкий"}.in(language);
        case 4: return Phrase{"4 ohrožující život", "4 life-threatening", "4 загрозливий для життя"}.in(language);
        case 5: return Phrase{"5 smrt", "5 death", "5 смерть"}.in(language);
    }
    return std::to_string(grade);
}

std::string in_two_lines(std::string name) {
    if (const std::size_t space = name.find(' '); space != std::string::npos) name[space] = '\n';
    return name;
}

Phrase short_name(clinic::Measure measure) {
    using clinic::Measure;
    switch (measure) {
        case Measure::systolic_mmhg: return {"Systolický tlak", "Systolic", "Систолічний тиск"};
        case Measure::diastolic_mmhg: return {"Diastolický tlak", "Diastolic", "Діастолічний тиск"};
        case Measure::heart_rate_bpm: return {"Tep /min", "HR /min", "Пульс /хв"};
        case Measure::spo2_percent: return {"SpO₂ %", "SpO₂ %", "SpO₂ %"};
        case Measure::respiratory_rate_per_min: return {"Dech /min", "RR /min", "Дих. /хв"};
        case Measure::sedation_moaas: return {"MOAA/S", "MOAA/S", "MOAA/S"};
        case Measure::dissociation_0_10: return {"Disoc. 0–10", "Dissoc. 0–10", "Дисоц. 0–10"};
        case Measure::nausea_0_10: return {"Nevol. 0–10", "Nausea 0–10", "Нудота 0–10"};
        case Measure::distress_0_10: return {"Tíseň 0–10", "Distress 0–10", "Дистрес 0–10"};
        case Measure::weight_kg: return {"Hmotn. kg", "Weight kg", "Маса кг"};
        case Measure::height_cm: return {"Výška cm", "Height cm", "Зріст см"};
        case Measure::temperature_c: return {"Tepl. °C", "Temp. °C", "Темп. °C"};
    }
    return {};
}

}  // namespace afterglow::documents
