// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set_reader.h"
#include "camera/view_source.h"
#include "ui/viewport/photo_view.h"

#include <vector>

namespace bozzetto::ui {

/// The photographs of a set that have a camera, for the viewport: exact cameras, and a function
/// each that reads the picture when it is wanted. Reads headers: not for the UI thread.
std::vector<PhotoView> photoViews(SetSource set, const ViewEdits& edits);

}  // namespace bozzetto::ui
