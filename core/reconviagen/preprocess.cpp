// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/preprocess.h"

#include "base/error.h"
#include "reconviagen/models/dinov2.h"

#include <algorithm>
#include <cstring>

namespace bozzetto {
namespace {

constexpr int kOpaqueEnough = 204;  // 0.8 * 255
constexpr double kMargin = 1.1;

struct Box {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    int width() const { return x1 - x0; }
    int height() const { return y1 - y0; }
};

/// First and last column and row with alpha > kOpaqueEnough; x1 < x0 if there are none.
Box opaqueBox(const ByteImage& rgba) {
    Box box{rgba.width, rgba.height, -1, -1};
    for (int y = 0; y < rgba.height; ++y) {
        for (int x = 0; x < rgba.width; ++x) {
            if (rgba.at(x, y)[3] > kOpaqueEnough) {
                box = {std::min(box.x0, x),
                       std::min(box.y0, y),
                       std::max(box.x1, x),
                       std::max(box.y1, y)};
            }
        }
    }
    return box;
}

/// A square around the object, cut off at the picture's borders; right and bottom are outside it.
Box squareAround(const Box& object, const ByteImage& image) {
    const double cx = (object.x0 + object.x1) / 2.0, cy = (object.y0 + object.y1) / 2.0;
    const int half = static_cast<int>(std::max(object.width(), object.height()) * kMargin) / 2;
    return {std::clamp(static_cast<int>(cx - half), 0, image.width),
            std::clamp(static_cast<int>(cy - half), 0, image.height),
            std::clamp(static_cast<int>(cx + half), 0, image.width),
            std::clamp(static_cast<int>(cy + half), 0, image.height)};
}

/// The square of the box's longer side in the middle of which the box is.
ObjectSquare paddedSquare(const Box& box) {
    const int side = std::max(box.width(), box.height());
    return {box.x0 - (side - box.width()) / 2, box.y0 - (side - box.height()) / 2, side};
}

/// The box in the middle of its square; nothing (0, 0, 0, 0) around it.
ByteImage paddedCut(const ByteImage& rgba, const Box& box) {
    const ObjectSquare square = paddedSquare(box);
    ByteImage out(square.side, square.side, 4);
    for (int y = 0; y < box.height(); ++y) {
        std::memcpy(out.at(box.x0 - square.left, box.y0 - square.top + y),
                    rgba.at(box.x0, box.y0 + y),
                    static_cast<std::size_t>(box.width()) * 4);
    }
    return out;
}

/// [1, C, H, W] f32 in [0, 1].
at::Tensor toUnit(const ByteImage& image) {
    const at::Tensor bytes = at::from_blob(const_cast<uint8_t*>(image.pixels.data()),
                                           {image.height, image.width, image.channels},
                                           at::kByte);  // copied by the next operation
    return (bytes.to(at::kFloat) / 255).permute({2, 0, 1}).unsqueeze(0).contiguous();
}

/// [1, C, H, W] f32 in [0, 1] -> bytes, cut off, not rounded.
ByteImage toBytes(const at::Tensor& unit) {
    const at::Tensor bytes = (unit[0] * 255).to(at::kByte).permute({1, 2, 0}).contiguous();
    ByteImage image(static_cast<int>(bytes.size(1)),
                    static_cast<int>(bytes.size(0)),
                    static_cast<int>(bytes.size(2)));
    std::memcpy(image.pixels.data(), bytes.data_ptr<uint8_t>(), image.pixels.size());
    return image;
}

ByteImage withoutAlpha(const ByteImage& image) {
    if (image.channels == 3) {
        return image;
    }
    require(image.channels == 4, "withoutAlpha: RGB or RGBA is wanted");
    ByteImage rgb(image.width, image.height, 3);
    for (std::size_t from = 0, to = 0; from < image.pixels.size(); from += 4, to += 3) {
        std::memcpy(&rgb.pixels[to], &image.pixels[from], 3);
    }
    return rgb;
}

}  // namespace

bool hasCutOut(const ByteImage& image) {
    if (image.channels != 4) {
        return false;
    }
    for (std::size_t i = 3; i < image.pixels.size(); i += 4) {
        if (image.pixels[i] != 255) {
            return true;
        }
    }
    return false;
}

ByteImage scaledForMatting(const ByteImage& image, int longest) {
    const double factor =
        std::min(1.0, static_cast<double>(longest) / std::max(image.width, image.height));
    const auto scaled = [factor](int size) { return std::max(1, static_cast<int>(size * factor)); };
    return resizedAsPillow(
        withoutAlpha(image), scaled(image.width), scaled(image.height), PillowFilter::Lanczos);
}

ByteImage withMask(const ByteImage& rgb, const ByteImage& mask) {
    require(rgb.channels == 3 && mask.channels == 1 && rgb.width == mask.width &&
                rgb.height == mask.height,
            "withMask: a mask of the picture's size is wanted");
    ByteImage rgba(rgb.width, rgb.height, 4);
    for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
        std::memcpy(&rgba.pixels[4 * i], &rgb.pixels[3 * i], 3);
        rgba.pixels[4 * i + 3] = mask.pixels[i] != 0 ? 255 : 0;
    }
    return rgba;
}

ByteImage centredObject(const ByteImage& rgba, int resolution) {
    require(rgba.channels == 4, "centredObject: RGBA is wanted");
    const Box object = opaqueBox(rgba);
    if (object.x1 < object.x0) {
        return withoutAlpha(rgba);
    }
    const Box box = squareAround(object, rgba);
    if (box.width() < 1 || box.height() < 1) {
        throw Error(Error::Kind::BadInput,
                    "A picture's object is less than two pixels large",
                    "Check the picture's mask, or leave the picture out.");
    }
    at::Tensor unit = at::upsample_bilinear2d(
        toUnit(paddedCut(rgba, box)), {resolution, resolution}, /*align_corners=*/false);
    at::Tensor colour = unit.narrow(1, 0, 3);
    colour.mul_(unit.narrow(1, 3, 1).gt(0.8));
    return toBytes(unit);
}

std::optional<ObjectSquare> objectSquare(const ByteImage& rgba) {
    const Box object = opaqueBox(rgba);
    if (object.x1 < object.x0) {
        return std::nullopt;
    }
    return paddedSquare(squareAround(object, rgba));
}

at::Tensor encoderInput(const std::vector<ByteImage>& images, int resolution) {
    std::vector<at::Tensor> views;
    for (const ByteImage& image : images) {
        const ByteImage scaled =
            resizedAsPillow(image, resolution, resolution, PillowFilter::Lanczos);
        views.push_back(toUnit(withoutAlpha(scaled)));
    }
    return at::cat(views);
}

at::Tensor mattingInput(const ByteImage& rgb, int side) {
    return imageNetNormalised(toUnit(resizedAsPillow(rgb, side, side, PillowFilter::Bilinear)));
}

ByteImage maskFromLogits(const at::Tensor& logits, int width, int height) {
    const ByteImage grey = toBytes(at::sigmoid(logits.to(at::kCPU, at::kFloat)));
    ByteImage mask = resizedAsPillow(grey, width, height, PillowFilter::Bicubic);
    for (uint8_t& value : mask.pixels) {
        value = value > 128 ? 255 : 0;
    }
    return mask;
}

}  // namespace bozzetto
