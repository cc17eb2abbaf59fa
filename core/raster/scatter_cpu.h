// SPDX-License-Identifier: Apache-2.0
#pragma once
// How CPU gradients are summed over pixels with the same bits on every run: pixels are dealt out in
// chunks round robin to a fixed number of workers, worker 0 adds to the result itself, the others
// to sums of their own, reduced in order.
#include "base/parallel_for.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace bozzetto {

/// Calls fn(begin, end, sums) for chunks that cover [0, pixels); sums is `total` (of `size`
/// elements) or a worker's own copy of it, zero at first. Adds all of them up in `total`, which the
/// caller has zeroed.
template <class Scalar, class Function>
void scatterPixels(int64_t pixels, Scalar* total, int64_t size, const Function& fn) {
    constexpr int64_t kChunk =
        4096;  // some rows: covered pixels cluster, and neighbours share vertices
    const int64_t threads = threadCount();
    const int64_t chunk = std::clamp<int64_t>(pixels / (threads * 16), 256, kChunk);
    const int64_t chunks = (pixels + chunk - 1) / chunk;
    const int64_t workers = std::min(threads, chunks);
    std::vector<std::vector<Scalar>> own(static_cast<size_t>(std::max<int64_t>(workers, 1)));
    parallelFor(workers, 1, [&](int64_t begin, int64_t end, int) {
        for (int64_t w = begin; w < end; ++w) {
            Scalar* sums = total;
            if (w > 0) {
                own[w].assign(static_cast<size_t>(size), Scalar(0));
                sums = own[w].data();
            }
            for (int64_t c = w; c < chunks; c += workers) {
                fn(c * chunk, std::min(pixels, (c + 1) * chunk), sums);
            }
        }
    });
    parallelFor(size, 1 << 15, [&](int64_t begin, int64_t end, int) {
        for (int64_t w = 1; w < workers; ++w) {
            const Scalar* sums = own[w].data();
            for (int64_t i = begin; i < end; ++i) {
                total[i] += sums[i];
            }
        }
    });
}

/// Calls fn(begin, end) for chunks that cover [0, pixels), for work without sums.
template <class Function>
void forPixels(int64_t pixels, const Function& fn) {
    constexpr int64_t kChunk = 4096;
    const int64_t chunks = (pixels + kChunk - 1) / kChunk;
    parallelTasks(chunks,
                  [&](int64_t c, int) { fn(c * kChunk, std::min(pixels, (c + 1) * kChunk)); });
}

}  // namespace bozzetto
