// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/parallel_for.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace bozzetto {

/// Parts that a scatter or a sum is cut into, whatever the thread count: the order of additions,
/// and so every bit, stays.
inline constexpr int kScatterParts = 4;

/// out[i] = sum over parts of what fn(begin, end, buffer) added at buffer[i]; the parts cut [0,
/// count).
template <class T, class F>
void scatterSum(int64_t count, int64_t size, T* out, const F& fn) {
    std::vector<std::vector<T>> others(kScatterParts - 1);
    parallelTasks(kScatterParts, [&](int64_t part, int) {
        T* buffer = out;
        if (part > 0) {
            others[part - 1].resize(size);
            buffer = others[part - 1].data();
        } else {
            std::fill_n(out, size, T(0));
        }
        fn(count * part / kScatterParts, count * (part + 1) / kScatterParts, buffer);
    });
    parallelFor(size, 16384, [&](int64_t begin, int64_t end, int) {
        const T *a = others[0].data(), *b = others[1].data(), *c = others[2].data();
        for (int64_t i = begin; i < end; ++i) {
            out[i] += a[i] + b[i] + c[i];
        }
    });
}

/// Sum over [0, count) of what fn(begin, end) returns for blocks of fixed size.
template <class F>
double blockSum(int64_t count, const F& fn) {
    constexpr int64_t kBlock = 4096;
    std::vector<double> sums((count + kBlock - 1) / kBlock);
    parallelFor(static_cast<int64_t>(sums.size()), 1, [&](int64_t begin, int64_t end, int) {
        for (int64_t block = begin; block < end; ++block) {
            sums[block] = fn(block * kBlock, std::min(count, (block + 1) * kBlock));
        }
    });
    double total = 0;
    for (const double sum : sums) {
        total += sum;
    }
    return total;
}

}  // namespace bozzetto
