// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// One setting of an engine. EngineInfo::fields is the only description of settings: the window's
/// form, the command line's --set, the job file and validation all come from it.
struct SettingField {
    enum class Type { Integer, Number, Choice, Switch };
    std::string key, label, unit,
        help;  // help: effect and cost in a sentence, with the reason of the default
    Type type = Type::Number;
    double minimum = 0, maximum = 0;   // Integer, Number
    std::vector<std::string> choices;  // Choice; Switch is "off" / "on"
    std::map<std::string, std::string>
        defaults;  // preset id -> value; key "" is the default of every other preset
};

/// Values as text, by key; only what differs from the preset needs to be there.
struct Settings {
    std::string preset = "standard";
    std::map<std::string, std::string> values;
    bool operator==(const Settings&) const = default;
};

/// The value of `field` in force: the explicit one, else the preset's default.
std::string settingValue(const SettingField& field, const Settings& settings);
double settingNumber(const std::vector<SettingField>& fields,
                     const Settings& settings,
                     std::string_view key);
std::string settingText(const std::vector<SettingField>& fields,
                        const Settings& settings,
                        std::string_view key);

/// Throws Error(BadInput) naming the key, the value, the allowed range and the nearest known key.
void validateSettings(const std::vector<SettingField>& fields,
                      const std::vector<std::string>& presets,
                      const Settings& settings);

}  // namespace bozzetto
