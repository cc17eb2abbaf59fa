// SPDX-License-Identifier: Apache-2.0
#include "bake/face_visibility.h"
#include "mesh/cleanup.h"
#include "mesh/hidden_faces.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <algorithm>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

TriangleMesh scaled(TriangleMesh mesh, float factor) {
    for (Vec3f& p : mesh.positions) {
        p = p * factor;
    }
    return mesh;
}

const VisibilityOptions kQuick{.views = 60, .resolution = 256, .progress = {}};

}  // namespace

class TestFaceVisibility : public QObject {
    Q_OBJECT
private slots:
    void camerasLookAtTheMiddle() {
        const Vec3d middle{0.1, -0.2, 0.3};
        for (int i = 0; i < 40; ++i) {
            const Direction d = hammersleyDirection(i, 40);
            const Camera camera = orbitCamera(middle, 2, d.yaw, d.pitch, 0.7, 64);
            const Vec3d seen = transformPoint(inverseRigid(camera.world_from_camera), middle);
            QVERIFY(length(seen - Vec3d{0, 0, -2}) < 1e-12);
            const auto column = [&](int k) {
                const auto& m = camera.world_from_camera.m;
                return Vec3d{m[0][k], m[1][k], m[2][k]};
            };
            QVERIFY(length(cross(column(0), column(1)) - column(2)) < 1e-12);
            QVERIFY(column(1).z >= -1e-12);  // up is up
        }
    }

    void aBallIsSeenFromOneSideOfIt() {
        const std::vector<float> seen = faceVisibility(scaled(makeSphere(24, 12), 0.4f), kQuick);
        // From distance 2 a cap of cos(angle) > 0.4 / 2 is seen: 40 % of all directions, a little
        // more for a face's nearest corner.
        for (const float share : seen) {
            QVERIFY2(share > 0.25f && share < 0.55f, qPrintable(QString::number(share)));
        }
    }

    void aBubbleInsideGoesAndTheRestStays() {
        const TriangleMesh outer = scaled(makeTorus(40, 20), 0.35f);
        TriangleMesh both = outer;
        TriangleMesh bubble = makeSphere(12, 6);
        for (Vec3f& p : bubble.positions) {
            p = p * 0.05f + Vec3f{0.35f, 0, 0};  // in the ring's tube
        }
        append(&both, bubble);
        const std::vector<float> seen = faceVisibility(both, kQuick);
        const auto inner = seen.begin() + static_cast<int64_t>(outer.triangles.size());
        QCOMPARE(*std::max_element(inner, seen.end()), 0.0f);
        const TriangleMesh left = removeHiddenFaces(both, seen);
        QCOMPARE(left.triangles.size(), outer.triangles.size());
        QCOMPARE(left.positions, outer.positions);
        QVERIFY(inspect(left).closed());
    }

    void anInnerWallBehindASlitGoes() {
        // A double wall: the inner one hangs at the outer one by a small hole's rim.
        TriangleMesh mesh = scaled(makeSphere(32, 16), 0.45f);
        const TriangleMesh inner = scaled(makeSphere(32, 16), 0.4f);
        const auto outer_faces = mesh.triangles.size();
        append(&mesh, inner);
        for (size_t i = outer_faces; i < mesh.triangles.size(); ++i) {
            std::swap(mesh.triangles[i].y, mesh.triangles[i].z);  // seen from within
        }
        const auto at_top = [&](const Vec3i& t) { return t.x == 0 || t.x == 482; };
        const auto count = std::erase_if(mesh.triangles, at_top);
        QCOMPARE(count, 64);
        const int columns = 32;
        for (int i = 0; i < columns; ++i) {
            const int a = 2 + i, b = 2 + (i + 1) % columns, c = 482 + a, d = 482 + b;
            mesh.triangles.push_back({a, b, d});
            mesh.triangles.push_back({a, d, c});
        }
        QVERIFY(inspect(mesh).closed());
        const std::vector<float> seen = faceVisibility(mesh, kQuick);
        QVERIFY(std::find(seen.begin(), seen.end(), 0.0f) != seen.end());
        const TriangleMesh left = removeHiddenFaces(mesh, seen);
        const auto inside =
            std::count_if(left.triangles.begin(), left.triangles.end(), [&](const Vec3i& t) {
                return length(left.positions[t.x]) < 0.42f;
            });
        QVERIFY2(inside < 100, qPrintable(QString::number(inside)));  // of 928
        QVERIFY(left.triangles.size() >= outer_faces - 32);
    }
};

QTEST_GUILESS_MAIN(TestFaceVisibility)
#include "test_face_visibility.moc"
