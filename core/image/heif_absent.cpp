// SPDX-License-Identifier: Apache-2.0
// HEIC and AVIF in a build without libheif: they are refused.
#include "base/error.h"
#include "base/files.h"
#include "image/image_file.h"

#include <opencv2/core.hpp>

namespace bozzetto {
namespace {

[[noreturn]] void refuseHeif(const std::filesystem::path& path) {
    throw Error(Error::Kind::Unsupported,
                displayPath(path) + ": this build of Bozzetto does not read HEIC and AVIF pictures",
                "Export the picture as JPEG or PNG.",
                path.string());
}

}  // namespace

void inspectHeif(const std::string&, const std::filesystem::path& path, ImageFile&) {
    refuseHeif(path);
}

cv::Mat decodeHeif(const std::string&, const ImageFile&, const std::filesystem::path& path) {
    refuseHeif(path);
}

}  // namespace bozzetto
