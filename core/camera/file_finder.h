// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bozzetto {

/// Finds the files of a set. What somebody else's camera file names is only ever looked for inside
/// the set's folder.
class FileFinder {
public:
    explicit FileFinder(std::filesystem::path root);

    struct Found {
        std::filesystem::path path;  // empty: not found
        std::string problem;  // why not, or what was odd about the name; empty when all is plain
        std::string hint;
    };
    /// A path as written in a camera file. Back-slashes count as slashes. Tried in this order: the
    /// path under the root; with .png, .jpg, .jpeg, .webp, .tif, .tiff, .exr, .hdr, .heic, .heif,
    /// .avif added; without regard to upper and lower case; with another of those endings. Absolute
    /// paths that do not lie in the root come from another machine: their longest tail that exists
    /// under the root is taken, and that is reported. "..", devices and URLs are refused.
    Found find(std::string reference) const;

    /// A picture anywhere, under exactly its name, relative to the root or absolute: only for what
    /// this program itself wrote (own_references.h).
    Found findAnywhere(const std::string& reference) const;

    /// Regular files directly in a folder under the root ("" = the root), in natural order; links
    /// to files count, hidden files do not. Empty if there is no such folder.
    std::vector<std::filesystem::path> list(const std::filesystem::path& folder) const;

    const std::filesystem::path& root() const { return root_; }

private:
    std::filesystem::path lookUp(const std::filesystem::path& relative) const;
    Found relink(const std::string& reference) const;

    std::filesystem::path root_;
    mutable std::map<std::filesystem::path, std::vector<std::filesystem::path>> listings_;
};

/// "img2" before "img10": digit runs compare as numbers, other bytes as bytes.
bool naturalLess(const std::string& a, const std::string& b);

/// True for the endings of pictures that we read or refuse with a reason of their own.
bool hasPictureEnding(const std::filesystem::path& path);

std::string toLowerAscii(std::string text);

}  // namespace bozzetto
