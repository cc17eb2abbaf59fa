// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/weights_words.h"

#include "ui/common/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace bozzetto::ui {
namespace {

const char* const kWords[] = {
    QT_TRANSLATE_NOOP("WeightWords", "ReconViaGen: condition of the structure"),
    QT_TRANSLATE_NOOP("WeightWords", "ReconViaGen: flow of the structure"),
    QT_TRANSLATE_NOOP("WeightWords", "ReconViaGen: decoder of the structure"),
    QT_TRANSLATE_NOOP("WeightWords", "ReconViaGen: condition of the surface"),
    QT_TRANSLATE_NOOP("WeightWords", "ReconViaGen: flow of the surface"),
    QT_TRANSLATE_NOOP("WeightWords", "ReconViaGen: decoder of the mesh"),
    QT_TRANSLATE_NOOP("WeightWords", "ReconViaGen: decoder of splats"),
    QT_TRANSLATE_NOOP("WeightWords", "VGGT, fine-tuned on objects"),
    QT_TRANSLATE_NOOP("WeightWords", "DINOv2 ViT-L/14 with registers"),
    QT_TRANSLATE_NOOP("WeightWords", "Apache License 2.0"),
    QT_TRANSLATE_NOOP(
        "WeightWords",
        "Free for any use, also commercial; the licence and notices stay with copies."),
    QT_TRANSLATE_NOOP("WeightWords", "Weights of ReconViaGen v0.2"),
    QT_TRANSLATE_NOOP(
        "WeightWords",
        "Fine-tuned from TRELLIS (MIT). What the page of these weights allows has not been "
        "checked, so they count as non-commercial here: read it before you use results "
        "commercially."),
    QT_TRANSLATE_NOOP("WeightWords", "Creative Commons Attribution-NonCommercial 4.0"),
    QT_TRANSLATE_NOOP(
        "WeightWords",
        "VGGT fine-tuned on objects: derived from VGGT-1B. Not for commercial use, and neither "
        "are results made with it; name the authors."),
};

const char* const* find(const std::string& text) {
    return std::find(std::begin(kWords), std::end(kWords), text);
}

}  // namespace

QString weightWord(const std::string& text) {
    const char* const* word = find(text);
    return word == std::end(kWords) ? toQt(text)
                                    : QCoreApplication::translate("WeightWords", *word);
}

bool isWeightWord(const std::string& text) {
    return find(text) != std::end(kWords);
}

}  // namespace bozzetto::ui
