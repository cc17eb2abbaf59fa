// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "app/job_request.h"
#include "base/text.h"
#include "pipeline/job_file.h"

namespace bozzetto {
namespace {

std::string rangeOf(const SettingField& field) {
    switch (field.type) {
        case SettingField::Type::Switch:
            return "off or on";
        case SettingField::Type::Choice:
            return listWords(field.choices);
        default:
            return formatNumber(field.minimum) + " to " + formatNumber(field.maximum) +
                   (field.unit.empty() ? "" : " " + field.unit);
    }
}

}  // namespace

int runListSettings(const ReconstructArguments& arguments, Program& program) {
    const EngineInfo& engine =
        findEngine(arguments.engine.value_or(JobFile().engine), program).info();
    Settings settings;
    settings.preset = arguments.preset.value_or(settings.preset);
    try {
        validateSettings(engine.fields, engine.presets, settings);
    } catch (const Error& error) {
        throw UsageError(error);
    }
    std::string text = engine.id + ": " + engine.description +
                       "\npresets: " + listWords(engine.presets, ", ") + "\n";
    for (const SettingField& field : engine.fields) {
        text += "\n" + field.key + "=" + settingValue(field, settings) + "  (" + rangeOf(field) +
                ")\n    " + field.help + "\n";
    }
    printOut(text);
    return kExitDone;
}

}  // namespace bozzetto
