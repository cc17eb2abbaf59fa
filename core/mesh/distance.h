// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace bozzetto {

/// Bounding-volume hierarchy over triangles: closest point and ray hit.
class TriangleBvh {
public:
    explicit TriangleBvh(const TriangleMesh& mesh);
    ~TriangleBvh();
    TriangleBvh(TriangleBvh&&) noexcept;
    TriangleBvh& operator=(TriangleBvh&&) noexcept;
    struct Closest {
        float distance = 0;  // infinity when the mesh is empty
        int triangle = -1;
        Vec3f point;
    };
    Closest closest(Vec3f p) const;
    struct Hit {
        float distance = 0;  // in lengths of d; t_max when nothing is hit
        int triangle = -1;
    };
    /// The first triangle on p + t d, 0 < t < t_max, seen from either side.
    Hit firstHit(Vec3f p, Vec3f d, float t_max) const;
    /// True if something lies on p + t d, 0 < t < t_max.
    bool occluded(Vec3f p, Vec3f d, float t_max) const;

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

/// Comparison of a mesh with the true one. Lengths are fractions of the diagonal of the true mesh's
/// bounding box.
struct SurfaceScores {
    double surface_l1 = 0;               // mean of the two mean point-to-triangle distances
    double fscore_05 = 0, fscore_1 = 0;  // at 0.5 % and 1 %
    double normal_error_deg = 0;  // mean angle between a sample's face normal and the normal at its
                                  // closest point, both ways
};
/// `samples` area-weighted points each way, from `seed`. Throws Error(BadInput) on an empty mesh.
SurfaceScores compareSurfaces(const TriangleMesh& mesh,
                              const TriangleMesh& truth,
                              int64_t samples = 100000,
                              uint64_t seed = 1);
/// The same over a part of the true surface: `counts` tells of a point of it, on a triangle,
/// whether it belongs to the part (called on any thread). Samples of `mesh` count where their
/// closest point does. Throws Error(BadInput) if hardly any (1 in 1000) counts.
SurfaceScores compareSurfaces(const TriangleMesh& mesh,
                              const TriangleMesh& truth,
                              const std::function<bool(Vec3f point, int triangle)>& counts,
                              int64_t samples = 100000,
                              uint64_t seed = 1);

}  // namespace bozzetto
