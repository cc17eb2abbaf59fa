// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "camera/view_loader.h"

#include <vector>

namespace bozzetto {

/// What only shows when all masks are seen together. Views without a mask among masked ones are
/// left out (their background would be taken for the object); an object cut off by the frame in
/// most views is told. Throws Error(BadInput) if every mask is full.
void checkMasks(ImageSet& set, std::vector<LoadedView>& loaded);

/// Adds "10 of 185 pictures were left out" and folds equal warnings about many files into one.
void summarizeProblems(ImageSet& set, std::size_t listed);

}  // namespace bozzetto
