// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/camera_frusta.h"

#include "ui/theme/theme.h"
#include "ui/viewport/scene_guides.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kThumbnailPixels = 160;  // longer side; more is not seen
constexpr double kPickPixels = 6;      // beside a line

/// A quarter of the distance that cameras usually keep from their nearest neighbour, within what
/// looks right beside the object and leaves it in sight.
double frustumSize(const std::vector<PhotoView>& photos, const Box& object) {
    std::vector<double> nearest;
    for (size_t i = 0; i < photos.size(); ++i) {
        double best = std::numeric_limits<double>::infinity();
        for (size_t j = 0; j < photos.size(); ++j) {
            const double away = length(photos[i].camera.position() - photos[j].camera.position());
            best = i != j && away > 0 ? std::min(best, away) : best;
        }
        nearest.push_back(best);
    }
    const double diagonal = object.diagonal() > 0 ? object.diagonal() : 1;
    if (nearest.empty()) {
        return 0.1 * diagonal;
    }
    std::nth_element(nearest.begin(), nearest.begin() + nearest.size() / 2, nearest.end());
    return std::clamp(0.25 * nearest[nearest.size() / 2], 0.03 * diagonal, 0.08 * diagonal);
}

/// On grey where the picture is transparent: the frame of a photograph is not a hole.
QImage reduced(const QImage& image, Qt::TransformationMode mode) {
    const bool large = std::max(image.width(), image.height()) > kThumbnailPixels;
    QImage result =
        large ? image.scaled(kThumbnailPixels, kThumbnailPixels, Qt::KeepAspectRatio, mode) : image;
    if (result.hasAlphaChannel()) {
        QImage opaque(result.size(), QImage::Format_RGB32);
        opaque.fill(QColor(0x6a, 0x6e, 0x76));
        QPainter(&opaque).drawImage(0, 0, result);
        result = opaque;
    }
    return result;
}

double distanceToSegment(QPointF p, QPointF a, QPointF b) {
    const QPointF ab = b - a, ap = p - a;
    const double squared = QPointF::dotProduct(ab, ab);
    const double t = squared > 0 ? std::clamp(QPointF::dotProduct(ap, ab) / squared, 0.0, 1.0) : 0;
    const QPointF away = ap - ab * t;
    return std::hypot(away.x(), away.y());
}

}  // namespace

void CameraFrusta::setCameras(const std::vector<PhotoView>& photos, const Box& object) {
    const double size = frustumSize(photos, object);
    const std::vector<Frustum> before = std::exchange(frusta_, {});
    for (const PhotoView& photo : photos) {
        const Camera& c = photo.camera;
        const double wide = std::max(c.width / c.fx, c.height / c.fy);
        const double depth = size / std::max(wide, 1e-6);
        const auto world = [&](double x, double y) {
            return transformPoint(
                c.world_from_camera,
                Vec3d{(x - c.cx) / c.fx * depth, -(y - c.cy) / c.fy * depth, -depth});
        };
        Frustum frustum;
        frustum.eye = c.position();
        frustum.corners = {
            world(0, 0), world(c.width, 0), world(c.width, c.height), world(0, c.height)};
        frustum.tip = world(c.width / 2.0, -0.18 * c.height);
        frustum.name = photo.name;
        frustum.source = photo.thumbnail.cacheKey();
        const size_t i = frusta_.size();
        const bool known = i < before.size() && before[i].source == frustum.source;
        // Hundreds at once: smooth scaling is for those that come one by one.
        frustum.thumbnail =
            known ? before[i].thumbnail : reduced(photo.thumbnail, Qt::FastTransformation);
        frusta_.push_back(std::move(frustum));
    }
}

void CameraFrusta::setThumbnail(int photo, const QImage& thumbnail) {
    if (photo < 0 || photo >= count()) {
        return;
    }
    Frustum& frustum = frusta_[static_cast<size_t>(photo)];
    frustum.source = thumbnail.cacheKey();
    frustum.thumbnail = reduced(thumbnail, Qt::SmoothTransformation);
}

Box CameraFrusta::bounds() const {
    Box box;
    for (const Frustum& frustum : frusta_) {
        box.add(frustum.eye);
        for (const Vec3d& corner : frustum.corners) {
            box.add(corner);
        }
    }
    return box;
}

std::shared_ptr<const SceneOverlay> CameraFrusta::overlay(int current,
                                                          const QColor& background) const {
    auto overlay = std::make_shared<SceneOverlay>();
    const bool dark = background.lightness() < 128;
    const QColor plain = dark ? QColor(150, 156, 166) : QColor(110, 116, 126);
    for (int i = 0; i < count(); ++i) {
        const Frustum& f = frusta_[static_cast<size_t>(i)];
        const QColor color = i == current ? colors().accent : plain;
        const auto add = [&](Vec3d a, Vec3d b) {
            overlay->lines.push_back({toFloat(a), toFloat(b), color});
        };
        for (size_t k = 0; k < 4; ++k) {
            add(f.eye, f.corners[k]);
            add(f.corners[k], f.corners[(k + 1) % 4]);
        }
        add(f.corners[0], f.tip);
        add(f.tip, f.corners[1]);
        if (!f.thumbnail.isNull()) {
            overlay->pictures.push_back({{toFloat(f.corners[0]),
                                          toFloat(f.corners[1]),
                                          toFloat(f.corners[2]),
                                          toFloat(f.corners[3])},
                                         f.thumbnail});
        }
    }
    return overlay;
}

int CameraFrusta::pick(QPointF at, const ViewProjection& projection) const {
    int found = -1;
    double nearest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < count(); ++i) {
        const Frustum& f = frusta_[static_cast<size_t>(i)];
        const auto eye = projection.pixelOf(f.eye);
        QPolygonF picture;
        for (const Vec3d& corner : f.corners) {
            if (const auto pixel = projection.pixelOf(corner)) {
                picture << *pixel;
            }
        }
        if (!eye || picture.size() != 4) {
            continue;  // partly behind the eye of the view
        }
        bool hit = picture.containsPoint(at, Qt::OddEvenFill);
        for (const QPointF& corner : picture) {
            hit = hit || distanceToSegment(at, *eye, corner) < kPickPixels;
        }
        const double depth = projection.depthOf(f.corners[0] + (f.corners[2] - f.corners[0]) * 0.5);
        if (hit && depth < nearest) {
            nearest = depth;
            found = i;
        }
    }
    return found;
}

void CameraFrusta::paintHighlight(QPainter& painter,
                                  const ViewProjection& projection,
                                  int photo) const {
    if (photo < 0 || photo >= count()) {
        return;
    }
    const Frustum& f = frusta_[static_cast<size_t>(photo)];
    const auto eye = projection.pixelOf(f.eye);
    QPolygonF picture;
    for (const Vec3d& corner : f.corners) {
        const auto pixel = projection.pixelOf(corner);
        if (!pixel || !eye) {
            return;
        }
        picture << *pixel;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors().accent, 2));
    painter.drawPolygon(picture);
    for (const QPointF& corner : picture) {
        painter.drawLine(*eye, corner);
    }
    painter.restore();
    const QRectF around = picture.boundingRect().united(QRectF(*eye, QSizeF(1, 1)));
    paintPill(painter, {around.center().x(), around.bottom() + 18}, f.name);
}

}  // namespace bozzetto::ui
