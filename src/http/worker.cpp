#include "http/worker.h"

namespace afterglow::http {

Worker::Worker()
    : thread_([this](const std::stop_token& stop) {
          for (;;) {
              std::function<void()> work;
              {
                  std::unique_lock lock(mutex_);
                  wake_.wait(lock, stop, [this] { return !waiting_.empty(); });
                  if (waiting_.empty()) return;
                  work = std::move(waiting_.front());
                  waiting_.pop_front();
              }
              work();
          }
      }) {}

Worker::~Worker() {
    thread_.request_stop();
    wake_.notify_all();
    thread_.join();
}

bool Worker::submit(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= kMaxWaiting) return false;
        waiting_.push_back(std::move(work));
    }
    wake_.notify_one();
    return true;
}

}  // namespace afterglow::http
