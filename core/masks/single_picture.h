// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

namespace bozzetto {

/// The mask [H, W, 1] in [0, 1] of one picture by itself, for sets without cameras: what is rare
/// along the picture's rim and lies near its middle is taken for the object, colours of both sides
/// are learnt from that, and a minimum cut separates them, again until it stays (GrabCut, Rother et
/// al. 2004; seeds by contrast to the border, "Saliency Optimization from Robust Background
/// Detection", Zhu et al. 2014). A guess: all zero where nothing stands out. image [H, W, 4]
/// linear; found at `max_side` pixels and refined at the full size.
Image singlePictureMask(const Image& image, int max_side);

}  // namespace bozzetto
