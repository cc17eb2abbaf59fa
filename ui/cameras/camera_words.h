// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/conventions.h"
#include "sfm/estimate_cameras.h"

#include <QString>
#include <QStringList>

namespace bozzetto::ui {

/// "Looking for features": a phase of `bozzetto-cli cameras`; unknown ones by their own name.
QString phaseTitle(const QString& phase);
/// Why a picture has no camera and what helps, in a sentence.
QString reasonText(EstimatedPicture::Reason reason, EstimatedPicture::State state);
/// The report's figures, a line each.
QStringList reportLines(const CameraReport& report);
/// What becomes of pictures that the estimate never saw.
QString picturesSinceText(int count);
/// "OpenCV axes"; unknown ids as they are.
QString conventionTitle(const std::string& id);
/// What speaks for a convention: "All points lie in front of the cameras that see them ...".
QString evidenceText(const ConventionEvidence& evidence);

}  // namespace bozzetto::ui
