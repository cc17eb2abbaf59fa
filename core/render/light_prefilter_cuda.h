// SPDX-License-Identifier: Apache-2.0
#pragma once
// LightPrefilter's linear maps on a GPU. All pointers are the device's. Each number is summed by
// one thread or warp in a fixed order, so that the bits never change.
#include "device/cuda_queue.h"

namespace bozzetto {

/// SparseMap on the device.
struct SparseMapParams {
    int64_t rows = 0;
    const int32_t* row_start = nullptr;  // [rows + 1]
    const uint16_t* column = nullptr;    // [entries]
    const float* weight = nullptr;       // [entries]
};

constexpr int kMaxPyramidLevels = 8;

/// CubePyramid on the device.
struct PyramidParams {
    int levels = 0;
    int size[kMaxPyramidLevels] = {};
    int32_t offset[kMaxPyramidLevels + 1] = {};
    const float* share = nullptr;  // [texels]
};

/// Base cube [6, size, size, 3] into the pyramid of all levels [texels, 4], the last number unused.
void buildPyramidCuda(const PyramidParams& pyramid,
                      const float* base,
                      float* values,
                      const CudaQueue& queue);
/// Its transpose: gradients of all levels [texels, 4] into the base's [6, size, size, 3].
void foldPyramidCuda(const PyramidParams& pyramid,
                     const float* gradients,
                     float* base_gradient,
                     const CudaQueue& queue);

/// out[r] = sum of weight * in[column]. Forward: in [columns, 4], out [rows, 3]. The transposed map
/// goes the other way: in [columns, 3], out [rows, 4].
void filterLightCuda(const SparseMapParams& map,
                     const float* in,
                     float* out,
                     const CudaQueue& queue);
void filterLightGradCuda(const SparseMapParams& transposed,
                         const float* in,
                         float* out,
                         const CudaQueue& queue);

}  // namespace bozzetto
