// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

#include <QColor>
#include <QImage>
#include <QRectF>
#include <QSize>

#include <memory>

namespace bozzetto::ui {

/// A photograph laid over a viewport: as large as the viewport in device pixels, so that each of
/// its pixels lies on the render's.
struct AlignedPhoto {
    QImage picture;   // RGB32, sRGB; outside the frame and where the mask is 0 the background
    QImage coverage;  // Grayscale8: how much of the pixel is photograph (frame and mask)
    QRectF frame;     // device pixels
};

/// Scales the photograph (linear RGB, straight alpha) to `frame` of a viewport by area averages in
/// linear light and lays it over the background as the viewport does its frames: mixed in display
/// values. Frame edges need not be whole pixels. Not for the UI thread.
AlignedPhoto alignPhoto(const Image& photo, QSize viewport, QRectF frame, const QColor& background);

/// How far a render is from the photograph.
struct PhotoDifference {
    QImage picture;         // RGB32: absolute difference a channel, four times amplified
    double mean_error = 0;  // of the display values, 0 to 1, over what either of the two covers
};
/// `render`: the viewport's frame, as large as `photo.picture`. Not for the UI thread.
PhotoDifference differenceOf(const AlignedPhoto& photo,
                             const QImage& render,
                             const QColor& background);

}  // namespace bozzetto::ui
