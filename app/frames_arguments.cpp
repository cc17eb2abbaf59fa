// SPDX-License-Identifier: Apache-2.0
#include "app/frames_arguments.h"

#include <CLI/CLI.hpp>

namespace bozzetto {

void addFrames(CLI::App& app, FramesArguments& a) {
    CLI::App* command = app.add_subcommand(
        "frames", "Take the sharpest frames of a video, evenly spread, as photographs");
    command->add_option("VIDEO", a.video, "MP4, MOV, WebM, AVI ...")->required();
    command
        ->add_option("--output,-o",
                     a.output,
                     "Folder for the frames, new or empty (default: the cache, where 'reconstruct "
                     "VIDEO' finds them)")
        ->type_name("FOLDER");
    command->add_option("--count", a.count, "How many (default: 40 to 60, by the video's length)")
        ->type_name("N");
    command->add_flag("--json", a.json, "Print the frames as JSON");
    command->add_flag("--events", a.events, "Print a JSON object a line while working");
}

}  // namespace bozzetto
