// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cameras_arguments.h"

namespace bozzetto {

/// `bozzetto-cli cameras`: estimates the cameras of photographs, or converts those of another
/// program, and writes them (camera/camera_document.h, or another program's format). Events beside
/// those of TaskReporter:
///   start     input, output, views
///   cameras   path (of a camera document with what is known so far, replaced by the next one),
///             registered, points
///   result    path, seconds, report (sfm/estimate_cameras.h; null after a conversion)
/// Returns the exit code; may throw Error.
int runCameras(const CamerasArguments& arguments);

}  // namespace bozzetto
