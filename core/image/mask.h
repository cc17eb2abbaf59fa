// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/codec.h"
#include "image/image.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// Reads a mask picture as coverage: returns [H, W, 1] in [0, 1], by these rules in this order.
/// 1. A picture whose colour is constant and whose alpha varies: the alpha.
/// 2. Labels (palette pictures, or grey values of at most 16 of 255): every label but 0, or every
/// colour but black, is 1.
/// 3. Else the luminance of the stored values (Rec. 709 weights), soft values kept as partial
/// coverage.
/// 4. JPEG and lossy masks ring around edges: values are thresholded at one half.
/// `options.warnings` receives what was decided when it was not rule 3. Throws as readImage.
Image readMask(const std::filesystem::path& path, const ReadOptions& options = {});

/// What a mask (or alpha channel) looks like; "object" is a value of at least one half.
struct MaskStatistics {
    double coverage = 0;         // share of object pixels
    double border_coverage = 0;  // the same, on the outermost ring of pixels
    double center_coverage = 0;  // the same, in the middle third of width and height
    bool isEmpty() const { return coverage < 1e-5; }
    bool isFull() const { return coverage > 1 - 1e-5; }
    /// A part of the object is cut off by the frame.
    bool touchesBorder() const { return border_coverage > 0.005; }
    /// White border around something black: the object is probably the black part. A clear case
    /// needs no other evidence.
    bool isInverted() const {
        return !isFull() && ((border_coverage > 0.9 && coverage < 0.99) ||
                             (border_coverage > 0.75 && center_coverage < 0.5));
    }
};

/// image [H, W, C]; looks at `channel`.
MaskStatistics maskStatistics(const Image& image, int channel);

/// Share of pixels where the two say the same (object or not); both [H, W, C] of one size, channels
/// given.
double maskAgreement(const Image& a, int channel_a, const Image& b, int channel_b);

/// 1 - value, in place; mask [H, W, 1].
void invertMask(Image& mask);

/// The mask at another size of the same aspect: area-averaged down, nearest up.
Image resizeMask(const Image& mask, int width, int height);

/// Straight alpha that was multiplied into the colour by mistake leaves dark fringes: true if no
/// half-transparent pixel is brighter than its alpha and such pixels are clearly darker than the
/// opaque ones beside them. image [H, W, 4] linear.
bool looksPremultiplied(const Image& image);

}  // namespace bozzetto
