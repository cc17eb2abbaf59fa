// SPDX-License-Identifier: Apache-2.0
#include "io/export_options.h"

#include "base/error.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

using Json = nlohmann::json;

constexpr FileSpace kGltfSpace{
    Axis::PlusY, Axis::PlusZ, Hand::Right, LengthUnit::Metre};  // by its standard
constexpr size_t kMaxNameBytes = 100;

[[noreturn]] void refuse(const std::string& what, const std::string& hint) {
    throw Error(Error::Kind::BadInput, what, hint);
}

/// Bytes of the UTF-8 character that starts the text; 0 if it is none.
size_t characterLength(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const size_t length = first < 0x80           ? 1
                          : (first >> 5) == 0x06 ? 2
                          : (first >> 4) == 0x0e ? 3
                          : (first >> 3) == 0x1e ? 4
                                                 : 0;
    if (length > text.size()) {
        return 0;
    }
    for (size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[i]) >> 6) != 2) {
            return 0;
        }
    }
    return length;
}

/// Names that Windows keeps for devices, whatever their ending.
bool isDeviceName(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    name = name.substr(0, name.find('.'));
    const bool numbered = name.size() == 4 && name[3] >= '0' && name[3] <= '9' &&
                          (name.starts_with("COM") || name.starts_with("LPT"));
    return numbered || name == "CON" || name == "PRN" || name == "AUX" || name == "NUL";
}

template <class T, size_t N>
void readChoice(const Json& json,
                const char* key,
                const std::array<Choice<T>, N>& choices,
                T& value) {
    const auto entry = json.find(key);
    if (entry == json.end()) {
        return;
    }
    std::vector<std::string> ids;
    for (const Choice<T>& choice : choices) {
        if (entry->is_string() && entry->get<std::string>() == choice.id) {
            value = choice.value;
            return;
        }
        ids.emplace_back(choice.id);
    }
    refuse(
        std::string("Export options: \"") + key + "\" is not one of " + listWords(ids, ", ") + ".",
        "Choose it again.");
}

template <class T>
void readValue(const Json& json, const char* key, T& value) {
    const auto entry = json.find(key);
    if (entry == json.end()) {
        return;
    }
    const bool fits = std::is_same_v<T, std::string> ? entry->is_string() : entry->is_number();
    if (!fits) {
        refuse(std::string("Export options: \"") + key + "\" is of the wrong kind.",
               "Choose it again.");
    }
    entry->get_to(value);
}

bool perpendicular(Axis a, Axis b) {
    return static_cast<int>(a) / 2 != static_cast<int>(b) / 2;
}

/// What the importers of these programs do with a file decides how it has to lie there; GLB always
/// lies as its standard says (+Y up, +Z front, metres), and every importer turns it.
/// - Blender (+Z up, front view looks at -Y, metres): OBJ import takes "Y up, -Z forward" by
///   default and turns (x, y, z) to (x, -z, y); PLY import turns nothing.
/// - Unreal (+Z up, +X forward, left-handed, centimetres): OBJ and GLB imports swap y and z, which
///   turns the axis up and the hand in one step, and keep the triangles facing outwards; an OBJ's
///   numbers are centimetres, GLB's metres become centimetres. So an OBJ is right-handed with its
///   front at +X; a GLB faces +Y there. PLY has only plug-ins that take the numbers as they are.
/// - Unity (+Y up, +Z forward, left-handed, metres): OBJ import, and GLB import by its packages,
///   negate x and keep the triangles facing outwards. PLY as in Unreal.
/// - Godot and three.js (+Y up, models face +Z, right-handed, metres) turn nothing.
/// - Slicers (+Z up, front at -Y, millimetres, right-handed) turn nothing but GLB.
constexpr FileSpace kYUp = kGltfSpace;
constexpr FileSpace kZUp{Axis::PlusZ, Axis::MinusY, Hand::Right, LengthUnit::Metre};
constexpr FileSpace kUnrealObj{Axis::PlusY, Axis::PlusX, Hand::Right, LengthUnit::Centimetre};
constexpr FileSpace kUnrealOwn{Axis::PlusZ, Axis::PlusX, Hand::Left, LengthUnit::Centimetre};
constexpr FileSpace kUnityOwn{Axis::PlusY, Axis::PlusZ, Hand::Left, LengthUnit::Metre};
constexpr FileSpace kPrint{Axis::PlusZ, Axis::MinusY, Hand::Right, LengthUnit::Millimetre};

std::vector<ExportTarget> makeTargets() {
    return {
        {"blender",
         "Blender",
         {kYUp, kZUp, kGltfSpace},
         ExportFormat::Glb,
         NormalGreen::Up,
         MapPacking::Separate,
         MapNames::Standard,
         MapFile::Png},
        {"unreal",
         "Unreal",
         {kUnrealObj, kUnrealOwn, kGltfSpace},
         ExportFormat::Obj,
         NormalGreen::Down,
         MapPacking::Orm,
         MapNames::Unreal,
         MapFile::Png},
        {"unity",
         "Unity",
         {kYUp, kUnityOwn, kGltfSpace},
         ExportFormat::Obj,
         NormalGreen::Up,
         MapPacking::UnityMask,
         MapNames::Unity,
         MapFile::Png},
        {"godot",
         "Godot",
         {kYUp, kYUp, kGltfSpace},
         ExportFormat::Glb,
         NormalGreen::Up,
         MapPacking::Orm,
         MapNames::LowerCase,
         MapFile::Png},
        {"web",
         "Web",
         {kYUp, kYUp, kGltfSpace},
         ExportFormat::Glb,
         NormalGreen::Up,
         MapPacking::Orm,
         MapNames::LowerCase,
         MapFile::Jpeg},
        {"print",
         "3D print",
         {kPrint, kPrint, kGltfSpace},
         ExportFormat::Obj,
         NormalGreen::Up,
         MapPacking::Separate,
         MapNames::Standard,
         MapFile::Png},
    };
}

}  // namespace

double metresIn(LengthUnit unit) {
    switch (unit) {
        case LengthUnit::Metre:
            return 1;
        case LengthUnit::Centimetre:
            return 0.01;
        case LengthUnit::Millimetre:
            return 0.001;
        case LengthUnit::Inch:
            return 0.0254;
        case LengthUnit::Foot:
            return 0.3048;
    }
    return 1;
}

Axis apartFrom(Axis kept, Axis moved) {
    const bool along_z = kept == Axis::PlusZ || kept == Axis::MinusZ;
    return perpendicular(kept, moved) ? moved : along_z ? Axis::MinusY : Axis::PlusZ;
}

ExportOptions withFormatRules(ExportOptions options) {
    if (options.format == ExportFormat::Glb) {
        options.space = kGltfSpace;
        options.normal_green = NormalGreen::Up;
        options.packing = MapPacking::Orm;
        if (options.map_file == MapFile::PngNormal16) {
            options.map_file = MapFile::Png;
        }
    }
    return options;
}

ExportOptions settled(ExportOptions options) {
    options = withFormatRules(std::move(options));
    if (!perpendicular(options.space.up, options.space.front) ||
        !perpendicular(options.source_up, options.source_front)) {
        refuse("Up and front cannot lie along the same axis.", "Choose another axis for one.");
    }
    if (!std::isfinite(options.scale) || !(options.scale > 0)) {
        refuse("The scale is not a number above 0.", "Give, for example, 1.");
    }
    if (options.triangles != 0 && options.triangles < 4) {
        refuse("A budget of " + std::to_string(options.triangles) + " triangles is too small.",
               "Ask for at least 4 triangles, or for all of them.");
    }
    if (standsInScene(options)) {
        options.source_up = Axis::PlusZ;
        options.source_front = Axis::MinusY;
    }
    options.name = fileNameFrom(options.name);
    options.jpeg_quality = std::clamp(options.jpeg_quality, 1, 100);
    options.map_size = options.map_size <= 0 ? 0 : std::clamp(options.map_size, 16, 16384);
    return options;
}

std::string fileNameFrom(std::string_view text) {
    constexpr std::string_view kForbidden = "<>:\"/\\|?*#";  // '#' starts a comment in OBJ and MTL
    std::string name;
    while (!text.empty()) {
        const size_t length = characterLength(text);
        const auto first = static_cast<unsigned char>(text.front());
        const bool plain = length == 1 && first >= 0x20 && first != 0x7f &&
                           kForbidden.find(text.front()) == std::string_view::npos;
        if (length == 1 && (first == ' ' || first == '\t')) {
            name += '_';
        } else if (plain || (length > 1 && first != 0xc2) ||
                   (length == 2 && static_cast<unsigned char>(text[1]) >= 0xa0)) {
            if (name.size() + length > kMaxNameBytes) {
                break;
            }
            name.append(text.substr(0, length));
        }
        text.remove_prefix(std::max<size_t>(length, 1));
    }
    const auto isRim = [](char c) { return c == '.' || c == '_'; };
    while (!name.empty() && isRim(name.back())) {
        name.pop_back();
    }
    name.erase(name.begin(), std::find_if_not(name.begin(), name.end(), isRim));
    if (name.empty()) {
        return "mesh";
    }
    // "-bm" at the start of a map's name would be read as an option of MTL.
    return isDeviceName(name) || name.front() == '-' ? "mesh_" + name : name;
}

std::string encodeExportOptions(const ExportOptions& o) {
    return Json{{"target", o.target},
                {"format", idOf(kExportFormats, o.format)},
                {"name", o.name},
                {"coordinates", idOf(kCoordinates, o.coordinates)},
                {"source_up", idOf(kAxes, o.source_up)},
                {"source_front", idOf(kAxes, o.source_front)},
                {"scale", o.scale},
                {"up", idOf(kAxes, o.space.up)},
                {"front", idOf(kAxes, o.space.front)},
                {"hand", idOf(kHands, o.space.hand)},
                {"unit", idOf(kUnits, o.space.unit)},
                {"normal", idOf(kNormalGreens, o.normal_green)},
                {"packing", idOf(kPackings, o.packing)},
                {"names", idOf(kMapNames, o.names)},
                {"texture_file", idOf(kMapFiles, o.map_file)},
                {"jpeg_quality", o.jpeg_quality},
                {"texture_size", o.map_size},
                {"triangles", o.triangles},
                {"ply", idOf(kPlyTexts, o.ply_text)},
                {"ply_color", idOf(kPlyColors, o.ply_color)}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

ExportOptions parseExportOptions(const std::string& text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
        refuse("The export options are not a JSON object.", "Choose them again.");
    }
    ExportOptions o;
    readValue(json, "target", o.target);
    readChoice(json, "format", kExportFormats, o.format);
    readValue(json, "name", o.name);
    readChoice(json, "coordinates", kCoordinates, o.coordinates);
    readChoice(json, "source_up", kAxes, o.source_up);
    readChoice(json, "source_front", kAxes, o.source_front);
    readValue(json, "scale", o.scale);
    readChoice(json, "up", kAxes, o.space.up);
    readChoice(json, "front", kAxes, o.space.front);
    readChoice(json, "hand", kHands, o.space.hand);
    readChoice(json, "unit", kUnits, o.space.unit);
    readChoice(json, "normal", kNormalGreens, o.normal_green);
    readChoice(json, "packing", kPackings, o.packing);
    readChoice(json, "names", kMapNames, o.names);
    readChoice(json, "texture_file", kMapFiles, o.map_file);
    readValue(json, "jpeg_quality", o.jpeg_quality);
    readValue(json, "texture_size", o.map_size);
    readValue(json, "triangles", o.triangles);
    readChoice(json, "ply", kPlyTexts, o.ply_text);
    readChoice(json, "ply_color", kPlyColors, o.ply_color);
    return o;
}

const std::vector<ExportTarget>& exportTargets() {
    static const std::vector<ExportTarget> targets = makeTargets();
    return targets;
}

const ExportTarget& findExportTarget(const std::string& id) {
    std::vector<std::string> ids;
    for (const ExportTarget& target : exportTargets()) {
        if (target.id == id) {
            return target;
        }
        ids.emplace_back(target.id);
    }
    const auto near = nearestWord(id, ids);
    refuse("There is no export target \"" + id + "\".",
           near ? "Did you mean \"" + *near + "\"?" : "Targets: " + listWords(ids, ", ") + ".");
}

ExportOptions withTarget(ExportOptions options, const ExportTarget& target) {
    options.target = target.id;
    options.format = target.format;
    options.space = target.spaces[static_cast<size_t>(target.format)];
    options.normal_green = target.normal_green;
    options.packing = target.packing;
    options.names = target.names;
    options.map_file = target.map_file;
    return options;
}

}  // namespace bozzetto
