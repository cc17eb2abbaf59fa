// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "mesh/normals.h"
#include "reconviagen/features_to_mesh.h"
#include "tensor/convert.h"

namespace bozzetto::parity {
namespace {

constexpr double kTolerance = 1e-6, kNormalTolerance = 1e-5;

/// Normals [T, 3] of the triangles, as long as 1.
at::Tensor faceNormals(const FeatureMesh& mesh) {
    const auto corner = [&](int64_t k) {
        return mesh.vertices.index_select(0, mesh.triangles.select(1, k));
    };
    const at::Tensor cross = at::cross(corner(1) - corner(0), corner(2) - corner(0), 1);
    return cross / cross.norm(2, {1}, true);
}

/// [V, 3], as the exported mesh gets them. Vertices at the border of the grid that are of no
/// triangle have none: zero.
at::Tensor meshVertexNormals(const FeatureMesh& mesh) {
    TriangleMesh plain;
    plain.positions = toVec3f(mesh.vertices.cpu());
    plain.triangles = toVec3i(mesh.triangles.cpu());
    at::Tensor used = at::zeros({mesh.vertices.size(0), 1});
    used.index_fill_(0, mesh.triangles.cpu().flatten().to(at::kLong), 1);
    return toTensor(vertexNormals(plain)) * used;
}

void checkMesh(Fixture& f, const std::string& name) {
    const int64_t resolution = f.config.at(name + "_resolution");
    const at::Tensor coords = f.in(name + ".coords").contiguous();
    const at::Tensor features = f.in(name + ".features").contiguous();
    const FeatureMesh mesh = featuresToMesh(resolution, coords, features);
    f.equal(name + ".faces", mesh.triangles, f.out(name + ".faces"));
    f.holds(name + ": success", mesh.empty() != f.config.at(name + "_success").get<bool>());
    if (mesh.empty()) {
        return;
    }
    f.close(name + ".vertices", mesh.vertices, f.out(name + ".vertices"), kTolerance);
    f.close(name + ".vertex_attrs", mesh.attributes, f.out(name + ".vertex_attrs"), kTolerance);
    // Of the golden vertices: in a thin triangle the last digit of a vertex turns the normal by
    // more than these may be off.
    const FeatureMesh golden{f.out(name + ".vertices"), mesh.triangles, {}};
    f.close(name + ".face_normals",
            faceNormals(golden),
            f.out(name + ".face_normals"),
            kNormalTolerance);
    f.close(name + ".vertex_normals",
            meshVertexNormals(golden),
            f.out(name + ".vertex_normals"),
            kNormalTolerance);
    const FusedLattice lattice = fuseCorners(resolution, coords, features);
    f.equal(name + ".lattice_points", lattice.points, f.mid(name + ".lattice_points"));
    f.close(name + ".lattice_attrs", lattice.values, f.mid(name + ".lattice_attrs"), kTolerance);
}

}  // namespace

void checkFeaturesToMesh(Fixture& fixture) {
    for (const std::string& name : fixture.between("in.", ".features")) {
        checkMesh(fixture, name);
    }
}

}  // namespace bozzetto::parity
