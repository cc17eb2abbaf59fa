// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <cstddef>
#include <vector>

namespace bozzetto {

/// Which of a set's usable views to take when there are more than `most`: with cameras those whose
/// directions of view are spread widest (farthest-point choice from the first view on), else every
/// so many-th, the first and the last included. Ascending indices into set.views; view 0 of the
/// result is the set's first usable one. Usable: with a mask that shows something.
std::vector<size_t> chooseViews(const ImageSet& set, size_t most);

}  // namespace bozzetto
