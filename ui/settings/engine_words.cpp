// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/engine_words.h"

#include "ui/common/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace bozzetto::ui {
namespace {

// Engines describe themselves in English and arrive as data; the texts of those that we know stand
// here so that they can be translated. One that is missing is shown as it is.
const char* const kEngineWords[] = {
    QT_TRANSLATE_NOOP("EngineWords", "Isosurface"),
    QT_TRANSLATE_NOOP("EngineWords", "flexicubes"),
    QT_TRANSLATE_NOOP("EngineWords", "dmtet"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "How the surface is taken from the distance field. FlexiCubes gives fewer and "
        "better-shaped triangles; DMTet is the original's older way."),
    QT_TRANSLATE_NOOP("EngineWords", "Depth maps"),
    QT_TRANSLATE_NOOP("EngineWords", "auto"),
    QT_TRANSLATE_NOOP("EngineWords", "off"),
    QT_TRANSLATE_NOOP("EngineWords", "on"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "Depth maps of the set guide the shape when there are any; off ignores them."),
    QT_TRANSLATE_NOOP("EngineWords", "Start only"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "On: stops at what the optimisation starts from, the visual hull with the "
                      "pictures' mean colours. For comparison."),
    QT_TRANSLATE_NOOP("EngineWords", "Refine cameras"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Small corrections of poses and focal length, found with the shape and held "
                      "to the input. auto: where the cameras were estimated from the pictures; "
                      "exact ones stay as they are."),
    QT_TRANSLATE_NOOP("EngineWords", "Refine exposure"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Gives every picture its own brightness and white balance. auto: where the "
                      "pictures differ measurably."),
    QT_TRANSLATE_NOOP("EngineWords", "Grid resolution"),
    QT_TRANSLATE_NOOP("EngineWords", "cells"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "Cells along the longest side of the object's box. Twice as many resolve half "
        "the detail size and cost four times the time. 0: 96 where depth maps guide the shape, "
        "else 64."),
    QT_TRANSLATE_NOOP("EngineWords", "Picture resolution"),
    QT_TRANSLATE_NOOP("EngineWords", "px"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Longest side that pictures are reduced to for the optimisation. Beyond the "
                      "pictures' own size it has no effect."),
    QT_TRANSLATE_NOOP("EngineWords", "Shape iterations"),
    QT_TRANSLATE_NOOP("EngineWords", "steps"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Steps of the first pass (shape, materials and light together)."),
    QT_TRANSLATE_NOOP("EngineWords", "Texture iterations"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Steps of the second pass (fixed topology: vertices, textures and light)."),
    QT_TRANSLATE_NOOP("EngineWords", "Pictures a step"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "How many pictures a step looks at. 0: as many as suit the device, one to "
                      "four on the processor and eight on a GPU, fewer where its memory is small."),
    QT_TRANSLATE_NOOP("EngineWords", "Texture size"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Side of the texture maps. At 1024 a texel is about a picture's pixel for "
                      "512 px pictures."),
    QT_TRANSLATE_NOOP("EngineWords", "Light resolution"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Side of a face of the light's cube map. Its prefilter is recomputed every "
                      "step: 32 resolves 3 degrees."),
    QT_TRANSLATE_NOOP("EngineWords", "Shape rate"),
    QT_TRANSLATE_NOOP("EngineWords", "cells/step"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "How far the distance field moves in a step at the start of each level."),
    QT_TRANSLATE_NOOP("EngineWords", "Material rate"),
    QT_TRANSLATE_NOOP("EngineWords", "Step size of colour, roughness and metallic."),
    QT_TRANSLATE_NOOP("EngineWords", "Light rate"),
    QT_TRANSLATE_NOOP("EngineWords", "Step size of the light's logarithm."),
    QT_TRANSLATE_NOOP("EngineWords", "Vertex rate"),
    QT_TRANSLATE_NOOP("EngineWords", "edges/step"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "Step size of the vertices in the second pass, in mean edge lengths; 0 keeps them."),
    QT_TRANSLATE_NOOP("EngineWords", "Smoothness"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Scales what keeps the surface smooth. More for noisy pictures, less for "
                      "fine relief."),
    QT_TRANSLATE_NOOP("EngineWords", "Carving"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "How firmly the surface is pressed in where pictures disagree about it, "
                      "which finds hollows that no outline shows. 0: not at all."),
    QT_TRANSLATE_NOOP("EngineWords", "Hollow search"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Steps that a radiance field is fitted in, to find hollows that no outline "
                      "shows, such as bowls and portholes; what it finds is kept where the "
                      "pictures fit better then. 0: not at all; never more than shape iterations, "
                      "and none with depth maps."),
    QT_TRANSLATE_NOOP("EngineWords", "Hollow trials"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "How often doubtful parts of the surface are moved in by a cell and kept "
                      "there if the pictures do not fit worse then. Finds deep hollows; each trial "
                      "takes a twelfth of the shape iterations, at half the picture resolution."),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "Optimises shape, materials and light until renderings match the pictures. Needs poses "
        "and masks."),
    QT_TRANSLATE_NOOP("EngineWords", "Structure steps"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "Steps from noise to the coarse shape. Fewer are quicker and less sure of it."),
    QT_TRANSLATE_NOOP("EngineWords", "Structure guidance"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "How strongly the coarse shape follows the pictures; 1 is no guidance, and half the time."),
    QT_TRANSLATE_NOOP("EngineWords", "Structure guidance from"),
    QT_TRANSLATE_NOOP("EngineWords", "Structure guidance to"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Where guidance ends on the way from noise (1) to the shape (0)."),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Where guidance begins on the way from noise (1) to the shape (0)."),
    QT_TRANSLATE_NOOP("EngineWords", "Structure guidance rescale"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "How far the exaggeration that guidance brings is taken back."),
    QT_TRANSLATE_NOOP("EngineWords", "Structure time rescale"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Above 1: shorter steps near the noise, longer ones near the shape."),
    QT_TRANSLATE_NOOP("EngineWords", "Detail steps"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Steps from noise to the details of surface and colour. Fewer are quicker."),
    QT_TRANSLATE_NOOP("EngineWords", "Detail guidance"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "How strongly the details follow the pictures; 1 is no guidance, and half the time."),
    QT_TRANSLATE_NOOP("EngineWords", "Detail guidance from"),
    QT_TRANSLATE_NOOP("EngineWords", "Detail guidance to"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Where guidance ends on the way from noise (1) to the details (0)."),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Where guidance begins on the way from noise (1) to the details (0)."),
    QT_TRANSLATE_NOOP("EngineWords", "Detail guidance rescale"),
    QT_TRANSLATE_NOOP("EngineWords", "Detail time rescale"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "Above 1: shorter steps near the noise, longer ones near the details."),
    QT_TRANSLATE_NOOP("EngineWords", "Triangles"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "How many triangles the mesh is reduced to. 0: one in twenty of what the network gives."),
    QT_TRANSLATE_NOOP("EngineWords", "Full mesh"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "On: the mesh as the network gives it, not reduced, nothing removed, no hole filled."),
    QT_TRANSLATE_NOOP("EngineWords", "Texture from the pictures"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "On: what a picture shows is painted from it, the rest with the network's "
                      "colours. Off: the network's colours everywhere."),
    QT_TRANSLATE_NOOP("EngineWords", "Light steps"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "Steps in which the light of the pictures and the roughness of the surface are found, so "
        "that the texture is free of shine and shadow. 0: the light stays in the texture."),
    QT_TRANSLATE_NOOP("EngineWords", "Metal in the pictures"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "On: what looks like metal in several pictures becomes metal. Off: nothing "
                      "does; metal is painted."),
    QT_TRANSLATE_NOOP("EngineWords", "Gaussian splats"),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "On: the object as Gaussian splats too, in splats.ply. Takes another network."),
    QT_TRANSLATE_NOOP("EngineWords", "Spare GPU memory"),
    QT_TRANSLATE_NOOP("EngineWords",
                      "On: everything in smaller pieces, which takes a little longer. auto: where "
                      "the GPU has too little free memory for the whole."),
    QT_TRANSLATE_NOOP(
        "EngineWords",
        "Makes a complete object from a few pictures with large trained networks: also what no "
        "picture shows. Needs masks, no cameras; its weights are fetched once."),
};

}  // namespace

QString engineWord(const std::string& text) {
    return text.empty() ? QString() : QCoreApplication::translate("EngineWords", text.c_str());
}

bool isEngineWord(const std::string& text) {
    return std::any_of(std::begin(kEngineWords), std::end(kEngineWords), [&](const char* word) {
        return text == word;
    });
}

QString presetTitle(const std::string& preset) {
    if (preset == "draft") {
        return QCoreApplication::translate("EngineWords", "Draft");
    }
    if (preset == "standard") {
        return QCoreApplication::translate("EngineWords", "Standard");
    }
    if (preset == "high") {
        return QCoreApplication::translate("EngineWords", "High");
    }
    return toQt(preset);
}

QString presetEffect(const std::string& preset) {
    if (preset == "draft") {
        return QCoreApplication::translate(
            "EngineWords",
            "A first look: coarse shape and small textures, in a fraction of the time.");
    }
    if (preset == "standard") {
        return QCoreApplication::translate("EngineWords",
                                           "Full detail for most objects. Start here.");
    }
    if (preset == "high") {
        return QCoreApplication::translate(
            "EngineWords", "Finer hollows and larger textures; takes several times as long.");
    }
    return {};
}

}  // namespace bozzetto::ui
