// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace bozzetto {

/// Averages values [V * channels] over a mesh's edges, so that a vertex decides with its
/// neighbourhood: in each round a vertex gets the mean of itself and, once a side of a triangle
/// that leads away from it, its neighbours. triangles [T, 3] int32, on any device.
void averageOverEdges(const at::Tensor& triangles,
                      int64_t vertices,
                      int64_t channels,
                      int rounds,
                      std::vector<float>& values);

/// The vertices that an edge joins to each vertex, once each however many triangles share the
/// edge: those of vertex v are vertices[offsets[v]] to vertices[offsets[v + 1] - 1], ascending.
struct VertexNeighbours {
    at::Tensor offsets;   // [V + 1] int32
    at::Tensor vertices;  // [offsets[V]] int32
};

/// Of triangles [T, 3] int32, on their device, for which this waits: once a topology. Throws
/// Error(BadInput) on shape, dtype and indices outside 0 to vertex_count - 1.
VertexNeighbours vertexNeighbours(const at::Tensor& triangles, int64_t vertex_count);

/// Laplacian smoothing with lambda = 1/2 of values [V, 3] float: `rounds` times, each vertex gets
/// the mean of its own value and of the mean over its neighbours; one without neighbours keeps its
/// value. The same bits always, nothing waits for the device; no gradient. Throws Error(BadInput)
/// on shapes, dtypes and devices.
/// Source: Taubin, "A Signal Processing Approach to Fair Surface Design" (1995), section 3.
at::Tensor smoothOverNeighbours(const at::Tensor& values,
                                const VertexNeighbours& neighbours,
                                int rounds);

}  // namespace bozzetto
