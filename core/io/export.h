// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "io/export_options.h"
#include "mesh/mesh.h"
#include "mesh/preview_mesh.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bozzetto {

/// What a preview needs to know of a mesh; cheap to keep where the mesh is not.
struct MeshFacts {
    Vec3f low, high;  // bounding box, units of the result
    /// The same as the scene stands, metres; for the frame that factsOf was given.
    Vec3f scene_low, scene_high;
    int64_t positions = 0, uvs = 0, triangles = 0;
    // Sizes of the maps; 0 = there is none.
    int map_width = 0, map_height = 0;  // base colour
    int roughness_width = 0, roughness_height = 0;
    int metallic_width = 0, metallic_height = 0;
    int normal_width = 0, normal_height = 0;
    int occlusion_width = 0, occlusion_height = 0;
    bool has_texture() const { return map_width > 0; }
};
MeshFacts factsOf(const TexturedMesh& mesh, const std::optional<SceneFrame>& frame = {});
MeshFacts factsOf(const PreviewMesh& mesh, const std::optional<SceneFrame>& frame = {});

struct ExportFile {
    std::filesystem::path path;
    uint64_t bytes = 0;   // estimate before, size after
    bool exists = false;  // before: would be replaced
};

struct ExportPreview {
    Vec3d size;                     // extents along the file's x, y, z, in the file's unit
    Vec3d size_metres;              // the same in metres
    std::vector<ExportFile> files;  // the mesh file last
    uint64_t bytes = 0;             // all together
    uint64_t free_bytes = 0;        // in the folder's file system; 0 = not known
    int64_t triangles = 0;          // expected
    bool replaces() const;          // any file exists
};
/// Looks into `folder` (which need not exist yet); writes nothing. Throws as settled().
ExportPreview previewExport(const MeshFacts& mesh,
                            const ExportOptions& options,
                            const std::filesystem::path& folder);

enum class ExportStep { Reduce, Maps, Mesh, Save };
/// Called with what is being done and the fraction of everything done, in [0, 1], never backwards;
/// throws (Cancelled) to cancel: nothing is left behind then.
using ExportProgress = std::function<void(ExportStep step, double fraction)>;

enum class Existing { Refuse, Replace };

struct ExportResult {
    std::filesystem::path folder;
    std::vector<ExportFile> files;  // the mesh file last
    Vec3d size;                     // as in ExportPreview
    int64_t triangles = 0;
    std::vector<std::string> notes;  // such as why a triangle budget was missed
    const std::filesystem::path& mainFile() const { return files.back().path; }
};

/// Exports a textured mesh into `folder` (made if it is not there). Everything is written to a
/// hidden folder inside first and then moved into place, the mesh file last; if anything fails, the
/// files that were there before are back. Without a base colour map only PLY with vertex colours
/// can be written (grey). Throws Error(BadInput) for options that make no sense or an empty mesh,
/// Error(Locked) if a file exists and may not be replaced, Error(Output) naming the path, also when
/// the disk has too little room.
ExportResult exportMesh(const TexturedMesh& mesh,
                        const ExportOptions& options,
                        const std::filesystem::path& folder,
                        Existing existing,
                        const ExportProgress& progress = {});
/// A mesh that is coloured at its vertices: as PLY only; throws Error(BadInput) for other formats.
ExportResult exportMesh(const PreviewMesh& mesh,
                        const ExportOptions& options,
                        const std::filesystem::path& folder,
                        Existing existing,
                        const ExportProgress& progress = {});

}  // namespace bozzetto
