// SPDX-License-Identifier: Apache-2.0
#include "mesh/extend_values.h"

#include "base/error.h"

#include <algorithm>
#include <cstdint>

namespace bozzetto {
namespace {

constexpr int kSweeps = 200;

/// Neighbours over edges: those of vertex v stand in to[begin[v]] .. to[begin[v + 1]], one for each
/// side of a face.
struct Neighbours {
    std::vector<int64_t> begin;
    std::vector<int> to;

    explicit Neighbours(const TriangleMesh& mesh) : begin(mesh.positions.size() + 1) {
        for (const Vec3i& t : mesh.triangles) {
            for (int k = 0; k < 3; ++k) {
                begin[t[k] + 1] += 2;
            }
        }
        for (size_t v = 1; v < begin.size(); ++v) {
            begin[v] += begin[v - 1];
        }
        to.resize(begin.back());
        std::vector<int64_t> next(begin.begin(), begin.end() - 1);
        for (const Vec3i& t : mesh.triangles) {
            for (int k = 0; k < 3; ++k) {
                to[next[t[k]]++] = t[(k + 1) % 3];
                to[next[t[k]]++] = t[(k + 2) % 3];
            }
        }
    }
};

/// The vertices that the known ones reach, ring after ring: sweeps in this order carry a value far
/// at once.
std::vector<int> outwards(const Neighbours& neighbours, const std::vector<float>& known) {
    std::vector<int> order;
    std::vector<bool> found(known.size());
    for (size_t v = 0; v < known.size(); ++v) {
        if (known[v] > 0) {
            found[v] = true;
            order.push_back(static_cast<int>(v));
        }
    }
    for (size_t i = 0; i < order.size(); ++i) {
        for (int64_t k = neighbours.begin[order[i]]; k < neighbours.begin[order[i] + 1]; ++k) {
            const int v = neighbours.to[k];
            if (!found[v]) {
                found[v] = true;
                order.push_back(v);
            }
        }
    }
    return order;
}

}  // namespace

std::vector<Vec3f> extendValues(const TriangleMesh& mesh,
                                const std::vector<Vec3f>& values,
                                const std::vector<float>& known,
                                float fade) {
    require(values.size() == mesh.positions.size() && known.size() == values.size(),
            "extend values: one a vertex");
    const Neighbours neighbours(mesh);
    const std::vector<int> order = outwards(neighbours, known);
    std::vector<bool> set(values.size());
    std::vector<Vec3f> result(values.size());
    for (const int v : order) {
        if (known[v] > 0) {
            result[v] = values[v];
            set[v] = true;
        }
    }
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        // There and back: what one direction carries slowly, the other carries at once.
        for (size_t i = 0; i < order.size(); ++i) {
            const int v = sweep % 2 == 0 ? order[i] : order[order.size() - 1 - i];
            if (known[v] >= 1) {
                continue;
            }
            Vec3f sum;
            float count = 0;
            for (int64_t k = neighbours.begin[v]; k < neighbours.begin[v + 1]; ++k) {
                if (set[neighbours.to[k]]) {
                    sum += result[neighbours.to[k]];
                    ++count;
                }
            }
            if (count > 0) {
                const Vec3f carried = sum * (1 / (count * (1 + fade)));
                result[v] = values[v] * known[v] + carried * (1 - known[v]);
                set[v] = true;
            }
        }
    }
    return result;
}

}  // namespace bozzetto
