#pragma once
// A thread for what takes longer than a handler may: calculations. What it cannot take at once is refused, so that a flood
// of questions cannot eat the memory.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace afterglow::http {

class Worker {
public:
    static constexpr std::size_t kMaxWaiting = 32;

    Worker();
    ~Worker();  // finishes what was taken

    // False: too many are waiting.
    bool submit(std::function<void()> work);

private:
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<std::function<void()>> waiting_;
    std::jthread thread_;
};

}  // namespace afterglow::http
