#include "pharmacology/linear/schedule.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace afterglow::pharmacology {
namespace {

double end_h(const SystemDose& dose) { return dose.start_h + dose.duration_h; }

class Cutter {
public:
    Cutter(std::span<const SystemDose> doses, std::span<const double> times_h)
        : doses_(doses),
          times_(times_h),
          // Times on a grid are rounded to the last digit; what differs by no more is the same duration.
          tolerance_(4 * std::numeric_limits<double>::epsilon() * times_h.back()) {}

    Schedule cut() {
        const std::vector<double> changes = change_points();
        if (changes.empty()) {
            schedule_.silent_times = static_cast<int>(times_.size());
            return std::move(schedule_);
        }
        schedule_.silent_times = first_time_from(changes.front());
        for (std::size_t c = 0; c < changes.size(); ++c) {
            const bool last = c + 1 == changes.size();
            const int end = last ? static_cast<int>(times_.size()) : first_time_from(changes[c + 1]);
            cut_segment(changes[c], first_time_from(changes[c]), end);
        }
        return std::move(schedule_);
    }

private:
    std::vector<double> change_points() const {
        std::vector<double> points;
        for (const SystemDose& dose : doses_) {
            points.push_back(dose.start_h);
            points.push_back(end_h(dose));
        }
        std::ranges::sort(points);
        points.erase(std::unique(points.begin(), points.end()), points.end());
        points.erase(std::ranges::upper_bound(points, times_.back()), points.end());
        return points;
    }

    int first_time_from(double at_h) const {
        return static_cast<int>(std::ranges::lower_bound(times_, at_h) - times_.begin());
    }

    void cut_segment(double change_h, int begin, int end) {
        Piece piece = piece_at(change_h);
        change_input(piece, change_h);
        int at = begin;
        if (at < end && times_[at] == change_h) at = take_run(piece, at, end);
        schedule_.pieces.push_back(piece);
        while (at < end) {
            Piece next = piece_at(times_[at]);
            at = take_run(next, at, end);
            schedule_.pieces.push_back(next);
        }
    }

    Piece piece_at(double base_h) {
        Piece piece;
        if (base_h_) piece.advance = duration(base_h - *base_h_);
        base_h_ = base_h;
        return piece;
    }

    // Some of the next times if they are equally spaced, otherwise one; returns the first time left.
    int take_run(Piece& piece, int at, int end) {
        int times = std::min(kLongestRun, end - at);
        while (times > 1 && !equally_spaced(at, times)) times /= 2;
        // Two times are always equally spaced; their distance need not occur again.
        piece.first_time = at;
        piece.times = times > 2 ? times : 1;
        if (piece.times > 1) piece.step = duration(mean_step_h(at, times));
        return at + piece.times;
    }
    double mean_step_h(int at, int times) const { return (times_[at + times - 1] - times_[at]) / (times - 1); }
    bool equally_spaced(int at, int times) const {
        const double step_h = mean_step_h(at, times);
        for (int t = 1; t < times; ++t) {
            if (std::abs(times_[at + t] - (times_[at] + t * step_h)) > tolerance_) return false;
        }
        return true;
    }

    void change_input(Piece& piece, double at_h) {
        piece.changes = true;
        piece.boluses = list([&](const SystemDose& dose) { return dose.start_h == at_h && dose.duration_h == 0; });
        piece.begun = list([&](const SystemDose& dose) { return dose.start_h == at_h && dose.duration_h > 0; });
        piece.running = list([&](const SystemDose& dose) { return dose.start_h <= at_h && end_h(dose) > at_h; });
    }

    template <class Wanted>
    ListRange list(Wanted wanted) {
        ListRange range;
        range.begin = static_cast<int>(schedule_.lists.size());
        for (int d = 0; d < static_cast<int>(doses_.size()); ++d) {
            if (wanted(doses_[d])) schedule_.lists.push_back(d);
        }
        range.end = static_cast<int>(schedule_.lists.size());
        return range;
    }

    int duration(double hours) {
        const double tolerance = std::min(tolerance_, 1e-10 * hours);
        auto near = known_.lower_bound(hours - tolerance);
        if (near == known_.end() || near->first > hours + tolerance) {
            near = known_.emplace(hours, static_cast<int>(known_.size())).first;
            schedule_.durations_h.push_back(hours);
            schedule_.uses.push_back(0);
        }
        ++schedule_.uses[near->second];
        return near->second;
    }

    std::span<const SystemDose> doses_;
    std::span<const double> times_;
    double tolerance_;
    std::optional<double> base_h_;
    std::map<double, int> known_;
    Schedule schedule_;
};

}  // namespace

Schedule make_schedule(std::span<const SystemDose> doses, std::span<const double> times_h) {
    return times_h.empty() ? Schedule{} : Cutter(doses, times_h).cut();
}

}  // namespace afterglow::pharmacology
