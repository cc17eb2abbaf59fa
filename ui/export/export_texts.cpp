// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_texts.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

/// Three digits that matter, at least; never an exponent.
QString lengthText(double value) {
    const double digits = value > 0 ? 2 - std::floor(std::log10(value)) : 0;
    return QLocale().toString(value, 'f', static_cast<int>(std::clamp(digits, 0.0, 6.0)));
}

}  // namespace

QString ExportTexts::of(ExportFormat format) {
    switch (format) {
        case ExportFormat::Obj:
            return tr("OBJ with textures");
        case ExportFormat::Ply:
            return tr("PLY");
        case ExportFormat::Glb:
            return tr("GLB (glTF in one file)");
    }
    return {};
}

QString ExportTexts::of(Axis axis) {
    // Names of axes are the same in every language.
    static const char* const kNames[] = {"+X", "\u2212X", "+Y", "\u2212Y", "+Z", "\u2212Z"};
    return QString::fromUtf8(kNames[static_cast<size_t>(axis)]);
}

QString ExportTexts::of(Hand hand) {
    return hand == Hand::Right ? tr("Right-handed") : tr("Left-handed (mirrored)");
}

QString ExportTexts::of(LengthUnit unit) {
    switch (unit) {
        case LengthUnit::Metre:
            return tr("Metres");
        case LengthUnit::Centimetre:
            return tr("Centimetres");
        case LengthUnit::Millimetre:
            return tr("Millimetres");
        case LengthUnit::Inch:
            return tr("Inches");
        case LengthUnit::Foot:
            return tr("Feet");
    }
    return {};
}

QString ExportTexts::of(Coordinates coordinates) {
    return coordinates == Coordinates::Scene ? tr("As set in the scene")
                                             : tr("As the pictures' cameras say");
}

QString ExportTexts::of(NormalGreen green) {
    return green == NormalGreen::Up ? tr("Green up (OpenGL, +Y)")
                                    : tr("Green down (DirectX, \u2212Y)");
}

QString ExportTexts::of(MapPacking packing) {
    switch (packing) {
        case MapPacking::Separate:
            return tr("One file each");
        case MapPacking::Orm:
            return tr("ORM: occlusion, roughness, metallic");
        case MapPacking::UnityMask:
            return tr("Unity mask map");
    }
    return {};
}

QString ExportTexts::of(MapNames names) {
    switch (names) {
        case MapNames::Standard:
            return tr("name_BaseColor, name_Normal");
        case MapNames::NamedNormal:
            return tr("name_BaseColor, name_NormalGL / DX");
        case MapNames::Unreal:
            return tr("T_name_BC, T_name_N");
        case MapNames::Unity:
            return tr("name_BaseMap, name_Normal");
        case MapNames::LowerCase:
            return tr("name_albedo, name_normal");
    }
    return {};
}

QString ExportTexts::of(MapFile file) {
    switch (file) {
        case MapFile::Png:
            return tr("PNG");
        case MapFile::Jpeg:
            return tr("JPEG (normal map as PNG)");
        case MapFile::PngNormal16:
            return tr("PNG, normal map with 16 bits");
    }
    return {};
}

QString ExportTexts::of(PlyText text) {
    return text == PlyText::Binary ? tr("Binary") : tr("Text (ASCII)");
}

QString ExportTexts::of(PlyColor color) {
    return color == PlyColor::Texture ? tr("Texture") : tr("Colours at the vertices");
}

QString ExportTexts::of(ExportStep step) {
    switch (step) {
        case ExportStep::Reduce:
            return tr("Preparing the mesh");
        case ExportStep::Maps:
            return tr("Writing textures");
        case ExportStep::Mesh:
            return tr("Writing the mesh");
        case ExportStep::Save:
            return tr("Moving the files into place");
    }
    return {};
}

QString ExportTexts::targetName(const ExportTarget& target) {
    const QLatin1String id(target.id);
    if (id == QLatin1String("web")) {
        return tr("Web");
    }
    if (id == QLatin1String("print")) {
        return tr("3D print");
    }
    return QString::fromUtf8(target.name);  // the name of a program
}

QString ExportTexts::sign(LengthUnit unit) {
    return QString::fromLatin1(idOf(kUnits, unit));
}

QString ExportTexts::size(Vec3d size, LengthUnit unit) {
    return tr("%1 \u00d7 %2 \u00d7 %3 %4")
        .arg(lengthText(size.x), lengthText(size.y), lengthText(size.z), sign(unit));
}

}  // namespace bozzetto::ui
