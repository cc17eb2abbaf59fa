// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"
#include "ui/viewport/photo_picture.h"
#include "ui/viewport/photo_view.h"

#include <QObject>
#include <QPointF>
#include <QTimer>

#include <memory>
#include <optional>

class QPainter;

namespace bozzetto::ui {

/// What is shown while looking through a photograph's camera.
enum class CompareMode {
    Render,      // the mesh alone
    Wipe,        // the photograph left of a line that can be moved
    Blink,       // the two by turns
    Difference,  // how far they are apart
    Photo,       // the photograph alone
};

/// Lays the photograph over the render. Reading, scaling and comparing happen on the thread pool;
/// painting is a copy. Knows no viewport: frame and size are told to it.
class PhotoCompare : public QObject {
    Q_OBJECT
public:
    explicit PhotoCompare(QObject* parent = nullptr);

    CompareMode mode() const { return mode_; }
    void setMode(CompareMode mode);
    /// With reduced animation nothing blinks: the user switches with toggleBlink().
    void setReducedAnimation(bool on);
    void toggleBlink();

    /// The photograph looked through, with its place in the viewport; `id` tells them apart.
    void setPhoto(int id, const PhotoView& photo);
    void clearPhoto();
    /// Size in device pixels, and where the photograph's frame lies in it.
    void setPlace(QSize viewport, QRectF frame, const QColor& background);
    /// The render that belongs to the place, once it is the full picture: the difference is taken.
    void setRender(const QImage& frame);

    /// 0 to 1: where the wipe's line stands, as a share of the photograph's width.
    double wipe() const { return wipe_; }
    void setWipe(double share);
    /// Whether a position (device-independent pixels) is on the wipe's line.
    bool onWipeLine(QPointF at, double pixel_ratio) const;
    void dragWipeTo(QPointF at, double pixel_ratio);

    /// True when paint() would show something: a photograph is there and the mode wants it.
    bool active() const;
    /// Paints over the viewport (device-independent pixels).
    void paint(QPainter& painter, double pixel_ratio) const;
    /// Mean error of the last difference, 0 to 1.
    std::optional<double> meanError() const;
    bool loading() const { return loading_; }

Q_SIGNALS:
    void changed();  // paint again
    void modeChanged(bozzetto::ui::CompareMode mode);
    void differenceMeasured(double mean_error);
    void failed(const bozzetto::ui::Problem& problem);

private:
    void load(const PhotoView& photo);
    void align();
    void compare();
    bool photoOnTop() const;
    double wipeX() const;  // device pixels

    CompareMode mode_ = CompareMode::Render;
    bool reduced_ = false;
    bool blink_photo_ = true;
    QTimer blink_;
    double wipe_ = 0.5;

    int id_ = -1;
    bool loading_ = false;
    int load_serial_ = 0, align_serial_ = 0, compare_serial_ = 0;
    std::shared_ptr<const Image> photo_;
    QSize size_;
    QRectF frame_;
    QColor background_;
    std::shared_ptr<const AlignedPhoto> aligned_;
    QImage render_;
    std::optional<PhotoDifference> difference_;
};

}  // namespace bozzetto::ui
