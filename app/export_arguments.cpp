// SPDX-License-Identifier: Apache-2.0
#include "app/export_arguments.h"

#include <CLI/CLI.hpp>

namespace bozzetto {
namespace {

/// An option of the command line that is an export option of the same meaning.
struct Entry {
    const char *flag, *key, *type, *help;
};
constexpr Entry kEntries[] = {
    {"--format", "format", "FORMAT", "obj, ply or glb (default: the target's)"},
    {"--name", "name", "NAME", "Name of the files, without an ending (default: mesh)"},
    {"--up",
     "up",
     "AXIS",
     "Axis that is up in the file: +x ... -z; write --up=-z with an equals sign"},
    {"--front", "front", "AXIS", "Axis that the front looks along in the file"},
    {"--hand", "hand", "HAND", "right, or left (mirrored numbers)"},
    {"--unit", "unit", "UNIT", "m, cm, mm, in or ft: what 1 stands for in the file"},
    {"--scale", "scale", "NUMBER", "Metres that one unit of the result stands for (default: 1)"},
    {"--coordinates",
     "coordinates",
     "KIND",
     "input: where the cameras have it; scene: upright and in metres as the scene was set up "
     "(default: scene for estimated cameras, else input)"},
    {"--source-up", "source_up", "AXIS", "Axis that is up in the result (default: +z)"},
    {"--source-front",
     "source_front",
     "AXIS",
     "Axis that the result's front looks along (default: -y)"},
    {"--normal", "normal", "GREEN", "Normal map: +y (OpenGL) or -y (DirectX)"},
    {"--packing", "packing", "KIND", "separate, orm, or unity (mask map)"},
    {"--names", "names", "SCHEME", "standard, named-normal, unreal, unity or lower-case"},
    {"--texture-file", "texture_file", "KIND", "png, jpeg, or png16 (16-bit normals)"},
    {"--jpeg-quality", "jpeg_quality", "N", "1 to 100 (default: 92)"},
    {"--texture-size",
     "texture_size",
     "TEXELS",
     "Longest side of a texture at most (default: as it is)"},
    {"--triangles", "triangles", "N", "Triangle budget (default: all)"},
    {"--ply", "ply", "KIND", "binary or ascii"},
    {"--ply-color", "ply_color", "KIND", "texture, or vertices"},
};

}  // namespace

void addExport(CLI::App& app, ExportArguments& a) {
    CLI::App* command =
        app.add_subcommand("export", "Write a result for another program: OBJ, PLY or GLB");
    command->add_option("RESULT", a.result, "Folder with mesh.obj, or the .obj itself")->required();
    command
        ->add_option("--to", a.to, "Folder of the files; or a file that ends in .obj, .ply or .glb")
        ->required()
        ->type_name("PATH");
    command
        ->add_option("--target",
                     a.target,
                     "blender, unreal, unity, godot, web or print: sets all that follows "
                     "(default: blender)")
        ->type_name("ID");
    for (const Entry& entry : kEntries) {
        command
            ->add_option_function<std::string>(
                entry.flag,
                [&a, key = entry.key](const std::string& text) {
                    a.values.emplace_back(key, text);
                },
                entry.help)
            ->type_name(entry.type);
    }
    command->add_flag("--overwrite", a.overwrite, "Replace files that exist");
    command->add_flag("--dry-run", a.dry_run, "Show what would be written, and write nothing");
    command->add_flag("--json", a.json, "Print JSON");
}

}  // namespace bozzetto
