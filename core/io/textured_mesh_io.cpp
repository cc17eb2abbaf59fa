// SPDX-License-Identifier: Apache-2.0
#include "io/textured_mesh_io.h"

#include "base/error.h"
#include "base/files.h"
#include "base/parallel_for.h"
#include "image/codec.h"
#include "image/color.h"
#include "io/mtl.h"
#include "io/obj.h"
#include "io/ply.h"
#include "mesh/normals.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMaterialName = "material";
constexpr float kUnknownGrey = 0.5f;  // display value of a surface whose material is missing

/// [-1, 1] to [0, 1]; a flat normal becomes (128, 128, 255).
Image encodeNormals(const Image& normal) {
    Image encoded = normal;
    for (float& value : encoded.pixels) {
        value = value * 0.5f + 0.5f;
    }
    return encoded;
}

/// The first `count` channels of a picture that has 1, 3 or 4 of them (grey is repeated).
Image takeChannels(const Image& source, int count) {
    Image result(source.width, source.height, count);
    for (size_t i = 0; i < static_cast<size_t>(source.width) * source.height; ++i) {
        for (int c = 0; c < count; ++c) {
            result.pixels[i * count + c] =
                source.pixels[i * source.channels + (source.channels == 1 ? 0 : c)];
        }
    }
    return result;
}

/// Finds and reads the maps of one material.
class MaterialReader {
public:
    MaterialReader(fs::path folder, fs::path mtl_path, std::vector<std::string>& warnings)
        : folder_(std::move(folder)), mtl_path_(std::move(mtl_path)), warnings_(warnings) {}

    /// The maps are decoded at the same time.
    Material read(const MtlMaterial& source) {
        const auto base_color = find(source.base_color_map, "map_Kd");
        const auto roughness = find(source.roughness_map, "map_Pr");
        const auto metallic = find(source.metallic_map, "map_Pm");
        const auto normal = find(source.normal_map, "norm");
        const auto occlusion = find(source.occlusion_map, "map_AO");
        Material material;
        parallelRun({[&] { material.base_color = baseColor(source, base_color); },
                     [&] { material.roughness = scalar(roughness, source.roughness); },
                     [&] { material.metallic = scalar(metallic, source.metallic); },
                     [&] {
                         if (normal) {
                             material.normal = normals(*normal);
                         }
                     },
                     [&] {
                         if (occlusion) {
                             material.occlusion = takeChannels(readRawImage(*occlusion), 1);
                         }
                     }});
        return material;
    }

private:
    std::optional<fs::path> find(const std::string& name, const char* key) {
        if (name.empty()) {
            return std::nullopt;
        }
        const fs::path path = resolveInFolder(folder_, name, mtl_path_);
        std::error_code ignored;
        if (!fs::exists(path, ignored)) {
            warnings_.push_back(displayPath(path) + ": the texture that " + key +
                                " names is missing; a plain value is used");
            return std::nullopt;
        }
        return path;
    }

    static Image baseColor(const MtlMaterial& source, const std::optional<fs::path>& path) {
        if (path) {
            return takeChannels(readImage(*path), 3);  // alpha is no part of an opaque surface
        }
        const Vec3f display = source.base_color_map.empty()
                                  ? source.base_color
                                  : Vec3f{kUnknownGrey, kUnknownGrey, kUnknownGrey};
        Image plain(1, 1, 3);
        for (int c = 0; c < 3; ++c) {
            plain.pixels[c] = linearFromSrgb(std::clamp(display[c], 0.0f, 1.0f));
        }
        return plain;
    }

    static Image scalar(const std::optional<fs::path>& path, float value) {
        return path ? takeChannels(readRawImage(*path), 1)
                    : Image(1, 1, 1, std::clamp(value, 0.0f, 1.0f));
    }

    static Image normals(const fs::path& path) {
        Image image = takeChannels(readRawImage(path), 3);
        for (float& value : image.pixels) {
            value = value * 2 - 1;
        }
        return image;
    }

    fs::path folder_, mtl_path_;
    std::vector<std::string>& warnings_;
};

MtlMaterial findMaterial(const fs::path& obj_path,
                         const ObjMesh& obj,
                         fs::path& mtl_path,
                         std::vector<std::string>& warnings) {
    MtlMaterial grey;
    grey.base_color = {kUnknownGrey, kUnknownGrey, kUnknownGrey};
    if (obj.mtl_name.empty()) {
        warnings.push_back(displayPath(obj_path) + ": names no material file; the surface is grey");
        return grey;
    }
    mtl_path = resolveInFolder(obj_path.parent_path(), obj.mtl_name, obj_path);
    std::error_code ignored;
    if (!fs::exists(mtl_path, ignored)) {
        warnings.push_back(displayPath(mtl_path) +
                           ": the material file is missing; the surface is grey");
        return grey;
    }
    const std::vector<MtlMaterial> materials = readMtl(mtl_path);
    const auto found = std::find_if(materials.begin(), materials.end(), [&](const MtlMaterial& m) {
        return m.name == obj.material;
    });
    if (found != materials.end()) {
        return *found;
    }
    if (!materials.empty() && obj.material.empty()) {
        return materials.front();
    }
    warnings.push_back(displayPath(mtl_path) + ": has no material \"" + obj.material +
                       "\"; the surface is grey");
    return grey;
}

[[noreturn]] void failVerify(const fs::path& folder, const std::string& what) {
    throw Error(Error::Kind::Output,
                displayPath(folder) + ": what was written does not read back: " + what,
                "Check the disk, or choose another output folder.",
                folder.string());
}

void verifyMap(const fs::path& folder,
               const std::string& name,
               const Image& wanted,
               const Image& found) {
    if (found.width != wanted.width || found.height != wanted.height) {
        failVerify(folder, "the " + name + " texture has another size");
    }
    if (!std::all_of(
            found.pixels.begin(), found.pixels.end(), [](float v) { return std::isfinite(v); })) {
        failVerify(folder, "the " + name + " texture holds values that are not numbers");
    }
}

}  // namespace

void writeTexturedMesh(const fs::path& folder, const TexturedMesh& mesh) {
    const Material& maps = mesh.material;
    require(!maps.base_color.empty() && !maps.roughness.empty() && !maps.metallic.empty(),
            "writeTexturedMesh: base colour, roughness and metallic maps are needed");
    MtlMaterial material;
    material.name = kMaterialName;
    std::vector<std::function<void()>> files;  // encoded and written at the same time
    const auto add = [&](const char* name, std::function<std::string()> encode) {
        files.emplace_back([path = folder / name, encode = std::move(encode)] {
            writeFileAtomically(path, encode());
        });
    };
    const auto addMap =
        [&](std::string& entry, const char* name, const Image& image, PngValues values) {
            entry = name;
            add(name, [&image, values] { return encodePng(image, 8, values); });
        };
    addMap(
        material.base_color_map, "mesh_BaseColor.png", maps.base_color, PngValues::SrgbFromLinear);
    addMap(material.roughness_map, "mesh_Roughness.png", maps.roughness, PngValues::AsIs);
    addMap(material.metallic_map, "mesh_Metallic.png", maps.metallic, PngValues::AsIs);
    if (!maps.normal.empty()) {
        material.normal_map = "mesh_Normal.png";
        add("mesh_Normal.png", [&] { return encodePng(encodeNormals(maps.normal), 8); });
    }
    if (!maps.occlusion.empty()) {
        addMap(material.occlusion_map, "mesh_AO.png", maps.occlusion, PngValues::AsIs);
    }
    add("mesh.ply", [&] { return encodePly(mesh, material.base_color_map); });
    add("mesh.mtl", [&] { return encodeMtl(material); });
    add("mesh.obj", [&] { return encodeObj(mesh, "mesh.mtl", kMaterialName); });
    parallelRun(files);
}

TexturedMesh readTexturedMesh(const fs::path& obj_path, std::vector<std::string>* warnings) {
    std::vector<std::string> ignored;
    std::vector<std::string>& notes = warnings != nullptr ? *warnings : ignored;
    ObjMesh obj = readObj(obj_path);
    notes.insert(notes.end(), obj.warnings.begin(), obj.warnings.end());
    fs::path mtl_path = obj_path;
    const MtlMaterial material = findMaterial(obj_path, obj, mtl_path, notes);
    TexturedMesh mesh = std::move(obj.mesh);
    mesh.material = MaterialReader(obj_path.parent_path(), mtl_path, notes).read(material);
    if (mesh.normals.empty()) {
        mesh.normals = vertexNormals(mesh.mesh);
    }
    if (mesh.uvs.empty()) {
        notes.push_back(displayPath(obj_path) +
                        ": has no texture coordinates; the maps' first texel is used");
        mesh.uvs = {{0, 0}};
        mesh.uv_triangles.assign(mesh.mesh.triangles.size(), {0, 0, 0});
    }
    return mesh;
}

void verifyTexturedMesh(const fs::path& folder, const TexturedMesh& mesh) {
    TexturedMesh found;
    std::vector<std::string> missing;
    try {
        found = readTexturedMesh(folder / "mesh.obj", &missing);
    } catch (const Error& error) {
        failVerify(folder, error.what());
    }
    if (!missing.empty()) {
        failVerify(folder, missing.front());
    }
    if (found.mesh.positions.size() != mesh.mesh.positions.size() ||
        found.mesh.triangles.size() != mesh.mesh.triangles.size() ||
        found.uvs.size() != mesh.uvs.size()) {
        failVerify(folder, "mesh.obj has other counts");
    }
    verifyMap(folder, "base colour", mesh.material.base_color, found.material.base_color);
    verifyMap(folder, "roughness", mesh.material.roughness, found.material.roughness);
    verifyMap(folder, "metallic", mesh.material.metallic, found.material.metallic);
    verifyMap(folder, "normal", mesh.material.normal, found.material.normal);
    verifyMap(folder, "occlusion", mesh.material.occlusion, found.material.occlusion);
}

}  // namespace bozzetto
