// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <vector>

namespace bozzetto::testing {

/// Measures for how long the event loop did not come round, painting included.
class StallWatch {
public:
    StallWatch() {
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.setInterval(0);
        QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] {
            rounds_.push_back(static_cast<double>(clock_.nsecsElapsed()) / 1e6);
            clock_.restart();
        });
        clock_.start();
        timer_.start();
    }
    double longestMs() const {
        return rounds_.empty() ? 0 : *std::max_element(rounds_.begin(), rounds_.end());
    }

private:
    QTimer timer_;
    QElapsedTimer clock_;
    std::vector<double> rounds_;
};

}  // namespace bozzetto::testing
