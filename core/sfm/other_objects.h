// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/scene_guess.h"
#include "camera/sparse_cloud.h"
#include "image/image.h"

#include <span>
#include <vector>

namespace bozzetto {

/// Longer side of the small pictures that findOtherObjects compares.
inline constexpr int kThumbnailSide = 128;

/// Pictures that found their place by the ground alone. Where the object's points (those in the
/// guessed region, above the table) that a picture from nearly the same side sees must appear, they
/// have other colours than there (correlation over the points, so that light and exposure do not
/// count), and they see few of these points, both compared with the set's middle. cameras: in the
/// order of cloud.pictures. thumbnails: [h, w, 3] display values, of the same frames, in the same
/// order. Returns indices, ascending; at most half of the pictures.
std::vector<size_t> findOtherObjects(std::span<const Camera> cameras,
                                     const SparseCloud& cloud,
                                     const SceneGuess& scene,
                                     std::span<const Image> thumbnails);

}  // namespace bozzetto
