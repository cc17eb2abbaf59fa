// SPDX-License-Identifier: Apache-2.0
// COLMAP itself on rendered photographs with known cameras; skipped where it is not installed.
#include "base/error.h"
#include "base/files.h"
#include "base/run_program.h"
#include "camera/image_set_reader.h"
#include "camera/scene_guess.h"
#include "core/sfm/fake_colmap.h"
#include "sfm/estimate_cameras.h"

#include <QTemporaryDir>
#include <QtTest>

#include <map>
#include <mutex>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestRealColmap : public QObject {
    Q_OBJECT

private slots:
    void camerasOfPhotographsAreFound();
};

namespace {

constexpr int kPictures = 12, kSide = 288, kBlurred = 4;

std::string nameOf(int i) {
    return "IMG_" + std::to_string(1000 + i);
}

Image pictureOf(int i) {
    const Camera camera = test::ringCamera(i, kPictures, kSide);
    const Image image = test::photograph(camera);
    return i == kBlurred ? test::motionBlur(image, 9, 1, 1) : image;
}

double degreesBetween(const Mat4d& a, const Mat4d& b) {
    double trace = 0;
    for (int i = 0; i < 3; ++i) {
        for (int k = 0; k < 3; ++k) {
            trace += a.m[i][k] * b.m[i][k];
        }
    }
    return std::acos(std::clamp((trace - 1) / 2, -1.0, 1.0)) * 180 / std::numbers::pi;
}

std::string leftOut(const CameraReport& report) {
    std::string text;
    for (const EstimatedPicture& picture : report.pictures) {
        if (picture.state != EstimatedPicture::State::Registered) {
            text += picture.view + ": " + toString(picture.reason) + ", " +
                    std::to_string(picture.features) + " features; ";
        }
    }
    return text;
}

}  // namespace

void TestRealColmap::camerasOfPhotographsAreFound() {
    if (findProgram("colmap").empty()) {
        QSKIP("COLMAP is not installed (packaging/install-deps.sh installs it)");
    }
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    for (int i = 0; i < kPictures; ++i) {
        writeFileAtomically(
            root / (nameOf(i) + ".jpg"),
            encodeJpeg(test::FakeColmap::flat(pictureOf(i)), 95, PngValues::SrgbFromLinear));
    }
    SetSource set = findImageSet(root);
    CameraEstimateOptions options;
    int previews = 0;
    options.preview = [&](const CameraFile& so_far) {
        ++previews;
        QVERIFY(so_far.cameras.size() >= 2 && !so_far.cloud.points.empty());
    };
    const CameraReport report = estimateCameras(set, options, {});

    // One is blurred. A ring with that gap has few points in common across it: one more may go.
    QVERIFY(report.pictures[kBlurred].reason == EstimatedPicture::Reason::Blurred);
    QVERIFY2(report.registered == kPictures - 1, leftOut(report).c_str());
    const double focal = test::kFocal * kSide;
    QVERIFY2(std::abs(report.focal_length / focal - 1) < 0.01,
             qPrintable(QString::number(report.focal_length / focal)));
    QVERIFY(report.reprojection_error > 0 && report.reprojection_error < 1);

    std::map<std::string, Camera> truth_of;
    for (int i = 0; i < kPictures; ++i) {
        truth_of[nameOf(i)] = test::ringCamera(i, kPictures, kSide);
    }
    std::vector<Camera> found, truth;
    for (const ViewSource& view : set.views) {
        truth.push_back(truth_of.at(view.name));
        Camera camera = truth.back();
        camera.world_from_camera = *view.world_from_camera;
        found.push_back(camera);
    }
    const Similarity truth_from_found = alignCameras(found, truth);
    for (size_t i = 0; i < found.size(); ++i) {
        const Camera aligned = truth_from_found(found[i]);
        const double distance = length(aligned.position() - truth[i].position()),
                     angle = degreesBetween(aligned.world_from_camera, truth[i].world_from_camera);
        QVERIFY2(distance < 0.02, qPrintable(QString::number(distance)));
        QVERIFY2(angle < 0.3, qPrintable(QString::number(angle)));
    }
    // Upright, and what the table's points say about it.
    const Vec3d up = truth_from_found(Vec3d{0, 0, 1}) - truth_from_found(Vec3d{});
    QVERIFY(normalize(up).z > 0.999);
}

QTEST_GUILESS_MAIN(TestRealColmap)
#include "test_real_colmap.moc"
