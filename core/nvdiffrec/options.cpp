// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/options.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kLeastCells = 16;  // fewer show no object
constexpr int kCells = 64, kCellsWithDepth = 96;
constexpr double kRoughTrials = 0.6;  // of the trials, the first ones
constexpr int kFieldSide = 128;       // pixels of the pictures that a radiance field is fitted to
constexpr int kMostFieldTrial = 150;  // steps: more of them dig where highlights are

SettingField number(const char* key,
                    const char* label,
                    const char* unit,
                    double minimum,
                    double maximum,
                    const char* draft,
                    const char* standard,
                    const char* high,
                    const char* help,
                    SettingField::Type type = SettingField::Type::Number) {
    SettingField field;
    field.key = key;
    field.label = label;
    field.unit = unit;
    field.help = help;
    field.type = type;
    field.minimum = minimum;
    field.maximum = maximum;
    field.defaults = {{"draft", draft}, {"standard", standard}, {"high", high}, {"", standard}};
    return field;
}

SettingField choice(const char* key,
                    const char* label,
                    std::vector<std::string> choices,
                    const char* fallback,
                    const char* help) {
    SettingField field;
    field.key = key;
    field.label = label;
    field.help = help;
    field.type = SettingField::Type::Choice;
    field.choices = std::move(choices);
    field.defaults = {{"", fallback}};
    return field;
}

}  // namespace

std::vector<SettingField> nvdiffrecFields() {
    const auto integer = SettingField::Type::Integer;
    return {
        choice("isosurface",
               "Isosurface",
               {"flexicubes", "dmtet"},
               "flexicubes",
               "How the surface is taken from the distance field. FlexiCubes gives fewer and "
               "better-shaped triangles; DMTet is the original's older way."),
        choice("depth",
               "Depth maps",
               {"auto", "off"},
               "auto",
               "Depth maps of the set guide the shape when there are any; off ignores them."),
        choice("start_only",
               "Start only",
               {"off", "on"},
               "off",
               "On: stops at what the optimisation starts from, the visual hull with the "
               "pictures' mean colours. For comparison."),
        choice("refine_cameras",
               "Refine cameras",
               {"auto", "on", "off"},
               "off",
               "Small corrections of poses and focal length, found with the shape and held to the "
               "input. auto: where the cameras were estimated from the pictures; exact ones stay "
               "as they are."),
        choice("refine_exposure",
               "Refine exposure",
               {"auto", "on", "off"},
               "auto",
               "Gives every picture its own brightness and white balance. auto: where the pictures "
               "differ measurably."),
        number("grid",
               "Grid resolution",
               "cells",
               0,
               256,
               "48",
               "0",
               "0",
               "Cells along the longest side of the object's box. Twice as many resolve half the "
               "detail size and cost four times the time. 0: 96 where depth maps guide the shape, "
               "else 64.",
               integer),
        number("image_side",
               "Picture resolution",
               "px",
               64,
               4096,
               "256",
               "512",
               "512",
               "Longest side that pictures are reduced to for the optimisation. Beyond the "
               "pictures' own size it has no effect.",
               integer),
        number("shape_iterations",
               "Shape iterations",
               "steps",
               4,
               100000,
               "120",
               "700",
               "1800",
               "Steps of the first pass (shape, materials and light together).",
               integer),
        number("texture_iterations",
               "Texture iterations",
               "steps",
               4,
               100000,
               "60",
               "500",
               "800",
               "Steps of the second pass (fixed topology: vertices, textures and light).",
               integer),
        number("batch",
               "Pictures a step",
               "",
               0,
               64,
               "0",
               "0",
               "0",
               "How many pictures a step looks at. 0: as many as suit the device, one to four on "
               "the processor and eight on a GPU, fewer where its memory is small.",
               integer),
        number("texture_size",
               "Texture size",
               "px",
               128,
               8192,
               "512",
               "1024",
               "2048",
               "Side of the texture maps. At 1024 a texel is about a picture's pixel for 512 px "
               "pictures.",
               integer),
        number("light_size",
               "Light resolution",
               "px",
               8,
               64,
               "16",
               "32",
               "32",
               "Side of a face of the light's cube map. Its prefilter is recomputed every step: 32 "
               "resolves 3 degrees.",
               integer),
        number("lr_sdf",
               "Shape rate",
               "cells/step",
               0.0001,
               1,
               "0.1",
               "0.1",
               "0.15",
               "How far the distance field moves in a step at the start of each level."),
        number("lr_material",
               "Material rate",
               "",
               0.0001,
               1,
               "0.03",
               "0.02",
               "0.02",
               "Step size of colour, roughness and metallic."),
        number("lr_light",
               "Light rate",
               "",
               0.0001,
               1,
               "0.03",
               "0.02",
               "0.02",
               "Step size of the light's logarithm."),
        number("lr_vertex",
               "Vertex rate",
               "edges/step",
               0,
               1,
               "0.03",
               "0.03",
               "0.06",
               "Step size of the vertices in the second pass, in mean edge lengths; 0 keeps them."),
        number("smoothness",
               "Smoothness",
               "",
               0,
               100,
               "1",
               "1",
               "1",
               "Scales what keeps the surface smooth. More for noisy pictures, less for fine "
               "relief."),
        number("carving",
               "Carving",
               "",
               0,
               10,
               "1",
               "1",
               "1",
               "How firmly the surface is pressed in where pictures disagree about it, which "
               "finds hollows that no outline shows. 0: not at all."),
        number("field_steps",
               "Hollow search",
               "steps",
               0,
               100000,
               "500",
               "500",
               "500",
               "Steps that a radiance field is fitted in, to find hollows that no outline shows, "
               "such as bowls and portholes; what it finds is kept where the pictures fit better "
               "then. 0: not at all; never more than shape iterations, and none with depth maps.",
               integer),
        number(
            "trials",
            "Hollow trials",
            "",
            0,
            100,
            "0",
            "0",
            "10",
            "How often doubtful parts of the surface are moved in by a cell and kept there if the "
            "pictures do not fit worse then. Finds deep hollows; each trial takes a twelfth of "
            "the shape iterations, at half the picture resolution.",
            integer),
    };
}

namespace {

NvdiffrecOptions::Refine refineOf(const std::string& text) {
    using Refine = NvdiffrecOptions::Refine;
    return text == "on" ? Refine::On : (text == "off" ? Refine::Off : Refine::Auto);
}

}  // namespace

NvdiffrecOptions parseNvdiffrecOptions(const Settings& settings) {
    const std::vector<SettingField> fields = nvdiffrecFields();
    const auto value = [&](const char* key) { return settingNumber(fields, settings, key); };
    const auto integer = [&](const char* key) { return static_cast<int>(std::lround(value(key))); };
    NvdiffrecOptions o;
    o.flexicubes = settingText(fields, settings, "isosurface") == "flexicubes";
    o.use_depth = settingText(fields, settings, "depth") == "auto";
    o.start_only = settingText(fields, settings, "start_only") == "on";
    o.refine_cameras = refineOf(settingText(fields, settings, "refine_cameras"));
    o.refine_exposure = refineOf(settingText(fields, settings, "refine_exposure"));
    o.grid = integer("grid");
    o.grid = o.grid == 0 ? 0 : std::max(kLeastCells, o.grid);
    o.image_side = integer("image_side");
    o.shape_iterations = integer("shape_iterations");
    o.texture_iterations = integer("texture_iterations");
    o.batch = integer("batch");
    o.texture_size = integer("texture_size");
    o.light_size = integer("light_size");
    o.learning_rate_sdf = value("lr_sdf");
    o.learning_rate_material = value("lr_material");
    o.learning_rate_light = value("lr_light");
    o.learning_rate_vertex = value("lr_vertex");
    o.smoothness = value("smoothness");
    o.carving = value("carving");
    o.field_steps = integer("field_steps");
    o.trials = integer("trials");
    return o;
}

NvdiffrecOptions forImages(NvdiffrecOptions options, const ImageSet& images) {
    const bool depth = options.use_depth &&
                       std::any_of(images.views.begin(), images.views.end(), [](const View& v) {
                           return v.depth.width > 0;
                       });
    if (options.grid == 0) {
        // By measurement (tests/bench/README.md): what depth maps tell fills a fine grid; without
        // them larger cells, which more of the surface moves with, find it better.
        options.grid = depth ? kCellsWithDepth : kCells;
    }
    if (depth) {
        options.field_steps = options.trials = 0;
    }
    return options;
}

int NvdiffrecOptions::fieldTrialIterations() const {
    return std::clamp(shape_iterations / 6, 1, kMostFieldTrial);
}

int NvdiffrecOptions::trialIterations() const {
    return std::max(1, shape_iterations / 12);
}

std::vector<ShapeLevel> NvdiffrecOptions::levels() const {
    // Early steps on quarter-size images cost a sixteenth and place the surface within a coarse
    // cell; the last level sees everything.
    const int quarter = std::max(1, shape_iterations / 4), half = std::max(1, shape_iterations / 4);
    const int rest = std::max(1, shape_iterations - quarter - half);
    const auto views = [&](int few) { return batch > 0 ? batch : few; };
    const int small = std::max(64, image_side / 4), medium = std::max(64, image_side / 2);
    using Hollows = ShapeLevel::Hollows;
    // The first level finds what colours and light are like, the last one puts right what was
    // pushed too far.
    const Hollows carve = carving > 0 ? Hollows::Carve : Hollows::Ignore;
    std::vector<ShapeLevel> result{{grid, small, quarter, views(kMostViewsOnCpu), Hollows::Ignore},
                                   {grid, medium, half, views(2), carve}};
    if (field_steps > 0) {
        const int side = std::min(small, kFieldSide);
        result.push_back({grid, side, fieldIterations(), views(1), Hollows::FitField});
        result.push_back({grid, medium, fieldTrialIterations(), views(2), Hollows::TryField});
    }
    for (int i = 0; i < trials; ++i) {
        const Hollows how = i < kRoughTrials * trials ? Hollows::TryRoughly : Hollows::TrySmoothly;
        result.push_back({grid, medium, trialIterations(), views(2), how});
    }
    result.push_back({grid, image_side, rest, views(1), Hollows::Ignore});
    return result;
}

}  // namespace bozzetto
