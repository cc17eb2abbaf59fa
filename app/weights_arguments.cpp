// SPDX-License-Identifier: Apache-2.0
#include "app/weights_arguments.h"

#include <CLI/CLI.hpp>

namespace bozzetto {

void addWeights(CLI::App& app, WeightsArguments& a) {
    CLI::App* command = app.add_subcommand(
        "weights", "List, fetch, verify, import or remove the networks' weights");
    command->add_option("ACTION", a.action, "list, fetch, verify, import or remove")
        ->required()
        ->check(CLI::IsMember({"list", "fetch", "verify", "import", "remove"}))
        ->type_name("");
    command->add_option("NAME",
                        a.names,
                        "Files, their folders or an engine, as 'list' shows them (default: what "
                        "the engines need); import: the folder that the files are in");
    command
        ->add_option("--weights",
                     a.weights,
                     "Folder of the weights (default: that of the settings, else the user's data)")
        ->type_name("DIR");
    command
        ->add_option(
            "--mirror", a.mirror, "Server to ask in place of the files' own, https://HOST[/PATH]")
        ->type_name("URL");
    command
        ->add_option("--accept-licence",
                     a.accept,
                     "fetch and import: I have read this licence and agree; may be repeated")
        ->type_name("ID")
        ->allow_extra_args(false);
    command->add_flag("--all", a.all, "list and remove: every file that is known");
    command->add_flag("--json", a.json, "list and verify: print JSON");
    command->add_flag("--events", a.events, "Print a JSON object a line while working");
}

std::optional<WeightsMistake> checkWeights(const WeightsArguments& a) {
    if (a.action == "import" && a.names.size() != 1) {
        return WeightsMistake{"import wants one folder",
                              "Give, for example, weights import ~/Downloads."};
    }
    if (a.action == "remove" && a.names.empty() && !a.all) {
        return WeightsMistake{"no weights are named", "Give their names, or --all."};
    }
    return std::nullopt;
}

}  // namespace bozzetto
