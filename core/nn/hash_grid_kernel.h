// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto {

constexpr int kHashGridFeatures = 8;
constexpr int kMaxHashGridLevels = 16;

/// One level: `entries` rows of kHashGridFeatures floats from row `offset` of the table.
struct HashGridLevel {
    int resolution = 0;  // cells a side; resolution + 1 lattice points
    bool hashed = false;
    int64_t offset = 0, entries = 0;
};

/// The cell that a point lies in: its lowest corner, and how far the point is beyond it.
struct HashGridPlace {
    uint32_t low[3];
    float fraction[3];
};

struct HashGridCell {
    int64_t row[8];  // corner k at bits (x = 1, y = 2, z = 4)
    float fraction[3];
};

/// Spatial hash of instant-ngp (Mueller et al. 2022, equation 4).
BOZZETTO_HD int64_t hashGridRow(const HashGridLevel& level, uint32_t x, uint32_t y, uint32_t z) {
    if (level.hashed) {
        const uint32_t h = x ^ (y * 2654435761u) ^ (z * 805459861u);
        return level.offset + static_cast<int64_t>(h & static_cast<uint32_t>(level.entries - 1));
    }
    const int64_t n = level.resolution + 1;
    return level.offset + (static_cast<int64_t>(x) * n + y) * n + z;
}

BOZZETTO_HD HashGridPlace hashGridPlace(const HashGridLevel& level, const float* point) {
    HashGridPlace place;
    for (int k = 0; k < 3; ++k) {
        // Written so that NaN becomes 0: an index must never depend on it.
        const float p = point[k] > 0.0f ? (point[k] < 1.0f ? point[k] : 1.0f) : 0.0f;
        const float t = p * static_cast<float>(level.resolution);
        int i = static_cast<int>(t);
        i = i < level.resolution ? i : level.resolution - 1;
        place.low[k] = static_cast<uint32_t>(i);
        place.fraction[k] = t - static_cast<float>(i);
    }
    return place;
}

BOZZETTO_HD HashGridCell hashGridCell(const HashGridLevel& level, const float* point) {
    const HashGridPlace place = hashGridPlace(level, point);
    HashGridCell cell;
    for (int k = 0; k < 3; ++k) {
        cell.fraction[k] = place.fraction[k];
    }
    for (uint32_t c = 0; c < 8; ++c) {
        cell.row[c] = hashGridRow(
            level, place.low[0] + (c & 1), place.low[1] + ((c >> 1) & 1), place.low[2] + (c >> 2));
    }
    return cell;
}

BOZZETTO_HD float hashGridWeight(const HashGridCell& cell, int corner) {
    const float wx = (corner & 1) ? cell.fraction[0] : 1.0f - cell.fraction[0];
    const float wy = (corner & 2) ? cell.fraction[1] : 1.0f - cell.fraction[1];
    const float wz = (corner & 4) ? cell.fraction[2] : 1.0f - cell.fraction[2];
    return wx * wy * wz;
}

/// Derivative of hashGridWeight by the fraction along `axis`.
BOZZETTO_HD float hashGridWeightSlope(const HashGridCell& cell, int corner, int axis) {
    float slope = (corner >> axis) & 1 ? 1.0f : -1.0f;
    for (int k = 0; k < 3; ++k) {
        if (k != axis) {
            slope *= (corner >> k) & 1 ? cell.fraction[k] : 1.0f - cell.fraction[k];
        }
    }
    return slope;
}

struct HashGridParams {
    HashGridLevel levels[kMaxHashGridLevels];
    int level_count = 0;
    int64_t point_count = 0;
    const float* points = nullptr;    // [M, 3]
    const float* table = nullptr;     // [E, F]
    float* out = nullptr;             // [M, F]
    const float* grad_out = nullptr;  // [M, F]
    float* grad_points = nullptr;     // [M, 3], may be null
    float* grad_table = nullptr;      // [E, F], accumulated
    /// CUDA only: [E, F] instead of grad_table, sums that do not depend on their order
    /// (device/cuda_atomics.h).
    unsigned long long* fixed_grad_table = nullptr;
    unsigned char* touched = nullptr;  // [E]; not on CUDA
};

/// Adam state of a table, updated where `touched` is set; on CUDA, where marking rows would cost as
/// much as adding to them, where the gradient is not zero.
struct HashGridAdam {
    int64_t rows = 0;
    float* table = nullptr;
    float* grad = nullptr;
    unsigned long long* fixed_grad = nullptr;  // CUDA only: instead of grad
    float* first = nullptr;
    float* second = nullptr;
    uint16_t* steps = nullptr;
    unsigned char* touched = nullptr;  // not on CUDA
    float learning_rate[kHashGridFeatures] = {};
    float beta1 = 0, beta2 = 0, epsilon = 0;
};

void hashGridForward(const HashGridParams& p, int64_t begin, int64_t end);
void hashGridGradPoints(const HashGridParams& p, int64_t begin, int64_t end);
/// Scatter of one level: levels own disjoint rows, so they can run side by side and the sum has one
/// order.
void hashGridGradTable(const HashGridParams& p, int level);
void hashGridAdamRows(const HashGridAdam& a, int64_t begin, int64_t end);

}  // namespace bozzetto
