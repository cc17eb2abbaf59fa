// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/cameras/solved_set.h"
#include "ui/viewport/photo_view.h"

#include <vector>

namespace bozzetto::ui {

/// The set's pictures that have a camera, as the viewport wants them; nothing is read.
std::vector<PhotoView> photoViews(const SolvedSet& solved);

}  // namespace bozzetto::ui
