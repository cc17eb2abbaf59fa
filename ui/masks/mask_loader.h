// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"

#include <QImage>
#include <QList>
#include <QString>

namespace bozzetto::ui {

/// A picture whose mask can be edited.
struct MaskSubject {
    ViewSource view;      // as found, with the mask in use
    bool upright = true;  // the picture is turned by its EXIF orientation, and the mask with it
    bool is_six_view = false;  // depth is the mask where there is no other
    bool excluded = false;     // not used: skipped by what is done to all
};

/// The picture for the screen: sRGB, Format_RGB32, at its full size and halved (mask_levels.h).
/// Throws Error naming the file.
QList<QImage> loadPhoto(const MaskSubject& subject);

struct LoadedMask {
    QImage mask;            // Format_Grayscale8, 255 = object
    bool has_mask = false;  // there is one; else `mask` is black
};
/// The mask as the reconstruction would use it, at the picture's full size and in its pixels, lens
/// distortion and all. size: of the photo; not valid: it is looked up. Throws Error.
LoadedMask loadMask(const MaskSubject& subject, QSize size = {});

/// The bytes of a mask file; quick rather than small. `inverted`: the reader inverts what it reads.
QByteArray encodeMask(const QImage& mask, bool inverted);

}  // namespace bozzetto::ui
