// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/scene_guess.h"
#include "camera/sparse_cloud.h"

#include <span>
#include <vector>

namespace bozzetto {

/// Pictures that found their place by the ground alone: of the object's points (those in the
/// guessed region, above the table) that are in front of them and that a picture from nearly the
/// same side sees, they see hardly any, compared with the others. cameras: in the order of
/// cloud.pictures. Returns indices, ascending; at most half of the pictures.
std::vector<size_t> findOtherObjects(std::span<const Camera> cameras,
                                     const SparseCloud& cloud,
                                     const SceneGuess& scene);

}  // namespace bozzetto
