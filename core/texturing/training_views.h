// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "geometry/visual_hull.h"

#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

/// A photograph in the engine's unit frame (box centred on the origin, longest side 1).
struct SceneView {
    const View* view = nullptr;
    Camera camera;          // unit frame, for the full image
    double unit_scale = 1;  // unit-frame length of a world unit: scales depth
};

/// A view as the optimiser sees it: cut to the object's surroundings, at one resolution.
struct TrainingView {
    Camera camera;                                 // of the cut-out
    at::Tensor clip_from_camera, clip_from_world;  // [4, 4] float; row 0 of the image is the top
    at::Tensor position;                           // [1, 3] camera centre
    at::Tensor target;  // [H, W, 4] linear RGB premultiplied by alpha, alpha
    at::Tensor depth;   // [H, W] along the optical axis, 0 = unknown; undefined without depth
    at::Tensor trust;   // [H, W, 2] in [0, 1]: of the colour, of the alpha; undefined: all of it
    at::Tensor gain;    // [3] what renderings are multiplied by to be as bright as this photograph;
                        // undefined: nothing
};

/// Several training views of one size, rendered together.
struct ViewBatch {
    at::Tensor clip_from_world;  // [N, 4, 4]
    at::Tensor position;         // [N, 3]
    at::Tensor target;           // [N, H, W, 4]
    at::Tensor depth;            // [N, H, W] or undefined
    at::Tensor trust;            // [N, H, W, 2] or undefined
    at::Tensor gain;             // [N, 3] or undefined

    ViewBatch(const TrainingView& view);  // of one, without a copy
    /// At least one view, all of one size, on one device, and with the same parts.
    explicit ViewBatch(const std::vector<TrainingView>& views);
    int64_t count() const { return target.size(0); }
    int64_t height() const { return target.size(1); }
    int64_t width() const { return target.size(2); }
};

/// How large the cut-outs are: each as it needs, or all of one size, so that they can be rendered
/// together (then what lies beyond a photograph's border is not trusted).
enum class CutSizes { Own, Common };

/// Cuts every view to its mask's bounding box plus a margin (background far from the object teaches
/// nothing and costs time) and shrinks it by area averaging until its longer full-frame side is at
/// most `max_side` pixels. `box` bounds the depth range. Where a view says how far its mask can be
/// trusted, so do its pixels; and because a mask that was guessed may reach a little over the
/// object, the colour next to its outline counts for nothing: it may be that of the table behind.
std::vector<TrainingView> makeTrainingViews(const std::vector<SceneView>& views,
                                            int max_side,
                                            const Box& box,
                                            bool use_depth,
                                            CutSizes sizes = CutSizes::Own);

/// Bytes of a view's pictures.
size_t bytesOf(const TrainingView& view);
/// The view's tensors on a device.
TrainingView onDevice(const TrainingView& view, const at::Device& device);

/// Near and far planes that hold the box for a camera outside or inside it.
struct DepthRange {
    double near, far;
};
DepthRange depthRange(const Camera& camera, const Box& box);

}  // namespace bozzetto
