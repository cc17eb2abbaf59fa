// SPDX-License-Identifier: Apache-2.0
#include "pipeline/json_node.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kMaxDepth = 32;

[[noreturn]] void refuse(const std::filesystem::path& path,
                         const std::string& reason,
                         const std::string& hint,
                         const std::string& detail = {}) {
    throw Error(
        Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string(), detail);
}

std::string lineOf(const std::string& text, size_t byte) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
    return std::to_string(1 + std::count(text.begin(), end, '\n'));
}

}  // namespace

Json parseBounded(const std::string& text, const std::filesystem::path& path) {
    bool too_deep = false;
    const auto check = [&](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kMaxDepth;
        return !too_deep;  // what is too deep is dropped instead of built
    };
    Json root;
    try {
        root = Json::parse(text, check);
    } catch (const Json::parse_error& error) {
        refuse(path,
               "is not valid JSON near line " + lineOf(text, error.byte),
               "The file is damaged; use a copy of it.",
               error.what());
    } catch (const Json::exception& error) {
        refuse(path,
               "holds a number that is out of range",
               "The file is damaged; use a copy of it.",
               error.what());
    }
    if (too_deep || !root.is_object()) {
        refuse(path,
               too_deep ? "is nested too deeply" : "is not a JSON object",
               "Choose a file that Bozzetto saved.");
    }
    return root;
}

JsonNode::JsonNode(const Json& object, std::filesystem::path path, std::vector<std::string>& notes)
    : object_(&object), path_(std::move(path)), notes_(&notes) {}

void JsonNode::fail(const std::string& reason, const std::string& hint) const {
    refuse(path_, reason, hint);
}

void JsonNode::failKey(const std::string& key, const std::string& wanted) const {
    const std::string name = displayPath(place_ + key);
    fail("key \"" + name + "\" is not " + wanted, "Correct it, or use a copy of the file.");
}

const Json* JsonNode::find(const std::string& key) const {
    asked_.insert(key);
    const auto found = object_->find(key);
    return found == object_->end() || found->is_null() ? nullptr : &*found;
}

bool JsonNode::has(const std::string& key) const {
    return find(key) != nullptr;
}

std::vector<std::string> JsonNode::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object_->items()) {
        keys.push_back(key);
    }
    return keys;
}

std::string JsonNode::text(const std::string& key) const {
    const Json* value = find(key);
    if (value == nullptr || !value->is_string()) {
        failKey(key, "a text");
    }
    return value->get<std::string>();
}

std::string JsonNode::text(const std::string& key, const std::string& fallback) const {
    return has(key) ? text(key) : fallback;
}

bool JsonNode::flag(const std::string& key, bool fallback) const {
    const Json* value = find(key);
    if (value != nullptr && !value->is_boolean()) {
        failKey(key, "true or false");
    }
    return value == nullptr ? fallback : value->get<bool>();
}

int64_t JsonNode::integer(const std::string& key,
                          int64_t fallback,
                          int64_t low,
                          int64_t high) const {
    const Json* value = find(key);
    if (value == nullptr) {
        return fallback;
    }
    const bool too_large =
        value->is_number_unsigned() && value->get<uint64_t>() > static_cast<uint64_t>(INT64_MAX);
    if (!value->is_number_integer() || too_large || value->get<int64_t>() < low ||
        value->get<int64_t>() > high) {
        failKey(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return value->get<int64_t>();
}

double JsonNode::number(const std::string& key, double fallback, double low, double high) const {
    const Json* value = find(key);
    if (value == nullptr) {
        return fallback;
    }
    const bool fits = value->is_number() && value->get<double>() >= low &&
                      value->get<double>() <= high;  // false for NaN
    if (!fits) {
        failKey(key, "a number from " + formatNumber(low) + " to " + formatNumber(high));
    }
    return value->get<double>();
}

void JsonNode::triple(const std::string& key, std::array<float, 3>& value) const {
    const Json& array = this->array(key);
    if (!has(key)) {
        return;
    }
    if (array.size() != 3) {
        failKey(key, "three numbers");
    }
    for (size_t i = 0; i < 3; ++i) {
        if (!array[i].is_number() || !(std::abs(array[i].get<double>()) <= 1e30)) {
            failKey(key, "three numbers");
        }
        value[i] = array[i].get<float>();
    }
}

std::vector<std::string> JsonNode::texts(const std::string& key) const {
    std::vector<std::string> texts;
    for (const Json& value : array(key)) {
        if (!value.is_string()) {
            failKey(key, "a list of texts");
        }
        texts.push_back(value.get<std::string>());
    }
    return texts;
}

std::map<std::string, std::string> JsonNode::textMap(const std::string& key) const {
    std::map<std::string, std::string> map;
    if (const std::optional<JsonNode> node = object(key)) {
        for (const std::string& name : node->keys()) {
            map[name] = node->text(name);
        }
    }
    return map;
}

const Json& JsonNode::array(const std::string& key) const {
    static const Json kEmpty = Json::array();
    const Json* value = find(key);
    if (value != nullptr && !value->is_array()) {
        failKey(key, "a list");
    }
    return value == nullptr ? kEmpty : *value;
}

std::optional<JsonNode> JsonNode::object(const std::string& key) const {
    const Json* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_object()) {
        failKey(key, "an object");
    }
    JsonNode node(*value, path_, *notes_);
    node.place_ = place_ + key + ".";
    return node;
}

std::vector<JsonNode> JsonNode::objects(const std::string& key) const {
    std::vector<JsonNode> nodes;
    for (const Json& value : array(key)) {
        const std::string place = key + "[" + std::to_string(nodes.size()) + "]";
        if (!value.is_object()) {
            failKey(place, "an object");
        }
        nodes.emplace_back(value, path_, *notes_);
        nodes.back().place_ = place_ + place + ".";
    }
    return nodes;
}

std::vector<std::string> JsonNode::noteUnknown() const {
    std::vector<std::string> unknown;
    for (const std::string& key : keys()) {
        if (!asked_.contains(key)) {
            notes_->push_back("key \"" + displayPath(place_ + key) +
                              "\" is not known to this version");
            unknown.push_back(key);
        }
    }
    return unknown;
}

}  // namespace bozzetto
