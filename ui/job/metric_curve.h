// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace bozzetto::ui {

/// The values of a metric over growing steps, kept as at most kMaxBuckets groups of neighbours with
/// their extremes: however long a run is, drawing and memory cost the same and no spike is lost.
class MetricCurve {
public:
    struct Bucket {
        double first_step, last_step;
        double low, high, last, sum;
        int count;
        double mean() const { return sum / count; }
    };

    /// value: finite. A step before the last one takes back what came after it.
    void add(double step, double value);

    const std::vector<Bucket>& buckets() const { return buckets_; }
    bool isEmpty() const { return buckets_.empty(); }
    double low() const;  // of all values; the curve is not empty
    double high() const;
    double lastStep() const { return buckets_.back().last_step; }
    double lastValue() const { return buckets_.back().last; }
    /// The mean of the group that `step` falls into or that lies before it; nullopt before the
    /// first step.
    std::optional<double> valueAt(double step) const;

    static constexpr size_t kMaxBuckets = 1024;

private:
    void mergePairs();
    std::vector<Bucket> buckets_;
    int points_in_bucket_ = 1;
};

}  // namespace bozzetto::ui
