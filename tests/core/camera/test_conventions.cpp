// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/random.h"
#include "camera/conventions.h"
#include "camera/image_set_reader.h"
#include "camera/scene_guess.h"
#include "core/camera/synthetic_set.h"

#include <QtTest>

#include <cstring>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

/// A file's matrix for a pose, written from the conventions' own definitions.
struct Writer {
    const char* name;
    Mat4d (*write)(const Mat4d& world_from_camera);
};

Mat4d mirrored(Mat4d m, int row) {
    for (double& v : m.m[row]) {
        v = -v;
    }
    return m;
}
/// The columns of the rotation are the directions of the file's camera axes.
Mat4d withAxes(const Mat4d& pose, Vec3d x, Vec3d y, Vec3d z) {
    Mat4d m = pose;
    for (int i = 0; i < 3; ++i) {
        m.m[i][0] = x[i], m.m[i][1] = y[i], m.m[i][2] = z[i];
    }
    return m;
}
Vec3d right(const Mat4d& m) {
    return column(m, 0);
}
Vec3d up(const Mat4d& m) {
    return column(m, 1);
}
Vec3d back(const Mat4d& m) {
    return column(m, 2);
}
Mat4d opencv(const Mat4d& m) {
    return withAxes(m, right(m), -up(m), -back(m));
}
Mat4d turnedRotation(const Mat4d& m) {
    Mat4d t = inverseRigid(m);
    for (int i = 0; i < 3; ++i) {
        t.m[i][3] = m.m[i][3];
    }
    return t;
}

const std::vector<Writer>& wrongWriters() {
    static const std::vector<Writer> all = {
        {"opencv", opencv},
        {"world-to-camera", [](const Mat4d& m) { return inverseRigid(m); }},
        {"world-to-camera-opencv", [](const Mat4d& m) { return inverseRigid(opencv(m)); }},
        {"pytorch3d", [](const Mat4d& m) { return withAxes(m, -right(m), up(m), -back(m)); }},
        {"world-to-camera-pytorch3d",
         [](const Mat4d& m) { return inverseRigid(withAxes(m, -right(m), up(m), -back(m))); }},
        {"llff", [](const Mat4d& m) { return withAxes(m, -up(m), right(m), back(m)); }},
        {"robot", [](const Mat4d& m) { return withAxes(m, -back(m), -right(m), up(m)); }},
        {"z-up", [](const Mat4d& m) { return withAxes(m, right(m), -back(m), up(m)); }},
        {"upside-down", [](const Mat4d& m) { return withAxes(m, -right(m), -up(m), back(m)); }},
        {"unity",
         [](const Mat4d& m) { return mirrored(withAxes(m, right(m), up(m), -back(m)), 2); }},
        {"unreal",
         [](const Mat4d& m) { return mirrored(withAxes(m, -back(m), right(m), up(m)), 1); }},
        {"world-to-camera-unity",
         [](const Mat4d& m) {
             return inverseRigid(mirrored(withAxes(m, right(m), up(m), -back(m)), 2));
         }},
        {"transposed-rotation-opencv", [](const Mat4d& m) { return turnedRotation(opencv(m)); }},
        {"transposed-rotation", turnedRotation},
        {"quarter-turn", [](const Mat4d& m) { return withAxes(m, up(m), -right(m), back(m)); }},
    };
    return all;
}

void rewrite(SetSource& set, const Writer& writer) {
    for (ViewSource& view : set.views) {
        view.world_from_camera = writer.write(*view.world_from_camera);
    }
}

/// Largest difference of the poses after a similarity, over the spread of the true ones.
double differenceUpToSimilarity(const SetSource& set, const SetSource& truth) {
    std::vector<Camera> cameras(set.views.size()), true_cameras(set.views.size());
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        cameras[i].world_from_camera = *set.views[i].world_from_camera;
        true_cameras[i].world_from_camera = *truth.views[i].world_from_camera;
    }
    const Similarity similarity = alignCameras(cameras, true_cameras);
    double worst = 0;
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        const Mat4d moved = similarity(cameras[i]).world_from_camera;
        for (int r = 0; r < 3; ++r) {
            for (int c = 0; c < 4; ++c) {
                worst = std::max(
                    worst, std::abs(moved.m[r][c] - true_cameras[i].world_from_camera.m[r][c]));
            }
        }
    }
    return worst;
}

std::string told(const ConventionVerdict& verdict) {
    std::string text;
    for (std::size_t i = 0; i < 3 && i < verdict.ranked.size(); ++i) {
        const ConventionEvidence& e = verdict.ranked[i];
        text += e.convention + " " + std::to_string(e.score) + ": " + e.text + " | ";
    }
    return text;
}

/// A box of noise on a ground of noise, photographed all around without masks.
class NoiseScene {
public:
    static constexpr int kViews = 9, kSide = 240;

    NoiseScene() {
        set.root = folder_.path().toStdString();
        fs::create_directories(set.root / "images");
        for (int i = 0; i < kViews; ++i) {
            const double angle = 0.45 * i, height = 1.6 + 0.25 * (i % 3);
            const Camera camera = lookAtOrigin(
                {3 * std::cos(angle), 3 * std::sin(angle), height}, kSide, 1.1 + 0.02 * i);
            cv::Mat picture(kSide, kSide, CV_8UC3);
            for (int y = 0; y < kSide; ++y) {
                for (int x = 0; x < kSide; ++x) {
                    picture.at<cv::Vec3b>(y, x) = colorAt(camera, x + 0.5, y + 0.5);
                }
            }
            ViewSource& view = set.views.emplace_back();
            view.name = "p" + std::to_string(i);
            view.image = set.root / "images" / (view.name + ".png");
            cv::imwrite(view.image.string(), picture);
            view.world_from_camera = camera.world_from_camera;
            view.intrinsics.fx = camera.fx;
        }
    }

    /// Points on the ground, each with the pictures whose frame holds it.
    void addCloud() {
        for (const ViewSource& view : set.views) {
            set.cloud.pictures.push_back(view.name);
        }
        for (int k = 0; k < 200; ++k) {
            SparsePoint& point = set.cloud.points.emplace_back();
            point.position = {
                2.4 * randomUniform(8, 1, k) - 1.2, 2.4 * randomUniform(8, 2, k) - 1.2, -0.5};
            point.seen_by = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        }
    }

    SetSource set;

private:
    static double noise(double u, double v, uint64_t stream) {
        const auto at = [&](double a, double b) {
            const auto cell = static_cast<uint64_t>(static_cast<int64_t>(a) + 5000) * 100000 +
                              static_cast<uint64_t>(static_cast<int64_t>(b) + 5000);
            return randomUniform(3, stream, cell);
        };
        const double a = std::floor(u), b = std::floor(v), s = u - a, t = v - b;
        return (at(a, b) * (1 - s) + at(a + 1, b) * s) * (1 - t) +
               (at(a, b + 1) * (1 - s) + at(a + 1, b + 1) * s) * t;
    }
    static cv::Vec3b colorAt(const Camera& camera, double px, double py) {
        const Mat4d& m = camera.world_from_camera;
        const Vec3d d = column(m, 0) * ((px - camera.cx) / camera.fx) -
                        column(m, 1) * ((py - camera.cy) / camera.fy) - column(m, 2);
        const Vec3d o = camera.position();
        double nearest = (-0.5 - o.z) / d.z;  // the ground
        if (!(nearest > 0)) {
            return {200, 200, 200};
        }
        Vec3d hit = o + d * nearest;
        uint64_t side = 0;
        for (int axis = 0; axis < 3; ++axis) {  // the box
            const double face = d[axis] < 0 ? 0.5 : -0.5, t = (face - o[axis]) / d[axis];
            const Vec3d p = o + d * t;
            const int u = (axis + 1) % 3, v = (axis + 2) % 3;
            if (t > 0 && t < nearest && std::abs(p[u]) <= 0.5 && std::abs(p[v]) <= 0.5) {
                nearest = t, hit = p, side = 2 * static_cast<uint64_t>(axis) + (face > 0 ? 1 : 2);
            }
        }
        const int axis = side == 0 ? 2 : static_cast<int>((side - 1) / 2);
        const double u = hit[(axis + 1) % 3] * 14, v = hit[(axis + 2) % 3] * 14;
        const double value = 0.6 * noise(u, v, side) + 0.4 * noise(3 * u, 3 * v, side + 10);
        const auto grey = static_cast<uint8_t>(255 * value);
        return {grey, grey, grey};
    }
    QTemporaryDir folder_;
};

const fs::path kSample = fs::path(BOZZETTO_SOURCE_DIR) / "resources/samples/pip7";

}  // namespace

class TestConventions : public QObject {
    Q_OBJECT

private slots:
    void theSampleInAWrongConventionIsRecognised_data() {
        QTest::addColumn<int>("index");
        QVERIFY(wrongWriters().size() >= 12);
        for (std::size_t i = 0; i < wrongWriters().size(); ++i) {
            QTest::newRow(wrongWriters()[i].name) << static_cast<int>(i);
        }
    }
    void theSampleInAWrongConventionIsRecognised() {
        QFETCH(int, index);
        const SetSource truth = findImageSet(kSample);
        SetSource set = truth;
        rewrite(set, wrongWriters()[static_cast<std::size_t>(index)]);
        const ConventionVerdict verdict = solveConvention(set);
        QVERIFY2(verdict.is_clear, told(verdict).c_str());
        QVERIFY2(verdict.best().convention == wrongWriters()[static_cast<std::size_t>(index)].name,
                 told(verdict).c_str());
        QVERIFY2(verdict.best().silhouettes > 0.9, told(verdict).c_str());
        applyConvention(set, verdict.best().convention);
        QVERIFY(differenceUpToSimilarity(set, truth) < 1e-9);
        QVERIFY(!set.notes.empty());
    }

    void worldToCameraRigAroundTheOriginGetsAsFarAsTheSolver() {
        // All look at the origin from the same distance: taken for camera-to-world, the matrices
        // put every camera at one point.
        SyntheticSet written(8, 128);
        for (int i = 0; i < written.count; ++i) {
            written.frame(i)["transform_matrix"] = matrixOf(
                inverseRigid(written.cameras[static_cast<std::size_t>(i)].world_from_camera));
        }
        SetSource set = findImageSet(written.save());
        LoadOptions headers;
        headers.pixels = LoadOptions::Pixels::HeadersOnly;
        const ImageSet seen = loadImageSet(set, headers);
        QCOMPARE(seen.views.size(), std::size_t{8});
        QVERIFY(std::any_of(
            seen.problems.begin(), seen.problems.end(), [](const InputProblem& problem) {
                return problem.reason.find("stand at one point") != std::string::npos;
            }));
        const ConventionVerdict verdict = solveConvention(set);
        QVERIFY2(verdict.is_clear && verdict.best().convention == "world-to-camera",
                 told(verdict).c_str());
        applyConvention(set, verdict.best().convention);
        const ImageSet loaded = loadImageSet(set, LoadOptions{});
        for (std::size_t i = 0; i < loaded.views.size(); ++i) {
            const Vec3d truth = written.cameras[i].position();
            QVERIFY(length(loaded.views[i].camera->position() - truth) < 1e-9);
        }
        // Where nothing tells how the poses are meant, nothing is reconstructed from them.
        for (int i = 0; i < written.count; ++i) {
            written.put(written.imageName(i),
                        encode(".png", withoutAlpha(written.rendered(i).color)));
        }
        QVERIFY_EXCEPTION_THROWN(loadImageSet(written.root()), Error);
    }

    void matchedDetailsTellWithoutMasks_data() {
        QTest::addColumn<bool>("with_cloud");
        QTest::newRow("photographs alone") << false;
        QTest::newRow("with sparse points") << true;
    }
    void matchedDetailsTellWithoutMasks() {
        QFETCH(bool, with_cloud);
        NoiseScene scene;
        if (with_cloud) {
            scene.addCloud();
        }
        const SetSource truth = scene.set;
        // Some of them: matching takes half a second for each.
        for (std::size_t i = with_cloud ? 1 : 0; i < wrongWriters().size(); i += 5) {
            const Writer& writer = wrongWriters()[i];
            SetSource set = truth;
            rewrite(set, writer);
            // In a mirrored world the points are mirrored too; readPoint is its own inverse.
            for (SparsePoint& point : set.cloud.points) {
                point.position = readPoint(point.position, writer.name);
            }
            const ConventionVerdict verdict = solveConvention(set);
            QVERIFY2(verdict.is_clear && verdict.best().convention == writer.name,
                     told(verdict).c_str());
            QVERIFY2(verdict.best().epipolar > 0.9 && verdict.best().reprojection < 4,
                     told(verdict).c_str());
            QCOMPARE(verdict.best().in_front > 0.9, with_cloud);
            if (std::string(writer.name) == "opencv") {
                const ConventionPicture right = evidencePicture(set, "p4", writer.name);
                const ConventionPicture wrong = evidencePicture(set, "p4", "as-read");
                QVERIFY(right.width == 800 && right.height == 800);
                QVERIFY(right.rgb.size() == 3u * 800 * 800 && right.rgb != wrong.rgb);
            }
        }
    }

    void filesThatMirrorOrTurnTheirMatricesAreRead_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("column-major") << 0;
        QTest::newRow("left-handed world, z negated") << 1;
        QTest::newRow("y and z of the world swapped") << 2;
        QTest::newRow("y of the camera turned alone") << 3;
    }
    void filesThatMirrorOrTurnTheirMatricesAreRead() {
        QFETCH(int, kind);
        const SetSource truth = findImageSet(kSample);
        nlohmann::json document =
            nlohmann::json::parse(readFile(kSample / "transforms_train.json"));
        for (nlohmann::json& frame : document["frames"]) {
            const nlohmann::json m = frame["transform_matrix"];
            nlohmann::json& out = frame["transform_matrix"];
            for (int i = 0; i < 4; ++i) {
                for (int j = 0; j < 4; ++j) {
                    const int swapped = i == 1 ? 2 : i == 2 ? 1 : i;
                    const double value = m[i][j];
                    out[i][j] = kind == 0   ? m[j][i].get<double>()
                                : kind == 1 ? (i == 2 ? -value : value)
                                : kind == 2 ? m[swapped][j].get<double>()
                                            : (j == 1 ? -value : value);
                }
            }
            frame.erase("depth_file_path");
        }
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString(), file = root / "transforms.json";
        fs::copy(kSample / "train", root / "train");
        writeFileAtomically(file, document.dump());
        SetSource set = findImageSet(file);
        QCOMPARE(set.views.size(), truth.views.size());
        QVERIFY(!set.notes.empty());
        const ConventionVerdict verdict = solveConvention(set);
        QVERIFY2(verdict.is_clear, told(verdict).c_str());
        applyConvention(set, verdict.best().convention);
        QVERIFY2(differenceUpToSimilarity(set, truth) < 1e-4, told(verdict).c_str());
    }

    void nothingIsClearWithoutEvidence() {
        NoiseScene scene;
        for (ViewSource& view : scene.set.views) {  // one grey for all
            cv::imwrite(view.image.string(), cv::Mat(240, 240, CV_8UC3, cv::Scalar(90, 90, 90)));
        }
        const ConventionVerdict verdict = solveConvention(scene.set);
        QVERIFY2(!verdict.is_clear && verdict.best().convention == "as-read",
                 told(verdict).c_str());
        scene.set.views.resize(2);
        QVERIFY(!solveConvention(scene.set).is_clear);
    }

    void unknownNamesAreRefused() {
        NoiseScene scene;
        QVERIFY_EXCEPTION_THROWN(applyConvention(scene.set, "sideways"), Error);
        QVERIFY_EXCEPTION_THROWN(evidencePicture(scene.set, "nobody", "as-read"), Error);
    }

    void theSampleAsItIsStaysAsItIs() {
        const ConventionVerdict verdict = solveConvention(findImageSet(kSample));
        QVERIFY2(verdict.is_clear && verdict.best().convention == "as-read", told(verdict).c_str());
    }
};

QTEST_GUILESS_MAIN(TestConventions)
#include "test_conventions.moc"
