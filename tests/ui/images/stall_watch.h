// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace bozzetto::testing {

/// Measures for how long the event loop did not come round, painting included.
class StallWatch {
public:
    StallWatch() {
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.setInterval(0);
        QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] {
            const double cpu = threadMs();
            longest_ms_ = std::max(longest_ms_, static_cast<double>(clock_.nsecsElapsed()) / 1e6);
            longest_own_ms_ = std::max(longest_own_ms_, cpu - cpu_);
            clock_.restart();
            cpu_ = cpu;
        });
        clock_.start();
        timer_.start();
    }
    double longestMs() const { return longest_ms_; }
    /// The same in processor time of this thread: what other programs took is not in it.
    double longestOwnMs() const { return longest_own_ms_; }

private:
    static double threadMs() {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
    }

    QTimer timer_;
    QElapsedTimer clock_;
    double cpu_ = threadMs(), longest_ms_ = 0, longest_own_ms_ = 0;
};

}  // namespace bozzetto::testing
