// SPDX-License-Identifier: Apache-2.0
#include "app/masks_arguments.h"

#include "video/video.h"

#include <CLI/CLI.hpp>

namespace bozzetto {

void addMasks(CLI::App& app, MasksArguments& a) {
    CLI::App* command =
        app.add_subcommand("masks", "Tell the object from the background of photographs");
    command
        ->add_option("INPUT",
                     a.input,
                     "Photographs; their cameras are estimated (COLMAP) unless they have some, or "
                     "stand before "
                     "a plain background")
        ->required();
    command
        ->add_option("--output,-o",
                     a.output,
                     "Where the masks are written: a PNG for each picture, white means object")
        ->required()
        ->type_name("FOLDER");
    command
        ->add_option("--format",
                     a.format,
                     "Masks as another program wants them, with those that the set brings: alpha, "
                     "nvdiffrec, colmap, nerfstudio, postshot, brush, realityscan or metashape "
                     "(default: bozzetto, those that were made)")
        ->type_name("ID");
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
        ->add_option("--region",
                     a.region,
                     "Box that holds the object, in the cameras' coordinates: centre and size")
        ->delimiter(',')
        ->expected(6)
        ->type_name("X,Y,Z,DX,DY,DZ");
    command->add_option("--exclude", a.exclude, "Leave a picture out, by name; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command
        ->add_option("--masks",
                     a.masks,
                     "Masks that are kept (<name>.png, white means object): the others are made to "
                     "go with them")
        ->type_name("FOLDER");
    command
        ->add_option(
            "--invert",
            a.invert,
            "White is the background in the mask of this picture, by name; may be repeated")
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
    command->add_flag("--keep-table", a.keep_table, "What the object stands on belongs to it");
    command->add_flag("--json", a.json, "Print the report as JSON");
    command->add_flag("--events", a.events, "Print versioned JSON lines instead of progress");
}

}  // namespace bozzetto
