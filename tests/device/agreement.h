// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <vector>

namespace bozzetto::device_test {

/// Compares what the CPU and the GPU made of the same input, prints the result, and remembers
/// whether all comparisons passed.
class Agreement {
public:
    /// No number may be farther off than `tolerance` times the largest of the CPU's; all finite.
    void near(const char* what,
              const std::vector<float>& cpu,
              const std::vector<float>& gpu,
              double tolerance) {
        double largest = 0, worst = 0;
        bool passes = cpu.size() == gpu.size();
        for (size_t i = 0; passes && i < cpu.size(); ++i) {
            largest = std::max(largest, std::abs(static_cast<double>(cpu[i])));
            const double difference = std::abs(static_cast<double>(cpu[i]) - gpu[i]);
            passes = std::isfinite(difference);
            worst = std::max(worst, difference);
        }
        passes = passes && worst <= tolerance * largest && largest > 0;
        report(passes, what, cpu.size(), largest > 0 ? worst / largest : worst, tolerance);
    }
    template <class T>
    void same(const char* what, const std::vector<T>& a, const std::vector<T>& b) {
        const bool passes = a.size() == b.size() && !a.empty() &&
                            std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
        report(passes, what, a.size(), passes ? 0 : 1, 0);
    }
    bool all() const { return all_; }

private:
    void report(bool passes, const char* what, size_t count, double off, double tolerance) {
        std::printf("%s %-44s %9zu numbers, off by %.1e of the largest (%.0e allowed)\n",
                    passes ? "ok    " : "FAILED",
                    what,
                    count,
                    off,
                    tolerance);
        all_ = all_ && passes;
    }
    bool all_ = true;
};

}  // namespace bozzetto::device_test
