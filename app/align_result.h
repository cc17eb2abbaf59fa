// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/compare_cameras.h"
#include "camera/image_set.h"
#include "mesh/mesh.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace bozzetto {

/// How a result of estimated cameras lies against the truth.
struct ResultAlignment {
    CameraComparison comparison;
    std::vector<Camera> true_cameras;  // of the pictures that the result was made from
};
/// Compares the result's own cameras.json with the true cameras of the same pictures. Throws
/// Error(BadInput).
ResultAlignment alignResult(const std::filesystem::path& result,
                            const std::filesystem::path& true_cameras);

/// The mesh in the truth's coordinates, scale included.
TriangleMesh alignedMesh(const TriangleMesh& mesh, const Similarity& truth_from_result);
/// A camera of the truth's world in the result's.
Camera inResult(const Camera& true_camera, const Similarity& truth_from_result);

/// Tells of a point of the true surface, on a triangle, whether at least two cameras see it: inside
/// their frames, from its front, with nothing of the surface before it. `truth` must outlive it.
std::function<bool(Vec3f point, int triangle)> seenByTwo(const TriangleMesh& truth,
                                                         std::vector<Camera> cameras);

/// Radius of the sphere around the middle of the mesh's bounding box.
double boundingRadius(const TriangleMesh& mesh);

/// Share of the mesh's area beyond the bounds of the truth grown by 5 % of their size to each side:
/// what is left of the table.
double shareBeyond(const TriangleMesh& mesh, const TriangleMesh& truth);

/// IoU of the masks <view name>.png in a folder with the views' alpha, at one half.
struct MaskScores {
    double mean = 0, worst = 1;
    std::string worst_view;
    int views = 0, missing = 0;
};
/// Views without a mask do not count. Throws Error(BadInput) if no view has both.
MaskScores scoreMasks(const std::filesystem::path& folder, const ImageSet& truth);

}  // namespace bozzetto
