// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

namespace bozzetto {

/// Every triangle as four. Vertices stay and come first; the middle of an edge lies on the cubic
/// that is at right angles to the vertex normals of its ends, so a coarse sphere gets rounder and
/// what is flat stays flat. A closed mesh stays closed. Source: Vlachos et al. 2001, "Curved PN
/// Triangles" (the edges' control points).
TriangleMesh subdivided(const TriangleMesh& mesh);

/// Mean length of the triangles' edges; 0 without any.
double meanEdgeLength(const TriangleMesh& mesh);

}  // namespace bozzetto
