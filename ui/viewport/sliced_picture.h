// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/view_camera.h"
#include "ui/viewport/view_look.h"
#include "ui/viewport/vtk_scene.h"

#include <QImage>

#include <array>
#include <cstdint>
#include <vector>

namespace bozzetto::ui {

/// What the pictures of a view agree on.
struct PictureView {
    ViewCamera camera;
    QSize size;  // pixels
    ViewLook look;
    bool overlays = true;
    double line_scale = 1;  // pixels a device-independent pixel
};

/// A picture of four samples a pixel, drawn slice by slice, so that whoever draws it can turn to
/// something else in between. A slice is one sample of one tile; the first sample of all tiles
/// comes first.
class SlicedPicture {
public:
    enum class Depth { Skip, Read };
    SlicedPicture(const PictureView& view, QSize tile, Depth depth);

    void drawSlice(VtkScene& scene);
    bool done() const { return sample_ == kSamples; }
    /// Samples that all pixels have.
    int samples() const { return sample_; }
    int sliceHeight() const { return tile_.height(); }
    /// ARGB32_Premultiplied, of the samples so far; needs at least one.
    QImage image() const;
    /// Of the first sample: [height, width] distances along the optical axis; empty if skipped.
    const std::vector<float>& depth() const { return depth_; }
    const ViewProjection& projection() const { return projection_; }

private:
    static constexpr int kSamples = 4;
    void add(const DrawnPart& part, int left, int top);

    PictureView view_;
    ViewProjection projection_;
    QSize tile_;
    bool read_depth_;
    int sample_ = 0, next_tile_ = 0, columns_, rows_;
    DrawnPart part_;
    std::vector<std::array<uint16_t, 4>> sums_;  // linear light times alpha, and alpha
    std::vector<float> depth_;
};

}  // namespace bozzetto::ui
