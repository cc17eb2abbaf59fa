// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/view_mesh.h"

#include "base/error.h"
#include "image/color.h"
#include "io/hdr.h"
#include "io/textured_mesh_io.h"
#include "mesh/normals.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bozzetto::ui {
namespace {

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(Error::Kind::BadInput, reason, "Make or export the mesh again.");
}

void checkIndices(const std::vector<Vec3i>& triangles, size_t count) {
    for (const Vec3i& t : triangles) {
        for (int corner = 0; corner < 3; ++corner) {
            if (t[corner] < 0 || static_cast<size_t>(t[corner]) >= count) {
                refuse("a triangle of the mesh names a vertex that does not exist");
            }
        }
    }
}

/// Meshes of strangers may lack UVs, normals or tangents.
void complete(TexturedMesh& source) {
    TriangleMesh& mesh = source.mesh;
    if (mesh.positions.empty() || mesh.triangles.empty()) {
        refuse("the mesh has no triangles");
    }
    checkIndices(mesh.triangles, mesh.positions.size());
    if (source.uvs.empty()) {
        source.uvs.assign(mesh.positions.size(), {});
        source.uv_triangles = mesh.triangles;
        source.tangents.clear();
    }
    if (source.uv_triangles.size() != mesh.triangles.size()) {
        refuse("the mesh has not as many texture triangles as triangles");
    }
    checkIndices(source.uv_triangles, source.uvs.size());
    if (source.normals.size() != mesh.positions.size()) {
        source.normals = vertexNormals(mesh);
    }
    if (source.tangents.size() != source.uvs.size()) {
        computeTangents(source);
    }
}

/// One vertex for each pair (position, UV) that occurs, in the order of the positions.
void splitAtSeams(const TexturedMesh& source, ViewMesh& out) {
    const auto corners = static_cast<int64_t>(source.mesh.triangles.size()) * 3;
    const auto pairOf = [&source](int64_t corner) {
        const int64_t t = corner / 3;
        const int c = static_cast<int>(corner % 3);
        return std::pair<int32_t, int32_t>(source.mesh.triangles[t][c], source.uv_triangles[t][c]);
    };
    std::vector<int64_t> order(corners);
    std::iota(order.begin(), order.end(), int64_t{0});
    std::sort(
        order.begin(), order.end(), [&](int64_t a, int64_t b) { return pairOf(a) < pairOf(b); });
    out.triangles.resize(source.mesh.triangles.size());
    std::pair<int32_t, int32_t> last{-1, -1};
    for (const int64_t corner : order) {
        const auto pair = pairOf(corner);
        if (pair != last) {
            out.positions.push_back(source.mesh.positions[pair.first]);
            out.normals.push_back(source.normals[pair.first]);
            out.uvs.push_back(source.uvs[pair.second]);
            out.tangents.push_back(source.tangents[pair.second]);
            last = pair;
        }
        out.triangles[corner / 3][static_cast<int>(corner % 3)] =
            static_cast<int32_t>(out.positions.size()) - 1;
    }
}

/// Edges between positions, each once, as pairs of the split vertices; whether the surface is
/// closed.
void findEdges(const TexturedMesh& source, ViewMesh& split) {
    struct Edge {
        Vec2i positions, vertices;
    };
    std::vector<Edge> edges;
    edges.reserve(split.triangles.size() * 3);
    for (size_t t = 0; t < split.triangles.size(); ++t) {
        for (int c = 0; c < 3; ++c) {
            const int next = (c + 1) % 3;
            Edge edge{{source.mesh.triangles[t][c], source.mesh.triangles[t][next]},
                      {split.triangles[t][c], split.triangles[t][next]}};
            if (edge.positions.x > edge.positions.y) {
                std::swap(edge.positions.x, edge.positions.y);
            }
            edges.push_back(edge);
        }
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return std::pair(a.positions.x, a.positions.y) < std::pair(b.positions.x, b.positions.y);
    });
    split.closed = true;
    for (size_t i = 0, next = 0; i < edges.size(); i = next) {
        while (next < edges.size() && edges[next].positions.x == edges[i].positions.x &&
               edges[next].positions.y == edges[i].positions.y) {
            ++next;
        }
        split.edges.push_back(edges[i].vertices);
        split.closed = split.closed && next - i == 2;
    }
}

uint8_t toByte(float value) {
    return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

/// Value of a channel of `map` at the centre of a texel of a map of another size (nearest texel:
/// maps of a result are of one size, or of one texel).
float valueAt(const Image& map, int channel, int x, int y, const ViewMap& target, float missing) {
    if (map.empty()) {
        return missing;
    }
    const int column = static_cast<int>((2 * int64_t{x} + 1) * map.width / (2 * target.width));
    const int row = static_cast<int>((2 * int64_t{y} + 1) * map.height / (2 * target.height));
    return map.at(column, row)[std::min(channel, map.channels - 1)];
}

/// Fills a map of three channels; `value(x, y, channel)` in [0, 1] with y from the top.
template <class Value>
ViewMap makeMap(int width, int height, Value value) {
    ViewMap map{width, height, 3, std::vector<uint8_t>(size_t{3} * width * height)};
    for (int y = 0; y < height; ++y) {
        uint8_t* row = map.texels.data() + size_t{3} * width * (height - 1 - y);
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                row[3 * x + c] = toByte(value(x, y, c, map));
            }
        }
    }
    return map;
}

void sampleOcclusion(const Image& map, ViewMesh& out) {
    out.occlusion.assign(out.positions.size(), 1.0f);
    if (map.empty()) {
        return;
    }
    for (size_t i = 0; i < out.uvs.size(); ++i) {
        const Vec2f uv = out.uvs[i];
        const int x = static_cast<int>((uv.x - std::floor(uv.x)) * static_cast<float>(map.width));
        const int y =
            static_cast<int>((1 - (uv.y - std::floor(uv.y))) * static_cast<float>(map.height));
        out.occlusion[i] = map.at(std::min(x, map.width - 1), std::min(y, map.height - 1))[0];
    }
}

void packMaps(const Material& material, ViewMesh& out) {
    const Image& color = material.base_color;
    out.base_color = makeMap(std::max(1, color.width),
                             std::max(1, color.height),
                             [&](int x, int y, int c, const ViewMap& map) {
                                 return srgbFromLinear(valueAt(color, c, x, y, map, 0.2f));
                             });
    const Image* scalars[3] = {&material.occlusion, &material.roughness, &material.metallic};
    int width = 1, height = 1;
    for (const Image* map : scalars) {
        width = std::max(width, map->width), height = std::max(height, map->height);
    }
    constexpr float kMissing[3] = {1, 1, 0};
    out.orm = makeMap(width, height, [&](int x, int y, int c, const ViewMap& map) {
        return valueAt(*scalars[c], 0, x, y, map, kMissing[c]);
    });
    const Image& normal = material.normal;
    out.normal =
        makeMap(std::max(1, normal.width),
                std::max(1, normal.height),
                [&](int x, int y, int c, const ViewMap& map) {
                    return 0.5f + 0.5f * valueAt(normal, c, x, y, map, c == 2 ? 1.0f : 0.0f);
                });
}

/// The mean of the faces around a position, so that both sides of a seam agree.
void spreadSeen(const TriangleMesh& mesh, const std::vector<uint8_t>& faces, ViewMesh& out) {
    if (faces.size() != mesh.triangles.size()) {
        return;
    }
    std::vector<float> sum(mesh.positions.size()), count(mesh.positions.size());
    for (size_t t = 0; t < faces.size(); ++t) {
        for (int c = 0; c < 3; ++c) {
            sum[mesh.triangles[t][c]] += static_cast<float>(faces[t]) / 255.0f;
            ++count[mesh.triangles[t][c]];
        }
    }
    out.seen.resize(out.positions.size());
    for (size_t t = 0; t < faces.size(); ++t) {
        for (int c = 0; c < 3; ++c) {
            const int position = mesh.triangles[t][c];
            out.seen[out.triangles[t][c]] = sum[position] / count[position];
        }
    }
}

}  // namespace

ViewMesh makeViewMesh(TexturedMesh mesh, Image light, const std::vector<uint8_t>& seen_faces) {
    complete(mesh);
    ViewMesh out;
    splitAtSeams(mesh, out);
    findEdges(mesh, out);
    packMaps(mesh.material, out);
    sampleOcclusion(mesh.material.occlusion, out);
    spreadSeen(mesh.mesh, seen_faces, out);
    out.light = std::move(light);
    out.lowest = out.highest = out.positions.front();
    for (const Vec3f& p : out.positions) {
        for (int axis = 0; axis < 3; ++axis) {
            out.lowest[axis] = std::min(out.lowest[axis], p[axis]);
            out.highest[axis] = std::max(out.highest[axis], p[axis]);
        }
    }
    return out;
}

std::shared_ptr<const ViewMesh> loadViewMesh(const std::filesystem::path& obj_path,
                                             const std::filesystem::path& light_path) {
    std::vector<std::string> warnings;
    TexturedMesh mesh = readTexturedMesh(obj_path, &warnings);
    Image light = light_path.empty() ? Image() : readHdr(light_path);
    auto out = std::make_shared<ViewMesh>(makeViewMesh(std::move(mesh), std::move(light)));
    out->warnings = std::move(warnings);
    return out;
}

}  // namespace bozzetto::ui
