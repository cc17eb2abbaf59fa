// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "render/light_maps_builder.h"
#include "render/light_prefilter_cuda.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// The light prefilter's tables on a CUDA device, and its two directions there. float only.
class LightPrefilterOnCuda {
public:
    /// Copies the tables to `device`. backward is forward's transpose.
    LightPrefilterOnCuda(const CubePyramid& pyramid,
                         const SparseMap& forward,
                         const SparseMap& backward,
                         const at::Device& device);
    at::Device device() const { return share_.device(); }

    /// Base [6, S, S, 3] to the texels of all maps [rows, 3].
    at::Tensor filter(const at::Tensor& base) const;
    /// Gradient of the texels [rows, 3] to the base's.
    at::Tensor gradient(const at::Tensor& texels) const;

private:
    struct Map {
        int64_t rows = 0;
        at::Tensor row_start, column, weight;  // int32, int16 with the bits of uint16, float
        SparseMapParams params() const;
    };
    static Map upload(const SparseMap& map, const at::Device& device);

    std::vector<int> size_;
    std::vector<int64_t> offset_;
    at::Tensor share_;
    Map forward_, backward_;
};

}  // namespace bozzetto
