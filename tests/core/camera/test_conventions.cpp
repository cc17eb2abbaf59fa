// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
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

    void theSampleAsItIsStaysAsItIs() {
        const ConventionVerdict verdict = solveConvention(findImageSet(kSample));
        QVERIFY2(verdict.is_clear && verdict.best().convention == "as-read", told(verdict).c_str());
    }
};

QTEST_GUILESS_MAIN(TestConventions)
#include "test_conventions.moc"
