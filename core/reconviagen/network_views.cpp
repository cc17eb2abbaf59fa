// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/network_views.h"

#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "image/color.h"
#include "reconviagen/preprocess.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

uint8_t byteOf(float value) {
    return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255));
}

/// The file's own numbers again: sRGB, straight alpha.
ByteImage bytesOf(const Image& image) {
    ByteImage bytes(image.width, image.height, 4);
    parallelFor(image.height, 16, [&](int64_t begin, int64_t end, int) {
        for (int64_t y = begin; y < end; ++y) {
            for (int x = 0; x < image.width; ++x) {
                const float* from = image.at(x, static_cast<int>(y));
                uint8_t* to = bytes.at(x, static_cast<int>(y));
                for (int c = 0; c < 3; ++c) {
                    to[c] = byteOf(srgbFromLinear(from[c]));
                }
                to[3] = byteOf(from[3]);
            }
        }
    });
    return bytes;
}

ByteImage channelsOf(const ByteImage& image, int first, int count) {
    ByteImage part(image.width, image.height, count);
    const size_t pixels = static_cast<size_t>(image.width) * image.height;
    for (size_t i = 0; i < pixels; ++i) {
        std::copy_n(&image.pixels[i * image.channels + first], count, &part.pixels[i * count]);
    }
    return part;
}

/// Scaled as the original does before it removes a background itself, then masked by `alpha`.
ByteImage scaledWithMask(const ByteImage& rgba) {
    const ByteImage rgb = scaledForMatting(channelsOf(rgba, 0, 3));
    ByteImage mask =
        resizedAsPillow(channelsOf(rgba, 3, 1), rgb.width, rgb.height, PillowFilter::Bilinear);
    for (uint8_t& value : mask.pixels) {
        value = value > 127 ? 255 : 0;
    }
    return withMask(rgb, mask);
}

NetworkView prepare(const View& view) {
    const ByteImage whole = bytesOf(view.image);
    const bool own_alpha = view.mask_from == View::MaskFrom::Alpha;
    const ByteImage rgba = own_alpha ? whole : scaledWithMask(whole);
    NetworkView prepared;
    prepared.view = &view;
    try {
        prepared.picture = centredObject(rgba);
    } catch (const Error& error) {
        throw Error(error.kind(),
                    displayPath(view.path) + ": " + error.what(),
                    error.hint(),
                    view.path.string());
    }
    const ObjectSquare square =
        objectSquare(rgba).value_or(ObjectSquare{0, 0, prepared.picture.width});
    const double to_photo = static_cast<double>(view.image.width) / rgba.width;
    prepared.left = square.left * to_photo;
    prepared.top = square.top * to_photo;
    prepared.scale = square.side * to_photo / prepared.picture.width;
    return prepared;
}

}  // namespace

std::vector<NetworkView> prepareNetworkViews(const ImageSet& set,
                                             const std::vector<size_t>& chosen,
                                             const std::function<void()>& check) {
    std::vector<NetworkView> views;
    for (const size_t index : chosen) {
        check();
        views.push_back(prepare(set.views[index]));
    }
    return views;
}

}  // namespace bozzetto
