// SPDX-License-Identifier: Apache-2.0
#pragma once
// rows.h's functions on a GPU. All pointers are the device's.
#include "device/cuda_queue.h"

namespace bozzetto {

/// Row i of out [count, channels] is row index[i] of values [rows, channels]; zero where the index
/// is out of range, which the caller rules out.
void gatherRowsCuda(const float* values,
                    int64_t rows,
                    int64_t channels,
                    const int64_t* index,
                    int64_t count,
                    float* out,
                    const CudaQueue& queue);

/// Row index[i] of out [rows, channels] becomes row i of values [count, channels]; an index out of
/// range is left out.
void scatterRowsCuda(const float* values,
                     const int64_t* index,
                     int64_t count,
                     int64_t channels,
                     int64_t rows,
                     float* out,
                     const CudaQueue& queue);

/// out [rows, 4]: row index[i] becomes color i of [count, 3] and 1, the others background [3] and
/// 0. out is aligned to 16 bytes.
void scatterColorsCuda(const float* color,
                       const int64_t* index,
                       int64_t count,
                       int64_t rows,
                       const float* background,
                       float* out,
                       const CudaQueue& queue);

/// Its gradient: row i of out [count, 3] is the colour of row index[i] of grad [rows, 4], which is
/// aligned to 16 bytes.
void gatherColorsCuda(const float* grad,
                      int64_t rows,
                      const int64_t* index,
                      int64_t count,
                      float* out,
                      const CudaQueue& queue);

constexpr int kMaxColumnParts = 4;

/// Neighbouring columns of an array [rows, channels], each part an array [rows, width] of its own.
struct ColumnParts {
    int count = 0;
    int width[kMaxColumnParts] = {};  // they add up to the channels
    float* data[kMaxColumnParts] = {};
};
void splitColumnsCuda(const float* values,
                      int64_t rows,
                      const ColumnParts& parts,
                      const CudaQueue& queue);
/// The reverse; a part whose data is null counts as zeros.
void joinColumnsCuda(const ColumnParts& parts, int64_t rows, float* values, const CudaQueue& queue);

/// Numbers of the pixels of rast [pixels, 4] whose triangle id is positive, ascending: the first
/// *count of index [pixels] are written.
void coveredPixelsCuda(
    const float* rast, int64_t pixels, int64_t* index, int64_t* count, const CudaQueue& queue);

}  // namespace bozzetto
