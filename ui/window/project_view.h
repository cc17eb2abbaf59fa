// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/project.h"
#include "ui/viewport/view_camera.h"
#include "ui/viewport/view_look.h"

#include <string>

namespace bozzetto::ui {

/// A viewport's look and eye in the words of the project file; `photo`: name of the view looked
/// through, or empty.
ProjectView toProjectView(const ViewLook& look, const ViewCamera& camera, const std::string& photo);
/// Unknown names give the default.
ViewLook lookOf(const ProjectView& view);
ViewCamera cameraOf(const ProjectCamera& camera);

}  // namespace bozzetto::ui
