// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "image/codec.h"
#include "image/color.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {

std::string encodeJpeg(const Image& image, int quality, PngValues values) {
    require(!image.empty() && (image.channels == 1 || image.channels == 3),
            "encodeJpeg: needs 1 or 3 channels");
    require(quality >= 1 && quality <= 100, "encodeJpeg: quality 1 to 100");
    cv::Mat pixels(image.height, image.width, image.channels == 1 ? CV_8UC1 : CV_8UC3);
    for (int y = 0; y < image.height; ++y) {
        auto* out = pixels.ptr<uint8_t>(y);
        const float* in = image.at(0, y);
        for (int x = 0; x < image.width; ++x, in += image.channels, out += image.channels) {
            for (int c = 0; c < image.channels; ++c) {
                const float value = in[image.channels == 3 ? 2 - c : c];
                const float clamped =
                    value > 0 ? std::min(value, 1.0f) : 0.0f;  // NaN compares false: 0
                const float shown =
                    values == PngValues::SrgbFromLinear ? srgbFromLinear(clamped) : clamped;
                out[c] = static_cast<uint8_t>(std::lround(shown * 255));
            }
        }
    }
    try {
        std::vector<uchar> bytes;
        require(cv::imencode(".jpg", pixels, bytes, {cv::IMWRITE_JPEG_QUALITY, quality}),
                "encodeJpeg: the encoder failed");
        return {bytes.begin(), bytes.end()};
    } catch (const cv::Exception& error) {
        throw Error(Error::Kind::Internal,
                    "A JPEG could not be encoded.",
                    "Report this with the log.",
                    {},
                    error.what());
    }
}

}  // namespace bozzetto
