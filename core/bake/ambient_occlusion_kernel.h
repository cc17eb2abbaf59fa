// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/random.h"
#include "math/vec.h"

#include <cmath>
#include <cstdint>

namespace bozzetto {

/// Radical inverse in base 2 (van der Corput): second coordinate of a Hammersley set.
BOZZETTO_HD float radicalInverse(uint32_t i) {
    i = (i << 16) | (i >> 16);
    i = ((i & 0x00ff00ffu) << 8) | ((i & 0xff00ff00u) >> 8);
    i = ((i & 0x0f0f0f0fu) << 4) | ((i & 0xf0f0f0f0u) >> 4);
    i = ((i & 0x33333333u) << 2) | ((i & 0xccccccccu) >> 2);
    i = ((i & 0x55555555u) << 1) | ((i & 0xaaaaaaaau) >> 1);
    return static_cast<float>(i >> 8) * 0x1p-24f;
}

/// The rays over one vertex.
struct OcclusionRays {
    Vec3f origin, normal, tangent, bitangent;
    float turn;
    int count;

    /// diagonal: of the mesh's box; vertex: its index, which turns the set.
    BOZZETTO_HD OcclusionRays(Vec3f position, Vec3f n, float diagonal, int64_t vertex, int rays)
        : normal(n), turn(randomUniform(0xa0, 0, static_cast<uint64_t>(vertex))), count(rays) {
        // Rays start off the surface by this share of the diagonal: a faceted sphere must not shade
        // itself.
        constexpr float kOffset = 2e-3f;
        const Vec3f helper = std::abs(n.x) < 0.5f ? Vec3f{1, 0, 0} : Vec3f{0, 1, 0};
        tangent = normalize(cross(helper, n));
        bitangent = cross(n, tangent);
        origin = position + n * (kOffset * diagonal);
    }

    /// Unit, cosine-weighted.
    BOZZETTO_HD Vec3f direction(int i) const {
        constexpr float kTwoPi = 6.28318531f;
        const float u = (static_cast<float>(i) + 0.5f) / static_cast<float>(count);
        const float phi = kTwoPi * (radicalInverse(static_cast<uint32_t>(i)) + turn);
        const float r = std::sqrt(u), up = 1.0f - u;
        return tangent * (r * std::cos(phi)) + bitangent * (r * std::sin(phi)) +
               normal * std::sqrt(up > 0.0f ? up : 0.0f);
    }
};

}  // namespace bozzetto
