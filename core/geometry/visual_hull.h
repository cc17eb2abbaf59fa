// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/scene_edits.h"
#include "image/image.h"
#include "math/vec.h"

#include <vector>

namespace bozzetto {

/// A camera with the signed distance of every pixel centre to its mask's outline, in pixels,
/// negative inside the object.
struct Silhouette {
    Camera camera;      // for `distance`'s size
    Image distance;     // [H, W, 1]
    Image depth;        // [h, w, 1] along the optical axis, 0 = unknown; may be empty
    bool whole = true;  // the mask does not touch the frame: what lies outside the frame is outside
                        // the object
    Image confidence;  // [h, w, 1] in [0, 1] of the same frame; empty: the mask is right everywhere
};

/// Signed distance to the alpha = 0.5 outline, sub-pixel where alpha is soft. alpha is the last
/// channel of `image`. Exact Euclidean transform: Felzenszwalb and Huttenlocher 2012, "Distance
/// Transforms of Sampled Functions".
Silhouette silhouetteOf(const Image& image, const Camera& camera, const Image& depth = {});

struct HullView;  // geometry/visual_hull_kernel.h

/// The same without ownership: points into `views`.
std::vector<HullView> hullViews(const std::vector<Silhouette>& views);

struct Box {
    Vec3d low, high;
};

/// Bounds of the visual hull (plus `margin` of its size), found from the cameras and masks alone: a
/// cube around the point that the optical axes pass closest to is carved, shrunk to what is left,
/// and carved again until it stays. A view that cuts the object off says nothing about what lies
/// outside its frame; of such space only what at least min(2, views) cameras see counts. With a
/// region only what lies in it. Throws Error(BadInput) when nothing is left: masks and cameras (or
/// the region) contradict each other.
Box visualHullBounds(const std::vector<Silhouette>& views,
                     double margin = 0.04,
                     const std::optional<RegionBox>& region = {});

/// Approximate signed distance (world units, < 0 inside) of the visual hull at points [P]: the
/// largest over the views of the outline distance carried to the point's depth; with depth maps
/// also of the free space in front of the seen surface. Views whose mask
/// is less than half sure there count only as far as two of them agree whose confidences add up to
/// a half. Points that no camera sees are outside.
std::vector<float> visualHullDistance(const std::vector<Silhouette>& views,
                                      const std::vector<Vec3f>& points);

}  // namespace bozzetto
