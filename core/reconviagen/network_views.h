// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "reconviagen/pillow_resize.h"

#include <functional>
#include <vector>

namespace bozzetto {

/// A photograph as the networks see it.
struct NetworkView {
    const View* view = nullptr;
    ByteImage picture;  // the object in the middle of a square, RGBA (centredObject)
    /// Where the square lies in the photograph: its pixel (x, y) shows (left + scale x, top +
    /// scale y), in pixels of view->image.
    double left = 0, top = 0, scale = 1;
};

/// Prepares the chosen views as the original does: pictures with an alpha channel of their own are
/// cut out as they are, others are first scaled to at most 1024 pixels and take their mask then.
/// `check` is called between pictures and may throw. Throws Error(BadInput) naming a picture whose
/// object is too small to be seen.
std::vector<NetworkView> prepareNetworkViews(const ImageSet& set,
                                             const std::vector<size_t>& chosen,
                                             const std::function<void()>& check);

}  // namespace bozzetto
