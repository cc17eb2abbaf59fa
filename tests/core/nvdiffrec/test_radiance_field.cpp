// SPDX-License-Identifier: Apache-2.0
// A patterned ball with a round bite out of its top, which no outline shows, drawn by tracing rays.
#include "base/error.h"
#include "nvdiffrec/depth_fusion.h"
#include "nvdiffrec/radiance_field.h"
#include "tensor/convert.h"

#include <QtTest>

#include <cmath>
#include <optional>
#include <vector>

using namespace bozzetto;

namespace {

constexpr int kCells = 32, kSide = 64, kViews = 20, kSteps = 120;
constexpr double kRadius = 0.42, kBite = 0.24, kDistance = 1.6;
const Vec3d kBiteMiddle{0, 0, 0.42};

Lattice cube() {
    Lattice lattice;
    lattice.cell = 1.0 / kCells;
    lattice.origin = {-0.5, -0.5, -0.5};
    for (int& cells : lattice.cells) {
        cells = kCells;
    }
    return lattice;
}

/// Signed distance to the object, < 0 inside.
double distanceTo(Vec3d p) {
    return std::max(length(p) - kRadius, kBite - length(p - kBiteMiddle));
}

/// Where a ray from outside meets the object: by sphere tracing.
std::optional<Vec3d> hit(Vec3d origin, Vec3d direction) {
    double way = 0;
    for (int i = 0; i < 400 && way < 3; ++i) {
        const double here = distanceTo(origin + direction * way);
        if (here < 1e-4) {
            return origin + direction * way;
        }
        way += 0.7 * here;
    }
    return {};
}

float pattern(double a, double b) {
    return std::sin(16 * a) * std::sin(16 * b) > 0 ? 0.7f : 0.1f;
}

/// Camera i of those that look at the object from above its equator, evenly spread.
Camera cameraAt(int i) {
    const double height = (i + 0.5) / kViews, turn = M_PI * (3 - std::sqrt(5.0)) * i;
    const double flat = std::sqrt(1 - height * height);
    const Vec3d back{flat * std::cos(turn), flat * std::sin(turn), height};
    const Vec3d right{-std::sin(turn), std::cos(turn), 0};
    const Vec3d up = cross(back, right);
    Camera camera;
    camera.width = camera.height = kSide;
    camera.fx = camera.fy = 1.5 * kSide;
    camera.cx = camera.cy = kSide / 2.0;
    const Vec3d place = back * kDistance;
    camera.world_from_camera = {{{right.x, up.x, back.x, place.x},
                                 {right.y, up.y, back.y, place.y},
                                 {right.z, up.z, back.z, place.z},
                                 {0, 0, 0, 1}}};
    return camera;
}

/// The view, with its true depth.
TrainingView viewFrom(const Camera& camera) {
    TrainingView view;
    view.camera = camera;
    view.position = toTensor(std::vector<Vec3f>{{static_cast<float>(camera.position().x),
                                                 static_cast<float>(camera.position().y),
                                                 static_cast<float>(camera.position().z)}});
    view.target = at::zeros({kSide, kSide, 4});
    view.depth = at::zeros({kSide, kSide});
    auto target = view.target.accessor<float, 3>();
    auto depth = view.depth.accessor<float, 2>();
    const auto& m = camera.world_from_camera.m;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const double u = (x + 0.5 - camera.cx) / camera.fx;
            const double v = -(y + 0.5 - camera.cy) / camera.fy;
            const Vec3d ray{m[0][0] * u + m[0][1] * v - m[0][2],
                            m[1][0] * u + m[1][1] * v - m[1][2],
                            m[2][0] * u + m[2][1] * v - m[2][2]};
            if (const auto p = hit(camera.position(), ray * (1 / length(ray)))) {
                target[y][x][0] = pattern(p->x, p->y);
                target[y][x][1] = pattern(p->y, p->z);
                target[y][x][2] = pattern(p->z, p->x);
                target[y][x][3] = 1;
                depth[y][x] = static_cast<float>(length(*p - camera.position()) / length(ray));
            }
        }
    }
    return view;
}

/// Signed distances of the ball without the bite, in cells.
at::Tensor wholeBall(const Lattice& lattice) {
    at::Tensor values = at::empty({lattice.points()});
    const std::vector<Vec3f> positions = lattice.positions();
    for (int64_t i = 0; i < lattice.points(); ++i) {
        const Vec3f p = positions[i];
        values.data_ptr<float>()[i] =
            static_cast<float>((length(Vec3d{p.x, p.y, p.z}) - kRadius) / lattice.cell);
    }
    return values;
}

}  // namespace

class TestRadianceField : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void fusesTrueDepths();
    void findsTheBite();
    void goesOnFromItsState();
    void refusesOtherStates();

private:
    struct Found {
        double bite, solid;  // shares of the points well inside each that are called empty
    };
    Found found(const at::Tensor& distances) const;

    const Lattice lattice_ = cube();
    const FieldSpace space_{lattice_, wholeBall(lattice_), at::full({1, 3}, -0.5), 1};
    std::vector<TrainingView> views_;
};

void TestRadianceField::initTestCase() {
    for (int i = 0; i < kViews; ++i) {
        views_.push_back(viewFrom(cameraAt(i)));
    }
}

TestRadianceField::Found TestRadianceField::found(const at::Tensor& distances) const {
    const std::vector<Vec3f> positions = lattice_.positions();
    double bite = 0, bite_all = 0, solid = 0, solid_all = 0;
    for (int64_t i = 0; i < lattice_.points(); ++i) {
        const Vec3d p{positions[i].x, positions[i].y, positions[i].z};
        const bool empty = distances.data_ptr<float>()[i] > 0;
        if (length(p) < kRadius && distanceTo(p) > 1.5 * lattice_.cell) {
            bite += empty, bite_all += 1;
        } else if (distanceTo(p) < -2 * lattice_.cell) {
            solid += empty, solid_all += 1;
        }
    }
    return {bite / bite_all, solid / solid_all};
}

void TestRadianceField::fusesTrueDepths() {
    DepthFusion fusion(lattice_, at::kCPU);
    for (const TrainingView& view : views_) {
        fusion.add(view.camera, view.depth);
    }
    const at::Tensor distances = fusion.distances();
    const Found shares = found(distances);
    QVERIFY(shares.bite == 1.0 && shares.solid == 0.0);
    QCOMPARE(distances.min().item<float>(), -3.0f);  // cells: the truncation
    QCOMPARE(distances.max().item<float>(), 3.0f);
}

void TestRadianceField::findsTheBite() {
    RadianceField field(space_, views_);
    for (int i = 0; i < kSteps; ++i) {
        field.step(7, i, kSteps);
    }
    DepthFusion fusion(lattice_, at::kCPU);
    for (const TrainingView& view : views_) {
        fusion.add(view.camera, field.depthOf(view));
    }
    const Found shares = found(fusion.distances());
    qInfo("called empty: %.3f of the bite, %.4f of the rest", shares.bite, shares.solid);
    QVERIFY(shares.bite > 0.8);
    QVERIFY(shares.solid < 0.02);
}

void TestRadianceField::goesOnFromItsState() {
    RadianceField field(space_, views_), again(space_, views_);
    for (int i = 0; i < 6; ++i) {
        if (i == 3) {
            again.deserialize(field.serialize());
        }
        field.step(7, i, 6);
        if (i >= 3) {
            again.step(7, i, 6);
        }
    }
    QVERIFY(field.serialize() == again.serialize());
}

void TestRadianceField::refusesOtherStates() {
    RadianceField field(space_, views_), none;
    const std::string state = field.serialize();
    QVERIFY(none.serialize().empty());
    QVERIFY_THROWS_EXCEPTION(Error, none.deserialize(state));
    QVERIFY_THROWS_EXCEPTION(Error, field.deserialize(""));
    QVERIFY_THROWS_EXCEPTION(Error, field.deserialize(state.substr(0, state.size() / 2)));
    TrainingView empty = views_[0];
    empty.target = at::zeros_like(empty.target);
    RadianceField(space_, {empty}).step(7, 0, 1);  // no pixel to look at
}

QTEST_GUILESS_MAIN(TestRadianceField)
#include "test_radiance_field.moc"
