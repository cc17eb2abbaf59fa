// SPDX-License-Identifier: Apache-2.0
#include "camera/file_finder.h"

#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"

#include <algorithm>
#include <array>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr std::array kEndings = {
    ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".exr", ".hdr", ".heic", ".heif", ".avif"};
constexpr std::size_t kMaxEntries = 100'000;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isAbsolute(const std::string& reference) {
    const bool drive = reference.size() >= 2 && reference[1] == ':' &&
                       std::isalpha(static_cast<unsigned char>(reference[0]));
    return reference.starts_with('/') || drive;
}

/// A folder, pipe or device where a picture is expected; empty if there is nothing.
fs::path somethingElseAt(const fs::path& path) {
    std::error_code error;
    if (fs::exists(path, error)) {
        return path;
    }
    for (const char* ending : kEndings) {
        if (fs::path candidate = path.string() + ending; fs::exists(candidate, error)) {
            return candidate;
        }
    }
    return {};
}

bool isRegular(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

}  // namespace

std::string toLowerAscii(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

bool naturalLess(const std::string& a, const std::string& b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const auto run_end = [](const std::string& s, std::size_t k) {
                while (k < s.size() && isDigit(s[k])) {
                    ++k;
                }
                return k;
            };
            const std::size_t end_a = run_end(a, i), end_b = run_end(b, j);
            while (i + 1 < end_a && a[i] == '0') {
                ++i;
            }
            while (j + 1 < end_b && b[j] == '0') {
                ++j;
            }
            if (end_a - i != end_b - j) {
                return end_a - i < end_b - j;
            }
            const int order = a.compare(i, end_a - i, b, j, end_b - j);
            if (order != 0) {
                return order < 0;
            }
            i = end_a, j = end_b;
        } else if (a[i] != b[j]) {
            return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
        } else {
            ++i, ++j;
        }
    }
    const bool a_ended = i == a.size(), b_ended = j == b.size();
    return a_ended != b_ended ? a_ended : a < b;  // img1 and img01: any fixed order
}

bool hasPictureEnding(const fs::path& path) {
    static constexpr std::array kRefused = {".gif", ".bmp", ".psd", ".svg", ".jxl", ".jp2"};
    const std::string ending = toLowerAscii(path.extension().string());
    const auto is = [&](const char* known) { return ending == known; };
    return std::any_of(kEndings.begin(), kEndings.end(), is) ||
           std::any_of(kRefused.begin(), kRefused.end(), is) || hasRawEnding(path);
}

FileFinder::FileFinder(fs::path root) : root_(std::move(root)) {}

std::vector<fs::path> FileFinder::list(const fs::path& folder) const {
    const fs::path full = folder.empty() ? root_ : root_ / folder;
    if (const auto known = listings_.find(full); known != listings_.end()) {
        return known->second;
    }
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(full, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end;
         it.increment(error)) {
        if (files.size() >= kMaxEntries) {
            throw Error(
                Error::Kind::BadInput,
                displayPath(full) + ": holds more than " + std::to_string(kMaxEntries) + " files",
                "Give a folder that holds only the pictures to use.",
                full.string());
        }
        std::error_code ignored;
        if (!it->path().filename().string().starts_with('.') && it->is_regular_file(ignored)) {
            files.push_back(it->path());
        }
    }
    std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
        return naturalLess(a.string(), b.string());
    });
    return listings_[full] = std::move(files);
}

fs::path FileFinder::lookUp(const fs::path& relative) const {
    fs::path exact = root_ / relative;
    if (isRegular(exact)) {
        return exact;
    }
    for (const char* ending : kEndings) {
        if (fs::path candidate = exact.string() + ending; isRegular(candidate)) {
            return candidate;
        }
    }
    const std::string wanted = toLowerAscii(relative.filename().string());
    const std::string wanted_stem = toLowerAscii(relative.stem().string());
    fs::path other_ending;
    for (const fs::path& file : list(relative.parent_path())) {
        const std::string name = toLowerAscii(file.filename().string());
        const std::string stem = toLowerAscii(file.stem().string());
        const std::string ending = toLowerAscii(file.extension().string());
        const bool picture =
            std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end() ||
            hasRawEnding(file);
        if (name == wanted || (picture && stem == wanted)) {
            return file;
        }
        if (picture && stem == wanted_stem && relative.has_extension() && other_ending.empty()) {
            other_ending = file;
        }
    }
    return other_ending;
}

FileFinder::Found FileFinder::relink(const std::string& reference) const {
    // A path from another machine: /home/x/scene/images/1.png is looked for as scene/images/1.png,
    // images/1.png, 1.png.
    for (std::size_t slash = reference.find('/'); slash != std::string::npos;
         slash = reference.find('/', slash + 1)) {
        const std::string tail = reference.substr(slash + 1);
        if (const fs::path found = tail.empty() ? fs::path() : lookUp(tail); !found.empty()) {
            return {found,
                    "absolute paths of another place were re-linked to files of the same name in "
                    "the set's folder",
                    "Check that these are the right pictures."};
        }
    }
    return {{},
            "the absolute path " + displayPath(reference) +
                " is outside the set's folder, and no file of that name is in it",
            "Copy the picture into the set's folder."};
}

FileFinder::Found FileFinder::findAnywhere(const std::string& reference) const {
    const fs::path path = root_ / reference;  // an absolute reference stands for itself
    if (hasPictureEnding(path) && isRegular(path)) {
        return {path, {}, {}};
    }
    return {{},
            displayPath(path) + ": the file is missing",
            "Put the file there, or remove the frame from the camera file."};
}

FileFinder::Found FileFinder::find(std::string reference) const {
    std::replace(reference.begin(), reference.end(), '\\', '/');
    if (reference.empty() || reference.find('\0') != std::string::npos) {
        return {{}, "the file name is empty", "Name the picture in 'file_path'."};
    }
    if (reference.find("://") != std::string::npos || reference.starts_with("data:")) {
        return {{},
                displayPath(reference).substr(0, 200) + " is a web address, not a file",
                "Download the picture into the set's folder and name it there."};
    }
    if (isAbsolute(reference)) {
        const fs::path relative = fs::path(reference).lexically_normal().lexically_relative(
            fs::absolute(root_).lexically_normal());
        if (relative.empty() || *relative.begin() == "..") {
            return relink(reference);
        }
        reference = relative.string();
    }
    const fs::path relative = fs::path(reference).lexically_normal();
    if (!relative.empty() && *relative.begin() == "..") {
        return {{},
                displayPath(reference) + " leads out of the set's folder, which is refused",
                "Move the picture into the set's folder and name it there."};
    }
    const fs::path found = lookUp(relative);
    if (found.empty()) {
        if (const fs::path other = somethingElseAt(root_ / relative); !other.empty()) {
            return {{}, displayPath(other) + ": is not an ordinary file", "Name a picture file."};
        }
        return {{},
                displayPath(root_ / relative) + ": the file is missing",
                "Put the file there, or remove the frame from the camera file."};
    }
    return {found, {}, {}};
}

}  // namespace bozzetto
