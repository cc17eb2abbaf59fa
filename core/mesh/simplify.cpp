// SPDX-License-Identifier: Apache-2.0
#include "mesh/simplify.h"

#include "base/error.h"
#include "mesh/cleanup.h"
#include "mesh/normals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <meshoptimizer.h>
#include <numeric>
#include <unordered_map>

// meshoptimizer takes vertices, not corners: each pair of a position and a UV that some corner uses
// becomes one. It recognises the pairs of one place by their equal positions and collapses an edge
// along a seam on both sides at once, onto vertices that exist; places with three or more pairs are
// left alone. So each remaining vertex still is a pair of ours, and going back to our own position
// index joins the two sides of a seam exactly.
namespace bozzetto {
namespace {

constexpr double kNearEnough = 1.05;  // of the budget

/// A position with one of its UVs.
struct Pair {
    int position, uv;
};

struct Pairs {
    std::vector<Pair> pairs;
    std::vector<unsigned> corners;  // [3 T], indices into pairs
};

Pairs pairsOf(const TexturedMesh& mesh) {
    Pairs result;
    std::unordered_map<uint64_t, unsigned> known;
    known.reserve(mesh.uvs.size() + mesh.mesh.positions.size());
    result.corners.reserve(3 * mesh.mesh.triangles.size());
    for (size_t t = 0; t < mesh.mesh.triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const int position = mesh.mesh.triangles[t][k];
            const int uv = mesh.uvs.empty() ? 0 : mesh.uv_triangles[t][k];
            const uint64_t key =
                (static_cast<uint64_t>(position) << 32) | static_cast<uint32_t>(uv);
            const auto [entry, added] =
                known.emplace(key, static_cast<unsigned>(result.pairs.size()));
            if (added) {
                result.pairs.push_back({position, uv});
            }
            result.corners.push_back(entry->second);
        }
    }
    return result;
}

/// The values of `source` that are used, in order of first use, and the new index of each; -1 =
/// unused.
class Compaction {
public:
    explicit Compaction(size_t count) : index_(count, -1) {}
    int take(int old) {
        if (index_[old] < 0) {
            index_[old] = static_cast<int>(kept_.size());
            kept_.push_back(old);
        }
        return index_[old];
    }
    template <class T>
    std::vector<T> pick(const std::vector<T>& source) const {
        std::vector<T> values;
        values.reserve(kept_.size());
        for (const int old : kept_) {
            values.push_back(source[old]);
        }
        return values;
    }

private:
    std::vector<int> index_, kept_;
};

using Face = std::array<Pair, 3>;

/// Of the corners that are left. Triangles that lost their area are dropped: their two long edges
/// fall together, so that what was closed stays closed.
std::vector<Face> facesOf(const std::vector<Pair>& pairs, const std::vector<unsigned>& corners) {
    std::vector<Face> faces;
    for (size_t i = 0; i + 2 < corners.size(); i += 3) {
        const Face f{pairs[corners[i]], pairs[corners[i + 1]], pairs[corners[i + 2]]};
        if (f[0].position != f[1].position && f[1].position != f[2].position &&
            f[2].position != f[0].position) {
            faces.push_back(f);
        }
    }
    return faces;
}

/// A mesh that is nothing but fins stays: a sheet that is thinner than what is left can tell.
std::vector<Face> withoutFins(std::vector<Face> faces) {
    std::vector<Vec3i> triangles;
    for (const Face& f : faces) {
        triangles.push_back({f[0].position, f[1].position, f[2].position});
    }
    const std::vector<bool> fins = finFaces(triangles);
    if (std::find(fins.begin(), fins.end(), false) == fins.end()) {
        return faces;
    }
    size_t i = 0;
    std::erase_if(faces, [&](const Face&) { return fins[i++]; });
    return faces;
}

TexturedMesh meshOf(const TexturedMesh& source, const std::vector<Face>& faces) {
    Compaction positions(source.mesh.positions.size()), uvs(source.uvs.size());
    TexturedMesh mesh;
    for (const Face& f : faces) {
        const auto indices = [](Compaction& to, int x, int y, int z) {
            const int first = to.take(x), second = to.take(y);
            return Vec3i{first, second, to.take(z)};
        };
        mesh.mesh.triangles.push_back(
            indices(positions, f[0].position, f[1].position, f[2].position));
        if (!source.uvs.empty()) {
            mesh.uv_triangles.push_back(indices(uvs, f[0].uv, f[1].uv, f[2].uv));
        }
    }
    mesh.mesh.positions = positions.pick(source.mesh.positions);
    if (!source.normals.empty()) {
        // Those of the full surface: the normal map was made over them.
        mesh.normals = positions.pick(source.normals);
    }
    mesh.uvs = uvs.pick(source.uvs);
    return mesh;
}

bool hasFins(const TriangleMesh& mesh) {
    const std::vector<bool> fins = finFaces(mesh.triangles);
    return std::find(fins.begin(), fins.end(), true) != fins.end();
}

std::string noteAbout(int64_t wanted, size_t got, bool error_reached) {
    if (static_cast<double>(got) <= kNearEnough * static_cast<double>(wanted)) {
        return {};
    }
    return "The mesh has " + std::to_string(got) + " triangles instead of " +
           std::to_string(wanted) +
           (error_reached ? ": fewer would change its shape too much."
                          : ": fewer would open the texture's seams.");
}

}  // namespace

SimplifiedMesh simplify(const TexturedMesh& mesh, const SimplifyOptions& options) {
    if (options.triangles < 4) {
        throw Error(Error::Kind::BadInput,
                    "A budget of " + std::to_string(options.triangles) + " triangles is too small.",
                    "Ask for at least 4 triangles.");
    }
    require(mesh.uvs.empty() || mesh.uv_triangles.size() == mesh.mesh.triangles.size(),
            "simplify: a UV triangle for each triangle");
    const auto progress = [&](double fraction) {
        if (options.progress) {
            options.progress(fraction);
        }
    };
    progress(0);
    if (static_cast<int64_t>(mesh.mesh.triangles.size()) <= options.triangles) {
        return {mesh, 0, {}};
    }
    const Pairs all = pairsOf(mesh);
    std::vector<Vec3f> points;
    points.reserve(all.pairs.size());
    for (const Pair& pair : all.pairs) {
        points.push_back(mesh.mesh.positions[pair.position]);
    }
    progress(0.1);
    std::vector<unsigned> corners(all.corners.size());
    float error = 0;
    corners.resize(meshopt_simplify(corners.data(),
                                    all.corners.data(),
                                    all.corners.size(),
                                    &points.front().x,
                                    points.size(),
                                    sizeof(Vec3f),
                                    static_cast<size_t>(options.triangles) * 3,
                                    static_cast<float>(options.largest_error),
                                    0,
                                    &error));
    progress(0.8);
    std::vector<Face> faces = facesOf(all.pairs, corners);
    if (!hasFins(mesh.mesh)) {  // its own, leaves with two faces perhaps, are meant
        faces = withoutFins(std::move(faces));
    }
    SimplifiedMesh result{meshOf(mesh, faces), error, {}};
    result.mesh.material = mesh.material;
    if (!mesh.tangents.empty()) {
        computeTangents(result.mesh);
    }
    result.note = noteAbout(
        options.triangles, result.mesh.mesh.triangles.size(), error >= 0.9 * options.largest_error);
    progress(1);
    return result;
}

}  // namespace bozzetto
