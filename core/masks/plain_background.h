// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "image/image.h"

#include <optional>
#include <vector>

namespace bozzetto {

/// How plain the rim of a picture is.
struct PlainRim {
    double outliers = 1;  // share of the rim that a smooth colour gradient does not explain
    double noise = 0;     // deviation of the rest from the gradient, display values in [0, 255]
    bool isPlain() const { return outliers < 0.12 && noise < 6; }
};
/// image [H, W, 3 or 4] linear. Looks at the left, right and top rims, and the bottom one: a
/// studio sweep, a backdrop of one colour, or nothing lit behind the object.
PlainRim plainRim(const Image& image);

/// Masks [H, W, 1] in [0, 1] of pictures before a plain background (white, black, green, a sweep
/// with a gradient and soft shadows), in the order given; no cameras needed, so it serves
/// turntables, where the background must not lead structure from motion. nullopt unless most of the
/// pictures have a plain rim: an image set is taken either way as a whole. An empty Image stands
/// for a single picture whose background is not plain. Throws Cancelled.
std::optional<std::vector<Image>> plainBackgroundMasks(const std::vector<const Image*>& pictures,
                                                       int max_side,
                                                       const Task& task = {});

}  // namespace bozzetto
