// SPDX-License-Identifier: Apache-2.0
// Camera raw files in a build without LibRaw: they are refused.
#include "base/error.h"
#include "base/files.h"
#include "image/image_file.h"

#include <opencv2/core.hpp>

namespace bozzetto {
namespace {

[[noreturn]] void refuseRaw(const std::filesystem::path& path) {
    throw Error(Error::Kind::Unsupported,
                displayPath(path) + ": this build of Bozzetto does not read camera raw files",
                "Export the picture as JPEG, PNG or 16-bit TIFF.",
                path.string());
}

}  // namespace

void inspectRaw(const std::string&, const std::filesystem::path& path, ImageFile&) {
    refuseRaw(path);
}

cv::Mat decodeRaw(const std::string&, const std::filesystem::path& path, bool) {
    refuseRaw(path);
}

std::string rawPreview(const std::string&, const std::filesystem::path& path) {
    refuseRaw(path);
}

}  // namespace bozzetto
