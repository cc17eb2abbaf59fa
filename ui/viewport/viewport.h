// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/preview_mesh.h"
#include "ui/viewport/scene_overlay.h"
#include "ui/viewport/view_camera.h"
#include "ui/viewport/view_look.h"
#include "ui/viewport/view_mesh.h"
#include "ui/viewport/view_projection.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

namespace bozzetto::ui {

/// How long the frames take (milliseconds on the render thread).
struct FrameStatistics {
    double moving_ms = 0;        // the last frame while the view changed
    double full_ms = 0;          // the last full picture, from first to last slice
    double frames_a_second = 0;  // of the moving frames of the last second
    QString renderer;            // name of the OpenGL driver
};

/// A picture of the scene for a file. Painted layers (addLayer) are not in it.
struct PictureRequest {
    QSize size;  // pixels, up to 16384 a side
    ViewCamera camera;
    bool transparent = false;  // else over the viewport's background
    bool overlays = false;     // grid, axes, frusta
};

/// The 3D view: a textured mesh or a growing preview, lit, with overlays. Nothing is drawn in the
/// UI thread: a render thread of its own sends finished frames; a moving view is drawn with less
/// and refined when it rests. Without OpenGL a message stands in its place.
class Viewport : public QWidget {
    Q_OBJECT
public:
    explicit Viewport(QWidget* parent = nullptr);
    ~Viewport() override;

    /// The view stays; see frameAll(). Null: as clear().
    void setMesh(std::shared_ptr<const ViewMesh> mesh);
    std::shared_ptr<const ViewMesh> mesh() const;
    /// Shows a preview in place of any mesh; the view stays. The newest of several wins. Returns
    /// its serial number, see previewPainted().
    int setPreview(std::shared_ptr<const PreviewMesh> preview);
    void clear();
    bool hasScene() const;

    ViewLook look() const;
    void setLook(const ViewLook& look);
    void setMode(ViewMode mode);
    void setWireframe(bool on);
    void setLight(ViewLight light);
    void setLightRotation(double radians);
    void setExposure(double stops);

    ViewCamera camera() const;
    void setCamera(const ViewCamera& camera);
    /// What the camera shows on this widget, in device-independent pixels.
    ViewProjection projection() const;
    /// Shows the whole mesh, from the direction looked from now. Leaves a photo's camera.
    void frameAll();

    /// Overlays by name; null removes one.
    void setOverlay(const QString& name, std::shared_ptr<const SceneOverlay> overlay);
    void setOverlayVisible(const QString& name, bool visible);
    /// Paints over the scene in paintEvent (device-independent pixels); the function lives as long
    /// as `owner`.
    void addLayer(QObject* owner, std::function<void(QPainter&)> paint);
    /// One colour, and on screen (not in pictures) a gradient around it from `top` to `bottom`.
    void setBackground(const QColor& top, const QColor& bottom);
    void setBackground(const QColor& color) { setBackground(color, color); }
    QColor background() const;

    /// Distance along the optical axis of what is seen at a position (device-independent pixels) in
    /// the frame on screen; nullopt where nothing is.
    std::optional<double> depthAt(QPointF position) const;
    /// The surface point seen there, from the same frame.
    std::optional<Vec3d> pointAt(QPointF position) const;

    /// Draws a picture; `done` is called in the UI thread, with a null image if that fails. Not
    /// called once `receiver` is gone.
    void renderImage(const PictureRequest& request,
                     QObject* receiver,
                     std::function<void(const QImage&)> done);
    /// The scene as last painted, without layers.
    QImage frame() const;
    /// True when the frame on screen is the full picture of what was last asked for.
    bool isSettled() const;
    FrameStatistics statistics() const;
    /// Why nothing can be drawn; empty when all is well.
    QString problem() const;

Q_SIGNALS:
    void cameraChanged(const bozzetto::ui::ViewCamera& camera);
    void lookChanged(const bozzetto::ui::ViewLook& look);
    void meshChanged();
    /// A frame with the preview of that number (or a later one) is on screen.
    void previewPainted(int serial);
    /// The full picture is on screen.
    void settled();
    void framePainted();
    void problemChanged(const QString& problem);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool event(QEvent* event) override;

private:
    void announceFrame();

    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace bozzetto::ui
