// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/masks/mask_delta.h"
#include "ui/masks/mask_levels.h"

#include <QPolygonF>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace bozzetto::ui {

enum class MaskTool { Brush, Eraser, Fill, Rectangle, Lasso, Hint };

/// A picture with its mask over it, to zoom, pan and paint on. Only what a stroke changes is put
/// together and drawn again, so that it keeps up with the hand however large the picture is. The
/// left button adds to the object, the right one (or Alt) takes away; the middle button or the
/// space bar moves the picture; the wheel zooms, with Ctrl it changes the brush.
class MaskCanvas : public QWidget {
    Q_OBJECT
public:
    explicit MaskCanvas(QWidget* parent = nullptr);

    /// photo: photoLevels; mask: of its size. Keep: zoom and place stay if the size is the same.
    enum class View { Fit, Keep };
    void setPicture(const QList<QImage>& photo, const QImage& mask, View view);
    /// Nothing, or a sentence.
    void clear(const QString& text = {});
    bool hasPicture() const { return !photo_.isEmpty(); }
    const QImage& mask() const { return mask_.full(); }
    const QImage& photo() const { return photo_.front(); }
    /// Puts another mask of the same size in the place of the one shown.
    void setMask(const QImage& mask);
    /// Changes the shown mask.
    void applyDelta(const MaskDelta& delta);

    MaskTool tool() const { return tool_; }
    void setTool(MaskTool tool);
    double brushRadius() const { return radius_; }  // picture pixels
    void setBrushRadius(double radius);
    void setBrushSoftness(double share) { softness_ = share; }
    const MaskLook& look() const { return look_; }
    void setLook(const MaskLook& look);
    /// Painting is refused; looking around is not.
    void setLocked(bool locked);

    /// Strokes for refineMask, of the picture's size; null: none yet.
    const QImage& hints() const { return hints_; }
    void clearHints();
    /// What is visible of the picture, in its pixels.
    QRect visibleRect() const;

    const PicturePlace& place() const { return place_; }  // device pixels
    double zoom() const { return place_.scale; }          // device pixels a picture pixel
    void fit();
    void setZoom(double zoom);

    static constexpr double kLeastRadius = 0.5, kMostRadius = 2000;

Q_SIGNALS:
    /// The mask was changed by hand.
    void painted(const bozzetto::ui::MaskDelta& delta, bozzetto::ui::MaskTool tool);
    void fillRequested(QPoint pixel, bool erase);
    void hintsChanged();
    void brushRadiusChanged(double radius);
    void zoomChanged(double zoom);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// A stroke, outline or move of the picture that is going on.
    struct Gesture {
        enum class Kind { Stroke, Outline, Pan } kind = Kind::Stroke;
        MaskTool tool = MaskTool::Brush;
        bool erase = false;
        QImage before;      // the mask (or the hints) as it was
        QRect changed;      // picture pixels
        QPointF last;       // picture; device pixels when panning
        double radius = 1;  // at `last`
        QPolygonF outline;  // picture
    };
    void beginGesture(QPointF position,
                      Qt::MouseButton button,
                      Qt::KeyboardModifiers modifiers,
                      double pressure);
    void moveGesture(QPointF position, double pressure);
    void endGesture();
    void cancelGesture();
    void strokeTo(QPointF picture, double radius);
    void updateOutline(QPointF picture);
    void finishOutline();

    QPointF toDevice(QPointF position) const { return position * devicePixelRatioF(); }
    QRect toScreen(const QRect& picture) const;  // device pixels, with a rim
    void updatePicture(const QRect& picture);    // puts together and draws what changed
    void viewChanged();                          // zoom, place or size
    void drawPhoto();
    void recompose(const QRect& device);
    void updateCursor(QPointF position);
    QRect brushRect(QPointF position) const;  // widget pixels
    void keepInSight();
    bool paintsRound() const;

    QList<QImage> photo_;
    MaskLevels mask_;
    QImage hints_;
    MaskLook look_;
    PicturePlace place_;
    QImage photo_layer_, composed_;  // device pixels
    bool is_fitted_ = true, locked_ = false, space_ = false, wants_photo_ = false;
    QString text_;
    MaskTool tool_ = MaskTool::Brush;
    double radius_ = 24, softness_ = 0.1;
    std::optional<Gesture> gesture_;
    std::optional<QPointF> pointer_;  // widget pixels
    QRect cursor_rect_;
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::MaskDelta)
