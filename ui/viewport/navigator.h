// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/eye_turntable.h"
#include "ui/viewport/view_projection.h"

#include <QPoint>
#include <QPointF>
#include <QSizeF>

#include <functional>
#include <optional>
#include <vector>

namespace bozzetto::ui {

/// Whose habits the mouse follows.
enum class NavigationStyle { Simple, Blender, Maya };

/// Views along an axis. Front looks at the side that the set's maker calls front: with +Z up from
/// -Y, with +Y up from +Z, as Blender does.
enum class AxisView { Front, Back, Right, Left, Top, Bottom };

/// Turns mouse, wheel and trackpad events into a ViewCamera. Knows no widget: pixels are those of
/// the size given by setViewportSize. The up axis stays up; nothing rolls the view.
class Navigator {
public:
    /// The surface's world point at a pixel, if there is one.
    using Picker = std::function<std::optional<Vec3d>(QPointF)>;

    void setStyle(NavigationStyle style);
    NavigationStyle style() const { return style_; }
    /// The set's up axis; any length.
    void setUpAxis(Vec3d up) { setAxes(TurntableAxes(up)); }
    /// The view stays, as far as it is level in the new axes.
    void setAxes(const TurntableAxes& axes);
    Vec3d upAxis() const { return axes_.up(); }
    const TurntableAxes& axes() const { return axes_; }
    void setViewportSize(QSizeF size);
    QSizeF viewportSize() const { return size_; }
    void setPicker(Picker picker) { picker_ = std::move(picker); }
    /// What frameObject and frameAll show. `all` holds the object and whatever else is drawn.
    void setBounds(const Box& object, const Box& all);
    /// Without transitions every view is there at once (reduced animation).
    void setTransitions(bool on);
    void setPhotos(std::vector<Camera> photos);

    const ViewCamera& camera() const { return camera_; }
    /// The view as it will be when the transition has ended.
    ViewCamera destination() const;
    /// Takes over a view at once, as far as a turntable can: roll is lost.
    void setCamera(const ViewCamera& camera);
    const Turntable& turntable() const { return now_; }

    // Events; true when used. Angles of the wheel in eighths of a degree, as Qt gives them.
    bool mousePress(QPointF at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers);
    bool mouseMove(QPointF to);
    bool mouseRelease(Qt::MouseButton button);
    bool mouseDoubleClick(QPointF at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers);
    bool wheel(QPointF at, QPoint angle);
    /// Two fingers on a trackpad, in pixels: orbit; with Shift pan, with Ctrl zoom.
    bool trackpadScroll(QPointF at, QPointF pixels, Qt::KeyboardModifiers modifiers);
    /// Two fingers apart (factor > 1) or together.
    bool pinch(QPointF at, double factor);
    bool dragging() const { return drag_ != Drag::None; }
    /// Whether the press that is going on has moved far enough to be more than a click.
    bool draggedFar() const { return dragged_far_; }

    // Commands of menu and keyboard.
    void frameObject();
    void frameAll();
    void lookFrom(AxisView view);
    void toggleOrthographic();
    void orbit(double yaw, double pitch);  // radians; stops at the poles
    void pan(QPointF pixels);
    void zoom(double factor);  // about the middle; above 1 comes closer
    /// The point under the cursor becomes the middle of the view and what it turns about. Nothing
    /// happens beside the object.
    void setPivotAt(QPointF at);
    void saveStartView();
    bool hasStartView() const { return start_view_.has_value(); }
    void goToStartView();

    // Photographs. The current one is -1 until one was chosen.
    int currentPhoto() const { return current_photo_; }
    bool throughPhoto() const { return through_photo_; }
    void lookThrough(int photo);
    /// Through the current (else the nearest) photograph's camera, or back to the view before.
    void togglePhoto();
    void leavePhoto();
    /// The photograph `step` further, round and round; looks through it.
    void stepPhoto(int step);

    /// Transitions: call advance() with the time passed while moving() holds.
    bool moving() const { return transition_.has_value(); }
    void advance(double seconds);

private:
    enum class Drag { None, Orbit, Pan, Zoom };
    struct Transition {
        Turntable from, to;
        double passed = 0;
        int photo = -1;  // reached at the end
    };

    Drag dragFor(Qt::MouseButton button, Qt::KeyboardModifiers modifiers) const;
    ViewCamera cameraOf(const Turntable& turntable, int photo) const;
    /// Where the view is on its way to; where it is when it rests.
    const Turntable& going() const { return transition_ ? transition_->to : now_; }
    bool goingToPhoto() const { return transition_ && transition_->photo >= 0; }
    Vec3d pointUnder(QPointF at) const;
    int nearestPhoto() const;
    void show(const Turntable& turntable, int photo);
    void goTo(const Turntable& turntable, int photo = -1);
    /// Ends transitions and leaves a photograph, so that the mouse moves a level turntable.
    void takeHold();
    void beginDrag();
    void zoomAbout(Vec3d point, double factor);
    void panBetween(QPointF from, QPointF to, double depth);

    NavigationStyle style_ = NavigationStyle::Simple;
    TurntableAxes axes_;
    QSizeF size_{1, 1};
    Picker picker_;
    Box object_, all_;
    bool transitions_ = true;
    std::vector<Camera> photos_;
    int current_photo_ = -1;
    bool through_photo_ = false;

    Turntable now_;
    bool orthographic_ = false;
    ViewCamera camera_;
    std::optional<Transition> transition_;
    std::optional<Turntable> before_photo_;
    std::optional<Turntable> start_view_;
    bool start_orthographic_ = false;

    Drag drag_ = Drag::None;
    Qt::MouseButton drag_button_ = Qt::NoButton;
    QPointF press_, last_;
    Vec3d press_point_;
    double press_depth_ = 1;
    bool dragged_far_ = false;
};

}  // namespace bozzetto::ui
