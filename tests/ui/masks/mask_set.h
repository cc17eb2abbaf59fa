// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set_reader.h"
#include "camera/mask_folder.h"
#include "ui/common/text.h"
#include "ui/masks/mask_loader.h"

#include <QImage>
#include <QPainter>
#include <QString>

#include <filesystem>
#include <vector>

namespace bozzetto::testing {

/// A photograph without a mask: a red disc in the middle (a third of the height as its radius) on
/// grey with a little structure.
inline QImage discPhoto(QSize size, int seed) {
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const int grain = (x * 31 + y * 17 + seed * 7) % 9;
            const double r =
                std::hypot(x + 0.5 - size.width() / 2.0, y + 0.5 - size.height() / 2.0);
            line[x] = r < size.height() / 3.0 ? qRgb(190 + grain, 50, 40)
                                              : qRgb(90 + grain, 92 + grain, 95 + grain);
        }
    }
    return image;
}

inline void writeDiscSet(const std::filesystem::path& folder, int count, QSize size) {
    std::filesystem::create_directories(folder);
    for (int i = 0; i < count; ++i) {
        const QString path = ui::toQt(folder) + QStringLiteral("/p%1.png").arg(i);
        if (!discPhoto(size, i).save(path)) {
            qFatal("cannot write %s", qPrintable(path));
        }
    }
}

/// The set as the window gives it to the editor; masks: folder of edited ones, may be empty.
inline std::vector<ui::MaskSubject> subjectsOf(const std::filesystem::path& folder,
                                               const std::filesystem::path& masks = {}) {
    SetSource set = findImageSet(folder);
    useMaskFolder(set, masks);
    std::vector<ui::MaskSubject> subjects;
    for (const ViewSource& view : set.views) {
        subjects.push_back({view, !view.world_from_camera, set.is_six_view, false});
    }
    return subjects;
}

}  // namespace bozzetto::testing
