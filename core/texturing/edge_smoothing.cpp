// SPDX-License-Identifier: Apache-2.0
#include "texturing/edge_smoothing.h"

#include "geometry/device_checks.h"
#include "geometry/index_checks.h"
#include "tensor/cuda.h"
#include "texturing/edge_smoothing_cuda.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace bozzetto {
namespace {

/// Neighbours by vertex, from offsets[v] on; once for each side of a triangle between the two.
struct Lists {
    std::vector<int32_t> offsets, vertices;
};

Lists listSides(const int32_t* triangles, int64_t count, int64_t vertex_count) {
    Lists lists{std::vector<int32_t>(vertex_count + 1),
                std::vector<int32_t>(static_cast<size_t>(count) * 6)};
    for (int64_t i = 0; i < count * 3; ++i) {
        lists.offsets[triangles[i] + 1] += 2;
    }
    std::partial_sum(lists.offsets.begin(), lists.offsets.end(), lists.offsets.begin());
    std::vector<int32_t> next(lists.offsets.begin(), lists.offsets.end() - 1);
    for (int64_t i = 0; i < count; ++i) {
        const int32_t* corner = triangles + i * 3;
        for (int k = 0; k < 3; ++k) {
            lists.vertices[next[corner[k]]++] = corner[(k + 1) % 3];
            lists.vertices[next[corner[k]]++] = corner[(k + 2) % 3];
        }
    }
    return lists;
}

/// The lists sorted, without repetitions.
Lists withoutRepetitions(Lists sides) {
    Lists lists{{0}, {}};
    lists.offsets.reserve(sides.offsets.size());
    lists.vertices.reserve(sides.vertices.size() / 2);
    for (size_t v = 0; v + 1 < sides.offsets.size(); ++v) {
        const auto begin = sides.vertices.begin() + sides.offsets[v];
        const auto end = sides.vertices.begin() + sides.offsets[v + 1];
        std::sort(begin, end);
        lists.vertices.insert(lists.vertices.end(), begin, std::unique(begin, end));
        lists.offsets.push_back(static_cast<int32_t>(lists.vertices.size()));
    }
    return lists;
}

at::Tensor onDevice(const std::vector<int32_t>& values, const at::Device& device) {
    return at::tensor(at::ArrayRef<int32_t>(values), at::kInt).to(device);
}

}  // namespace

void averageOverEdges(const at::Tensor& triangles,
                      int64_t vertices,
                      int64_t channels,
                      int rounds,
                      std::vector<float>& values) {
    const at::Tensor corners = triangles.cpu();
    const int32_t* t = corners.data_ptr<int32_t>();
    for (int round = 0; round < rounds; ++round) {
        std::vector<float> sum(values), weight(vertices, 1.0f);
        for (int64_t i = 0; i < triangles.size(0); ++i) {
            for (int k = 0; k < 3; ++k) {
                const int64_t a = t[3 * i + k], b = t[3 * i + (k + 1) % 3];
                weight[a] += 1.0f;
                for (int64_t c = 0; c < channels; ++c) {
                    sum[a * channels + c] += values[b * channels + c];
                }
            }
        }
        for (int64_t v = 0; v < vertices; ++v) {
            for (int64_t c = 0; c < channels; ++c) {
                values[v * channels + c] = sum[v * channels + c] / weight[v];
            }
        }
    }
}

VertexNeighbours vertexNeighbours(const at::Tensor& triangles, int64_t vertex_count) {
    checkTensor(triangles, "triangles", {-1, 3}, {at::kInt}, triangles.device());
    const at::Tensor corners = triangles.cpu();
    checkIndices(corners, "triangles", 3, vertex_count);
    const Lists lists =
        withoutRepetitions(listSides(corners.data_ptr<int32_t>(), corners.size(0), vertex_count));
    return {onDevice(lists.offsets, triangles.device()),
            onDevice(lists.vertices, triangles.device())};
}

at::Tensor smoothOverNeighbours(const at::Tensor& values,
                                const VertexNeighbours& neighbours,
                                int rounds) {
    const at::NoGradGuard no_grad;
    const int64_t vertices = neighbours.offsets.numel() - 1;
    const at::Device device = values.device();
    checkTensor(values, "values", {vertices, 3}, {at::kFloat}, device);
    checkTensor(neighbours.offsets, "offsets", {vertices + 1}, {at::kInt}, device);
    checkTensor(neighbours.vertices, "neighbours", {-1}, {at::kInt}, device);
    at::Tensor result = values.detach().clone(), other = at::empty_like(result);
    for (int round = 0; round < rounds; ++round) {
        const EdgeSmoothing smoothing{neighbours.offsets.data_ptr<int32_t>(),
                                      neighbours.vertices.data_ptr<int32_t>(),
                                      vertices,
                                      result.data_ptr<float>(),
                                      other.data_ptr<float>()};
        if (onGpu(values)) {
            if constexpr (kCudaBuild) {
                smoothOverNeighboursCuda(smoothing, queueOf(values));
            }
        } else {
            smoothOverNeighboursCpu(smoothing);
        }
        std::swap(result, other);
    }
    return result;
}

}  // namespace bozzetto
