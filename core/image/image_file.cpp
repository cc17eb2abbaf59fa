// SPDX-License-Identifier: Apache-2.0
#include "image/image_file.h"

#include "base/error.h"
#include "base/files.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kAccepted = "PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR and camera raw";

bool startsWith(std::string_view bytes, std::string_view magic, std::size_t offset = 0) {
    return bytes.size() >= offset + magic.size() && bytes.substr(offset, magic.size()) == magic;
}

std::string lowerExtension(const fs::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) {
        return std::tolower(c);
    });
    return ending;
}

bool looksLikeText(std::string_view bytes) {
    const std::string_view start = bytes.substr(0, 512);
    return std::all_of(start.begin(), start.end(), [](unsigned char c) {
        return c >= 0x20 || c == '\n' || c == '\r' || c == '\t';
    });
}

bool isRawPhoto(std::string_view bytes, const fs::path& path) {
    return hasRawEnding(path) || startsWith(bytes, "ftypcrx ", 4) ||
           startsWith(bytes, "FUJIFILMCCD-RAW") || startsWith(bytes, "FOVb") ||
           (startsWith(bytes, "II*") && startsWith(bytes, "CR", 8));
}

bool isHeif(std::string_view bytes) {
    if (!startsWith(bytes, "ftyp", 4)) {
        return false;
    }
    static constexpr std::array kBrands = {
        "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif"};
    return std::any_of(kBrands.begin(), kBrands.end(), [&](const char* brand) {
        return startsWith(bytes, brand, 8);
    });
}

/// Formats that people do drop here and that we name instead of saying "unknown".
void refuseKnownFormats(std::string_view bytes, const fs::path& path) {
    struct Known {
        std::string_view magic, name;
    };
    static constexpr std::array kKnown = {
        Known{"GIF8", "a GIF"},
        Known{"8BPS", "a Photoshop document"},
        Known{"%PDF", "a PDF document"},
        Known{"PK\x03\x04", "a zip archive"},
        Known{"BM", "a BMP"},
        Known{std::string_view("\0\0\0\x0cJXL ", 8), "a JPEG XL"},
        Known{"\xff\x0a", "a JPEG XL"},
        Known{std::string_view("\0\0\0\x0cjP  ", 8), "a JPEG 2000"}};
    for (const Known& known : kKnown) {
        if (startsWith(bytes, known.magic)) {
            refuseImage(path,
                        "is " + std::string(known.name) + ", which is not read",
                        std::string("Export it as PNG; accepted formats are ") + kAccepted + ".");
        }
    }
    if (bytes.substr(0, 1024).find("<svg") != std::string_view::npos) {
        refuseImage(path,
                    "is an SVG drawing, which is not read",
                    std::string("Export it as PNG; accepted formats are ") + kAccepted + ".");
    }
    refuseImage(path,
                looksLikeText(bytes) ? "is not an image (it looks like text)"
                                     : "is not an image of a known format",
                std::string("Give a real picture; accepted formats are ") + kAccepted + ".");
}

void checkSize(const ImageHeader& header, const fs::path& path) {
    const std::string size = std::to_string(header.width) + " x " + std::to_string(header.height);
    if (header.width <= 0 || header.height <= 0) {
        refuseImage(
            path, "its header gives a bad size, " + size + " pixels", "Export the picture again.");
    }
    if (static_cast<int64_t>(header.width) * header.height > kMaxImagePixels) {
        refuseImage(path,
                    "is " + size + " pixels; the limit is " +
                        std::to_string(kMaxImagePixels / 1'000'000) + " million pixels",
                    "Scale it down first; a few thousand pixels a side are plenty.");
    }
}

void warnAboutEnding(const fs::path& path, ImageFile& file) {
    const std::string ending = lowerExtension(path);
    static const std::vector<std::pair<std::string, std::string>> known_formats = {
        {".png", "png"},
        {".jpg", "jpeg"},
        {".jpeg", "jpeg"},
        {".tif", "tiff"},
        {".tiff", "tiff"},
        {".webp", "webp"},
        {".exr", "exr"},
        {".hdr", "hdr"},
        {".heic", "heif"},
        {".heif", "heif"},
        {".avif", "heif"}};
    for (const auto& [known, format] : known_formats) {
        if (ending == known && format != file.header.format) {
            file.warnings.push_back("has the wrong ending: it is a " + file.header.format +
                                    " file");
        }
    }
}

}  // namespace

bool hasRawEnding(const fs::path& path) {
    static constexpr std::array kEndings = {".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".sr2",
                                            ".srf", ".dng", ".raf", ".orf", ".rw2", ".rwl", ".pef",
                                            ".srw", ".x3f", ".3fr", ".fff", ".iiq", ".erf", ".mef",
                                            ".mos", ".mrw", ".dcr", ".kdc", ".gpr"};
    const std::string ending = lowerExtension(path);
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

void refuseImage(const fs::path& path, const std::string& reason, const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

ImageFile inspectImageFile(const std::string& bytes, const fs::path& path) {
    if (bytes.empty()) {
        refuseImage(path, "the file is empty", "Copy or export the picture again.");
    }
    ImageFile file;
    try {
        if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) {
            inspectPng(bytes, path, file);
        } else if (startsWith(bytes, "\xff\xd8\xff")) {
            inspectJpeg(bytes, path, file);
        } else if (isHeif(bytes)) {
            inspectHeif(bytes, path, file);
        } else if (isRawPhoto(bytes, path) && !looksLikeText(bytes)) {
            inspectRaw(bytes, path, file);
        } else if (startsWith(bytes, std::string_view("II*\0", 4)) ||
                   startsWith(bytes, std::string_view("MM\0*", 4)) ||
                   startsWith(bytes, std::string_view("II+\0", 4)) ||
                   startsWith(bytes, std::string_view("MM\0+", 4))) {
            inspectTiff(bytes, path, file);
        } else if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) {
            inspectWebp(bytes, path, file);
        } else if (startsWith(bytes, "\x76\x2f\x31\x01")) {
            inspectExr(bytes, path, file);
        } else if (startsWith(bytes, "#?RADIANCE") || startsWith(bytes, "#?RGBE")) {
            inspectHdr(bytes, path, file);
        } else {
            refuseKnownFormats(bytes, path);
        }
    } catch (const CutShort&) {
        refuseImage(path,
                    "the file is cut short (" + std::to_string(bytes.size()) + " bytes)",
                    "Copy it again from the camera or export it again.");
    }
    checkSize(file.header, path);
    warnAboutEnding(path, file);
    return file;
}

}  // namespace bozzetto
