// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "base/text.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace bozzetto {
namespace {

const std::vector<std::string>& renderModes() {
    static const std::vector<std::string> kModes = {
        "shaded", "albedo", "roughness", "metallic", "normal", "depth", "mask"};
    return kModes;
}

/// What CLI11 fills in; turned into Arguments once everything is there.
struct Raw {
    InfoArguments info;
    CamerasArguments cameras;
    MasksArguments masks;
    FramesArguments frames;
    EnginesArguments engines;
    PredictArguments predict;
    ReconstructArguments reconstruct;
    RenderArguments render;
    EvaluateArguments evaluate;
    ExportArguments exporting;
    WeightsArguments weights;
    std::vector<std::string> set;
    std::string seed, threads, time_limit, region;
};

/// A mistake that CLI11 does not know of.
struct Mistake {
    std::string reason, hint;
};

void addInfo(CLI::App& app, Raw& raw) {
    CLI::App* command = app.add_subcommand(
        "info", "Show what is found in INPUT: images, masks, depth, cameras, problems");
    command->add_option("INPUT", raw.info.input, "A folder of images, or a transforms JSON file")
        ->required();
    command
        ->add_option("--evidence",
                     raw.info.evidence,
                     "Judge how the camera poses are meant, and draw how they fit a picture")
        ->type_name("FILE.png");
    command
        ->add_option("--view", raw.info.view, "With --evidence: the picture (default: the first)")
        ->type_name("NAME");
    command
        ->add_option("--convention",
                     raw.info.convention,
                     "With --evidence: the convention that is drawn (default: the best)")
        ->type_name("ID");
    command->add_flag("--json", raw.info.json, "Print JSON");
}

void addEngines(CLI::App& app, Raw& raw) {
    CLI::App* command =
        app.add_subcommand("engines", "List the methods of reconstruction and their settings");
    command->add_flag("--json", raw.engines.json, "Print JSON, with every setting");
}

void addPredict(CLI::App& app, Raw& raw) {
    CLI::App* command = app.add_subcommand(
        "predict", "Tell about how much memory and time a job needs, without running it");
    command->add_option("--job", raw.predict.job, "The job")->required()->type_name("FILE.json");
    command->add_flag("--json", raw.predict.json, "Print JSON");
}

void addReconstruct(CLI::App& app, Raw& raw) {
    ReconstructArguments& a = raw.reconstruct;
    CLI::App* command =
        app.add_subcommand("reconstruct", "Turn images into a textured mesh in OUT/<engine>");
    command->add_option("INPUT",
                        a.inputs,
                        "A folder of images, or a transforms JSON file; several are done one after "
                        "the other into OUT/<name>");
    command->add_option("--job", a.job, "Replay a job file; options given here win over it")
        ->type_name("FILE.json");
    command
        ->add_option("--config",
                     a.config,
                     "A configuration file of the original nvdiffrec: data, iterations and "
                     "resolutions are taken from it, what differs is said")
        ->type_name("FILE.json");
    command->add_option("--output,-o", a.output, "Folder of the result")->type_name("OUT");
    command->add_option("--engine", a.engine, "Method, or both (default: nvdiffrec)")
        ->type_name("ID");
    command->add_option("--preset", a.preset, "draft, standard or high (default: standard)")
        ->type_name("ID");
    command->add_option("--device", a.device, "auto, cpu or cuda[:N] (default: auto)")
        ->type_name("DEVICE");
    command->add_option("--seed", raw.seed, "Start of the random numbers (default: 1)")
        ->type_name("N");
    command->add_option("--threads", raw.threads, "Threads to compute with (default: all)")
        ->type_name("N");
    command
        ->add_option(
            "--weights",
            a.weights,
            "Folder of the networks' weights (default: where 'bozzetto-cli weights' keeps them)")
        ->type_name("DIR");
    command
        ->add_option("--time-limit",
                     raw.time_limit,
                     "Stop after so many minutes with the best result so far")
        ->type_name("MIN");
    command->add_flag("--resume", a.resume, "Continue an interrupted run from its checkpoint");
    command->add_flag(
        "--overwrite", a.overwrite, "Replace an earlier result, discard an interrupted run");
    command
        ->add_option("--set", raw.set, "Change a setting of the engine: key=value; may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command->add_option("--exclude", a.exclude, "Leave a picture out, by name; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command
        ->add_option("--invert-mask",
                     a.invert_masks,
                     "The mask of this picture shows the background; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_flag(
        "--invert-masks", a.invert_all_masks, "The masks of all pictures show the background");
    command
        ->add_option("--cameras",
                     a.cameras,
                     "Cameras that another program solved, or that 'bozzetto-cli cameras' wrote")
        ->type_name("FILE");
    command
        ->add_option(
            "--convention",
            a.convention,
            "How the poses of the camera file are meant (default: what the evidence shows)")
        ->type_name("ID");
    command
        ->add_option("--masks", a.masks, "Masks by view name that win over the set's own: NAME.png")
        ->type_name("FOLDER");
    command->add_flag("--no-auto-masks", a.no_auto_masks, "Make no masks where there are none");
    command->add_flag(
        "--keep-table", a.keep_table, "What the object stands on belongs to it (automatic masks)");
    command
        ->add_option("--region",
                     raw.region,
                     "Box that holds the object, in the cameras' coordinates: centre and size")
        ->type_name("X,Y,Z,DX,DY,DZ");
    command->add_flag("--list-settings",
                      a.list_settings,
                      "Show the engine's settings with ranges and defaults, and do nothing else");
    command->add_flag("--events", a.events, "Print versioned JSON lines instead of a progress bar");
    command->add_flag(
        "--previews", a.previews, "With --events: write the mesh as it grows, every few seconds");
    command->add_flag("--control",
                      a.control,
                      "Obey pause, resume, stop and finish, one a line on standard input; its end "
                      "stops the run");
}

void addRender(CLI::App& app, Raw& raw) {
    RenderArguments& a = raw.render;
    CLI::App* command = app.add_subcommand(
        "render", "Draw a result from the cameras of a views file, a PNG a view");
    command->add_option("RESULT", a.result, "Folder with mesh.obj, or the .obj itself")->required();
    command->add_option("--views", a.views, "Cameras: a transforms JSON file")
        ->required()
        ->type_name("FILE.json");
    command->add_option("--output,-o", a.output, "Folder of the pictures")
        ->required()
        ->type_name("DIR");
    command
        ->add_option(
            "--mode", a.mode, "What to draw: " + listWords(renderModes()) + " (default: shaded)")
        ->type_name("MODE");
    command->add_option("--light", a.light, "Another light than the result's light.hdr")
        ->type_name("FILE.hdr");
    command->add_option("--device", a.device, "auto, cpu or cuda[:N] (default: auto)")
        ->type_name("DEVICE");
}

void addEvaluate(CLI::App& app, Raw& raw) {
    EvaluateArguments& a = raw.evaluate;
    CLI::App* command =
        app.add_subcommand("evaluate", "Compare a result with photographs, and with a true mesh");
    command->add_option("RESULT", a.result, "Folder with mesh.obj, or the .obj itself")->required();
    command->add_option("--views", a.views, "Photographs and cameras: a transforms JSON file")
        ->required()
        ->type_name("FILE.json");
    command->add_option("--mesh", a.mesh, "The true surface")->type_name("GT.ply");
    command->add_option("--light", a.light, "Another light than the result's light.hdr")
        ->type_name("FILE.hdr");
    command->add_flag(
        "--align",
        a.align,
        "First bring the result onto the truth by its cameras.json (estimated cameras)");
    command
        ->add_option(
            "--true-cameras",
            a.true_cameras,
            "With --align: the true cameras of the reconstructed pictures, if --views shows "
            "others")
        ->type_name("FILE.json");
    command->add_flag(
        "--seen", a.seen, "Compare surfaces only where two of the reconstructed pictures see them");
    command->add_option("--masks", a.masks, "Masks to compare with those of the views: NAME.png")
        ->type_name("FOLDER");
    command->add_option("--device", a.device, "auto, cpu or cuda[:N] (default: auto)")
        ->type_name("DEVICE");
    command->add_flag("--json", a.json, "Print JSON");
}

std::vector<std::string> optionNames(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

/// The subcommand named first on the command line, else the program itself.
const CLI::App& usedApp(const CLI::App& app, const std::vector<std::string>& words) {
    for (const CLI::App* command : app.get_subcommands(nullptr)) {
        if (!words.empty() && words.front() == command->get_name()) {
            return *command;
        }
    }
    return app;
}

std::string suggestCommand(const std::string& word) {
    static const std::vector<std::string> kCommands = {"info",
                                                       "cameras",
                                                       "masks",
                                                       "frames",
                                                       "engines",
                                                       "predict",
                                                       "reconstruct",
                                                       "render",
                                                       "evaluate",
                                                       "export",
                                                       "weights"};
    const auto near = nearestWord(word, kCommands);
    return near ? "Did you mean \"" + *near + "\"?"
                : "Commands: " + listWords(kCommands, ", ") + ".";
}

/// Words of the command line that start like an option but are none: CLI11 reports them in its own
/// way, without a suggestion.
std::optional<Mistake> findUnknownWord(const CLI::App& app, const std::vector<std::string>& words) {
    if (!words.empty() && !words.front().starts_with('-') && &usedApp(app, words) == &app) {
        return Mistake{"there is no command \"" + words.front() + "\"",
                       suggestCommand(words.front())};
    }
    const std::vector<std::string> names = optionNames(usedApp(app, words));
    for (const std::string& word : words) {
        if (word == "--") {
            break;
        }
        const std::string name = word.substr(0, word.find('='));
        if (name.starts_with("--") && std::find(names.begin(), names.end(), name) == names.end()) {
            const auto near = nearestWord(name, names);
            return Mistake{
                "there is no option " + name,
                near ? "Did you mean " + *near + "?" : "Options: " + listWords(names, ", ") + "."};
        }
    }
    return std::nullopt;
}

template <class Number>
void takeInteger(const std::string& option,
                 const std::string& text,
                 long long low,
                 long long high,
                 std::optional<Number>& target) {
    if (text.empty()) {
        return;
    }
    const std::optional<long long> value = parseInteger(text);
    if (!value || *value < low || *value > high) {
        throw Mistake{
            option + " \"" + text + "\" is not a whole number from " + std::to_string(low) +
                " to " + std::to_string(high),
            "Give, for example, " + option + " " + std::to_string(std::max(low, 1LL)) + "."};
    }
    target = static_cast<Number>(*value);
}

void takeRegion(const std::string& text, std::optional<std::array<double, 6>>& target) {
    if (text.empty()) {
        return;
    }
    std::array<double, 6> box{};
    std::istringstream parts(text);
    std::string part;
    size_t count = 0;
    bool good = true;
    for (; good && std::getline(parts, part, ','); ++count) {
        const std::optional<double> value = parseNumber(part);
        good = count < box.size() && value && (count < 3 || *value > 0);
        if (good) {
            box[count] = *value;
        }
    }
    if (!good || count != box.size()) {
        throw Mistake{"--region \"" + text + "\" is not a centre and a size above 0, six numbers",
                      "Give, for example, --region 0,0,0.5,2,2,1."};
    }
    target = box;
}

void finishReconstruct(Raw& raw) {
    ReconstructArguments& a = raw.reconstruct;
    takeInteger("--seed", raw.seed, 0, INT64_MAX, a.seed);
    takeInteger("--threads", raw.threads, 1, 1024, a.threads);
    if (!raw.time_limit.empty()) {
        a.time_limit_min = parseNumber(raw.time_limit);
        if (!a.time_limit_min || !(*a.time_limit_min > 0)) {
            throw Mistake{
                "--time-limit \"" + raw.time_limit + "\" is not a number of minutes above 0",
                "Give, for example, --time-limit 2.5."};
        }
    }
    takeRegion(raw.region, a.region);
    for (const std::string& text : raw.set) {
        const size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Mistake{"--set \"" + text + "\" is not key=value",
                          "Give, for example, --set depth=off."};
        }
        a.settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    if (a.resume && a.overwrite) {
        throw Mistake{"--resume and --overwrite exclude each other",
                      "Give --resume to continue, or --overwrite to start afresh."};
    }
    if (a.config && (a.job || a.resume)) {
        throw Mistake{
            std::string("--config and ") + (a.job ? "--job" : "--resume") + " exclude each other",
            "A run that was started is continued with --resume --output OUT."};
    }
    if (a.previews && !a.events) {
        throw Mistake{"--previews needs --events", "Give both, or none."};
    }
    if (a.list_settings) {
        return;
    }
    if (a.inputs.empty() && !a.job && !a.config && !a.resume) {
        throw Mistake{"no INPUT is given", "Give a folder of images, or --job FILE.json."};
    }
    if (!a.output && !a.job && !a.config) {
        throw Mistake{"no output folder is given", "Give --output OUT."};
    }
}

void finishRender(const RenderArguments& a) {
    if (std::find(renderModes().begin(), renderModes().end(), a.mode) == renderModes().end()) {
        const auto near = nearestWord(a.mode, renderModes());
        throw Mistake{"--mode \"" + a.mode + "\" does not exist",
                      (near ? "Did you mean \"" + *near + "\"? " : "") +
                          "Modes: " + listWords(renderModes(), ", ") + "."};
    }
}

NothingToDo mistake(const Mistake& what, const CLI::App& app, bool events) {
    const std::string command = app.get_parent() != nullptr ? app.get_name() + " " : "";
    return {kExitUsage,
            "bozzetto-cli: " + what.reason + "\n" + (what.hint.empty() ? "" : what.hint + "\n") +
                "See bozzetto-cli " + command + "--help\n",
            what.reason,
            what.hint,
            events};
}

Arguments takeArguments(const CLI::App& app, Raw& raw) {
    if (app.got_subcommand("info")) {
        if ((raw.info.view || raw.info.convention) && !raw.info.evidence) {
            throw Mistake{"--view and --convention need --evidence",
                          "Give, for example, --evidence fit.png."};
        }
        return raw.info;
    }
    if (app.got_subcommand("cameras")) {
        return raw.cameras;
    }
    if (app.got_subcommand("masks")) {
        return raw.masks;
    }
    if (app.got_subcommand("frames")) {
        return raw.frames;
    }
    if (app.got_subcommand("engines")) {
        return raw.engines;
    }
    if (app.got_subcommand("predict")) {
        return raw.predict;
    }
    if (app.got_subcommand("reconstruct")) {
        finishReconstruct(raw);
        return raw.reconstruct;
    }
    if (app.got_subcommand("weights")) {
        if (const auto wrong = checkWeights(raw.weights)) {
            throw Mistake{wrong->reason, wrong->hint};
        }
        return raw.weights;
    }
    if (app.got_subcommand("export")) {
        return raw.exporting;
    }
    if (app.got_subcommand("render")) {
        finishRender(raw.render);
        return raw.render;
    }
    if (raw.evaluate.true_cameras && !raw.evaluate.align) {
        throw Mistake{"--true-cameras needs --align", "Give both, or none."};
    }
    return raw.evaluate;
}

}  // namespace

std::variant<Arguments, NothingToDo> parseArguments(int argc, const char* const* argv) {
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    const bool events = std::find(words.begin(), words.end(), "--events") != words.end();
    CLI::App app("Bozzetto: images in, textured PBR mesh out.", "bozzetto-cli");
    app.set_version_flag("--version", "bozzetto-cli " BOZZETTO_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done, 2 usage, 3 input, 4 device, 5 engine failure or partial batch, 6 "
        "output or disk,\n"
        "7 locked or exists, 8 out of memory, 9 time limit, 130 and 143 interrupted.");
    Raw raw;
    addInfo(app, raw);
    addCameras(app, raw.cameras);
    addMasks(app, raw.masks);
    addFrames(app, raw.frames);
    addEngines(app, raw);
    addPredict(app, raw);
    addReconstruct(app, raw);
    addRender(app, raw);
    addEvaluate(app, raw);
    addExport(app, raw.exporting);
    addWeights(app, raw.weights);
    if (words.empty()) {
        return NothingToDo{
            kExitUsage, app.help(), "no command is given", suggestCommand(""), false};
    }
    const CLI::App& used = usedApp(app, words);
    if (const std::optional<Mistake> unknown = findUnknownWord(app, words)) {
        return mistake(*unknown, used, events);
    }
    try {
        app.parse(argc, argv);
        return takeArguments(app, raw);
    } catch (const CLI::CallForHelp&) {
        return NothingToDo{0, used.help(&used == &app ? "" : "bozzetto-cli"), {}, {}, false};
    } catch (const CLI::CallForVersion& version) {
        return NothingToDo{0, std::string(version.what()) + "\n", {}, {}, false};
    } catch (const CLI::ParseError& error) {
        return mistake({error.what(), ""}, used, events);
    } catch (const Mistake& own) {
        return mistake(own, used, events);
    }
}

int printNothingToDo(const NothingToDo& nothing) {
    if (nothing.exit_code == kExitDone) {
        printOut(nothing.text);
        return kExitDone;
    }
    printErr(nothing.text);
    if (nothing.events) {
        printOut(errorEvent("usage", nothing.exit_code, "", nothing.reason, nothing.hint));
    }
    return nothing.exit_code;
}

}  // namespace bozzetto
