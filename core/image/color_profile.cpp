// SPDX-License-Identifier: Apache-2.0
#include "image/color_profile.h"

#include "image/color.h"

#include <lcms2.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace bozzetto {
namespace {

struct ProfileDeleter {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, ProfileDeleter>;

/// sRGB primaries and white (IEC 61966-2-1) with the identity as transfer curve.
Profile makeLinearSrgb() {
    const cmsCIExyY white = {0.3127, 0.3290, 1.0};
    const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1.0}, {0.30, 0.60, 1.0}, {0.15, 0.06, 1.0}};
    cmsToneCurve* identity = cmsBuildGamma(nullptr, 1.0);
    cmsToneCurve* curves[3] = {identity, identity, identity};
    Profile profile(cmsCreateRGBProfile(&white, &primaries, curves));
    cmsFreeToneCurve(identity);
    return profile;
}

cmsUInt32Number inputLayout(int channels, int bits) {
    if (channels == 1) {
        return bits == 16 ? TYPE_GRAY_16 : TYPE_GRAY_8;
    }
    if (channels == 3) {
        return bits == 16 ? TYPE_BGR_16 : TYPE_BGR_8;
    }
    return bits == 16 ? TYPE_BGRA_16 : TYPE_BGRA_8;
}

std::string describe(cmsHPROFILE profile) {
    char text[256] = {};
    cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", text, sizeof text);
    std::string name = text;
    name.erase(std::remove_if(
                   name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c > 0x7e; }),
               name.end());
    return name.empty() ? "unnamed" : name;
}

}  // namespace

struct ColorProfile::Transform {
    cmsHTRANSFORM handle = nullptr;
    ~Transform() {
        if (handle != nullptr) {
            cmsDeleteTransform(handle);
        }
    }
};

ColorProfile::~ColorProfile() = default;

void ColorProfile::toLinear(const void* row, int width, float* rgb) const {
    cmsDoTransform(transform_->handle, row, rgb, static_cast<cmsUInt32Number>(width));
    for (int i = 0; i < 3 * width; ++i) {
        rgb[i] = std::clamp(rgb[i], 0.0f, 1.0f);
    }
}

/// Most profiles are sRGB under one name or another; the exact formula is better and faster than a
/// transform.
static bool isSrgb(const ColorProfile& profile, int channels, int bits) {
    std::vector<uint8_t> row8;
    std::vector<uint16_t> row16;
    constexpr int kSteps = 5;
    const int count = channels == 1 ? kSteps : kSteps * kSteps * kSteps;
    for (int i = 0; i < count; ++i) {
        const int bgra[4] = {i % kSteps, i / kSteps % kSteps, i / (kSteps * kSteps), kSteps - 1};
        for (int c = 0; c < channels; ++c) {
            row8.push_back(static_cast<uint8_t>(bgra[c] * 255 / (kSteps - 1)));
            row16.push_back(static_cast<uint16_t>(row8.back() * 257));
        }
    }
    std::vector<float> rgb(3 * static_cast<std::size_t>(count));
    profile.toLinear(
        bits == 16 ? static_cast<const void*>(row16.data()) : row8.data(), count, rgb.data());
    for (int i = 0; i < count; ++i) {
        for (int c = 0; c < 3; ++c) {
            const uint8_t stored =
                row8[static_cast<std::size_t>(i) * channels + (channels == 1 ? 0 : 2 - c)];
            const float display = srgbFromLinear(rgb[3 * static_cast<std::size_t>(i) + c]);
            if (std::abs(display - static_cast<float>(stored) / 255.0f) > 1.0f / 255.0f) {
                return false;
            }
        }
    }
    return true;
}

std::unique_ptr<ColorProfile> ColorProfile::open(const std::string& bytes,
                                                 int channels,
                                                 int bits,
                                                 std::string& why_ignored) {
    const Profile profile(
        cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
    if (!profile) {
        why_ignored = "is damaged";
        return nullptr;
    }
    const auto wanted = channels == 1 ? cmsSigGrayData : cmsSigRgbData;
    if (cmsGetColorSpace(profile.get()) != wanted) {
        why_ignored =
            "is for another kind of picture (not " + std::string(channels == 1 ? "grey)" : "RGB)");
        return nullptr;
    }
    std::unique_ptr<ColorProfile> result(new ColorProfile);
    result->transform_ = std::make_unique<Transform>();
    const Profile linear = makeLinearSrgb();
    result->transform_->handle = cmsCreateTransform(profile.get(),
                                                    inputLayout(channels, bits),
                                                    linear.get(),
                                                    TYPE_RGB_FLT,
                                                    INTENT_RELATIVE_COLORIMETRIC,
                                                    cmsFLAGS_NOCACHE);
    if (result->transform_->handle == nullptr) {
        why_ignored = "cannot be used";
        return nullptr;
    }
    result->name_ = describe(profile.get());
    if (isSrgb(*result, channels, bits)) {
        return nullptr;
    }
    return result;
}

std::string displayP3Profile() {
    const cmsCIExyY white = {0.3127, 0.3290, 1.0};
    const cmsCIExyYTRIPLE primaries = {{0.68, 0.32, 1.0}, {0.265, 0.69, 1.0}, {0.15, 0.06, 1.0}};
    const double srgb[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve* curve = cmsBuildParametricToneCurve(nullptr, 4, srgb);
    cmsToneCurve* curves[3] = {curve, curve, curve};
    const Profile profile(cmsCreateRGBProfile(&white, &primaries, curves));
    cmsFreeToneCurve(curve);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile.get(), nullptr, &size);
    std::string bytes(size, '\0');
    cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
    return bytes;
}

}  // namespace bozzetto
