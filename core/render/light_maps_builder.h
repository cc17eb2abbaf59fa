// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "render/sparse_map.h"

#include <vector>

namespace bozzetto {

/// A cube map pyramid: level 0 is the base with `size` texels a side, each next level averages 2 x
/// 2 texels by solid angle, down to kCoarsestPyramidSize. Texels of all levels are counted one
/// level after the other.
struct CubePyramid {
    explicit CubePyramid(int base_size);
    std::vector<int> size;           // by level
    std::vector<int64_t> offset;     // first texel of each level, and the count of all
    std::vector<float> solid_angle;  // [texels]
    std::vector<float> share;        // [texels]: a texel's part of its parent's solid angle
    /// Number of the parent (a texel of the next level) of a texel of `level`.
    int64_t parent(int level, int64_t texel) const;
};
constexpr int kCoarsestPyramidSize = 4;

/// One filtered map: cosine (diffuse) or GGX lobe, sampled at the texel centres of a cube of
/// `size`.
struct LobeMap {
    enum class Lobe { Cosine, Ggx };
    Lobe lobe = Lobe::Ggx;
    float roughness = 0;  // Ggx
    int size = 0;
};

/// Rows: the texels of the maps, one map after the other; columns: the pyramid's texels. Each row
/// is normalised to sum 1. A row takes small texels of the pyramid where its lobe changes quickly
/// and large ones elsewhere, and integrates the lobe over each: about a hundred entries a row
/// however wide the lobe is, without cutting off GGX's long tail.
SparseMap buildLobeMaps(const CubePyramid& pyramid, const std::vector<LobeMap>& maps);

/// Value of the lobe at an angle, up to a factor. Ggx: N = V = R, so the half vector's cosine
/// squared is (1 + n.l) / 2; the weight D(h) (n.l) is Karis's prefilter (alpha = roughness^2).
double lobeValue(const LobeMap& map, double n_dot_l);

}  // namespace bozzetto
