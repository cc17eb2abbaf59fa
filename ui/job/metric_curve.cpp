// SPDX-License-Identifier: Apache-2.0
#include "ui/job/metric_curve.h"

#include <algorithm>

namespace bozzetto::ui {

void MetricCurve::add(double step, double value) {
    while (!buckets_.empty() && buckets_.back().first_step >= step) {
        buckets_.pop_back();
    }
    const bool open = !buckets_.empty() && buckets_.back().count < points_in_bucket_;
    if (!open) {
        if (buckets_.size() == kMaxBuckets) {
            mergePairs();
        }
        buckets_.push_back({step, step, value, value, value, value, 1});
        return;
    }
    Bucket& bucket = buckets_.back();
    bucket.last_step = step;
    bucket.low = std::min(bucket.low, value);
    bucket.high = std::max(bucket.high, value);
    bucket.last = value;
    bucket.sum += value;
    ++bucket.count;
}

void MetricCurve::mergePairs() {
    const size_t pairs = buckets_.size() / 2;
    for (size_t i = 0; i < pairs; ++i) {
        const Bucket &a = buckets_[2 * i], &b = buckets_[2 * i + 1];
        buckets_[i] = {a.first_step,
                       b.last_step,
                       std::min(a.low, b.low),
                       std::max(a.high, b.high),
                       b.last,
                       a.sum + b.sum,
                       a.count + b.count};
    }
    buckets_.resize(pairs);
    points_in_bucket_ *= 2;
}

double MetricCurve::low() const {
    return std::min_element(buckets_.begin(),
                            buckets_.end(),
                            [](const Bucket& a, const Bucket& b) { return a.low < b.low; })
        ->low;
}

double MetricCurve::high() const {
    return std::max_element(buckets_.begin(),
                            buckets_.end(),
                            [](const Bucket& a, const Bucket& b) { return a.high < b.high; })
        ->high;
}

std::optional<double> MetricCurve::valueAt(double step) const {
    const auto after =
        std::upper_bound(buckets_.begin(), buckets_.end(), step, [](double s, const Bucket& b) {
            return s < b.first_step;
        });
    return after == buckets_.begin() ? std::nullopt : std::optional(std::prev(after)->mean());
}

}  // namespace bozzetto::ui
