// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace bozzetto::ui {

// What file dialogs offer. The readers tell formats by content; these are the usual endings
// (core/camera/file_finder.cpp, hasRawEnding, hasVideoEnding).
inline const QString kPicturePatterns = QStringLiteral(
    "*.png *.jpg *.jpeg *.tif *.tiff *.webp *.heic *.heif *.avif *.exr *.hdr *.dng *.cr2 *.cr3 "
    "*.nef *.arw *.raf *.orf *.rw2 *.pef *.srw");
inline const QString kVideoPatterns = QStringLiteral("*.mp4 *.mov *.m4v *.webm *.mkv *.avi *.mts");

}  // namespace bozzetto::ui
