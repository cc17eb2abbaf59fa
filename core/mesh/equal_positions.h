// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace bozzetto {

/// Index of the first vertex with the same position, for every vertex.
inline std::vector<int> firstOfEqualPositions(const std::vector<Vec3f>& positions) {
    const auto key = [&](int i) {
        const Vec3f p = positions[i];
        return std::array<float, 3>{p.x, p.y, p.z};
    };
    std::vector<int> order(positions.size()), first(positions.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return key(a) != key(b) ? key(a) < key(b) : a < b;
    });
    for (size_t i = 0; i < order.size(); ++i) {
        const bool same = i > 0 && key(order[i]) == key(order[i - 1]);
        first[order[i]] = same ? first[order[i - 1]] : order[i];
    }
    return first;
}

}  // namespace bozzetto
