// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_blocks.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 1024;

/// A block a row.
__global__ void scanRows(int32_t* columns, int64_t count, int32_t* totals) {
    int32_t* row = columns + blockIdx.x * count;
    int32_t before = 0;
    for (int64_t begin = 0; begin < count; begin += kThreads) {
        const int64_t i = begin + threadIdx.x;
        int32_t total = 0;
        const int32_t rank = blockScan<kThreads>(i < count ? row[i] : 0, total);
        if (i < count) {
            row[i] = before + rank;
        }
        before += total;
    }
    if (threadIdx.x == 0) {
        totals[blockIdx.x] = before;
    }
}

}  // namespace

void scanCountsCuda(
    int32_t* columns, int64_t rows, int64_t count, int32_t* totals, const CudaQueue& queue) {
    scanRows<<<static_cast<unsigned int>(rows), kThreads, 0, streamOf(queue)>>>(
        columns, count, totals);
    checkLaunch("scan");
}

}  // namespace bozzetto
