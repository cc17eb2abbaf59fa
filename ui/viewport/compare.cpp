// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/compare.h"

#include "ui/common/background_task.h"
#include "ui/theme/theme.h"
#include "ui/viewport/scene_guides.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kBlinkMilliseconds = 357;  // each picture: 1.4 changes there and back a second
constexpr double kGrabPixels = 8;        // on both sides of the wipe's line

}  // namespace

PhotoCompare::PhotoCompare(QObject* parent) : QObject(parent) {
    blink_.setInterval(kBlinkMilliseconds);
    connect(&blink_, &QTimer::timeout, this, &PhotoCompare::toggleBlink);
}

void PhotoCompare::setMode(CompareMode mode) {
    if (mode == mode_) {
        return;
    }
    mode_ = mode;
    blink_photo_ = true;
    if (mode_ == CompareMode::Blink && !reduced_ && id_ >= 0) {
        blink_.start();
    } else {
        blink_.stop();
    }
    compare();
    Q_EMIT modeChanged(mode_);
    Q_EMIT changed();
}

void PhotoCompare::setReducedAnimation(bool on) {
    reduced_ = on;
    if (on) {
        blink_.stop();
    } else if (mode_ == CompareMode::Blink && id_ >= 0) {
        blink_.start();
    }
}

void PhotoCompare::toggleBlink() {
    blink_photo_ = !blink_photo_;
    Q_EMIT changed();
}

void PhotoCompare::setPhoto(int id, const PhotoView& photo) {
    if (id == id_) {
        return;
    }
    clearPhoto();
    id_ = id;
    if (mode_ == CompareMode::Blink && !reduced_) {
        blink_.start();
    }
    load(photo);
}

void PhotoCompare::clearPhoto() {
    blink_.stop();
    id_ = -1;
    loading_ = false;
    ++load_serial_, ++align_serial_, ++compare_serial_;
    photo_.reset();
    aligned_.reset();
    difference_.reset();
    render_ = {};
    Q_EMIT changed();
}

void PhotoCompare::load(const PhotoView& photo) {
    if (!photo.load) {
        return;
    }
    loading_ = true;
    const int serial = ++load_serial_;
    inBackground(
        this,
        [read = photo.load] { return std::make_shared<const Image>(read()); },
        [this, serial](std::shared_ptr<const Image> picture) {
            if (serial == load_serial_) {
                loading_ = false;
                photo_ = std::move(picture);
                align();
                Q_EMIT changed();
            }
        },
        [this, serial](const Problem& problem) {
            if (serial == load_serial_) {
                loading_ = false;
                Q_EMIT changed();
                Q_EMIT failed(problem);
            }
        });
}

void PhotoCompare::setPlace(QSize viewport, QRectF frame, const QColor& background) {
    if (viewport == size_ && frame == frame_ && background == background_) {
        return;
    }
    size_ = viewport;
    frame_ = frame;
    background_ = background;
    render_ = {};
    difference_.reset();
    ++compare_serial_;
    align();
}

void PhotoCompare::align() {
    const int serial = ++align_serial_;
    if (!photo_ || size_.isEmpty() || frame_.isEmpty()) {
        return;
    }
    inBackground(
        this,
        [photo = photo_, size = size_, frame = frame_, background = background_] {
            return std::make_shared<const AlignedPhoto>(
                alignPhoto(*photo, size, frame, background));
        },
        [this, serial](std::shared_ptr<const AlignedPhoto> aligned) {
            if (serial == align_serial_) {
                aligned_ = std::move(aligned);
                compare();
                Q_EMIT changed();
            }
        },
        [this](const Problem& problem) { Q_EMIT failed(problem); });
}

void PhotoCompare::setRender(const QImage& frame) {
    render_ = frame;
    compare();
}

void PhotoCompare::compare() {
    const int serial = ++compare_serial_;
    if (mode_ != CompareMode::Difference || !aligned_ || render_.isNull() ||
        render_.size() != aligned_->picture.size()) {
        return;
    }
    inBackground(
        this,
        [photo = aligned_, render = render_, background = background_] {
            return differenceOf(*photo, render, background);
        },
        [this, serial](PhotoDifference difference) {
            if (serial == compare_serial_) {
                difference_ = std::move(difference);
                Q_EMIT differenceMeasured(difference_->mean_error);
                Q_EMIT changed();
            }
        },
        [this](const Problem& problem) { Q_EMIT failed(problem); });
}

void PhotoCompare::setWipe(double share) {
    wipe_ = std::clamp(share, 0.0, 1.0);
    Q_EMIT changed();
}

double PhotoCompare::wipeX() const {
    return frame_.x() + wipe_ * frame_.width();
}

bool PhotoCompare::onWipeLine(QPointF at, double pixel_ratio) const {
    return active() && mode_ == CompareMode::Wipe &&
           std::abs(at.x() - wipeX() / pixel_ratio) <= kGrabPixels;
}

void PhotoCompare::dragWipeTo(QPointF at, double pixel_ratio) {
    if (frame_.width() > 0) {
        setWipe((at.x() * pixel_ratio - frame_.x()) / frame_.width());
    }
}

bool PhotoCompare::active() const {
    return mode_ != CompareMode::Render && aligned_ && aligned_->picture.size() == size_;
}

bool PhotoCompare::photoOnTop() const {
    return mode_ == CompareMode::Photo || (mode_ == CompareMode::Blink && blink_photo_);
}

std::optional<double> PhotoCompare::meanError() const {
    return difference_ && mode_ == CompareMode::Difference ? std::optional(difference_->mean_error)
                                                           : std::nullopt;
}

void PhotoCompare::paint(QPainter& painter, double pixel_ratio) const {
    const QRectF area(frame_.topLeft() / pixel_ratio, frame_.size() / pixel_ratio);
    const auto label = [&](double x, const QString& text) {
        paintPill(painter, {x, area.top() + 24}, text);
    };
    if (mode_ != CompareMode::Render && !active()) {
        if (loading_ && area.isValid()) {
            label(area.center().x(), tr("Reading the picture…"));
        }
        return;
    }
    if (!active()) {
        return;
    }
    const auto draw = [&](const QImage& image, QRectF clip) {
        painter.save();
        painter.setClipRect(clip & area);
        painter.drawImage(QRectF(QPointF(0, 0), QSizeF(image.size()) / pixel_ratio), image);
        painter.restore();
    };
    const QRectF all(QPointF(0, 0), QSizeF(size_) / pixel_ratio);
    if (photoOnTop()) {
        draw(aligned_->picture, all);
        label(area.center().x(), tr("Picture"));
    } else if (mode_ == CompareMode::Blink) {
        label(area.center().x(), tr("Render"));
    } else if (mode_ == CompareMode::Difference && difference_) {
        draw(difference_->picture, all);
        label(area.center().x(),
              tr("Mean difference %1 %, shown 4 times stronger")
                  .arg(QLocale().toString(100 * difference_->mean_error, 'f', 1)));
    } else if (mode_ == CompareMode::Difference) {
        label(area.center().x(), tr("Comparing…"));
    } else if (mode_ == CompareMode::Wipe) {
        const double x = wipeX() / pixel_ratio;
        draw(aligned_->picture, QRectF(all.topLeft(), QPointF(x, all.bottom())));
        painter.setPen(QPen(colors().overlay, 4));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.setPen(QPen(Qt::white, 1.5));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(colors().overlay);
        painter.drawRoundedRect(QRectF(x - 7, area.center().y() - 14, 14, 28), 5, 5);
        painter.restore();
        label(x - 48, tr("Picture"));
        label(x + 48, tr("Render"));
    }
}

}  // namespace bozzetto::ui
