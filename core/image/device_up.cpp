// SPDX-License-Identifier: Apache-2.0
// Source: the tag names of ExifTool ("Apple Tags": 0x0008 AccelerationVector) and Apple's Core
// Motion documentation (axes of a device: x right, y up, z out of the screen; at rest the vector
// points along gravity). The maker note is a TIFF directory behind "Apple iOS\0", a version and
// "MM"; its offsets count from the note's start.
#include "image/device_up.h"

#include "base/error.h"
#include "base/files.h"
#include "image/image_file.h"
#include "image/orientation.h"

#include <cmath>

namespace bozzetto {
namespace {

constexpr std::string_view kAppleMark("Apple iOS\0", 10);
constexpr std::size_t kOrderAt = 12, kDirectoryAt = 14;
constexpr int kAccelerationVector = 0x0008, kSignedRational = 10;
constexpr double kLeastG = 0.8, kMostG = 1.2;  // beyond it the hand was moving

double rationalAt(const ByteView& bytes, std::size_t offset) {
    const auto top = static_cast<int32_t>(bytes.u32(offset));
    const auto bottom = static_cast<int32_t>(bytes.u32(offset + 4));
    return bottom == 0 ? NAN : static_cast<double>(top) / bottom;
}

/// The acceleration in the device's axes, in g. Throws CutShort.
std::optional<Vec3d> accelerationIn(const ByteView& bytes) {
    const std::size_t count = bytes.u16(kDirectoryAt);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = kDirectoryAt + 2 + 12 * i;
        if (bytes.u16(entry) != kAccelerationVector) {
            continue;
        }
        if (bytes.u16(entry + 2) != kSignedRational || bytes.u32(entry + 4) != 3) {
            return std::nullopt;
        }
        const std::size_t values = bytes.u32(entry + 8);
        return Vec3d{rationalAt(bytes, values),
                     rationalAt(bytes, values + 8),
                     rationalAt(bytes, values + 16)};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Vec3d> upOfAppleNote(std::string_view note) {
    if (!note.starts_with(kAppleMark) || note.size() < kDirectoryAt) {
        return std::nullopt;
    }
    const std::string_view order = note.substr(kOrderAt, 2);
    if (order != "MM" && order != "II") {
        return std::nullopt;
    }
    std::optional<Vec3d> down;
    try {
        down = accelerationIn(ByteView(note, order == "MM"));
    } catch (const CutShort&) {
        return std::nullopt;
    }
    const double g = down ? length(*down) : 0;
    if (!(g >= kLeastG && g <= kMostG)) {
        return std::nullopt;
    }
    // The sensor's rows run along the phone: right in the picture is down the phone, up in the
    // picture is the phone's right side.
    return Vec3d{down->y, -down->x, -down->z} * (1 / g);
}

std::optional<Vec3d> readDeviceUp(const std::filesystem::path& path, Orientation orientation) {
    try {
        const ImageFile file = inspectImageFile(readFile(path), path);
        if (!file.up || orientation == Orientation::Stored) {
            return file.up;
        }
        return applyOrientation(*file.up, file.header.orientation);
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace bozzetto
