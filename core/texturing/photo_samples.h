// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "texturing/surface.h"

#include <vector>

namespace bozzetto {

/// What the photographs show of surface points: one entry a point and view that sees it.
struct PointColors {
    std::vector<int64_t> point;
    std::vector<float> camera;  // [N, 3] centre of the view
    std::vector<float> color;   // [N, 3] linear RGB of the pixel, without the view's gain
};

/// Appends the samples of one view. points [P, 3] on the surface, normals [P, 3] unit. A point
/// counts where it faces the camera, nothing of the surface lies before it, and the pixel is wholly
/// foreground.
void samplePhotos(const Surface& surface,
                  const TrainingView& view,
                  const at::Tensor& points,
                  const at::Tensor& normals,
                  PointColors& samples);

/// The same in tensor operations, on any device: what samplePhotos does for a surface that is not
/// in main memory.
void samplePhotosOnDevice(const Surface& surface,
                          const TrainingView& view,
                          const at::Tensor& points,
                          const at::Tensor& normals,
                          PointColors& samples);

/// [P, 3] mean colour of the views that see each point, `unseen` where none does; on the points'
/// device.
at::Tensor meanPhotoColors(const Surface& surface,
                           const std::vector<TrainingView>& views,
                           const at::Tensor& points,
                           const at::Tensor& normals,
                           float unseen);
/// The same in tensor operations, on any device: as samplePhotosOnDevice, but nothing leaves it.
at::Tensor meanPhotoColorsOnDevice(const Surface& surface,
                                   const std::vector<TrainingView>& views,
                                   const at::Tensor& points,
                                   const at::Tensor& normals,
                                   float unseen);

}  // namespace bozzetto
