// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "optim/adam_kernel.h"

#include <vector>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 16384;  // elements

BOZZETTO_CPU_CLONES int64_t denseRange(const AdamStep& step,
                                       const AdamArrays& arrays,
                                       int64_t begin,
                                       int64_t end) {
    const AdamStep s = step;
    const float* grad = arrays.grad;
    float *parameter = arrays.parameter, *mean = arrays.mean, *square = arrays.square;
    int64_t bad = 0;
#pragma GCC ivdep
    for (int64_t i = begin; i < end; ++i) {
        bad += adamElement(s, grad[i], parameter + i, mean + i, square + i);
    }
    return bad;
}

BOZZETTO_CPU_CLONES int64_t touchedRange(const AdamStep* steps,
                                         const AdamArrays& arrays,
                                         int64_t width,
                                         int32_t* row_steps,
                                         int64_t begin,
                                         int64_t end) {
    int64_t bad = 0;
    for (int64_t row = begin; row < end; ++row) {
        const float* grad = arrays.grad + row * width;
        bool touched = false;
        for (int64_t i = 0; i < width; ++i) {
            touched |= grad[i] != 0.0f;  // NaN counts
        }
        if (!touched) {
            continue;
        }
        const AdamStep& step = steps[row_steps[row]++];
        for (int64_t i = 0; i < width; ++i) {
            const int64_t at = row * width + i;
            bad += adamElement(
                step, grad[i], arrays.parameter + at, arrays.mean + at, arrays.square + at);
        }
    }
    return bad;
}

/// Sums what the workers' ranges return.
template <class F>
int64_t countParallel(int64_t count, int64_t grain, const F& range) {
    std::vector<int64_t> bad(threadCount());
    parallelFor(count, grain, [&](int64_t begin, int64_t end, int worker) {
        bad[worker] = range(begin, end);
    });
    int64_t total = 0;
    for (const int64_t n : bad) {
        total += n;
    }
    return total;
}

}  // namespace

int64_t adamDense(const AdamStep& step, const AdamArrays& arrays, int64_t count) {
    return countParallel(count, kGrain, [&](int64_t begin, int64_t end) {
        return denseRange(step, arrays, begin, end);
    });
}

int64_t adamTouchedRows(const AdamStep* steps,
                        const AdamArrays& arrays,
                        int64_t rows,
                        int64_t width,
                        int32_t* row_steps) {
    return countParallel(
        rows, kGrain / (width < 1 ? 1 : width) + 1, [&](int64_t begin, int64_t end) {
            return touchedRange(steps, arrays, width, row_steps, begin, end);
        });
}

}  // namespace bozzetto
