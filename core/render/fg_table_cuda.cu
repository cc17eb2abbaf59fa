// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_check.h"
#include "render/fg_table_cuda.h"
#include "render/shade_kernel.h"

#include <mutex>
#include <set>

namespace bozzetto {
namespace {

__device__ float fg_table[2 * kFgSize * kFgSize];  // one on each device

}  // namespace

const float* fgTableCuda(const float* values, const CudaQueue& queue) {
    static std::mutex mutex;
    static std::set<int> filled;  // devices
    void* address = nullptr;
    checkCuda(cudaGetSymbolAddress(&address, fg_table), "the split-sum table");
    const std::lock_guard lock(mutex);
    if (filled.count(queue.device) == 0) {
        checkCuda(cudaMemcpy(address, values, sizeof(fg_table), cudaMemcpyHostToDevice),
                  "the split-sum table");
        filled.insert(queue.device);
    }
    return static_cast<const float*>(address);
}

}  // namespace bozzetto
