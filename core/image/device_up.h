// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/codec.h"
#include "math/vec.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace bozzetto {

/// Where up was when a photograph was taken, as the phone's accelerometer felt it: a unit vector
/// against gravity in the camera's axes (x right, y up, z towards the photographer) of the picture,
/// whose pixels are as stored or turned upright. Good to about two degrees for a phone held still.
/// nullopt where the file does not tell, tells nonsense, or cannot be read.
std::optional<Vec3d> readDeviceUp(const std::filesystem::path& path, Orientation orientation);

/// The same from the maker note of an iPhone's EXIF, for the sensor's own pixels; nullopt for the
/// notes of other makers and for damaged ones.
std::optional<Vec3d> upOfAppleNote(std::string_view note);

}  // namespace bozzetto
