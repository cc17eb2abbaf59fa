// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sums that many threads add to, as a gradient does at a mesh's vertices. For .cu files only.
#include "device/cuda_sums.h"
#include "device/cuda_whole_sums.h"
#include "geometry/cuda_blocks.h"

#include <cmath>

namespace bozzetto {

// A sink takes what a thread adds. The first is fast; the order of its additions, and so the last
// bits, are by chance. The other two give the same bits always: one finds the largest addend, the
// other adds integers in units of 2^-40 of it, which no order can change.
struct FloatSink {
    float* out;
    __device__ void add(int64_t i, float value) { atomicAdd(out + i, value); }
    __device__ void end() {}
};
struct LargestSink {
    uint32_t* largest;  // bits of a float that is not negative: they sort like integers
    uint32_t mine = 0;
    __device__ void add(int64_t, float value) { mine = max(mine, __float_as_uint(fabsf(value))); }
    __device__ void end() {
        mine = warpMax(mine);
        if (threadIdx.x % 32 == 0) {
            atomicMax(largest, mine);
        }
    }
};
struct WholeSink {
    WholeSum* out;
    const uint32_t* largest;
    double scale = 0;
    static __device__ double scaleOf(uint32_t largest) {
        const float value = __uint_as_float(largest);
        return isfinite(value) && value > 0 ? ldexp(1.0, 40 - ilogbf(value)) : 0.0;
    }
    __device__ void add(int64_t i, float value) {
        if (scale == 0) {
            scale = scaleOf(*largest);
        }
        const double units = scale > 0 ? value * scale : 0.0;
        addWhole(out + i, llrint(units));
    }
    __device__ void end() {}
};

/// A thread an element; all threads of a warp reach end().
template <class F, class Sink>
__global__ void scatterKernel(int64_t count, F fn, Sink sink) {
    const int64_t i = elementOfThread();
    if (i < count) {
        fn(i, sink);
    }
    sink.end();
}

/// Not a number everywhere if any addend was not finite.
static __global__ void wholeToFloat(const WholeSum* sums,
                                    const uint32_t* largest,
                                    int64_t size,
                                    float* out) {
    const int64_t i = elementOfThread();
    if (i < size) {
        const double scale = WholeSink::scaleOf(*largest);
        out[i] = scale > 0 ? static_cast<float>(wholeValue(sums[i]) / scale)
                           : (*largest == 0 ? 0.0f : NAN);
    }
}

/// out [size] = the sums of what fn(i, sink) adds by sink.add(index, value), i in [0, count).
template <class F>
void scatterSumCuda(int64_t count,
                    int64_t size,
                    float* out,
                    const F& fn,
                    const char* what,
                    const CudaQueue& queue) {
    constexpr int kThreads = 128;
    const cudaStream_t stream = streamOf(queue);
    if (count == 0 || !queue.deterministic) {
        checkCuda(cudaMemsetAsync(out, 0, size * sizeof(float), stream), what);
    }
    if (count == 0 || size == 0) {
        return;
    }
    const unsigned int blocks = blocksFor(count, kThreads);
    if (!queue.deterministic) {
        scatterKernel<<<blocks, kThreads, 0, stream>>>(count, fn, FloatSink{out});
        checkLaunch(what);
        return;
    }
    auto* largest = queue.scratch<uint32_t>(1);
    auto* sums = queue.scratch<WholeSum>(size);
    checkCuda(cudaMemsetAsync(largest, 0, sizeof(uint32_t), stream), what);
    checkCuda(cudaMemsetAsync(sums, 0, size * sizeof(WholeSum), stream), what);
    scatterKernel<<<blocks, kThreads, 0, stream>>>(count, fn, LargestSink{largest});
    checkLaunch(what);
    scatterKernel<<<blocks, kThreads, 0, stream>>>(count, fn, WholeSink{sums, largest});
    checkLaunch(what);
    wholeToFloat<<<blocksFor(size, kThreads), kThreads, 0, stream>>>(sums, largest, size, out);
    checkLaunch(what);
}

}  // namespace bozzetto
