// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"

#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// Text of a transforms.json in nerfstudio's form, with intrinsics in every frame (fl_x fl_y cx cy
/// w h, pixels) and camera-to-world matrices in OpenGL's convention (4x4, row-major). `file_path`
/// is the view's name.
std::string encodeCamerasJson(const std::vector<std::pair<std::string, Camera>>& cameras);

}  // namespace bozzetto
