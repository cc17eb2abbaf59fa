// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/files.h"
#include "camera/camera_file.h"
#include "core/camera/camera_file_samples.h"

#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace bozzetto::test {

template <class Number>
std::string raw(Number value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

inline std::string read(const std::filesystem::path& path) {
    return readFile(path);
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t place = text.find(from);
    return place == std::string::npos ? text : text.replace(place, from.size(), to);
}

/// Bends a good file of a format; returns what to read.
struct BadFile {
    const char* name;
    std::function<std::filesystem::path(const std::filesystem::path& folder)> make;
    std::string reason;  // part of the refusal, or of a problem when `cameras` are left
    std::string hint;
    std::size_t cameras = 0;  // 0: refused
};

/// A file of a model or export, changed as bytes.
inline std::function<std::filesystem::path(const std::filesystem::path&)> bent(
    const std::string& format,
    const std::string& file,
    const std::function<std::string(std::string)>& change) {
    return [=](const std::filesystem::path& folder) {
        const bool is_folder = format.starts_with("colmap") || format == "realityscan-xmp";
        Lens lens;
        writeCameraFile(
            sampleFile(lens, format == "llff"), is_folder ? folder : folder / file, format);
        writeBytes(folder / file, change(read(folder / file)));
        return is_folder ? folder : folder / file;
    };
}

inline std::function<std::filesystem::path(const std::filesystem::path&)> text(
    const std::string& file, const std::string& content) {
    return [=](const std::filesystem::path& folder) {
        writeBytes(folder / file, content);
        return folder / file;
    };
}

inline std::function<std::string(std::string)> overwrite(std::size_t place,
                                                         const std::string& bytes) {
    return [=](std::string all) { return all.replace(place, bytes.size(), bytes); };
}

inline std::function<std::string(std::string)> exchange(const std::string& from,
                                                        const std::string& to) {
    return [=](const std::string& all) { return replaced(all, from, to); };
}

inline std::string numpy(const std::string& header, const std::string& body) {
    return std::string("\x93NUMPY\x01\x00", 8) +
           raw<uint16_t>(static_cast<uint16_t>(header.size())) + header + body;
}

// By format; those of point clouds belong to several.
std::vector<BadFile> badColmapFiles();
std::vector<BadFile> badNumpyFiles();
std::vector<BadFile> badMetashapeFiles();
std::vector<BadFile> badRealityScanFiles();
std::vector<BadFile> badPointFiles();
std::vector<BadFile> otherBadFiles();

}  // namespace bozzetto::test
