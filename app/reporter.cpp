// SPDX-License-Identifier: Apache-2.0
#include "app/reporter.h"

#include <algorithm>

namespace bozzetto {

void ProgressClock::stage(double weight) {
    done_ += weight_;
    weight_ = weight;
    share_ = 0;
}

void ProgressClock::progress(int64_t step, int64_t steps) {
    share_ = steps > 0
                 ? std::clamp(static_cast<double>(step) / static_cast<double>(steps), 0.0, 1.0)
                 : 0;
}

double ProgressClock::fraction() const {
    return std::clamp(done_ + weight_ * share_, 0.0, 1.0);
}

double ProgressClock::elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

double ProgressClock::left() const {
    const double f = fraction(), seconds = elapsed();
    return f > 0 && (f >= 0.05 || seconds >= 20) ? seconds * (1 - f) / f : -1;
}

}  // namespace bozzetto
