// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "image/color.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

template <class T>
cv::Mat quantize(const Image& image, PngValues values) {
    const float top = static_cast<float>((1u << (8 * sizeof(T))) - 1);
    const int written = image.channels == 2 ? 4 : image.channels;
    cv::Mat pixels(
        image.height, image.width, CV_MAKETYPE(sizeof(T) == 1 ? CV_8U : CV_16U, written));
    for (int y = 0; y < image.height; ++y) {
        T* out = pixels.ptr<T>(y);
        const float* in = image.at(0, y);
        for (int x = 0; x < image.width; ++x, in += image.channels, out += written) {
            for (int c = 0; c < written; ++c) {
                const bool is_alpha = c == 3;
                const int source =
                    image.channels == 2 ? (is_alpha ? 1 : 0) : (written >= 3 && c < 3 ? 2 - c : c);
                const float value = in[source];
                const float clamped =
                    value > 0 ? std::min(value, 1.0f) : 0.0f;  // NaN compares false: 0
                const bool encode = values == PngValues::SrgbFromLinear && !is_alpha;
                out[c] =
                    static_cast<T>(std::lround((encode ? srgbFromLinear(clamped) : clamped) * top));
            }
        }
    }
    return pixels;
}

}  // namespace

std::string encodePng(const Image& image, int bits, PngValues values) {
    require(!image.empty() && image.channels >= 1 && image.channels <= 4,
            "encodePng: needs 1 to 4 channels");
    require(bits == 8 || bits == 16, "encodePng: 8 or 16 bits");
    try {
        const cv::Mat pixels =
            bits == 8 ? quantize<uint8_t>(image, values) : quantize<uint16_t>(image, values);
        std::vector<uchar> bytes;
        require(cv::imencode(".png", pixels, bytes), "encodePng: the encoder failed");
        return {bytes.begin(), bytes.end()};
    } catch (const cv::Exception& error) {
        throw Error(Error::Kind::Internal,
                    "A PNG could not be encoded.",
                    "Report this with the log.",
                    {},
                    error.what());
    }
}

void writePng(const std::filesystem::path& path, const Image& image, int bits, PngValues values) {
    writeFileAtomically(path, encodePng(image, bits, values));
}

}  // namespace bozzetto
