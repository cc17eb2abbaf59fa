// SPDX-License-Identifier: Apache-2.0
#pragma once
// norm.h's, layer_scale.h's and rope.h's functions on a GPU, one kernel each. All pointers are the
// device's.
#include "device/cuda_queue.h"
#include "nn/float_type.h"

#include <cstdint>

namespace bozzetto {

/// Rows x [rows, dim], contiguous and aligned to four numbers, normalised over dim.
struct LayerNormParams {
    const void* x = nullptr;
    FloatType x_type = FloatType::F32;
    void* out = nullptr;  // [rows, dim]
    FloatType out_type = FloatType::F32;
    int64_t rows = 0;
    int dim = 0;
    float eps = 0;
    const float *weight = nullptr, *bias = nullptr;  // [dim], or null
    const float *scale = nullptr, *shift = nullptr;  // [rows / rows_per_scale, dim], or null
    int64_t rows_per_scale = 1;
};
/// dim is a multiple of 4 up to kMaxLayerNormDim; x_type is out_type, or F32.
void layerNormCuda(const LayerNormParams& params, const CudaQueue& queue);
constexpr int kMaxLayerNormDim = 2048;

/// Heads of tokens: x[token * stride + head * head_dim + channel]. Normalised, then turned if there
/// is a table. May be in place.
struct HeadNormParams {
    const void* x = nullptr;
    int64_t stride = 0;
    void* out = nullptr;
    int64_t out_stride = 0;
    FloatType type = FloatType::F32;
    int64_t tokens = 0;
    int heads = 0, head_dim = 0;
    bool rms = false;               // by the length of a head, with a weight for each head
    const float* weight = nullptr;  // [head_dim]; if rms [heads, head_dim]
    const float* bias = nullptr;    // [head_dim], or null
    float eps = 0;
    const float *cos = nullptr, *sin = nullptr;  // [positions, 2, head_dim / 4], or null
    int64_t positions = 1;                       // token i has position i mod positions
};
/// head_dim is a multiple of 4 up to kMaxHeadDim.
void headNormCuda(const HeadNormParams& params, const CudaQueue& queue);
constexpr int kMaxHeadDim = 128;

/// x += y * scale, by rows: x, y [rows, dim], scale [dim]. dim is a multiple of 4, all are aligned
/// to four numbers.
void addScaledCuda(float* x,
                   const void* y,
                   FloatType y_type,
                   const float* scale,
                   int64_t rows,
                   int dim,
                   const CudaQueue& queue);

}  // namespace bozzetto
