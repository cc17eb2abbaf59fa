// SPDX-License-Identifier: Apache-2.0
#include "pipeline/engine_description.h"

#include "base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace bozzetto {
namespace {

using Json = nlohmann::ordered_json;
using Type = SettingField::Type;

constexpr int kVersion = 1;
constexpr std::array<std::pair<Type, const char*>, 4> kTypes = {{{Type::Integer, "integer"},
                                                                 {Type::Number, "number"},
                                                                 {Type::Choice, "choice"},
                                                                 {Type::Switch, "switch"}}};

bool hasRange(Type type) {
    return type == Type::Integer || type == Type::Number;
}

Json encodeField(const SettingField& field) {
    const auto type = std::find_if(
        kTypes.begin(), kTypes.end(), [&](const auto& t) { return t.first == field.type; });
    Json json = {{"key", field.key},
                 {"label", field.label},
                 {"unit", field.unit},
                 {"help", field.help},
                 {"type", type->second}};
    if (hasRange(field.type)) {
        json["minimum"] = field.minimum;
        json["maximum"] = field.maximum;
    }
    if (field.type == Type::Choice) {
        json["choices"] = field.choices;
    }
    json["defaults"] = field.defaults;
    return json;
}

Json encodeLicences(const std::vector<UsedLicence>& licences) {
    Json list = Json::array();
    for (const UsedLicence& l : licences) {
        list.push_back({{"what", l.what}, {"licence", l.licence}, {"commercial", l.commercial}});
    }
    return list;
}

Json encodeEngine(const EngineInfo& engine) {
    Json fields = Json::array();
    for (const SettingField& field : engine.fields) {
        fields.push_back(encodeField(field));
    }
    return {{"id", engine.id},
            {"title", engine.title},
            {"description", engine.description},
            {"presets", engine.presets},
            {"needs_cameras", engine.needs_cameras},
            {"needs_masks", engine.needs_masks},
            {"minimum_views", engine.minimum_views},
            {"weight_files", engine.weight_files},
            {"licences", encodeLicences(engine.licences)},
            {"fields", std::move(fields)}};
}

[[noreturn]] void fail(const std::string& reason) {
    throw Error(Error::Kind::BadInput,
                "the description of the engines cannot be used: " + reason,
                "Install Bozzetto again: its window and its command line do not belong together.");
}

/// The value of `key` as a T; `where` names the object in messages.
template <class T>
T take(const Json& object, const char* key, const std::string& where) {
    try {
        return object.at(key).get<T>();
    } catch (const Json::exception&) {
        fail(where + ": key \"" + key + "\" is missing or of the wrong type");
    }
}

SettingField decodeField(const Json& json, const std::string& engine) {
    SettingField field;
    field.key = take<std::string>(json, "key", engine);
    const std::string where = engine + ", setting " + field.key;
    field.label = take<std::string>(json, "label", where);
    field.unit = take<std::string>(json, "unit", where);
    field.help = take<std::string>(json, "help", where);
    const auto name = take<std::string>(json, "type", where);
    const auto type =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& t) { return name == t.second; });
    if (type == kTypes.end()) {
        fail(where + ": there is no type \"" + name + "\"");
    }
    field.type = type->first;
    if (hasRange(field.type)) {
        field.minimum = take<double>(json, "minimum", where);
        field.maximum = take<double>(json, "maximum", where);
    }
    if (field.type == Type::Choice) {
        field.choices = take<std::vector<std::string>>(json, "choices", where);
    }
    field.defaults = take<std::map<std::string, std::string>>(json, "defaults", where);
    return field;
}

/// Every preset must have values that are in force and allowed: a form is built from them.
void checkDefaults(const EngineInfo& engine) {
    for (const std::string& preset : engine.presets) {
        Settings all;
        all.preset = preset;
        for (const SettingField& field : engine.fields) {
            const bool known = field.defaults.contains(preset) || field.defaults.contains("");
            if (!known) {
                fail(engine.id + ", setting " + field.key + ": no default for preset " + preset);
            }
            all.values[field.key] = settingValue(field, all);
        }
        try {
            validateSettings(engine.fields, engine.presets, all);
        } catch (const Error& error) {
            fail(engine.id + ", preset " + preset + ": " + error.what());
        }
    }
}

EngineInfo decodeEngine(const Json& json) {
    EngineInfo engine;
    engine.id = take<std::string>(json, "id", "an engine");
    engine.title = take<std::string>(json, "title", engine.id);
    engine.description = take<std::string>(json, "description", engine.id);
    engine.presets = take<std::vector<std::string>>(json, "presets", engine.id);
    engine.needs_cameras = take<bool>(json, "needs_cameras", engine.id);
    engine.needs_masks = take<bool>(json, "needs_masks", engine.id);
    engine.minimum_views = take<int>(json, "minimum_views", engine.id);
    engine.weight_files = take<std::vector<std::string>>(json, "weight_files", engine.id);
    for (const Json& used : take<std::vector<Json>>(json, "licences", engine.id)) {
        const std::string where = engine.id + ", a licence";
        engine.licences.push_back({take<std::string>(used, "what", where),
                                   take<std::string>(used, "licence", where),
                                   take<bool>(used, "commercial", where)});
    }
    for (const Json& field : take<std::vector<Json>>(json, "fields", engine.id)) {
        engine.fields.push_back(decodeField(field, engine.id));
    }
    checkDefaults(engine);
    return engine;
}

}  // namespace

std::string encodeEngines(const std::vector<EngineInfo>& engines) {
    Json list = Json::array();
    for (const EngineInfo& engine : engines) {
        list.push_back(encodeEngine(engine));
    }
    const Json root = {{"v", kVersion}, {"engines", std::move(list)}};
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<EngineInfo> decodeEngines(std::string_view json) {
    const Json root = Json::parse(json, nullptr, false);
    if (!root.is_object()) {
        fail("it is not a JSON object");
    }
    if (take<int>(root, "v", "version") != kVersion) {
        fail("its version is not " + std::to_string(kVersion));
    }
    std::vector<EngineInfo> engines;
    for (const Json& engine : take<std::vector<Json>>(root, "engines", "engines")) {
        engines.push_back(decodeEngine(engine));
    }
    return engines;
}

}  // namespace bozzetto
