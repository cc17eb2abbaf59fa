// SPDX-License-Identifier: Apache-2.0
#pragma once
// The band of an sdf volume on a CUDA device: twins of what sdf_band.h does in main memory. All
// pointers are to the device's memory. Throw Error(Device) or Error(OutOfMemory).
#include "device/cuda_queue.h"
#include "nvdiffrec/sdf_band_kernel.h"

#include <cstdint>

namespace bozzetto {

/// redistance of values [points], in place. Where the CPU counts whole cells from whichever point
/// near the surface came first, this takes the nearest of all: the distances are up to a cell
/// shorter, signs and what is within a cell of the surface the same.
void redistanceCuda(const Lattice& lattice, float* values, const CudaQueue& queue);

/// What the first look finds: sizes, and where each block of threads goes on numbering.
struct BandCounts {
    uint8_t* kept = nullptr;     // [points]: the cube with this low corner belongs to the band
    int32_t* offsets = nullptr;  // [2, blocks]: cubes, vertices
    int64_t cubes = 0, vertices = 0;
};
/// Waits for the device once. The arrays are scratch memory of the queue.
BandCounts countBandCuda(const BandCut& cut, const CudaQueue& queue);

/// See CubeGrid and SdfBand for what the arrays hold.
struct BandArrays {
    int32_t *cubes = nullptr, *corners = nullptr;                                 // [C, 3], [C, 8]
    int32_t *vertex_cubes = nullptr, *inner_edges = nullptr;                      // [P, 8], [P, 3]
    int32_t* vertices = nullptr;                                                  // [P, 3]
    int64_t* rows = nullptr;                                                      // [P]
    float *positions = nullptr, *sdf = nullptr, *low = nullptr, *high = nullptr;  // [P, 3], [P]
};
void fillBandCuda(const BandCut& cut,
                  const BandCounts& counts,
                  const BandArrays& out,
                  const CudaQueue& queue);

/// spreadOverBand: values [count, channels] at points [count, 3] to result [vertices, channels].
/// The same bits always when queue.deterministic.
struct BandSpread {
    Lattice lattice;
    const int64_t* rows = nullptr;          // [vertices]
    const int32_t* corners = nullptr;       // [cubes, 8]
    const int32_t* vertex_cubes = nullptr;  // [vertices, 8]
    int64_t vertices = 0;
    const float* points = nullptr;
    const float* values = nullptr;
    int64_t count = 0, channels = 1;
    float* result = nullptr;
};
void spreadOverBandCuda(const BandSpread& spread, const CudaQueue& queue);

}  // namespace bozzetto
