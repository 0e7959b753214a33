#pragma once
// Chance from a seed: the same numbers on every machine, so that the same seed makes the same people.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow::demo {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    // Dice of one's own for `what`: what is thrown with them changes nothing for anybody else.
    Dice of(std::string_view what, std::int64_t number = 0) const;

    std::uint64_t next();
    std::int64_t between(std::int64_t lo, std::int64_t hi);  // both included
    bool chance(int percent) { return between(1, 100) <= percent; }
    template <class T>
    const T& pick(const std::vector<T>& list) {
        return list.at(static_cast<std::size_t>(between(0, static_cast<std::int64_t>(list.size()) - 1)));
    }
    template <class T>
    void shuffle(std::vector<T>& list) {
        for (std::size_t i = list.size(); i > 1; --i) {
            std::swap(list[i - 1], list[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(i) - 1))]);
        }
    }
    std::string uuid();
    template <class I>
    I id() {
        return I{uuid()};
    }

private:
    std::uint64_t state_;
};

}  // namespace afterglow::demo
