// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"
#include "mesh/mesh.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bozzetto::ui {

/// A map as the graphics card takes it: 8 bits a channel, row 0 is the bottom row (v = 0).
struct ViewMap {
    int width = 0, height = 0, channels = 0;
    std::vector<uint8_t> texels;  // [height, width, channels]
    bool empty() const { return texels.empty(); }
};

/// A textured mesh laid out for drawing: one vertex a corner position, UV and tangent, so doubled
/// at seams. In the input's coordinates. Never changed once made: shared between threads.
struct ViewMesh {
    std::vector<Vec3f> positions, normals;  // [V]
    std::vector<Vec2f> uvs;                 // [V], origin bottom left
    std::vector<Vec4f> tangents;            // [V], w = +-1: bitangent = w * cross(normal, tangent)
    std::vector<float> occlusion;           // [V], the occlusion map at the vertices
    /// [V] in [0, 1]: share of the faces around that photographs showed; empty: nobody knows.
    std::vector<float> seen;
    std::vector<Vec3i> triangles;       // [T], indices into the vertices above
    std::vector<Vec2i> edges;           // each edge of the surface once, for the wireframe
    ViewMap base_color;                 // 3 channels, sRGB
    ViewMap orm;                        // 3 channels: occlusion, roughness, metallic
    ViewMap normal;                     // 3 channels: (n + 1) / 2, tangent space, +Y
    Image light;                        // equirectangular radiance (pipeline/engine.h) or empty
    Vec3f lowest, highest;              // bounding box
    bool closed = false;                // every edge between two triangles: no inside to see
    std::vector<std::string> warnings;  // what the files lacked, in plain words
};

/// Missing normals and tangents are computed. Slow for large meshes: not for the UI thread.
/// seen_faces: [T] as readSeenFaces gives them, or empty. Throws Error(BadInput) for an empty mesh,
/// index buffers that disagree or indices that do not exist.
ViewMesh makeViewMesh(TexturedMesh mesh,
                      Image light = {},
                      const std::vector<uint8_t>& seen_faces = {});

/// Reads a result's OBJ with its maps and, unless the path is empty, its light. Not for the UI
/// thread. Throws Error(BadInput) naming the file.
std::shared_ptr<const ViewMesh> loadViewMesh(const std::filesystem::path& obj_path,
                                             const std::filesystem::path& light_path = {});

}  // namespace bozzetto::ui
