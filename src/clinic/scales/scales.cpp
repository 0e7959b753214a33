#include "clinic/scales/scales.h"

namespace afterglow::clinic {
namespace {

bool is_offered(const Instrument& instrument, std::int64_t value) {
    return std::any_of(instrument.options.begin(), instrument.options.end(),
                       [&](const InstrumentOption& each) { return each.value == value; });
}

const InstrumentItem* find_item(const Instrument& instrument, const std::string& link_id) {
    for (const InstrumentItem& each : instrument.items) {
        if (each.link_id == link_id) return &each;
    }
    return nullptr;
}

std::string severity_of(const Instrument& instrument, std::int64_t total) {
    std::string severity;
    for (const SeverityBand& band : instrument.bands) {
        if (total >= band.from) severity = band.code;
    }
    return severity;
}

}  // namespace

Result<Scale> score(const ScaleAnswers& answers, const Pack& pack, const std::string& pointer) {
    const Instrument* instrument = find_instrument(pack, answers.instrument.value);
    if (!instrument) return refuse_field(pointer + "/instrument", "instrument_unknown");
    Scale scale{answers, instrument->version, 0, "", false};
    std::set<std::string> answered;
    for (std::size_t i = 0; i < answers.answers.size(); ++i) {
        const ScaleAnswer& answer = answers.answers[i];
        const std::string at = pointer + "/answers/" + std::to_string(i);
        const InstrumentItem* item = find_item(*instrument, answer.item.value);
        if (!item) return refuse_field(at + "/item", "item_unknown");
        if (!answered.insert(answer.item.value).second) return refuse_field(at + "/item", "item_twice");
        if (!is_offered(*instrument, answer.value.value)) return refuse_field(at + "/value", "answer_not_offered");
        scale.total += answer.value.value;
        scale.safety = scale.safety || (item->safety && answer.value.value > 0);
    }
    for (const InstrumentItem& item : instrument->items) {
        if (!answered.contains(item.link_id))
            return refuse_field(pointer + "/answers", "item_missing", {{"item", item.link_id}});
    }
    scale.severity = severity_of(*instrument, scale.total);
    return scale;
}

}  // namespace afterglow::clinic
