// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/scene_edits.h"
#include "io/ply.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

enum class ExportFormat { Obj, Ply, Glb };
enum class Axis { PlusX, MinusX, PlusY, MinusY, PlusZ, MinusZ };
enum class Hand { Right, Left };
enum class LengthUnit { Metre, Centimetre, Millimetre, Inch, Foot };
/// Green of a normal map: +Y (OpenGL) or -Y (DirectX).
enum class NormalGreen { Up, Down };
/// How roughness, metallic and occlusion become files.
enum class MapPacking {
    Separate,   // a grey picture each
    Orm,        // R occlusion, G roughness, B metallic
    UnityMask,  // R metallic, G occlusion, B 0 (detail), A smoothness = 1 - roughness
};
enum class MapNames {
    Standard,     // chair_BaseColor, _Roughness, _Metallic, _Normal, _AO, _ORM, _MaskMap
    NamedNormal,  // the same with _NormalGL or _NormalDX
    Unreal,       // T_chair_BC, _R, _M, _N, _AO, _ORM, _MaskMap
    Unity,        // chair_BaseMap, _Roughness, _Metallic, _Normal, _Occlusion, _ORM, _MaskMap
    LowerCase,    // chair_albedo, _roughness, _metallic, _normal, _ao, _orm, _mask
};
enum class MapFile {
    Png,          // 8 bits
    Jpeg,         // 8 bits, lossy; normal and mask maps stay PNG: blocks show in normals
    PngNormal16,  // PNG, the normal map with 16 bits (not inside GLB: few viewers read them)
};
enum class PlyColor { Texture, Vertices };
/// Where the object stands in the file: as the cameras' coordinates have it, or as the scene was
/// set up (upright, floor at 0, true size).
enum class Coordinates { Input, Scene };

/// Axes and unit of the numbers in a file. `front` is where the object looks to, `up` is up; they
/// are perpendicular. Left: the numbers are mirrored and the triangles turned, for programs that
/// take them as they stand.
struct FileSpace {
    Axis up = Axis::PlusY, front = Axis::PlusZ;
    Hand hand = Hand::Right;
    LengthUnit unit = LengthUnit::Metre;
    bool operator==(const FileSpace&) const = default;
};

/// All that decides how a result is exported; written to JSON by encodeExportOptions.
struct ExportOptions {
    std::string target = "blender";  // id of the preset that the rest started from
    ExportFormat format = ExportFormat::Glb;
    std::string name = "mesh";  // of the files, without an ending; sanitized by fileNameFrom

    Coordinates coordinates = Coordinates::Input;
    /// How the scene stands; belongs to the result, not written by encodeExportOptions. Unset:
    /// Coordinates::Scene is the same as Input. In scene coordinates up is +Z and front -Y,
    /// whatever source_up and source_front say, and the unit is the metre before `scale`.
    std::optional<SceneFrame> frame;

    /// The result's own up axis (right-handed world of its cameras), and where its front looks to.
    Axis source_up = Axis::PlusZ, source_front = Axis::MinusY;
    double scale = 1;  // metres that one unit of the result stands for
    FileSpace space;   // fixed for GLB: right-handed, +Y up, +Z front, metres

    NormalGreen normal_green = NormalGreen::Up;  // fixed for GLB: Up
    MapPacking packing = MapPacking::Separate;   // fixed for GLB: Orm
    MapNames names = MapNames::Standard;         // GLB holds its maps inside
    MapFile map_file = MapFile::Png;
    int jpeg_quality = 92;  // 1 to 100
    int map_size = 0;       // texels along the longer side at most; 0 = as the result has them
    int64_t triangles = 0;  // budget; 0 = all
    /// Who may do what with it (result_licences.h), for formats that say so (GLB); belongs to the
    /// result, not written by encodeExportOptions.
    std::string copyright = {};
    PlyText ply_text = PlyText::Binary;
    PlyColor ply_color = PlyColor::Texture;
    bool operator==(const ExportOptions&) const = default;
};

/// One value of an option: its stable id (command line, files) and its meaning to C++.
template <class T>
struct Choice {
    const char* id;
    T value;
};
inline constexpr std::array<Choice<ExportFormat>, 3> kExportFormats{
    {{"obj", ExportFormat::Obj}, {"ply", ExportFormat::Ply}, {"glb", ExportFormat::Glb}}};
inline constexpr std::array<Choice<Axis>, 6> kAxes{{{"+x", Axis::PlusX},
                                                    {"-x", Axis::MinusX},
                                                    {"+y", Axis::PlusY},
                                                    {"-y", Axis::MinusY},
                                                    {"+z", Axis::PlusZ},
                                                    {"-z", Axis::MinusZ}}};
inline constexpr std::array<Choice<Hand>, 2> kHands{{{"right", Hand::Right}, {"left", Hand::Left}}};
inline constexpr std::array<Choice<LengthUnit>, 5> kUnits{{{"m", LengthUnit::Metre},
                                                           {"cm", LengthUnit::Centimetre},
                                                           {"mm", LengthUnit::Millimetre},
                                                           {"in", LengthUnit::Inch},
                                                           {"ft", LengthUnit::Foot}}};
inline constexpr std::array<Choice<NormalGreen>, 2> kNormalGreens{
    {{"+y", NormalGreen::Up}, {"-y", NormalGreen::Down}}};
inline constexpr std::array<Choice<MapPacking>, 3> kPackings{{{"separate", MapPacking::Separate},
                                                              {"orm", MapPacking::Orm},
                                                              {"unity", MapPacking::UnityMask}}};
inline constexpr std::array<Choice<MapNames>, 5> kMapNames{{{"standard", MapNames::Standard},
                                                            {"named-normal", MapNames::NamedNormal},
                                                            {"unreal", MapNames::Unreal},
                                                            {"unity", MapNames::Unity},
                                                            {"lower-case", MapNames::LowerCase}}};
inline constexpr std::array<Choice<MapFile>, 3> kMapFiles{
    {{"png", MapFile::Png}, {"jpeg", MapFile::Jpeg}, {"png16", MapFile::PngNormal16}}};
inline constexpr std::array<Choice<PlyText>, 2> kPlyTexts{
    {{"binary", PlyText::Binary}, {"ascii", PlyText::Ascii}}};
inline constexpr std::array<Choice<Coordinates>, 2> kCoordinates{
    {{"input", Coordinates::Input}, {"scene", Coordinates::Scene}}};
inline constexpr std::array<Choice<PlyColor>, 2> kPlyColors{
    {{"texture", PlyColor::Texture}, {"vertices", PlyColor::Vertices}}};

template <class T, size_t N>
const char* idOf(const std::array<Choice<T>, N>& choices, T value) {
    for (const Choice<T>& choice : choices) {
        if (choice.value == value) {
            return choice.id;
        }
    }
    return "";
}

/// Whether the mesh is to be turned and scaled to how the scene stands.
inline bool standsInScene(const ExportOptions& options) {
    return options.coordinates == Coordinates::Scene && options.frame.has_value();
}

/// Metres in one unit.
double metresIn(LengthUnit unit);

/// `moved` unless it lies along the line of `kept`; then an axis that usually goes with it.
Axis apartFrom(Axis kept, Axis moved);

/// The options with what the format fixes put right (see the fields), and nothing else changed.
ExportOptions withFormatRules(ExportOptions options);

/// The options with what the format fixes put right (see the fields), the name sanitized and
/// numbers within their limits. Throws Error(BadInput) if up and front are not perpendicular, or
/// scale is not a finite number above 0.
ExportOptions settled(ExportOptions options);

/// A name that is safe in any folder of any system and in an OBJ or MTL line: letters of any
/// script stay; blanks become "_"; control characters, slashes and <>:"|?*\ go; at most 100 bytes;
/// "mesh" if nothing is left.
std::string fileNameFrom(std::string_view text);

/// JSON object with one entry a field; unknown keys are skipped and missing ones keep their
/// default when it is read back. Throws Error(BadInput) if it is no JSON object or a value is not
/// one of its choices.
std::string encodeExportOptions(const ExportOptions& options);
ExportOptions parseExportOptions(const std::string& json);

/// A program that results are exported for.
struct ExportTarget {
    const char* id;    // "blender", "unreal", "unity", "godot", "web", "print"
    const char* name;  // "Blender", "Unreal", ... "3D print": shown, translated by the window
    std::array<FileSpace, 3> spaces;  // by ExportFormat
    ExportFormat format;              // the one that works best there
    NormalGreen normal_green;
    MapPacking packing;
    MapNames names;
    MapFile map_file;
};
/// The table of presets.
const std::vector<ExportTarget>& exportTargets();
/// Throws Error(BadInput) naming the ids if there is none.
const ExportTarget& findExportTarget(const std::string& id);
/// `options` with everything that the target decides: space of its format, normal direction,
/// packing, names, texture file. Name, size, budget, source axes, scale and PLY choices are kept.
ExportOptions withTarget(ExportOptions options, const ExportTarget& target);

}  // namespace bozzetto
