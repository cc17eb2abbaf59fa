// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/distance.h"
#include "mesh/mesh.h"

#include <functional>
#include <vector>

namespace bozzetto {

/// Colours of a mesh's vertices, for points near its surface: those of the closest point. Keeps
/// references to both.
class SurfaceColors {
public:
    SurfaceColors(const TriangleMesh& mesh, const std::vector<Vec3f>& colors);
    /// [P] at points [P]; `progress`, if given, is called on this thread with a fraction in [0, 1].
    std::vector<Vec3f> at(const std::vector<Vec3f>& points,
                          const std::function<void(double)>& progress) const;

private:
    Vec3f at(Vec3f point) const;

    const TriangleMesh& mesh_;
    const std::vector<Vec3f>& colors_;
    TriangleBvh bvh_;
};

}  // namespace bozzetto
