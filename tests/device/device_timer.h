// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/cuda_check.h"

#include <algorithm>
#include <cuda_runtime_api.h>
#include <vector>

namespace bozzetto::device_test {

/// Median time of run() in ms between two CUDA events on the default stream, after `warm_up` runs
/// that are not counted. Runs follow each other without a pause, as in an optimisation: launches of
/// one run are queued while the one before is working, and what fits into the L2 cache (50 MB on an
/// H100) stays there. Rows whose arrays are larger are not helped by it. prepare() comes before
/// each run and is not timed.
template <class Prepare, class Run>
double medianMilliseconds(const Prepare& prepare, const Run& run, int warm_up = 5, int runs = 41) {
    std::vector<cudaEvent_t> start(static_cast<size_t>(runs)), stop(start.size());
    for (size_t i = 0; i < start.size(); ++i) {
        checkCuda(cudaEventCreate(&start[i]), "cudaEventCreate");
        checkCuda(cudaEventCreate(&stop[i]), "cudaEventCreate");
    }
    for (int i = 0; i < warm_up; ++i) {
        prepare();
        run();
    }
    for (size_t i = 0; i < start.size(); ++i) {
        prepare();
        checkCuda(cudaEventRecord(start[i]), "cudaEventRecord");
        run();
        checkCuda(cudaEventRecord(stop[i]), "cudaEventRecord");
    }
    checkCuda(cudaDeviceSynchronize(), "a timed kernel");
    std::vector<float> milliseconds(start.size());
    for (size_t i = 0; i < start.size(); ++i) {
        checkCuda(cudaEventElapsedTime(&milliseconds[i], start[i], stop[i]),
                  "cudaEventElapsedTime");
        cudaEventDestroy(start[i]);
        cudaEventDestroy(stop[i]);
    }
    const auto middle = milliseconds.begin() + runs / 2;
    std::nth_element(milliseconds.begin(), middle, milliseconds.end());
    return *middle;
}
template <class Run>
double medianMilliseconds(const Run& run) {
    return medianMilliseconds([] {}, run);
}

}  // namespace bozzetto::device_test
