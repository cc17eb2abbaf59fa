// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

struct WeightLicence {
    std::string id;  // SPDX, or "LicenseRef-..."
    std::string title, summary, url;
    bool commercial = false;  // allows commercial use; false also where nobody knows
};

/// A file of weights, or one that describes them.
struct WeightFile {
    std::string name;  // where it is below the weights folder, with '/'; engines ask for it by this
    std::string title;
    std::string repository, path, revision;  // where it is published
    std::string url;
    uint64_t bytes = 0;      // 0: not known
    std::string sha256;      // lower-case hexadecimal; empty: not known
    bool predicted = false;  // bytes and sha256 are expectations: they never reject a file
    std::string licence;     // id
    std::vector<std::string> engines;  // that use it; none: kept for later variants
    bool optional = false;             // those engines run without it too
    uint64_t vram = 0;                 // bytes that its network takes on a GPU; 0: none of its own

    bool isNeededBy(std::string_view engine) const;
};

/// Which files there are and what may be done with them (weights/manifest.json).
struct WeightManifest {
    std::vector<WeightLicence> licences;
    std::vector<WeightFile> files;

    /// nullptr if there is none of that name.
    const WeightFile* find(std::string_view name) const;
    const WeightLicence& licenceOf(const WeightFile& file) const;
    /// Of the files whose name is one of `names`, lies below one of these folders, or is used by an
    /// engine of this id; without names: of all that some engine uses. Throws Error(BadInput) for a
    /// name that fits nothing.
    std::vector<const WeightFile*> select(const std::vector<std::string>& names) const;
};

/// Throws Error(BadInput) naming `origin` and what is wrong: nothing in it is trusted, least of all
/// a name that leads out of the weights folder.
WeightManifest parseManifest(std::string_view json, const std::string& origin);

/// The file that the environment variable BOZZETTO_WEIGHTS_MANIFEST names, else the program's own.
/// Throws as parseManifest.
WeightManifest loadManifest();

}  // namespace bozzetto
