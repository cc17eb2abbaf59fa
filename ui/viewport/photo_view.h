// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "image/image.h"

#include <QImage>
#include <QString>

#include <functional>

namespace bozzetto::ui {

/// A photograph of the set as the viewport needs it.
struct PhotoView {
    QString name;      // as shown
    Camera camera;     // pinhole, in the mesh's coordinates
    QImage thumbnail;  // may be null and come later
    /// Reads the picture: [H, W, 4] linear RGB, straight alpha (the mask, if there is one), without
    /// lens distortion, so that it shows what `camera` sees; any number of pixels. Called on the
    /// thread pool; may throw. Empty: there is nothing to compare with.
    std::function<Image()> load;
};

}  // namespace bozzetto::ui
