// SPDX-License-Identifier: Apache-2.0
#include "app/cameras_arguments.h"

#include "video/video.h"

#include <CLI/CLI.hpp>

namespace bozzetto {

void addCameras(CLI::App& app, CamerasArguments& a) {
    CLI::App* command = app.add_subcommand(
        "cameras", "Find the cameras of photographs (COLMAP), or convert those of another program");
    command->add_option("INPUT", a.input, "A folder of photographs")->required();
    command->add_option("--output,-o", a.output, "Where the cameras are written")
        ->required()
        ->type_name("FILE.json");
    command
        ->add_option("--cameras",
                     a.cameras,
                     "Cameras of the photographs that another program solved: nothing is estimated")
        ->type_name("FILE");
    command
        ->add_option("--convention",
                     a.convention,
                     "How the poses of that file are meant (default: what the evidence shows)")
        ->type_name("ID");
    command
        ->add_option("--format",
                     a.format,
                     "Of the output, for other programs: transforms, colmap-text, colmap-binary, "
                     "llff, ... (default: transforms)")
        ->type_name("ID");
    command
        ->add_option("--matching",
                     a.matching,
                     "Which photographs are compared: auto, exhaustive or sequential (default: "
                     "auto, by their number and order)")
        ->check(CLI::IsMember({"auto", "exhaustive", "sequential"}))
        ->type_name("MODE");
    command
        ->add_option("--intrinsics",
                     a.intrinsics,
                     "Photographs with one lens: auto, shared or per-picture (default: auto, by "
                     "size and EXIF)")
        ->check(CLI::IsMember({"auto", "shared", "per-picture"}))
        ->type_name("MODE");
    command->add_option("--program", a.program, "The COLMAP command (default: colmap)")
        ->type_name("FILE");
    command->add_option("--exclude", a.exclude, "Leave a picture out, by name; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command
        ->add_option(
            "--frames", a.frames, "How many frames of a video are taken (default: by its length)")
        ->check(CLI::Range(0, kMaxFrames))
        ->type_name("N");
    command->add_option("--threads", a.threads, "Threads to compute with (default: all)")
        ->check(CLI::Range(1, 1024))
        ->type_name("N");
    command->add_flag("--keep-blurred", a.keep_blurred, "Use blurred photographs too");
    command->add_flag("--no-cache", a.no_cache, "Neither read nor keep finished estimates");
    command->add_flag("--json", a.json, "Print the report as JSON");
    command->add_flag("--events", a.events, "Print versioned JSON lines instead of progress");
}

}  // namespace bozzetto
