// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/random.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace bozzetto {

/// The view drawn `draw`-th when every pass over the views is a fresh shuffle: a pure function, so
/// that a resumed run draws the same.
inline size_t viewAt(uint64_t seed, uint64_t draw, size_t views) {
    const uint64_t pass = draw / views;
    std::vector<size_t> order(views);
    std::iota(order.begin(), order.end(), size_t{0});
    for (size_t i = views - 1; i > 0; --i) {
        std::swap(order[i], order[randomBits(seed, 0x5eed0000 + pass, i) % (i + 1)]);
    }
    return order[draw % views];
}

}  // namespace bozzetto
