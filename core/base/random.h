// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <cstdint>

namespace bozzetto {

/// Counter-based random numbers: a pure function of (seed, stream, counter), so a resumed run,
/// another thread count or a GPU sees the same numbers. Mixing function: SplitMix64's finaliser
/// (Steele, Lea, Flood 2014), applied twice.
constexpr uint64_t randomBits(uint64_t seed, uint64_t stream, uint64_t counter) {
    const auto mix = [](uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    };
    return mix(mix(seed * 0x9e3779b97f4a7c15ULL + stream) + counter * 0x9e3779b97f4a7c15ULL);
}

/// Uniform in [0, 1), 24 bits.
constexpr float randomUniform(uint64_t seed, uint64_t stream, uint64_t counter) {
    return static_cast<float>(randomBits(seed, stream, counter) >> 40) * 0x1p-24f;
}

}  // namespace bozzetto
