// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

namespace bozzetto {

/// Converts rows of display values described by an ICC profile to linear RGB with sRGB primaries
/// (relative colorimetric intent, clipped to [0, 1]).
class ColorProfile {
public:
    /// channels: 1 (grey), 3 (B, G, R) or 4 (B, G, R, ignored); bits: 8 or 16. Returns null, with
    /// the reason in `why_ignored`, if the profile is damaged or does not fit; null with an empty
    /// reason if it is sRGB itself.
    static std::unique_ptr<ColorProfile> open(const std::string& profile,
                                              int channels,
                                              int bits,
                                              std::string& why_ignored);
    ~ColorProfile();
    /// row [width, channels] of uint8 or uint16; rgb [width, 3].
    void toLinear(const void* row, int width, float* rgb) const;
    const std::string& name() const { return name_; }

private:
    struct Transform;
    ColorProfile() = default;
    std::unique_ptr<Transform> transform_;
    std::string name_;
};

/// An ICC profile with the primaries of Display P3 and the curve of sRGB.
std::string displayP3Profile();

}  // namespace bozzetto
