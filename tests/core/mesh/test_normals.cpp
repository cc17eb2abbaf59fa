// SPDX-License-Identifier: Apache-2.0
#include "mesh/normals.h"
#include "support/simple_meshes.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

/// The plane z = 0 with uv = (x, y), or mirrored: (1 - x, y).
TexturedMesh makePlane(bool mirrored) {
    TexturedMesh result;
    result.mesh = makeGrid(4);
    result.uv_triangles = result.mesh.triangles;
    for (const Vec3f& p : result.mesh.positions) {
        result.uvs.push_back({mirrored ? 1 - p.x : p.x, p.y});
    }
    result.normals = vertexNormals(result.mesh);
    return result;
}

bool near(Vec4f a, Vec4f b, float tolerance = 1e-5f) {
    return std::abs(a.x - b.x) < tolerance && std::abs(a.y - b.y) < tolerance &&
           std::abs(a.z - b.z) < tolerance && a.w == b.w;
}

}  // namespace

class TestNormals : public QObject {
    Q_OBJECT
private slots:
    void normalsOfASpherePointOutwards() {
        const TriangleMesh mesh = makeSphere(60, 40);
        const std::vector<Vec3f> normals = vertexNormals(mesh);
        for (size_t v = 0; v < normals.size(); ++v) {
            QVERIFY(std::abs(length(normals[v]) - 1) < 1e-5);
            QVERIFY(dot(normals[v], mesh.positions[v]) > 0.995f);
        }
    }

    void normalsAreWeightedByArea() {
        // At vertex 0 a triangle of area 2 faces +z and one of area 1/2 faces +x.
        const TriangleMesh mesh{{{0, 0, 0}, {2, 0, 0}, {0, 2, 0}, {0, 1, 0}, {0, 0, 1}, {9, 9, 9}},
                                {{0, 1, 2}, {0, 3, 4}}};
        const std::vector<Vec3f> normals = vertexNormals(mesh);
        const Vec3f expected = normalize(Vec3f{0.5f, 0, 2});
        QVERIFY(length(normals[0] - expected) < 1e-6f);
        QVERIFY(length(normals[5] - Vec3f{0, 0, 1}) == 0);
    }

    void planeHasAxisTangents() {
        TexturedMesh plane = makePlane(false);
        computeTangents(plane);
        QCOMPARE(plane.tangents.size(), plane.uvs.size());
        for (const Vec4f& t : plane.tangents) {
            QVERIFY(near(t, {1, 0, 0, 1}));
        }
        TexturedMesh mirrored = makePlane(true);
        computeTangents(mirrored);
        for (const Vec4f& t : mirrored.tangents) {
            QVERIFY(near(t, {-1, 0, 0, -1}));
        }
    }

    void mirroredHalvesThatShareUvsAreSplit() {
        // Folded map: the right half of the plane runs back over the left one's UVs.
        TexturedMesh plane = makePlane(false);
        for (Vec2f& uv : plane.uvs) {
            uv.x = uv.x > 0.5f ? 1 - uv.x : uv.x;
        }
        const size_t before = plane.uvs.size();
        computeTangents(plane);
        QCOMPARE(plane.uvs.size(), before + 5);  // the five points of the fold
        QCOMPARE(plane.tangents.size(), plane.uvs.size());
        for (size_t t = 0; t < plane.uv_triangles.size(); ++t) {
            const Vec3i& p = plane.mesh.triangles[t];
            float middle = 0;
            for (int k = 0; k < 3; ++k) {
                middle += plane.mesh.positions[p[k]].x / 3;
            }
            for (int k = 0; k < 3; ++k) {
                const Vec4f expected = middle < 0.5f ? Vec4f{1, 0, 0, 1} : Vec4f{-1, 0, 0, -1};
                QVERIFY(near(plane.tangents[plane.uv_triangles[t][k]], expected));
            }
        }
    }

    void weightsAreAngles() {
        // Around vertex 0, in the plane: a right angle whose u runs along x, and half of one whose
        // u runs along y.
        TexturedMesh mesh;
        mesh.mesh = {{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {-1, 1, 0}}, {{0, 1, 2}, {0, 2, 3}}};
        mesh.normals.assign(4, {0, 0, 1});
        mesh.uv_triangles = mesh.mesh.triangles;
        mesh.uvs = {{0, 0}, {1, 0}, {0, 1}, {1, 2}};
        // Second triangle: (0, 1) -> (0, 1), (-1, 1) -> (1, 2), so that d/du = (-1, 0) and the map
        // is mirrored there: its own group. Make it unmirrored instead by running v against it.
        mesh.uvs[3] = {-1, 3};
        computeTangents(mesh);
        const double right = std::numbers::pi / 2, half = std::numbers::pi / 4;
        // d/du of the second triangle: solves J (0, 1) = (0, 1), J (-1, 3) = (-1, 1): J (1, 0) =
        // (1, 2).
        const Vec3d expected = normalize(Vec3d{1, 0, 0} * right + normalize(Vec3d{1, 2, 0}) * half);
        QVERIFY(near(mesh.tangents[0],
                     {static_cast<float>(expected.x), static_cast<float>(expected.y), 0, 1}));
    }

    void tangentsOfASphereFollowItsMeridians() {
        // u by longitude, with a seam: UV vertices of their own at u = 1.
        const int columns = 48, rows = 24;
        TexturedMesh mesh;
        mesh.mesh = makeSphere(columns, rows);
        mesh.normals = vertexNormals(mesh.mesh);
        for (const Vec3i& t : mesh.mesh.triangles) {
            Vec3i corner;
            float middle = 0;
            for (int k = 0; k < 3; ++k) {
                const int i = t[k] < 2 ? -1 : (t[k] - 2) % columns;
                middle = std::max(middle, static_cast<float>(i) / columns);
            }
            for (int k = 0; k < 3; ++k) {
                const Vec3f p = mesh.mesh.positions[t[k]];
                const int i = t[k] < 2 ? 0 : (t[k] - 2) % columns;
                float u = static_cast<float>(i) / columns;
                u = t[k] < 2 ? middle - 0.5f / columns : u == 0 && middle > 0.5f ? 1 : u;
                corner[k] = static_cast<int>(mesh.uvs.size());
                mesh.uvs.push_back({u, std::acos(-p.z) / std::numbers::pi_v<float>});
            }
            mesh.uv_triangles.push_back(corner);
        }
        computeTangents(mesh);
        for (size_t t = 0; t < mesh.uv_triangles.size(); ++t) {
            for (int k = 0; k < 3; ++k) {
                const int v = mesh.mesh.triangles[t][k];
                const Vec4f tangent = mesh.tangents[mesh.uv_triangles[t][k]];
                const Vec3f direction{tangent.x, tangent.y, tangent.z};
                QVERIFY(std::abs(length(direction) - 1) < 1e-5f);
                QVERIFY(std::abs(dot(direction, mesh.normals[v])) < 1e-5f);
                QCOMPARE(tangent.w, 1.0f);
                if (v < 2) {
                    continue;
                }
                const Vec3f p = mesh.mesh.positions[v];
                QVERIFY(dot(direction, normalize(Vec3f{-p.y, p.x, 0})) > 0.97f);
                // Bitangent towards the north pole, where v grows.
                QVERIFY(cross(mesh.normals[v], direction).z * tangent.w > 0);
            }
        }
    }

    void trianglesWithoutAreaInTheMapTakeTheirNeighboursTangent() {
        TexturedMesh plane = makePlane(false);
        plane.mesh.triangles.push_back({0, 6, 0});
        plane.uv_triangles.push_back({0, 6, 0});
        const size_t before = plane.uvs.size();
        computeTangents(plane);
        QCOMPARE(plane.uvs.size(), before);
        QVERIFY(near(plane.tangents[0], {1, 0, 0, 1}));
        TexturedMesh flat = makePlane(false);
        flat.uvs.assign(flat.uvs.size(), {0.5f, 0.5f});
        computeTangents(flat);
        for (const Vec4f& t : flat.tangents) {
            QVERIFY(std::abs(t.x * t.x + t.y * t.y - 1) < 1e-5f && t.z == 0 && t.w == 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestNormals)
#include "test_normals.moc"
