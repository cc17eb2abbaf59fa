// SPDX-License-Identifier: Apache-2.0
#include "weights_store/manifest.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "weights_store/own_manifest.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace bozzetto {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxFiles = 10'000;
constexpr uint64_t kMaxManifestBytes = 8 << 20;
constexpr const char* kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";

/// Relative, of plain letters, no part that is empty or begins with a dot: stays in the folder, and
/// away from what the store keeps there itself.
bool isSafeName(const std::string& name) {
    return !name.empty() && name.size() < 500 && name.front() != '.' && name.front() != '/' &&
           name.back() != '/' && name.find("/.") == std::string::npos &&
           name.find("//") == std::string::npos &&
           name.find_first_not_of(kNameCharacters) == std::string::npos;
}

bool isSha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

class Parser {
public:
    explicit Parser(const std::string& origin) : origin_(origin) {}

    WeightManifest parse(std::string_view text) {
        const Json json = Json::parse(text, nullptr, false);
        if (!json.is_object() || json.value("format", Json()) != "bozzetto-weights") {
            fail("is no list of weights");
        }
        if (json.value("version", Json()) != 1) {
            fail("is of another version");
        }
        WeightManifest manifest;
        for (const Json& licence : listOf(json, "licences")) {
            manifest.licences.push_back(parseLicence(licence));
        }
        for (const Json& file : listOf(json, "files")) {
            manifest.files.push_back(parseFile(file, manifest));
        }
        return manifest;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Error::Kind::BadInput,
                    origin_ + ": " + what,
                    "Install Bozzetto again, or correct the list that "
                    "BOZZETTO_WEIGHTS_MANIFEST names.",
                    origin_);
    }

    const Json& listOf(const Json& json, const char* key) const {
        const auto found = json.find(key);
        if (found == json.end() || !found->is_array() || found->size() > kMaxFiles) {
            fail(std::string("has no list \"") + key + "\"");
        }
        return *found;
    }

    template <class T>
    T take(const Json& json, const char* key, const T& fallback) const {
        const auto found = json.is_object() ? json.find(key) : json.end();
        if (!json.is_object() || (found != json.end() && !isA<T>(*found))) {
            fail(std::string("has an entry whose \"") + key + "\" is not what it should be");
        }
        return found == json.end() ? fallback : found->template get<T>();
    }
    template <class T>
    static bool isA(const Json& value) {
        if constexpr (std::is_same_v<T, std::string>) {
            return value.is_string();
        } else if constexpr (std::is_same_v<T, bool>) {
            return value.is_boolean();
        } else if constexpr (std::is_same_v<T, uint64_t>) {
            return value.is_number_unsigned();
        } else {
            return value.is_array() && std::all_of(value.begin(), value.end(), isA<std::string>);
        }
    }

    WeightLicence parseLicence(const Json& json) {
        WeightLicence licence{take<std::string>(json, "id", ""),
                              take<std::string>(json, "title", ""),
                              take<std::string>(json, "summary", ""),
                              take<std::string>(json, "url", ""),
                              take<bool>(json, "commercial", false)};
        if (licence.id.empty() || licence.title.empty()) {
            fail("has a licence without id or title");
        }
        return licence;
    }

    WeightFile parseFile(const Json& json, const WeightManifest& manifest) {
        WeightFile file;
        file.name = take<std::string>(json, "name", "");
        if (!isSafeName(file.name) || !names_.insert(file.name).second) {
            fail("has a file whose name is not allowed or not its own: \"" +
                 file.name.substr(0, 100) + "\"");
        }
        file.title = take<std::string>(json, "title", file.name);
        file.repository = take<std::string>(json, "repository", "");
        file.path = take<std::string>(json, "path", "");
        file.revision = take<std::string>(json, "revision", "");
        file.url = take<std::string>(json, "url", "");
        file.bytes = take<uint64_t>(json, "bytes", 0);
        file.sha256 = take<std::string>(json, "sha256", "");
        file.predicted = take<bool>(json, "predicted", false);
        file.licence = take<std::string>(json, "licence", "");
        file.engines = take<std::vector<std::string>>(json, "engines", {});
        file.optional = take<bool>(json, "optional", false);
        file.vram = take<uint64_t>(json, "vram", 0);
        const bool has_licence = std::any_of(
            manifest.licences.begin(), manifest.licences.end(), [&](const WeightLicence& licence) {
                return licence.id == file.licence;
            });
        if (!has_licence) {
            fail(file.name + " has a licence that is not in the list");
        }
        if (!file.url.starts_with("https://") && !file.url.starts_with("http://")) {
            fail(file.name + " has no address");
        }
        if (!file.sha256.empty() && !isSha256(file.sha256)) {
            fail(file.name + " has a checksum that is none");
        }
        return file;
    }

    const std::string& origin_;
    std::set<std::string> names_;
};

bool fits(const WeightFile& file, const std::string& name) {
    return file.name == name || file.name.starts_with(name + "/") ||
           std::find(file.engines.begin(), file.engines.end(), name) != file.engines.end();
}

}  // namespace

bool WeightFile::isNeededBy(std::string_view engine) const {
    return !optional && std::find(engines.begin(), engines.end(), engine) != engines.end();
}

const WeightFile* WeightManifest::find(std::string_view name) const {
    const auto found = std::find_if(
        files.begin(), files.end(), [&](const WeightFile& file) { return file.name == name; });
    return found == files.end() ? nullptr : &*found;
}

const WeightLicence& WeightManifest::licenceOf(const WeightFile& file) const {
    const auto found =
        std::find_if(licences.begin(), licences.end(), [&](const WeightLicence& licence) {
            return licence.id == file.licence;
        });
    require(found != licences.end(), "a file's licence is in the manifest");
    return *found;
}

std::vector<const WeightFile*> WeightManifest::select(const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
        const bool known = std::any_of(
            files.begin(), files.end(), [&](const WeightFile& file) { return fits(file, name); });
        if (!known) {
            std::vector<std::string> all;
            for (const WeightFile& file : files) {
                all.push_back(file.name);
            }
            const auto near = nearestWord(name, all);
            throw Error(Error::Kind::BadInput,
                        "there are no weights named \"" + name + "\"",
                        near ? "Did you mean \"" + *near + "\"?"
                             : "See the names with: bozzetto-cli weights list --all");
        }
    }
    std::vector<const WeightFile*> selected;
    for (const WeightFile& file : files) {
        const bool wanted =
            names.empty() ? !file.engines.empty()
                          : std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                                return fits(file, name);
                            });
        if (wanted) {
            selected.push_back(&file);
        }
    }
    return selected;
}

WeightManifest parseManifest(std::string_view json, const std::string& origin) {
    return Parser(origin).parse(json);
}

WeightManifest loadManifest() {
    const char* other = std::getenv("BOZZETTO_WEIGHTS_MANIFEST");
    if (other != nullptr && *other != '\0') {
        return parseManifest(readFile(other, kMaxManifestBytes), displayPath(other));
    }
    return parseManifest(kOwnManifest, "the program's list of weights");
}

}  // namespace bozzetto
