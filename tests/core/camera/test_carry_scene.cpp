// SPDX-License-Identifier: Apache-2.0
#include "camera/carry_scene.h"
#include "core/camera/synthetic_set.h"

#include <QtTest>

#include <cmath>

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

constexpr double kAngle = 0.7, kScale = 2.5;

/// A quarter-like turn about x, larger, elsewhere.
Similarity otherWorld() {
    Similarity s;
    s.rotation.m[1][1] = s.rotation.m[2][2] = std::cos(kAngle);
    s.rotation.m[1][2] = -std::sin(kAngle);
    s.rotation.m[2][1] = std::sin(kAngle);
    s.scale = kScale;
    s.translation = {4, -2, 9};
    return s;
}

std::vector<CameraByName> ring(int count) {
    std::vector<CameraByName> cameras;
    for (int i = 0; i < count; ++i) {
        const double a = 6.283 * i / count;
        cameras.emplace_back("v" + std::to_string(i),
                             lookAtOrigin({3 * std::cos(a), 3 * std::sin(a), 1 + 0.2 * i}, 300));
    }
    return cameras;
}

SceneEdits editedScene() {
    SceneEdits scene;
    scene.region = RegionBox();
    scene.region->world_from_box.m[0][3] = 0.4;
    scene.region->half_size = {1, 0.5, 0.25};
    scene.frame = SceneFrame{{0, 0, 1}, -0.3, 0.1};
    return scene;
}

}  // namespace

class TestCarryScene : public QObject {
    Q_OBJECT
private slots:
    void placesStayInRegionAndAboveFloor() {
        const std::vector<CameraByName> before = ring(8);
        std::vector<CameraByName> after;
        for (const auto& [name, camera] : before) {
            after.emplace_back(name, otherWorld()(camera));
        }
        const SceneEdits scene = editedScene();
        SceneEdits carried = scene;
        QVERIFY(carryScene(carried, before, after));
        for (int i = 0; i < 60; ++i) {
            const Vec3d p{std::sin(i * 1.3) * 2, std::cos(i * 0.7) * 2, std::sin(i * 0.31)};
            const Vec3d q = otherWorld()(p);
            QVERIFY(std::abs(distanceTo(*carried.region, q) -
                             kScale * distanceTo(*scene.region, p)) < 1e-6);
            const auto height = [](const SceneFrame& frame, Vec3d point) {
                return frame.scale * (dot(frame.up, point) - frame.floor);  // metres
            };
            QVERIFY(std::abs(height(*carried.frame, q) - height(*scene.frame, p)) < 1e-6);
        }
    }

    void anotherArrangementGivesItUp() {
        const std::vector<CameraByName> before = ring(8);
        std::vector<CameraByName> after = before;
        for (std::size_t i = 0; i < after.size(); ++i) {
            after[i].second = before[(i * 3) % before.size()].second;
        }
        SceneEdits scene = editedScene();
        QVERIFY(!carryScene(scene, before, after));
        QVERIFY(!scene.region && !scene.frame);
        scene = editedScene();
        QVERIFY(!carryScene(scene, before, ring(2)));  // too few are in both
        QVERIFY(!scene.region);
    }
};

QTEST_GUILESS_MAIN(TestCarryScene)
#include "test_carry_scene.moc"
