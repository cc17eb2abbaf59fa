// SPDX-License-Identifier: Apache-2.0
#include "image/linear_rows.h"

#include "image/color.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {

float sampleAt(const cv::Mat& pixels, const uchar* row, int i) {
    switch (pixels.depth()) {
        case CV_8U:
            return static_cast<float>(row[i]) / 255.0f;
        case CV_16U:
            return static_cast<float>(reinterpret_cast<const uint16_t*>(row)[i]) / 65535.0f;
        default:
            return reinterpret_cast<const float*>(row)[i];
    }
}

LinearRows::LinearRows(const cv::Mat& pixels,
                       const ImageFile& file,
                       std::vector<std::string>& notes)
    : pixels_(pixels), file_(file) {
    const bool is_integer = pixels.depth() != CV_32F;
    if (is_integer) {
        const int count = pixels.depth() == CV_8U ? 256 : 65536;
        for (int v = 0; v < count; ++v) {
            const float value = static_cast<float>(v) / static_cast<float>(count - 1);
            table_.push_back(file.is_linear ? value : linearFromSrgb(value));
        }
    }
    if (is_integer && !file.is_linear && !file.icc_profile.empty()) {
        openProfile(notes);
    }
    // The 8-bit path of the TIFF decoder multiplies colour by alpha whatever the file's kind of
    // alpha.
    premultiplied_ =
        pixels.channels() == 4 &&
        (file.premultiplied || (file.header.format == "tiff" && pixels.depth() == CV_8U));
}

void LinearRows::convert(int y, float* rgba) {
    const uchar* row = pixels_.ptr(y);
    const int channels = pixels_.channels();
    if (premultiplied_ && pixels_.depth() != CV_32F) {
        convertPremultiplied(row, rgba);
        return;
    }
    if (profile_) {
        rgb_.resize(3 * static_cast<std::size_t>(pixels_.cols));
        profile_->toLinear(row, pixels_.cols, rgb_.data());
    }
    for (int x = 0; x < pixels_.cols; ++x, rgba += 4) {
        const int first = x * channels;
        for (int c = 0; c < 3; ++c) {
            rgba[c] = profile_ ? rgb_[3 * static_cast<std::size_t>(x) + c]
                               : linearSample(row, channels == 1 ? first : first + 2 - c);
        }
        rgba[3] = alphaOf(row, first);
        if (premultiplied_ && rgba[3] > 0 && rgba[3] < 1) {
            for (int c = 0; c < 3; ++c) {
                rgba[c] /= rgba[3];
            }
        }
    }
}

void LinearRows::openProfile(std::vector<std::string>& notes) {
    if (file_.is_cmyk) {
        notes.push_back("its CMYK colour profile was not used; colours are approximate");
        return;
    }
    std::string why_ignored;
    profile_ = ColorProfile::open(
        file_.icc_profile, pixels_.channels(), pixels_.depth() == CV_8U ? 8 : 16, why_ignored);
    if (profile_) {
        notes.push_back("converted from its colour profile '" + profile_->name() + "' to sRGB");
    } else if (!why_ignored.empty()) {
        notes.push_back("its colour profile " + why_ignored + " and was ignored; sRGB is assumed");
    }
}

float LinearRows::finite(float value) {
    if (std::isfinite(value)) {
        return value;
    }
    ++repaired_;
    return 0.0f;
}

float LinearRows::linearSample(const uchar* row, int i) {
    switch (pixels_.depth()) {
        case CV_8U:
            return table_[row[i]];
        case CV_16U:
            return table_[reinterpret_cast<const uint16_t*>(row)[i]];
        default:
            return finite(reinterpret_cast<const float*>(row)[i]);
    }
}

float LinearRows::alphaOf(const uchar* row, int first) {
    if (pixels_.channels() == 4) {
        const float alpha = sampleAt(pixels_, row, first + 3);
        return pixels_.depth() == CV_32F ? std::clamp(finite(alpha), 0.0f, 1.0f) : alpha;
    }
    if (file_.transparent_grey >= 0) {
        const int stored =
            pixels_.depth() == CV_8U ? row[first] : reinterpret_cast<const uint16_t*>(row)[first];
        const int bits = std::min(file_.stored_bits, 16);
        const int expanded =
            bits < 8 ? file_.transparent_grey * 255 / ((1 << bits) - 1) : file_.transparent_grey;
        return stored == expanded ? 0.0f : 1.0f;
    }
    return 1.0f;
}

/// Divides display values (not linear ones) by alpha: that is what was multiplied.
void LinearRows::convertPremultiplied(const uchar* row, float* rgba) {
    for (int x = 0; x < pixels_.cols; ++x, rgba += 4) {
        const float alpha = sampleAt(pixels_, row, 4 * x + 3);
        for (int c = 0; c < 3; ++c) {
            const float value = sampleAt(pixels_, row, 4 * x + 2 - c);
            rgba[c] = alpha > 0 ? linearFromSrgb(std::min(value / alpha, 1.0f)) : 0.0f;
        }
        rgba[3] = alpha;
    }
}

}  // namespace bozzetto
