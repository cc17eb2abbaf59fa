// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/view_loader.h"
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

/// A PhotoView::load that reads a view of a set as the engines do: with its mask, without lens
/// distortion, at most about eight million pixels. It throws Error(BadInput) with the reader's
/// reason.
std::function<Image()> photoLoader(const ViewSource& source, const ViewRules& rules);

}  // namespace bozzetto::ui
