// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/viewport.h"

#include <QImage>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto::testing {

/// PSNR (dB, of 8-bit values) of the pixels that are opaque in `mask`.
inline double insidePsnr(const QImage& a, const QImage& b, const QImage& mask) {
    double sum = 0;
    qint64 count = 0;
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x) {
            if (qAlpha(mask.pixel(x, y)) < 255) {
                continue;
            }
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            for (const int d : {qRed(p) - qRed(q), qGreen(p) - qGreen(q), qBlue(p) - qBlue(q)}) {
                sum += d * d;
            }
            count += 3;
        }
    }
    if (count == 0) {
        return 0;
    }
    return sum == 0 ? 99 : 10 * std::log10(255.0 * 255.0 * static_cast<double>(count) / sum);
}

/// Intersection over union of what both pictures cover by half or more.
inline double silhouetteIou(const QImage& a, const QImage& b) {
    qint64 both = 0, either = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const bool in_a = qAlpha(a.pixel(x, y)) >= 128, in_b = qAlpha(b.pixel(x, y)) >= 128;
            both += in_a && in_b, either += in_a || in_b;
        }
    }
    return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

/// Waits for the full picture of what was last asked for.
inline bool waitSettled(ui::Viewport& viewport, int ms = 30000) {
    return QTest::qWaitFor([&] { return viewport.isSettled(); }, ms);
}

/// The picture of a request; null after 30 s.
inline QImage pictureOf(ui::Viewport& viewport, const ui::PictureRequest& request) {
    QImage picture;
    bool done = false;
    viewport.renderImage(request, &viewport, [&](const QImage& image) {
        picture = image;
        done = true;
    });
    return QTest::qWaitFor([&] { return done; }, 30000) ? picture : QImage();
}

inline void saveScreenshot(const QImage& picture, const QString& name) {
    const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
    if (!folder.isEmpty()) {
        picture.save(folder + '/' + name + ".png");
    }
}

}  // namespace bozzetto::testing
