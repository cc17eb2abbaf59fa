// SPDX-License-Identifier: Apache-2.0
#include "pipeline/settings.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>

namespace bozzetto {
namespace {

const SettingField& findField(const std::vector<SettingField>& fields, std::string_view key) {
    const auto found = std::find_if(
        fields.begin(), fields.end(), [&](const SettingField& f) { return f.key == key; });
    require(found != fields.end(), "a setting that the engine does not describe was asked for");
    return *found;
}

std::vector<std::string> choicesOf(const SettingField& field) {
    return field.type == SettingField::Type::Switch ? std::vector<std::string>{"off", "on"}
                                                    : field.choices;
}

std::string rangeOf(const SettingField& field) {
    return formatNumber(field.minimum) + " to " + formatNumber(field.maximum) +
           (field.unit.empty() ? "" : " " + field.unit);
}

[[noreturn]] void refuse(const SettingField& field,
                         const std::string& value,
                         const std::string& reason,
                         const std::string& hint) {
    throw Error(Error::Kind::BadInput,
                "setting \"" + field.key + "\": \"" + value + "\" " + reason,
                hint,
                field.key);
}

void validateNumber(const SettingField& field, const std::string& value) {
    const bool whole = field.type == SettingField::Type::Integer;
    const std::string wanted =
        std::string(whole ? "a whole number" : "a number") + " from " + rangeOf(field);
    const std::optional<double> number = parseNumber(value);
    if (!number) {
        const bool comma = value.find(',') != std::string::npos;
        refuse(field,
               value,
               whole ? "is not a whole number" : "is not a number",
               "Give " + wanted + (comma ? ", with '.' as the decimal point." : "."));
    }
    if (whole && !parseInteger(value)) {
        refuse(field, value, "is not a whole number", "Give " + wanted + ".");
    }
    if (*number < field.minimum || *number > field.maximum) {
        refuse(field, value, "is out of range", "Give " + wanted + ".");
    }
}

void validateValue(const SettingField& field, const std::string& value) {
    if (field.type == SettingField::Type::Integer || field.type == SettingField::Type::Number) {
        validateNumber(field, value);
        return;
    }
    const std::vector<std::string> choices = choicesOf(field);
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
        const auto near = nearestWord(value, choices);
        refuse(
            field,
            value,
            "is not one of its values",
            (near ? "Did you mean \"" + *near + "\"? " : "") + "Give " + listWords(choices) + ".");
    }
}

}  // namespace

std::string settingValue(const SettingField& field, const Settings& settings) {
    if (const auto given = settings.values.find(field.key); given != settings.values.end()) {
        return given->second;
    }
    if (const auto preset = field.defaults.find(settings.preset); preset != field.defaults.end()) {
        return preset->second;
    }
    const auto common = field.defaults.find("");
    require(common != field.defaults.end(), "a setting has no default for this preset");
    return common->second;
}

double settingNumber(const std::vector<SettingField>& fields,
                     const Settings& settings,
                     std::string_view key) {
    const SettingField& field = findField(fields, key);
    const std::string value = settingValue(field, settings);
    validateNumber(field, value);
    return *parseNumber(value);
}

std::string settingText(const std::vector<SettingField>& fields,
                        const Settings& settings,
                        std::string_view key) {
    return settingValue(findField(fields, key), settings);
}

void validateSettings(const std::vector<SettingField>& fields,
                      const std::vector<std::string>& presets,
                      const Settings& settings) {
    if (std::find(presets.begin(), presets.end(), settings.preset) == presets.end()) {
        const auto near = nearestWord(settings.preset, presets);
        throw Error(Error::Kind::BadInput,
                    "preset \"" + settings.preset + "\" does not exist",
                    (near ? "Did you mean \"" + *near + "\"? " : "") +
                        "Presets: " + listWords(presets, ", ") + ".",
                    "preset");
    }
    std::vector<std::string> keys;
    for (const SettingField& field : fields) {
        keys.push_back(field.key);
    }
    for (const auto& [key, value] : settings.values) {
        const auto field = std::find_if(
            fields.begin(), fields.end(), [&](const SettingField& f) { return f.key == key; });
        if (field == fields.end()) {
            const auto near = nearestWord(key, keys);
            throw Error(Error::Kind::BadInput,
                        "setting \"" + key + "\" is not known (value \"" + value + "\")",
                        (near ? "Did you mean \"" + *near + "\"? " : "") +
                            "Settings of this engine: " +
                            (keys.empty() ? "none" : listWords(keys, ", ")) + ".",
                        key);
        }
        validateValue(*field, value);
    }
}

}  // namespace bozzetto
