// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/random.h"
#include "camera/depth_scale.h"
#include "camera/evidence.h"
#include "camera/scene_guess.h"
#include "core/camera/synthetic_set.h"

#include <Eigen/Geometry>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

double uniform(uint64_t stream, uint64_t i, double low, double high) {
    return low + (high - low) * randomUniform(5, stream, i);
}

Camera lookAt(Vec3d eye, Vec3d target, double roll) {
    Camera camera = lookAtOrigin(eye - target, 500);
    const Vec3d x = column(camera.world_from_camera, 0), y = column(camera.world_from_camera, 1);
    for (int i = 0; i < 3; ++i) {
        camera.world_from_camera.m[i][0] = x[i] * std::cos(roll) + y[i] * std::sin(roll);
        camera.world_from_camera.m[i][1] = y[i] * std::cos(roll) - x[i] * std::sin(roll);
        camera.world_from_camera.m[i][3] = eye[i];
    }
    return camera;
}

/// Somebody walks around a table with a camera in the hand.
std::vector<Camera> handheld(int count, double lap = 4 * std::numbers::pi) {
    std::vector<Camera> cameras;
    for (int i = 0; i < count; ++i) {
        const double azimuth = lap * (i + uniform(1, i, -0.3, 0.3)) / count;
        const double elevation = (i < count / 2 ? 0.35 : 0.75) + uniform(2, i, -0.15, 0.15);
        const double distance = 3.2 * uniform(3, i, 0.85, 1.3);
        const Vec3d eye{std::cos(azimuth) * std::cos(elevation) * distance,
                        std::sin(azimuth) * std::cos(elevation) * distance,
                        std::sin(elevation) * distance};
        const Vec3d target{
            uniform(4, i, -0.2, 0.2), uniform(5, i, -0.2, 0.2), uniform(6, i, -0.2, 0.2)};
        cameras.push_back(lookAt(eye, target, uniform(7, i, -0.1, 0.1)));
    }
    return cameras;
}

constexpr Vec3d kObject{0.7, 0.5, 0.8};  // half size of the box-shaped object around the origin
constexpr double kTable = -0.8;          // height

/// A table with things in the background, a box on it without texture on its upper third, and
/// points that are simply wrong.
struct TableScene {
    std::vector<Camera> cameras = handheld(30);
    SparseCloud cloud;
    std::vector<Vec3d> props;

    TableScene() {
        for (int i = 0; i < 3000; ++i) {
            add({uniform(10, i, -4, 4), uniform(11, i, -4, 4), kTable + noise(i)}, 6);
        }
        for (int i = 0; i < 900; ++i) {
            add(onObject(i), 8);
        }
        for (int i = 0; i < 600; ++i) {
            const double angle = 2 * std::numbers::pi * (i % 12) / 12;
            props.push_back({4 * std::cos(angle) + uniform(12, i, -0.4, 0.4),
                             4 * std::sin(angle) + uniform(13, i, -0.4, 0.4),
                             kTable + uniform(14, i, 0, 1.5)});
            add(props.back(), 4);
        }
        for (int i = 0; i < 120; ++i) {
            add({uniform(15, i, -5, 5), uniform(16, i, -5, 5), uniform(17, i, -3, 3)}, 2);
        }
    }
    void add(Vec3d p, uint32_t seen) {
        SparsePoint point;
        point.position = p;
        for (uint32_t i = 0; i < seen; ++i) {
            point.seen_by.push_back(i);
        }
        cloud.points.push_back(std::move(point));
    }
    static double noise(int i) { return uniform(18, i, -0.004, 0.004); }
    static Vec3d onObject(int i) {
        const double u = uniform(19, i, -1, 1), v = uniform(20, i, -1, 0.35);
        const double side = i % 2 ? 1 : -1;
        return i % 4 < 2 ? Vec3d{side * kObject.x, u * kObject.y, v * kObject.z}
                         : Vec3d{u * kObject.x, side * kObject.y, v * kObject.z};
    }
};

struct Move {
    Mat4d rigid;
    double scale = 1;
    Vec3d operator()(Vec3d p) const { return transformPoint(rigid, p * scale); }
    Camera operator()(Camera camera) const {
        for (int i = 0; i < 3; ++i) {
            camera.world_from_camera.m[i][3] *= scale;
        }
        camera.world_from_camera = rigid * camera.world_from_camera;
        return camera;
    }
};

Move moveBy(Eigen::Vector3d axis, double angle, double scale, Vec3d shift) {
    const Eigen::Matrix3d r = Eigen::AngleAxisd(angle, axis.normalized()).toRotationMatrix();
    Move move;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            move.rigid.m[i][j] = r(i, j);
        }
        move.rigid.m[i][3] = shift[i];
    }
    move.scale = scale;
    return move;
}

Vec3d turned(const Move& move, Vec3d direction) {
    return move(direction) * (1 / move.scale) - move(Vec3d{0, 0, 0}) * (1 / move.scale);
}

double degrees(Vec3d a, Vec3d b) {
    return std::atan2(length(cross(a, b)), dot(a, b)) * 180 / std::numbers::pi;
}

double differenceOf(const Camera& a, const Camera& b) {
    double worst = 0;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 4; ++j) {
            worst = std::max(worst,
                             std::abs(a.world_from_camera.m[i][j] - b.world_from_camera.m[i][j]));
        }
    }
    return worst;
}

std::vector<Camera> movedBy(const Move& move, const std::vector<Camera>& cameras) {
    std::vector<Camera> moved;
    std::transform(cameras.begin(), cameras.end(), std::back_inserter(moved), move);
    return moved;
}

}  // namespace

class TestSceneGuess : public QObject {
    Q_OBJECT

private slots:
    void depthTellsTheScaleOfEstimatedCameras();
    void findsTableAndObjectInAnyCoordinates_data() {
        QTest::addColumn<double>("angle");
        QTest::addColumn<double>("scale");
        QTest::newRow("as it stands") << 0.0 << 1.0;
        QTest::newRow("turned, in millimetres") << 2.1 << 1000.0;
        QTest::newRow("upside down and tiny") << std::numbers::pi << 0.01;
    }
    void findsTableAndObjectInAnyCoordinates() {
        QFETCH(double, angle);
        QFETCH(double, scale);
        TableScene scene;
        const Move move = moveBy({1, 0.3, -0.2}, angle, scale, {5, -7, 3});
        for (SparsePoint& p : scene.cloud.points) {
            p.position = move(p.position);
        }
        const SceneGuess guess = guessScene(movedBy(move, scene.cameras), scene.cloud);
        QVERIFY(guess.table.has_value());
        QVERIFY2(degrees(guess.frame.up, turned(move, {0, 0, 1})) < 0.2, guess.evidence.c_str());
        QVERIFY(guess.up_confidence > 0.8);
        const double floor = dot(guess.frame.up, move(Vec3d{0, 0, kTable}));
        QVERIFY(std::abs(guess.frame.floor - floor) < 0.005 * scale);
        for (int corner = 0; corner < 8; ++corner) {
            // The bottom corners lie on the box's bottom, within the plane's error.
            const Vec3d p{corner & 1 ? kObject.x : -kObject.x,
                          corner & 2 ? kObject.y : -kObject.y,
                          corner & 4 ? 0.35 * kObject.z : -kObject.z};
            QVERIFY(distanceTo(guess.region, move(p)) < 0.005 * scale);
        }
        for (const Vec3d& p : scene.props) {
            QVERIFY(distanceTo(guess.region, move(p)) > 0);
        }
        const Vec3d half = guess.region.half_size * (1 / scale);
        QVERIFY2(half.x * half.y * half.z < 2 * kObject.x * kObject.y * kObject.z,
                 qPrintable(QString("%1 %2 %3").arg(half.x).arg(half.y).arg(half.z)));
    }

    void aWallBehindTheObjectIsNotItsTable() {
        TableScene scene;
        scene.cameras = handheld(20, 1.6);  // all from one side
        for (int i = 0; i < 6000; ++i) {
            scene.add({-3, uniform(30, i, -3, 3), uniform(31, i, kTable, 3)}, 6);
        }
        const SceneGuess guess = guessScene(scene.cameras, scene.cloud);
        QVERIFY(guess.table.has_value());
        QVERIFY2(degrees(guess.frame.up, {0, 0, 1}) < 0.3, guess.evidence.c_str());
    }

    void aCloudOfTheObjectAloneHasNoTable() {
        TableScene scene;
        scene.cloud.points.clear();
        for (int i = 0; i < 900; ++i) {
            scene.add(TableScene::onObject(i), 8);
        }
        const SceneGuess guess = guessScene(scene.cameras, scene.cloud);
        QVERIFY2(!guess.table, guess.evidence.c_str());
        QVERIFY(degrees(guess.frame.up, {0, 0, 1}) < 5);
        QVERIFY(distanceTo(guess.region, {0, 0, kTable}) < 0);
        QVERIFY(guess.region.half_size.x < 1.5 && guess.region.half_size.y < 1.5);
    }

    void camerasAloneTellUpAndAPlaceToLookAt() {
        const Move move = moveBy({0.2, 1, 0.5}, 1.0, 3, {1, 2, 3});
        const std::vector<Camera> cameras = movedBy(move, handheld(24));
        const SceneGuess guess = guessScene(cameras, {});
        QVERIFY(degrees(guess.frame.up, turned(move, {0, 0, 1})) < 5);
        QVERIFY(guess.up_confidence > 0.3);
        QVERIFY(distanceTo(guess.region, move(Vec3d{0, 0, 0})) < 0);
        // Rolled at random, they tell nothing about up.
        std::vector<Camera> rolled = handheld(24);
        for (std::size_t i = 0; i < rolled.size(); ++i) {
            const Vec3d eye = rolled[i].position();
            rolled[i] = lookAt(eye, {0, 0, 0}, uniform(40, i, 0, 6.28));
        }
        QVERIFY(guessScene(rolled, {}).up_confidence < 0.3);
    }

    /// Of cameras in a world where `up` is up; each shakes by up to two degrees.
    static std::vector<std::optional<Vec3d>> felt(const std::vector<Camera>& cameras, Vec3d up) {
        std::vector<std::optional<Vec3d>> ups;
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const auto shake = [&](uint64_t stream) { return uniform(stream, i, -0.03, 0.03); };
            const Vec3d world = normalize(up + Vec3d{shake(50), shake(51), shake(52)});
            const Mat4d& m = cameras[i].world_from_camera;
            ups.push_back(Vec3d{
                dot(column(m, 0), world), dot(column(m, 1), world), dot(column(m, 2), world)});
        }
        return ups;
    }

    void gravityIsBetterThanHowCamerasAreHeld() {
        // Rolled at random: the cameras themselves tell nothing about up.
        const Move move = moveBy({0.2, 1, 0.5}, 1.0, 3, {1, 2, 3});
        std::vector<Camera> cameras = handheld(24);
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            cameras[i] = lookAt(cameras[i].position(), {0, 0, 0}, uniform(40, i, 0, 6.28));
        }
        cameras = movedBy(move, cameras);
        const Vec3d up = turned(move, {0, 0, 1});
        std::vector<std::optional<Vec3d>> ups = felt(cameras, up);
        for (std::size_t i = 0; i < 7; ++i) {
            ups[i] = Vec3d{0, 0, 1};  // moved while the shutter was open
        }
        ups[7].reset();
        const SceneGuess guess = guessScene(cameras, {}, ups);
        QVERIFY(guess.up_from == SceneGuess::UpFrom::Gravity);
        QVERIFY2(degrees(guess.frame.up, up) < 1, guess.evidence.c_str());
        QVERIFY(guess.up_confidence > 0.5);
        QVERIFY2(guess.evidence.find("16 of 23 photographs") != std::string::npos,
                 guess.evidence.c_str());
        // The floor is below the region, which is around what they look at.
        QVERIFY(distanceTo(guess.region, move(Vec3d{0, 0, 0})) < 0);
        QVERIFY(guess.frame.floor < dot(guess.frame.up, move(Vec3d{0, 0, 0})));
    }

    void gravityThatFewAgreeOnIsNotUsed() {
        const std::vector<Camera> cameras = handheld(12);
        std::vector<std::optional<Vec3d>> ups(12, Vec3d{0, 0, 1});  // of each, somewhere else
        QVERIFY(guessScene(cameras, {}, ups).up_from == SceneGuess::UpFrom::Cameras);
        ups = felt(cameras, {0, 0, 1});
        std::fill(ups.begin() + 2, ups.end(), std::nullopt);
        QVERIFY(guessScene(cameras, {}, ups).up_from == SceneGuess::UpFrom::Cameras);
        std::fill(ups.begin(), ups.end(), Vec3d{NAN, INFINITY, 0});
        QVERIFY(guessScene(cameras, {}, ups).up_from == SceneGuess::UpFrom::Cameras);
    }

    void aLevelTableIsMoreExactThanGravityATiltedOneIsNot() {
        const TableScene scene;
        const auto leaning = [](double degrees) {
            const double angle = degrees * std::numbers::pi / 180;
            return Vec3d{std::sin(angle), 0, std::cos(angle)};
        };
        const SceneGuess level =
            guessScene(scene.cameras, scene.cloud, felt(scene.cameras, leaning(2)));
        QVERIFY(level.up_from == SceneGuess::UpFrom::Table && level.table);
        QVERIFY2(degrees(level.frame.up, {0, 0, 1}) < 0.2, level.evidence.c_str());
        const SceneGuess tilted =
            guessScene(scene.cameras, scene.cloud, felt(scene.cameras, leaning(12)));
        QVERIFY(tilted.up_from == SceneGuess::UpFrom::Gravity && tilted.table);
        QVERIFY2(degrees(tilted.frame.up, leaning(12)) < 1, tilted.evidence.c_str());
        // It is still what the object stands on, and the object is still found on it.
        QVERIFY(degrees(tilted.table->normal, {0, 0, 1}) < 0.2);
        QVERIFY(distanceTo(tilted.region, {0, 0, 0}) < 0);
        QVERIFY(distanceTo(tilted.region, {0, 0, kTable - 0.1}) > 0);
        QVERIFY(tilted.frame.floor < kTable * std::cos(12 * std::numbers::pi / 180) + 0.1);
    }

    void pointsThatAreNoNumbersDoNoHarm() {
        TableScene scene;
        const SceneGuess clean = guessScene(scene.cameras, scene.cloud);
        for (int i = 0; i < 50; ++i) {
            scene.add({std::nan(""), 0, 0}, 3);
            scene.add({1e300, -1e300, 1e300}, 3);
        }
        const SceneGuess guess = guessScene(scene.cameras, scene.cloud);
        QVERIFY(guess.table && degrees(guess.frame.up, clean.frame.up) < 0.05);
        QVERIFY(std::abs(guess.region.half_size.x - clean.region.half_size.x) < 0.1);
    }

    void threePointsOfTheFloorMakeAFrame() {
        const std::vector<Camera> cameras = handheld(4);
        // Both orders: up is where the cameras are.
        const Vec3d a{1, 0, kTable}, b{0, 1, kTable}, c{-1, -1, kTable};
        for (const auto& frame :
             {frameFromFloor(a, b, c, cameras), frameFromFloor(a, c, b, cameras)}) {
            QVERIFY(frame && degrees(frame->up, {0, 0, 1}) < 1e-6);
            QVERIFY(std::abs(frame->floor - kTable) < 1e-12);
            QVERIFY(std::abs(transformPoint(sceneFromInput(*frame), a).z) < 1e-12);
        }
        QVERIFY(!frameFromFloor(a, b, (a + b) * 0.5, cameras));
        QVERIFY(!frameFromFloor(a, a, b, cameras));
    }

    void aKnownLengthGivesTheScale() {
        const SceneFrame frame = withLength({{0, 1, 0}, 2, 1}, {0, 0, 0}, {3, 4, 0}, 0.25);
        QCOMPARE(frame.scale, 0.05);
        QCOMPARE(frame.floor, 2.0);
        QVERIFY_EXCEPTION_THROWN(withLength(frame, {1, 1, 1}, {1, 1, 1}, 1), Error);
        QVERIFY_EXCEPTION_THROWN(withLength(frame, {0, 0, 0}, {1, 1, 1}, std::nan("")), Error);
    }

    void camerasAlignAcrossASimilarity_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("on_a_line");
        QTest::newRow("many") << 20 << false;
        QTest::newRow("two") << 2 << false;
        QTest::newRow("a rig on a line") << 6 << true;
    }
    void camerasAlignAcrossASimilarity() {
        QFETCH(int, count);
        QFETCH(bool, on_a_line);
        std::vector<Camera> cameras = handheld(count);
        for (int i = 0; i < count && on_a_line; ++i) {
            cameras[i].world_from_camera.m[0][3] = i;
            cameras[i].world_from_camera.m[1][3] = 2 * i;
            cameras[i].world_from_camera.m[2][3] = 1;
        }
        const Move move = moveBy({0.4, -1, 0.1}, 2.4, 0.37, {10, 20, -30});
        const std::vector<Camera> target = movedBy(move, cameras);
        const Similarity similarity = alignCameras(cameras, target);
        QVERIFY(std::abs(similarity.scale - 0.37) < 1e-9);
        for (int i = 0; i < count; ++i) {
            QVERIFY(differenceOf(similarity(cameras[i]), target[i]) < 1e-8);
        }
    }

    void pointsAlignByLeastSquares() {
        std::vector<Vec3d> source, target;
        const Move move = moveBy({1, 1, 0}, -0.8, 2.5, {-4, 0, 9});
        for (int i = 0; i < 400; ++i) {
            source.push_back({uniform(50, i, -1, 1), uniform(51, i, -2, 2), uniform(52, i, -1, 1)});
            const Vec3d noise{uniform(53, i, -0.02, 0.02),
                              uniform(54, i, -0.02, 0.02),
                              uniform(55, i, -0.02, 0.02)};
            target.push_back(move(source.back()) + noise);
        }
        const Similarity similarity = alignPoints(source, target);
        QVERIFY(std::abs(similarity.scale - 2.5) < 0.003);
        QVERIFY(length(similarity(Vec3d{0.3, 0.2, 0.1}) - move(Vec3d{0.3, 0.2, 0.1})) < 0.004);

        const std::vector<Vec3d> line = {{0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {5, 5, 5}};
        QVERIFY_EXCEPTION_THROWN(alignPoints(line, line), Error);
        QVERIFY_EXCEPTION_THROWN(
            alignPoints(std::span(source).first(2), std::span(target).first(2)), Error);
        const std::vector<Vec3d> one_place(5, Vec3d{1, 2, 3});
        QVERIFY_EXCEPTION_THROWN(alignPoints(one_place, std::span(source).first(5)), Error);
    }
};

/// Cameras around two spheres, in units of 4 m, with depth in metres and points on the spheres.
void TestSceneGuess::depthTellsTheScaleOfEstimatedCameras() {
    constexpr double kUnit = 4;
    ImageSet set;
    set.estimated_cameras = true;
    for (uint32_t i = 0; i < 6; ++i) {
        const Camera camera = orbitCamera(static_cast<int>(i), 6, 80);
        const cv::Mat depth = render(camera).depth;
        View& view = set.views.emplace_back();
        view.name = "v" + std::to_string(i);
        view.camera = camera;
        for (int row = 0; row < 3; ++row) {
            view.camera->world_from_camera.m[row][3] /= kUnit;
        }
        view.depth = Image(80, 80, 1);
        set.cloud.pictures.push_back(view.name);
        for (int y = 0; y < 80; ++y) {
            for (int x = 0; x < 80; ++x) {
                const double z = depth.at<double>(y, x);
                *view.depth.at(x, y) = static_cast<float>(z);
                if (z > 0 && (x + 80 * y) % 23 == 0) {
                    const Vec3d local{(x + 0.5 - camera.cx) / camera.fx * z,
                                      -(y + 0.5 - camera.cy) / camera.fy * z,
                                      -z};
                    SparsePoint& point = set.cloud.points.emplace_back();
                    point.position = transformPoint(camera.world_from_camera, local) * (1 / kUnit);
                    point.seen_by = {i};
                }
            }
        }
    }
    const std::optional<double> scale = scaleFromDepth(set);
    QVERIFY(scale && std::abs(*scale - kUnit) < 0.01 * kUnit);

    ImageSet fitted = set;
    checkDepthEvidence(fitted);
    QVERIFY(!fitted.views[0].depth.pixels.empty() && !fitted.notes.empty());
    QVERIFY(std::abs(scaleFromDepth(fitted).value_or(0) - 1) < 0.01);

    ImageSet other = set;  // depth of other pictures
    std::rotate(
        other.cloud.pictures.begin(), other.cloud.pictures.begin() + 3, other.cloud.pictures.end());
    for (std::size_t i = 0; i < other.cloud.points.size(); ++i) {
        other.cloud.points[i].position = other.cloud.points[i].position * (1.0 + double(i % 7));
    }
    QVERIFY(!scaleFromDepth(other));
    set.cloud.points.resize(10);
    QVERIFY(!scaleFromDepth(set));
}

QTEST_GUILESS_MAIN(TestSceneGuess)
#include "test_scene_guess.moc"
