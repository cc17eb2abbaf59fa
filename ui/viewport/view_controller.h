// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"
#include "ui/viewport/camera_frusta.h"
#include "ui/viewport/compare.h"
#include "ui/viewport/navigator.h"
#include "ui/viewport/photo_view.h"
#include "ui/viewport/scene_guides.h"
#include "ui/viewport/sparse_points.h"
#include "ui/viewport/turntable.h"
#include "ui/viewport/view_tool.h"
#include "ui/viewport/viewport.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QMouseEvent;
class QNativeGestureEvent;
class QWheelEvent;

namespace bozzetto::ui {

/// What stands around the object.
struct ViewGuides {
    bool grid = true, axes = true, box = false, cameras = true, points = true;
    friend bool operator==(const ViewGuides&, const ViewGuides&) = default;
};

/// The hand on a viewport: moves its camera by mouse, keyboard and trackpad, draws grid, axes,
/// box and cameras, looks through photographs and compares with them.
class ViewController : public QObject {
    Q_OBJECT
public:
    explicit ViewController(Viewport* viewport, QObject* parent = nullptr);
    ~ViewController() override;

    Viewport* viewport() const { return viewport_; }
    const Navigator& navigator() const { return navigator_; }
    PhotoCompare* compare() { return &compare_; }

    // What there is. The mesh's box is taken from the viewport; a preview's has to be told.
    void setObjectBounds(const Box& object);
    /// The box of what is shown, turned by a rotation: for a preview, whose box stands otherwise
    /// once the scene does.
    using Measure = std::function<Box(const Mat4d& turned_from_input)>;
    void setObject(Measure measure);
    /// How the scene stands: the view is level, grid and sizes are as this says. Unset: z is up,
    /// the floor under the object, input units are metres.
    void setFrame(const std::optional<SceneFrame>& frame);
    /// Points of structure from motion; null or empty: none.
    void setPoints(std::shared_ptr<const SparsePoints> points);
    const std::shared_ptr<const SparsePoints>& points() const { return points_; }
    /// A tool for the mouse, last come first served. It has to outlive neither side.
    void addTool(ViewTool* tool);
    void setPhotos(std::vector<PhotoView> photos);
    const std::vector<PhotoView>& photos() const { return photos_; }
    void setThumbnail(int photo, const QImage& thumbnail);

    // Preferences.
    void setNavigationStyle(NavigationStyle style);
    void setReducedAnimation(bool on);
    void setLengthUnit(const LengthUnit& unit);
    /// Where screenshots go; the user's folder for pictures at first.
    void setPicturesFolder(const QString& folder) { pictures_folder_ = folder; }
    QString picturesFolder() const { return pictures_folder_; }

    ViewGuides guides() const { return guides_; }
    void setGuides(const ViewGuides& guides);
    /// "40 x 25 x 90 mm"; empty without an object.
    QString sizeText() const;

    // Commands.
    void frameObject();
    void frameAll();
    void lookFrom(AxisView view);
    void toggleOrthographic();
    void orbitBy(double yaw_degrees, double pitch_degrees);
    void panBy(QPointF pixels);
    void zoomBy(double factor);
    void saveStartView();
    void goToStartView();
    void togglePhoto();
    void stepPhoto(int step);
    void lookThrough(int photo);
    /// Looks through a photograph first, if none is looked through.
    void setCompareMode(CompareMode mode);
    /// Photo and render in turn.
    void swapPhotoAndRender();
    void moveWipe(double share);
    void takeScreenshot(bool transparent);
    /// The view for a turntable from here.
    TurntableJob turntableJob() const;

    /// The view in words, for the status bar and for screen readers: "Shaded, perspective, seen
    /// from the front right, above".
    QString statusText() const;

Q_SIGNALS:
    void statusTextChanged(const QString& text);
    void photoChanged(int photo, bool looking_through);
    void photosChanged();
    void thumbnailChanged(int photo);
    void guidesChanged(const bozzetto::ui::ViewGuides& guides);
    void sizeTextChanged(const QString& text);
    void startViewSaved();
    void screenshotSaved(const QString& path);
    void failed(const bozzetto::ui::Problem& problem);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Grab { None, Navigate, Wipe, Tool, Taken };

    bool handle(QEvent* event);
    bool press(QMouseEvent* event);
    bool move(QMouseEvent* event);
    bool release(QMouseEvent* event);
    bool wheel(QWheelEvent* event);
    bool gesture(QNativeGestureEvent* event);
    void hover(QPointF at);
    bool grabTool(QPointF at);
    bool clickTool(QPointF at);
    bool hoverTool(QPointF at);
    bool cancelTool();
    std::vector<ViewTool*> activeTools() const;
    void setHovered(int photo);
    bool cameraShown() const;
    bool guidesShown() const;

    void takeMesh();
    void measureObject();
    Box sceneBounds() const;
    void takeCamera(const ViewCamera& camera);
    void apply();
    void tick();
    void updateBounds();
    void updateOverlays();
    void updateCompare();
    void takeRender();
    void paint(QPainter& painter) const;
    void announce();

    Viewport* viewport_;
    Navigator navigator_;
    SceneGuides scene_;
    CameraFrusta frusta_;
    PhotoCompare compare_;
    std::vector<PhotoView> photos_;
    ViewGuides guides_;
    LengthUnit unit_;
    QString pictures_folder_;
    Box object_;
    Measure measure_;
    std::optional<SceneFrame> frame_;
    Mat4d turned_from_input_;  // a rotation
    std::shared_ptr<const SparsePoints> points_;
    std::vector<QPointer<ViewTool>> tools_;
    QPointer<ViewTool> held_tool_;

    Grab grab_ = Grab::None;
    QPointF press_, hover_{-1e6, -1e6};
    int hovered_ = -1;
    bool applying_ = false;
    QTimer clock_, overlay_timer_;
    QElapsedTimer since_tick_;
    int shown_photo_ = -2;
    bool shown_through_ = false;
    QString status_;
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::ViewGuides)
