// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cmath>
#include <utility>

namespace bozzetto {

/// One of the 48 turns and reflections that lay a cube onto itself: component k of the result is
/// sign[k] times component from[k].
struct CubeSymmetry {
    static constexpr int kCount = 48;
    int from[3] = {0, 1, 2};
    int sign[3] = {1, 1, 1};

    /// number: 0 (the identity) to 47.
    static CubeSymmetry of(int number) {
        CubeSymmetry s;
        const int order = number / 8;
        s.from[0] = order / 2;
        s.from[1] = (s.from[0] + 1) % 3;
        s.from[2] = (s.from[0] + 2) % 3;
        if (order % 2 == 1) {
            std::swap(s.from[1], s.from[2]);
        }
        for (int k = 0; k < 3; ++k) {
            s.sign[k] = (number >> k & 1) != 0 ? -1 : 1;
        }
        return s;
    }
    int number() const {
        const int order = 2 * from[0] + (from[1] == (from[0] + 1) % 3 ? 0 : 1);
        return 8 * order + (sign[0] < 0 ? 1 : 0) + (sign[1] < 0 ? 2 : 0) + (sign[2] < 0 ? 4 : 0);
    }
    Vec3d operator()(Vec3d d) const {
        return {sign[0] * d[from[0]], sign[1] * d[from[1]], sign[2] * d[from[2]]};
    }
};

/// `direction` = (x, y, z) with x >= y >= z >= 0 is to a cube what to(direction) is.
struct CubeOrigin {
    Vec3d direction;
    CubeSymmetry to;
};

inline CubeOrigin cubeOrigin(Vec3d d) {
    const double size[3] = {std::abs(d.x), std::abs(d.y), std::abs(d.z)};
    int order[3] = {0, 1, 2};  // of the components, the largest first
    const auto sortTwo = [&](int i, int j) {
        if (size[order[j]] > size[order[i]]) {
            std::swap(order[i], order[j]);
        }
    };
    sortTwo(0, 1);
    sortTwo(1, 2);
    sortTwo(0, 1);
    CubeOrigin origin;
    for (int k = 0; k < 3; ++k) {
        origin.direction[k] = size[order[k]];
        origin.to.from[order[k]] = k;
        origin.to.sign[order[k]] = d[order[k]] < 0 ? -1 : 1;
    }
    return origin;
}

}  // namespace bozzetto
