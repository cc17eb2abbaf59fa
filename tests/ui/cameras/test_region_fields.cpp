// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/region_fields.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace bozzetto;
using namespace bozzetto::ui;

namespace {

constexpr double kDegree = std::numbers::pi / 180;

/// A box turned by `degrees` about z, moved to `centre`.
RegionBox boxAt(Vec3d centre, Vec3d half_size, double degrees) {
    RegionBox box;
    const double c = std::cos(degrees * kDegree), s = std::sin(degrees * kDegree);
    auto& m = box.world_from_box.m;
    m[0][0] = c, m[0][1] = -s, m[1][0] = s, m[1][1] = c;
    m[0][3] = centre.x, m[1][3] = centre.y, m[2][3] = centre.z;
    box.half_size = half_size;
    return box;
}

Vec3d column(const RegionBox& box, int i) {
    const auto& m = box.world_from_box.m;
    return {m[0][i], m[1][i], m[2][i]};
}

bool near(Vec3d a, Vec3d b) {
    return length(a - b) < 1e-9;
}

class TestRegionFields : public QObject {
    Q_OBJECT
private slots:
    void numbersAreOfTheScene();
    void eachNumberChangesWhatItSays();
    void changesFollowATiltedScene();
    void floorStaysUnderTheBoxWhenUpChanges();
};

void TestRegionFields::numbersAreOfTheScene() {
    SceneFrame frame;
    frame.floor = 2;    // input units
    frame.scale = 0.5;  // half a metre each
    const RegionFields fields = fieldsOf(boxAt({4, 6, 3}, {1, 2, 1}, 30), frame);
    QVERIFY(near(fields.size, {1, 2, 1}));
    QVERIFY(near(fields.centre, {2, 3, 0.5}));
    QVERIFY(std::abs(fields.angle - 30) < 1e-9);
}

void TestRegionFields::eachNumberChangesWhatItSays() {
    SceneFrame frame;
    frame.scale = 0.1;
    const RegionBox box = boxAt({1, 2, 3}, {1, 2, 3}, 20);
    RegionFields fields = fieldsOf(box, frame);
    QCOMPARE(fieldsOf(withFields(box, frame, fields), frame).angle, fields.angle);

    fields.size.y = 1;  // metres: 10 units
    RegionBox changed = withFields(box, frame, fields);
    QVERIFY(near(changed.half_size, {1, 5, 3}));
    QVERIFY(near(column(changed, 3), {1, 2, 3}));

    fields = fieldsOf(box, frame);
    fields.centre.z += 0.2;
    changed = withFields(box, frame, fields);
    QVERIFY(near(column(changed, 3), {1, 2, 5}));
    QVERIFY(near(changed.half_size, box.half_size));

    fields = fieldsOf(box, frame);
    fields.angle += 70;
    changed = withFields(box, frame, fields);
    QVERIFY(near(column(changed, 0), {0, 1, 0}));
    QVERIFY(near(column(changed, 1), {-1, 0, 0}));
    QVERIFY(near(column(changed, 3), {1, 2, 3}));
}

void TestRegionFields::changesFollowATiltedScene() {
    SceneFrame frame;
    frame.up = {0, 1, 0};
    const RegionBox box = boxAt({0, 0, 0}, {1, 1, 1}, 0);
    RegionFields fields = fieldsOf(box, frame);
    fields.centre.z = 4;  // up in the scene
    QVERIFY(near(column(withFields(box, frame, fields), 3), {0, 4, 0}));
    fields = fieldsOf(box, frame);
    fields.angle += 90;  // about the scene's up: y stays
    QVERIFY(near(column(withFields(box, frame, fields), 1), {0, 1, 0}));
}

void TestRegionFields::floorStaysUnderTheBoxWhenUpChanges() {
    const RegionBox box = boxAt({0, 0, 5}, {1, 2, 3}, 0);
    SceneFrame frame;
    frame.floor = 2, frame.scale = 0.25;
    const SceneFrame over = withUp(frame, {0, 0, -2}, &box);
    QVERIFY(near(over.up, {0, 0, -1}));
    QCOMPARE(over.floor, -8.0);  // what was the top
    QCOMPARE(over.scale, 0.25);
    QCOMPARE(withUp(frame, {1, 0, 0}, &box).floor, -1.0);
    QCOMPARE(withUp(frame, {0, 0, 0}, &box), frame);  // no direction
}

}  // namespace

QTEST_GUILESS_MAIN(TestRegionFields)
#include "test_region_fields.moc"
