// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_blocks.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 1024;

/// A block a row.
__global__ void scanRows(BlockCounts first, BlockCounts second, int32_t* totals) {
    const BlockCounts& table = blockIdx.x < first.rows ? first : second;
    const int64_t at = blockIdx.x < first.rows ? blockIdx.x : blockIdx.x - first.rows;
    int32_t* row = table.counts + at * table.count;
    int32_t before = 0;
    for (int64_t begin = 0; begin < table.count; begin += kThreads) {
        const int64_t i = begin + threadIdx.x;
        int32_t total = 0;
        const int32_t rank = blockScan<kThreads>(i < table.count ? row[i] : 0, total);
        if (i < table.count) {
            row[i] = before + rank;
        }
        before += total;
    }
    if (threadIdx.x == 0) {
        totals[blockIdx.x] = before;
    }
}

}  // namespace

void scanCountsCuda(const BlockCounts& first,
                    const BlockCounts& second,
                    int32_t* totals,
                    const CudaQueue& queue) {
    scanRows<<<static_cast<unsigned>(first.rows + second.rows), kThreads, 0, streamOf(queue)>>>(
        first, second, totals);
    checkLaunch("scan");
}

}  // namespace bozzetto
