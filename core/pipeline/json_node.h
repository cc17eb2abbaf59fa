// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bozzetto {

using Json = nlohmann::ordered_json;

/// Parses a JSON object that somebody may have tampered with: at most 32 levels deep. Throws
/// Error(BadInput) naming `path` and the line.
Json parseBounded(const std::string& text, const std::filesystem::path& path);

/// An object of a file from outside. Every reader checks type and range and throws Error(BadInput)
/// naming the file and the key ("runs[2].seconds"). Keys nobody asked for are told by
/// noteUnknown(). The document and the notes must outlive it.
class JsonNode {
public:
    JsonNode(const Json& object, std::filesystem::path path, std::vector<std::string>& notes);

    [[noreturn]] void fail(const std::string& reason, const std::string& hint) const;
    [[noreturn]] void failKey(const std::string& key, const std::string& wanted) const;

    bool has(const std::string& key) const;  // present and not null
    std::vector<std::string> keys() const;

    std::string text(const std::string& key) const;  // must be there
    std::string text(const std::string& key, const std::string& fallback) const;
    bool flag(const std::string& key, bool fallback) const;
    int64_t integer(const std::string& key, int64_t fallback, int64_t low, int64_t high) const;
    double number(const std::string& key, double fallback, double low, double high) const;
    void triple(const std::string& key, std::array<float, 3>& value) const;  // kept if absent
    std::vector<std::string> texts(const std::string& key) const;
    std::map<std::string, std::string> textMap(const std::string& key) const;
    const Json& array(const std::string& key) const;  // empty if absent
    std::optional<JsonNode> object(const std::string& key) const;
    std::vector<JsonNode> objects(const std::string& key) const;

    /// The keys that were never asked for; each is added to the notes.
    std::vector<std::string> noteUnknown() const;

private:
    const Json* find(const std::string& key) const;

    const Json* object_;
    std::filesystem::path path_;
    std::vector<std::string>* notes_;
    std::string place_;  // "", "view.", "runs[2]."
    mutable std::set<std::string> asked_;
};

}  // namespace bozzetto
