// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/photo_view.h"

#include <functional>
#include <vector>

namespace bozzetto {

struct CameraSearchInput {
    const TriangleMesh* mesh = nullptr;
    std::vector<Vec3f> colors;       // [V] linear RGB; empty: not known, taken from the photographs
    std::vector<PosedPhoto> photos;  // with the cameras to start from
};

struct CameraSearchOptions {
    /// How far the object may be turned against the starts, radians.
    /// Where it stands in the picture and how far away is measured, whatever the start says.
    double turn = 0.44;
    /// Relative uncertainty of the starts' focal lengths; 0: they are known.
    double focal_sigma = 0.1;
    int finest = 256;  // pixels a side of the square around the object, at the end
    at::Device device = at::kCPU;
    /// Called with a fraction in [0, 1]; throws to cancel.
    std::function<void(double)> progress;
};

struct FoundCamera {
    Camera camera;
    double mask_iou = 0;     // of the drawn object and the photograph's mask
    double color_error = 0;  // mean absolute difference of display values inside both
    /// The drawn object looks like the photograph: its camera can be used.
    bool found = false;
};

/// The cameras of photographs of a mesh, by drawing and comparing. Each photograph is searched on
/// its own: turns around the start are tried in a small picture, silhouettes (and colours, if
/// known) compared, the best few refined (camera_match.h) from coarse to fine. Then vertices are
/// coloured by the other photographs as they stand now, and the cameras refined once more with
/// these colours. Deterministic. Throws Error(BadInput) for a photograph with an empty mask or an
/// empty mesh.
std::vector<FoundCamera> searchCameras(const CameraSearchInput& input,
                                       const CameraSearchOptions& options);

}  // namespace bozzetto
