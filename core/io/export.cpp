// SPDX-License-Identifier: Apache-2.0
#include "io/export.h"

#include "base/byte_words.h"
#include "base/error.h"
#include "base/files.h"
#include "io/export_files.h"
#include "io/export_maps.h"
#include "io/export_space.h"
#include "io/gltf.h"
#include "io/mtl.h"
#include "io/obj.h"
#include "io/ply.h"
#include "mesh/normals.h"
#include "mesh/simplify.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMaterialName = "material";
// Shares of the work, by their usual times.
constexpr double kReduced = 0.2, kMapsDone = 0.75, kMeshDone = 0.95;

struct Bounds {
    Vec3f low, high;
};
/// Of the points as `moved` has them; all 0 without points.
template <class Move>
Bounds boundsOf(const std::vector<Vec3f>& positions, const Move& moved) {
    if (positions.empty()) {
        return {};
    }
    constexpr float kFar = std::numeric_limits<float>::max();
    Bounds bounds{{kFar, kFar, kFar}, {-kFar, -kFar, -kFar}};
    for (const Vec3f& position : positions) {
        const Vec3f p = moved(position);
        for (int c = 0; c < 3; ++c) {
            bounds.low[c] = std::min(bounds.low[c], p[c]);
            bounds.high[c] = std::max(bounds.high[c], p[c]);
        }
    }
    return bounds;
}

void measure(MeshFacts& facts,
             const std::vector<Vec3f>& positions,
             const std::optional<SceneFrame>& frame) {
    const Bounds own = boundsOf(positions, [](Vec3f p) { return p; });
    facts.low = own.low, facts.high = own.high;
    if (frame) {
        const Mat4d scene = sceneFromInput(*frame);
        const Bounds standing = boundsOf(positions, [&](Vec3f p) {
            const Vec4d q = scene * Vec4d{p.x, p.y, p.z, 1};
            return Vec3f{static_cast<float>(q.x), static_cast<float>(q.y), static_cast<float>(q.z)};
        });
        facts.scene_low = standing.low, facts.scene_high = standing.high;
    }
}

const char* endingOf(ExportFormat format) {
    switch (format) {
        case ExportFormat::Obj:
            return ".obj";
        case ExportFormat::Ply:
            return ".ply";
        case ExportFormat::Glb:
            return ".glb";
    }
    return "";
}

bool hasVertexColors(const MeshFacts& mesh, const ExportOptions& options) {
    return options.format == ExportFormat::Ply &&
           (!mesh.has_texture() || options.ply_color == PlyColor::Vertices);
}

int64_t expectedTriangles(const MeshFacts& mesh, const ExportOptions& options) {
    return options.triangles > 0 && mesh.has_texture() ? std::min(mesh.triangles, options.triangles)
                                                       : mesh.triangles;
}

/// What the mesh file will take, without pictures.
uint64_t estimatedMeshBytes(const MeshFacts& mesh, const ExportOptions& options) {
    const auto triangles = static_cast<double>(expectedTriangles(mesh, options));
    const double share = triangles / std::max<double>(1, static_cast<double>(mesh.triangles));
    const double positions = share * static_cast<double>(mesh.positions);
    const double uvs = share * static_cast<double>(mesh.uvs);
    const bool ascii = options.ply_text == PlyText::Ascii;
    switch (options.format) {
        case ExportFormat::Obj:
            return static_cast<uint64_t>(positions * 66 + uvs * 24 + triangles * 48) + 200;
        case ExportFormat::Glb:
            return static_cast<uint64_t>(std::max(positions, uvs) * 48 + triangles * 12) + 2000;
        case ExportFormat::Ply:
            break;
    }
    const bool colored = hasVertexColors(mesh, options);
    return static_cast<uint64_t>(positions * ((ascii ? 62 : 24) + (colored ? 3 : 0)) +
                                 triangles * ((ascii ? 22 : 13) + (colored ? 0
                                                                   : ascii ? 62
                                                                           : 25))) +
           300;
}

/// File names of an export with estimated sizes; the mesh file last.
std::vector<ExportFile> planFiles(const MeshFacts& mesh,
                                  const ExportOptions& options,
                                  const fs::path& folder) {
    std::vector<ExportFile> files;
    uint64_t inside = 0;
    for (const PlannedMap& map : planMaps(mesh, options)) {
        if (options.format == ExportFormat::Glb) {
            inside += map.estimatedBytes();
        } else {
            files.push_back({folder / map.file_name, map.estimatedBytes(), false});
        }
    }
    if (options.format == ExportFormat::Obj) {
        files.push_back({folder / (options.name + ".mtl"), 300, false});
    }
    files.push_back({folder / (options.name + endingOf(options.format)),
                     estimatedMeshBytes(mesh, options) + inside,
                     false});
    for (ExportFile& file : files) {
        std::error_code ignored;
        file.exists = fs::exists(fs::symlink_status(file.path, ignored));
    }
    return files;
}

Vec3d sizeInFile(const MeshFacts& mesh, const ExportOptions& options) {
    const FileFromSource map = fileFromSource(options);
    const bool in_scene = standsInScene(options);
    const Vec3f low = in_scene ? mesh.scene_low : mesh.low;
    const Vec3f high = in_scene ? mesh.scene_high : mesh.high;
    const Vec3d moved = map.direction({static_cast<double>(high.x) - low.x,
                                       static_cast<double>(high.y) - low.y,
                                       static_cast<double>(high.z) - low.z});
    return Vec3d{std::fabs(moved.x), std::fabs(moved.y), std::fabs(moved.z)} * map.scale;
}

void refuseUnlessWritable(const ExportPreview& preview, const fs::path& folder, Existing existing) {
    for (const ExportFile& file : preview.files) {
        std::error_code ignored;
        if (file.exists && fs::is_directory(file.path, ignored)) {
            throw Error(Error::Kind::Output,
                        displayPath(file.path) + ": is a folder",
                        "Choose another name.",
                        file.path.string());
        }
        if (file.exists && existing == Existing::Refuse) {
            throw Error(Error::Kind::Locked,
                        displayPath(file.path) + ": exists already",
                        "Choose another name, or allow it to be replaced.",
                        file.path.string());
        }
    }
    if (preview.free_bytes > 0 && preview.bytes > preview.free_bytes) {
        throw Error(Error::Kind::Output,
                    displayPath(folder) + ": too little room: about " + mebibytes(preview.bytes) +
                        " are needed, " + mebibytes(preview.free_bytes) + " are free",
                    "Free some space, or choose a folder on another disk.",
                    folder.string());
    }
}

/// One export from its start to its end.
class Exporter {
public:
    Exporter(const MeshFacts& facts,
             const ExportOptions& options,
             const fs::path& folder,
             Existing existing,
             const ExportProgress& progress)
        : facts_(facts), options_(options), progress_(progress) {
        const ExportPreview preview = previewExport(facts, options, folder);
        refuseUnlessWritable(preview, folder, existing);
        result_.folder = folder;
        result_.files = preview.files;
        result_.size = preview.size;
        staged_.emplace(folder);
    }

    /// `colors` of the vertices; empty: taken from the texture where they are wanted.
    ExportResult run(const TexturedMesh& source, std::vector<uint8_t> colors) {
        report(ExportStep::Reduce, 0);
        TexturedMesh mesh = reduced(source);
        if (options_.format == ExportFormat::Glb && !source.material.normal.empty()) {
            computeTangents(mesh);
        }
        if (hasVertexColors(facts_, options_) && colors.empty()) {
            mesh.material.base_color = source.material.base_color;
            colors = vertexColors(mesh);
            mesh.material = {};
        }
        if (standsInScene(options_)) {
            moveToScene(mesh, *options_.frame);
        }
        moveToFileSpace(mesh, options_);
        result_.triangles = static_cast<int64_t>(mesh.mesh.triangles.size());
        writeMaps(source.material);
        report(ExportStep::Mesh, kMapsDone);
        writeMesh(std::move(mesh), source.material, std::move(colors));
        report(ExportStep::Save, kMeshDone);
        staged_->publish();
        for (ExportFile& file : result_.files) {
            std::error_code ignored;
            file.bytes = fs::file_size(file.path, ignored);
        }
        progressed_ = 1;
        return std::move(result_);
    }

private:
    void report(ExportStep step, double fraction) {
        progressed_ = std::max(progressed_, fraction);
        if (progress_) {
            progress_(step, progressed_);
        }
    }

    /// Without the material: pictures are large, and the mesh is changed.
    TexturedMesh reduced(const TexturedMesh& source) {
        TexturedMesh mesh;
        mesh.mesh = source.mesh;
        mesh.normals = source.normals.empty() ? vertexNormals(source.mesh) : source.normals;
        if (facts_.has_texture()) {
            mesh.uvs = source.uvs;
            mesh.uv_triangles = source.uv_triangles;
        }
        if (options_.triangles == 0 || !facts_.has_texture()) {
            return mesh;
        }
        SimplifyOptions budget;
        budget.triangles = options_.triangles;
        budget.progress = [&](double f) { report(ExportStep::Reduce, f * kReduced); };
        SimplifiedMesh simplified = simplify(mesh, budget);
        if (!simplified.note.empty()) {
            result_.notes.push_back(simplified.note);
        }
        return std::move(simplified.mesh);
    }

    void writeMaps(const Material& material) {
        const std::vector<PlannedMap> maps = planMaps(facts_, options_);
        for (size_t i = 0; i < maps.size(); ++i) {
            report(ExportStep::Maps,
                   kReduced + (kMapsDone - kReduced) * static_cast<double>(i) /
                                  static_cast<double>(maps.size()));
            std::string bytes = encodeMap(material, maps[i], options_);
            if (options_.format == ExportFormat::Glb) {
                GlbImage& image = maps[i].role == MapRole::BaseColor ? glb_.base_color
                                  : maps[i].role == MapRole::Orm     ? glb_.orm
                                                                     : glb_.normal;
                image = {std::move(bytes), maps[i].mimeType()};
            } else {
                staged_->add(maps[i].file_name, bytes);
                name(maps[i]);
            }
        }
        glb_.orm_has_occlusion = !material.occlusion.empty();
    }

    void name(const PlannedMap& map) {
        switch (map.role) {
            case MapRole::BaseColor:
                mtl_.base_color_map = map.file_name;
                break;
            case MapRole::Roughness:
                mtl_.roughness_map = map.file_name;
                break;
            case MapRole::Metallic:
                mtl_.metallic_map = map.file_name;
                break;
            case MapRole::Normal:
                mtl_.normal_map = map.file_name;
                break;
            case MapRole::Occlusion:
                mtl_.occlusion_map = map.file_name;
                break;
            case MapRole::Orm:
            case MapRole::UnityMask:
                packed_map_ = map.file_name;
                break;
        }
    }

    /// A packed map has no key that programs agree on: plain values stand in for it, and a comment
    /// names it.
    std::string mtlText(const Material& material) {
        mtl_.name = kMaterialName;
        const bool packed = !packed_map_.empty();
        mtl_.roughness = packed ? meanOf(material.roughness, 1) : 1;
        mtl_.metallic = packed ? meanOf(material.metallic, 0) : 0;
        std::string text = encodeMtl(mtl_);
        if (!mtl_.normal_map.empty() && options_.normal_green == NormalGreen::Up) {
            // Blender and others take this key for a tangent-space normal map and skip "norm".
            text += "map_Bump -bm 1 " + mtl_.normal_map + "\n";
        }
        if (packed) {
            text += (options_.packing == MapPacking::Orm
                         ? "# R occlusion, G roughness, B metallic: "
                         : "# R metallic, G occlusion, A smoothness: ") +
                    packed_map_ + "\n";
        }
        return text;
    }

    void writeMesh(TexturedMesh mesh, const Material& material, std::vector<uint8_t> colors) {
        const std::string file = result_.files.back().path.filename().string();
        if (options_.format == ExportFormat::Glb) {
            staged_->add(file, encodeGlb(mesh, glb_, options_.name, options_.copyright));
        } else if (options_.format == ExportFormat::Obj) {
            staged_->add(options_.name + ".mtl", mtlText(material));
            staged_->add(file, encodeObj(mesh, options_.name + ".mtl", kMaterialName));
        } else {
            if (!colors.empty()) {
                mesh.uvs.clear();
                mesh.uv_triangles.clear();
            }
            staged_->add(
                file,
                encodePly(mesh,
                          PlyContent{mtl_.base_color_map, std::move(colors), options_.ply_text}));
        }
    }

    MeshFacts facts_;
    ExportOptions options_;
    const ExportProgress& progress_;
    double progressed_ = 0;
    ExportResult result_;
    std::optional<StagedFiles> staged_;
    GlbMaterial glb_;
    MtlMaterial mtl_;
    std::string packed_map_;
};

void refuseBadMesh(const MeshFacts& mesh, const ExportOptions& options) {
    if (mesh.triangles == 0) {
        throw Error(Error::Kind::BadInput,
                    "The mesh has no triangles: there is nothing to export.",
                    "Run the reconstruction again.");
    }
    if (!mesh.has_texture() && options.format != ExportFormat::Ply) {
        throw Error(Error::Kind::BadInput,
                    "The mesh has no texture; it can be written as PLY with colours only.",
                    "Choose PLY.");
    }
}

}  // namespace

bool ExportPreview::replaces() const {
    return std::any_of(
        files.begin(), files.end(), [](const ExportFile& file) { return file.exists; });
}

MeshFacts factsOf(const TexturedMesh& mesh, const std::optional<SceneFrame>& frame) {
    MeshFacts facts;
    measure(facts, mesh.mesh.positions, frame);
    facts.positions = static_cast<int64_t>(mesh.mesh.positions.size());
    facts.uvs = static_cast<int64_t>(mesh.uvs.size());
    facts.triangles = static_cast<int64_t>(mesh.mesh.triangles.size());
    const Material& m = mesh.material;
    if (!mesh.uvs.empty()) {
        facts.map_width = m.base_color.width;
        facts.map_height = m.base_color.height;
    }
    facts.roughness_width = m.roughness.width;
    facts.roughness_height = m.roughness.height;
    facts.metallic_width = m.metallic.width;
    facts.metallic_height = m.metallic.height;
    facts.normal_width = m.normal.width;
    facts.normal_height = m.normal.height;
    facts.occlusion_width = m.occlusion.width;
    facts.occlusion_height = m.occlusion.height;
    return facts;
}

MeshFacts factsOf(const PreviewMesh& mesh, const std::optional<SceneFrame>& frame) {
    MeshFacts facts;
    measure(facts, mesh.mesh.positions, frame);
    facts.positions = static_cast<int64_t>(mesh.mesh.positions.size());
    facts.triangles = static_cast<int64_t>(mesh.mesh.triangles.size());
    return facts;
}

ExportPreview previewExport(const MeshFacts& mesh,
                            const ExportOptions& wanted,
                            const fs::path& folder) {
    const ExportOptions options = settled(wanted);
    ExportPreview preview;
    preview.size = sizeInFile(mesh, options);
    preview.size_metres = preview.size * metresIn(options.space.unit);
    preview.files = planFiles(mesh, options, folder);
    for (const ExportFile& file : preview.files) {
        preview.bytes += file.bytes;
    }
    preview.free_bytes = freeBytes(folder);
    preview.triangles = expectedTriangles(mesh, options);
    return preview;
}

ExportResult exportMesh(const TexturedMesh& mesh,
                        const ExportOptions& wanted,
                        const fs::path& folder,
                        Existing existing,
                        const ExportProgress& progress) {
    const MeshFacts facts = factsOf(mesh, wanted.frame);
    const ExportOptions options = settled(wanted);
    refuseBadMesh(facts, options);
    return Exporter(facts, options, folder, existing, progress).run(mesh, {});
}

ExportResult exportMesh(const PreviewMesh& mesh,
                        const ExportOptions& wanted,
                        const fs::path& folder,
                        Existing existing,
                        const ExportProgress& progress) {
    const MeshFacts facts = factsOf(mesh, wanted.frame);
    const ExportOptions options = settled(wanted);
    refuseBadMesh(facts, options);
    TexturedMesh plain;
    plain.mesh = mesh.mesh;
    plain.normals = mesh.normals;
    return Exporter(facts, options, folder, existing, progress).run(plain, mesh.colors);
}

}  // namespace bozzetto
