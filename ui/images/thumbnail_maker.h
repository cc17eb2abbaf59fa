// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/images/thumbnail_cache.h"

namespace bozzetto::ui {

/// Decodes a picture as small as the file allows and gives it the look that is asked for: ARGB32
/// premultiplied, sRGB, longest side at most request.side. Throws Error when the picture cannot be
/// read; a mask that cannot be read is left away.
QImage makeThumbnail(const ThumbnailRequest& request);

/// The same picture, not larger than `side`.
QImage fitThumbnail(const QImage& image, int side);

}  // namespace bozzetto::ui
