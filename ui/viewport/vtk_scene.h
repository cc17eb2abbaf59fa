// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/preview_mesh.h"
#include "ui/viewport/scene_overlay.h"
#include "ui/viewport/view_look.h"
#include "ui/viewport/view_mesh.h"
#include "ui/viewport/view_projection.h"

#include <QRectF>
#include <QSize>

#include <cstdint>
#include <memory>
#include <vector>

namespace bozzetto::ui {

/// Pixels of a drawn part of a view, top row first.
struct DrawnPart {
    int width = 0, height = 0;
    std::vector<uint32_t> argb;  // 0xAARRGGBB, premultiplied
    std::vector<float> depth;    // distance along the optical axis, infinite where nothing is
};

/// What to draw of a view.
struct DrawJob {
    const ViewProjection* projection = nullptr;
    QRectF region;  // in the projection's pixels
    QSize pixels;   // of the picture of that region
    ViewLook look;
    bool overlays = true;
    double line_scale = 1;  // pixels of the picture a device-independent pixel
    double lod_bias = 0;    // mip levels; -1 for pictures averaged from 2 x 2 samples a pixel
    bool quick = false;     // for a moving view: without mirrored light (software drivers)
    bool depth = false;     // read the depth too
};

/// The scene as VTK draws it into a framebuffer of its own. Lives in one thread, with an OpenGL 3.2
/// core context current from before the constructor until after the destructor.
class VtkScene {
public:
    VtkScene();
    ~VtkScene();
    VtkScene(const VtkScene&) = delete;
    VtkScene& operator=(const VtkScene&) = delete;

    /// One of both or none. Uploads with the next draw.
    void setSurface(std::shared_ptr<const ViewMesh> mesh,
                    std::shared_ptr<const PreviewMesh> preview);
    void setOverlays(std::vector<std::shared_ptr<const SceneOverlay>> overlays);
    void draw(const DrawJob& job, DrawnPart& out);

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace bozzetto::ui
