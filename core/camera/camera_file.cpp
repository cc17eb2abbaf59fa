// SPDX-License-Identifier: Apache-2.0
#include "camera/camera_file.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/file_finder.h"
#include "camera/formats/colmap.h"
#include "camera/formats/llff.h"
#include "camera/formats/metashape.h"
#include "camera/formats/neus.h"
#include "camera/formats/reality_scan.h"
#include "camera/formats/refuse.h"
#include "camera/transforms_file.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

bool isRegular(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

bool isFolder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

std::string firstBytes(const fs::path& path) {
    constexpr std::size_t kEnough = 4096;
    std::string bytes(kEnough, '\0');
    std::ifstream in;
    if (isRegular(path)) {  // opening a pipe would wait for its other end
        in.open(path, std::ios::binary);
    }
    in.read(bytes.data(), kEnough);
    bytes.resize(in.is_open() ? static_cast<std::size_t>(in.gcount()) : 0);
    return bytes;
}

bool isColmapName(const std::string& name) {
    static constexpr std::array kNames = {
        "cameras", "images", "points3D", "rigs", "frames", "project"};
    const fs::path path = name;
    const bool ending = path.extension() == ".bin" || path.extension() == ".txt";
    return ending && std::find(kNames.begin(), kNames.end(), path.stem().string()) != kNames.end();
}

enum class Kind { None, Colmap, Transforms, Llff, Neus, Metashape, RealityScanCsv, RealityScanXmp };

/// What a file is, by its first bytes; Colmap for a file of a model's folder.
Kind kindOf(const fs::path& file) {
    if (isColmapName(file.filename().string()) && holdsColmapModel(file.parent_path())) {
        return Kind::Colmap;
    }
    const std::string bytes = firstBytes(file);
    const auto has = [&](const char* text) { return bytes.find(text) != std::string::npos; };
    std::string_view text = bytes;
    text.remove_prefix(text.starts_with("\xef\xbb\xbf") ? 3 : 0);
    text = trim(text);
    if (text.starts_with("\x93NUMPY")) {
        return Kind::Llff;
    }
    if (text.starts_with("PK\x03\x04")) {
        return has("_mat_") ? Kind::Neus : Kind::None;
    }
    if (text.starts_with('{')) {
        return toLowerAscii(file.extension().string()) == ".json" ? Kind::Transforms : Kind::None;
    }
    if (text.starts_with('<')) {
        return has("capturingreality.com/ns/xcr")  ? Kind::RealityScanXmp
               : has("<document") && has("<chunk") ? Kind::Metashape
                                                   : Kind::None;
    }
    const std::string header = toLowerAscii(std::string(text.substr(0, text.find('\n'))));
    const bool csv = (header.starts_with("#name") || header.starts_with("name") ||
                      header.starts_with("#cameras")) &&
                     header.find_first_of(",;\t") != std::string::npos;
    return csv || header.starts_with("#cameras") ? Kind::RealityScanCsv : Kind::None;
}

/// A measure of how many images a model holds, from names and first bytes only.
uint64_t modelSize(const fs::path& folder) {
    std::error_code error;
    if (const fs::path images = folder / "images.bin"; isRegular(images)) {
        uint64_t count = 0;
        const std::string bytes = firstBytes(images);
        for (int i = 7; i >= 0 && bytes.size() >= 8; --i) {
            count = count << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
        }
        return count;
    }
    const std::string text = firstBytes(folder / "images.txt");
    constexpr std::string_view kMark = "Number of images: ";
    if (const std::size_t mark = text.find(kMark); mark != std::string::npos) {
        const std::string_view rest = std::string_view(text).substr(mark + kMark.size());
        return static_cast<uint64_t>(std::max(
            0LL, parseInteger(rest.substr(0, rest.find_first_not_of("0123456789"))).value_or(0)));
    }
    return fs::file_size(folder / "images.txt", error) / 1000 + 1;
}

/// The largest model of a folder's numbered ones, else the folder's own.
std::optional<fs::path> modelIn(const fs::path& folder) {
    std::optional<fs::path> largest;
    uint64_t most = 0;
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
            holdsColmapModel(it->path())) {
            folders.push_back(it->path());
        }
    }
    std::sort(folders.begin(), folders.end(), [](const fs::path& a, const fs::path& b) {
        return naturalLess(a.string(), b.string());
    });
    for (const fs::path& candidate : folders) {
        if (const uint64_t size = modelSize(candidate); !largest || size > most) {
            largest = candidate, most = size;
        }
    }
    return largest ? largest : holdsColmapModel(folder) ? std::optional(folder) : std::nullopt;
}

std::optional<fs::path> fileOfKind(const std::vector<fs::path>& files,
                                   const char* ending,
                                   Kind kind) {
    for (const fs::path& file : files) {
        if (toLowerAscii(file.extension().string()) == ending && kindOf(file) == kind) {
            return file;
        }
    }
    return std::nullopt;
}

std::optional<fs::path> transformsIn(const fs::path& folder) {
    for (const char* name : {"transforms_train.json", "transforms.json"}) {
        if (kindOf(folder / name) == Kind::Transforms) {
            return folder / name;
        }
    }
    return std::nullopt;
}

/// Sidecars stand beside the pictures.
std::optional<fs::path> sidecarsIn(const fs::path& folder) {
    for (const char* place : {"", "images", "input"}) {
        const fs::path candidate = *place == '\0' ? folder : folder / place;
        if (fileOfKind(FileFinder(candidate).list(""), ".xmp", Kind::RealityScanXmp)) {
            return candidate;
        }
    }
    return std::nullopt;
}

std::optional<fs::path> findInFolder(const fs::path& folder) {
    if (const auto transforms = transformsIn(folder)) {
        return transforms;
    }
    for (const char* place :
         {"", "sparse", "colmap/sparse", "colmap", "dense/sparse", "dense/0/sparse"}) {
        if (const auto model = modelIn(*place == '\0' ? folder : folder / place)) {
            return model;
        }
    }
    const std::vector<fs::path> files = FileFinder(folder).list("");
    for (const auto& [ending, kind] : {std::pair{".npy", Kind::Llff},
                                       {".npz", Kind::Neus},
                                       {".xml", Kind::Metashape},
                                       {".csv", Kind::RealityScanCsv}}) {
        if (const auto file = fileOfKind(files, ending, kind)) {
            return file;
        }
    }
    return sidecarsIn(folder);
}

}  // namespace

bool looksLikeCameraFile(const fs::path& file) {
    return isRegular(file) && kindOf(file) != Kind::None;
}

std::optional<fs::path> findCameraFile(const fs::path& path) {
    if (isFolder(path)) {
        return findInFolder(path);
    }
    switch (kindOf(path)) {
        case Kind::None:
            return std::nullopt;
        case Kind::Colmap:
            return path.has_parent_path() ? path.parent_path() : fs::path(".");
        default:
            return path;
    }
}

CameraFile readCameraFile(const fs::path& path) {
    if (isFolder(path)) {
        return holdsColmapModel(path) ? readColmapModel(path) : readRealityScanXmp(path);
    }
    switch (kindOf(path)) {
        case Kind::Colmap:
            return readColmapModel(path.has_parent_path() ? path.parent_path() : fs::path("."));
        case Kind::Transforms:
            return readTransformsCameras(path);
        case Kind::Llff:
            return readLlff(path);
        case Kind::Neus:
            return readNeus(path);
        case Kind::Metashape:
            return readMetashape(path);
        case Kind::RealityScanCsv:
            return readRealityScanCsv(path);
        case Kind::RealityScanXmp:
            return readRealityScanXmp(path);
        case Kind::None:
            break;
    }
    readFile(path);  // says what is wrong with a file that cannot be read at all
    refuseFile(path,
               "is no camera file of a known program",
               "Give a COLMAP model, a Metashape XML, a RealityScan CSV or XMP, poses_bounds.npy, "
               "cameras_sphere.npz or a transforms JSON file.");
}

std::span<const std::string> writableCameraFormats() {
    static const std::vector<std::string> kFormats = {"colmap-binary",
                                                      "colmap-text",
                                                      "llff",
                                                      "metashape-xml",
                                                      "neus-npz",
                                                      "realityscan-csv",
                                                      "realityscan-xmp"};
    return kFormats;
}

void writeCameraFile(const CameraFile& file, const fs::path& path, const std::string& format) {
    if (format == "colmap-binary") {
        writeColmapModel(file, path, ColmapEncoding::Binary);
    } else if (format == "colmap-text") {
        writeColmapModel(file, path, ColmapEncoding::Text);
    } else if (format == "llff") {
        writeLlff(file, path);
    } else if (format == "metashape-xml") {
        writeMetashape(file, path);
    } else if (format == "neus-npz") {
        writeNeus(file, path);
    } else if (format == "realityscan-csv") {
        writeRealityScanCsv(file, path);
    } else if (format == "realityscan-xmp") {
        writeRealityScanXmp(file, path);
    } else {
        throw Error(Error::Kind::BadInput,
                    "there is no format of camera files called '" + displayPath(format) + "'",
                    "The formats are " + listWords(writableCameraFormats(), " and ") + ".");
    }
}

}  // namespace bozzetto
