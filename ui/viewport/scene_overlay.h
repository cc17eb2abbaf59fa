// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <QColor>
#include <QImage>

#include <array>
#include <vector>

namespace bozzetto::ui {

/// A straight line in the scene.
struct SceneLine {
    Vec3f from, to;
    QColor color;
};

/// A picture in the scene, seen from both sides, not lit.
struct ScenePicture {
    std::array<Vec3f, 4> corners;  // top left, top right, bottom right, bottom left
    QImage picture;
};

/// A point of the scene, a small square of one size on screen.
struct SceneDot {
    Vec3f at;
    QColor color;
};

/// Things drawn with the mesh, hidden behind it where it is nearer: grid, axes, frusta, points. In
/// the mesh's coordinates.
struct SceneOverlay {
    std::vector<SceneLine> lines;
    double line_width = 1;  // device-independent pixels
    std::vector<ScenePicture> pictures;
    std::vector<SceneDot> dots;
    double dot_size = 3;  // side, device-independent pixels
};

}  // namespace bozzetto::ui
