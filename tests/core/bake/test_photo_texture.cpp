// SPDX-License-Identifier: Apache-2.0
#include "mesh/extend_values.h"
#include "support/photo_scene.h"
#include "support/simple_meshes.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr int kViews = 6;
constexpr int kTexels = 1024;

}  // namespace

/// On the bundled sample: its true mesh and six of its photographs.
class TestPhotoTexture : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        scene_ =
            std::make_unique<PhotoScene>(BOZZETTO_SOURCE_DIR "/resources/samples/pip7", kViews);
    }

    void camerasComeBackFrom15DegreesAnd10Percent() {
        const std::vector<PosedPhoto> starts = disturbedPhotos(*scene_, 0);
        const std::vector<FoundCamera> found = searchCameras({&scene_->mesh, {}, starts}, {});
        QCOMPARE(found.size(), starts.size());
        for (size_t i = 0; i < found.size(); ++i) {
            const CameraError before = cameraError(starts[i].camera, scene_->photos[i].camera);
            QVERIFY(before.degrees > 14.9 && before.distance > 0.1);
            const CameraError after = cameraError(found[i].camera, scene_->photos[i].camera);
            QVERIFY2(after.degrees < 1, qPrintable(QString::number(after.degrees)));
            QVERIFY2(after.distance < 0.01, qPrintable(QString::number(after.distance)));
            QVERIFY(found[i].found);
            cameras_.push_back(found[i].camera);
        }
    }

    /// What lies beyond a photograph's border is not known, and not held against a camera.
    void aPhotographThatCutsTheObjectOffIsFound() {
        const PosedPhoto& whole = scene_->photos[1];
        const int left = whole.image->width / 2 - 20;  // through the object
        Image cut(whole.image->width - left, whole.image->height, 4);
        for (int y = 0; y < cut.height; ++y) {
            std::copy_n(whole.image->at(left, y), 4 * cut.width, cut.at(0, y));
        }
        Camera camera = whole.camera;
        camera.width = cut.width;
        camera.cx -= left;
        const std::vector<FoundCamera> found =
            searchCameras({&scene_->mesh, {}, {{&cut, disturbed(camera, 3, 8, 0.04, 0)}}}, {});
        const CameraError error = cameraError(found[0].camera, camera);
        QVERIFY2(error.degrees < 1, qPrintable(QString::number(error.degrees)));
        QVERIFY2(error.distance < 0.015, qPrintable(QString::number(error.distance)));
    }

    /// The photographs' cameras in another world, turned and larger: only the object tells.
    void aRigIsPlacedByTheObject() {
        const double c = std::cos(2.1), s = std::sin(2.1);
        Mat4d other;  // about x, then shifted
        other.m[1][1] = other.m[2][2] = c;
        other.m[1][2] = -s;
        other.m[2][1] = s;
        std::vector<PosedPhoto> photos(scene_->photos.begin(), scene_->photos.begin() + 4);
        for (PosedPhoto& photo : photos) {
            photo.camera.world_from_camera = other * photo.camera.world_from_camera;
            for (int k = 0; k < 3; ++k) {
                photo.camera.world_from_camera.m[k][3] *= 2.7;
                photo.camera.world_from_camera.m[k][3] += 1.3 * k;
            }
        }
        const PlacedCameras placed = placeCameras({&scene_->mesh, {}, photos}, {});
        QVERIFY2(placed.mask_iou > 0.7, qPrintable(QString::number(placed.mask_iou)));
        for (size_t i = 0; i < photos.size(); ++i) {
            const CameraError error = cameraError(placed.cameras[i], scene_->photos[i].camera);
            QVERIFY2(error.degrees < 15, qPrintable(QString::number(error.degrees)));
        }
    }

    /// With the cameras that were just found.
    void photographsBeatVertexColors() {
        QCOMPARE(cameras_.size(), scene_->photos.size());
        PhotoScene scene = *scene_;
        for (size_t i = 0; i < cameras_.size(); ++i) {
            scene.photos[i].camera = cameras_[i];
        }
        const PaintedScene painted = paintScene(scene, kTexels);
        const double vertices = scoreOf(scene, painted, painted.vertex_map);
        const double texture = scoreOf(scene, painted, painted.map);
        qInfo("vertex colours %.2f dB, texture %.2f dB", vertices, texture);
        QVERIFY(texture > 20.5);
        QVERIFY(texture > vertices + 2);
        QVERIFY(at::isfinite(painted.map).all().item<bool>());
    }

    void exposuresAreBroughtTogether() {
        const DeviceMesh mesh(scene_->mesh);
        std::vector<PhotoView> views;
        for (const PosedPhoto& photo : scene_->photos) {
            views.emplace_back(photo, mesh);
        }
        const std::vector<at::Tensor> before = agreeingGains(mesh, views);
        const at::Tensor brighter = at::tensor({1.5f, 1.4f, 1.3f});
        views[2].brighten(brighter);
        const std::vector<at::Tensor> after = agreeingGains(mesh, views);
        for (size_t i = 0; i < views.size(); ++i) {
            // All share in the factor's geometric mean.
            at::Tensor wanted = before[i] * brighter.pow(1.0 / static_cast<double>(views.size()));
            wanted = i == 2 ? wanted / brighter : wanted;
            const double off = (after[i] / wanted - 1).abs().max().item<double>();
            QVERIFY2(off < 0.05, qPrintable(QString::number(off)));
        }
    }

    void seenIsWhatRaysReach() {
        const DeviceMesh mesh(scene_->mesh);
        std::vector<PhotoView> views;
        for (const PosedPhoto& photo : scene_->photos) {
            views.emplace_back(photo, mesh);
        }
        const std::vector<uint8_t> seen = seenFaces(mesh, views);
        const auto faces = static_cast<double>(seen.size());
        const double share = static_cast<double>(std::count_if(
                                 seen.begin(), seen.end(), [](uint8_t s) { return s >= 128; })) /
                             faces;
        QVERIFY2(share > 0.9 && share < 0.98, qPrintable(QString::number(share)));
        const double agreement = seenAgreement(*scene_, seen);
        QVERIFY2(agreement >= 0.98, qPrintable(QString::number(agreement)));
    }

    void valuesAreCarriedSmoothlyOverAMesh() {
        const TriangleMesh grid = makeGrid(20);
        std::vector<Vec3f> values(grid.positions.size());
        std::vector<float> known(values.size(), 0.0f);
        for (size_t v = 0; v < values.size(); ++v) {
            if (grid.positions[v].x == 0 || grid.positions[v].x == 1) {
                known[v] = 1;
                values[v] = {grid.positions[v].x, 0.5f, 0};
            }
        }
        const std::vector<Vec3f> carried = extendValues(grid, values, known, 0);
        const std::vector<Vec3f> faded = extendValues(grid, values, known, 0.1f);
        for (size_t v = 0; v < values.size(); ++v) {
            QVERIFY(carried[v].x >= 0 && carried[v].x <= 1);
            if (std::abs(grid.positions[v].y - 0.5f) < 0.01f) {  // away from the open rims
                QVERIFY(std::abs(carried[v].x - grid.positions[v].x) < 0.1f);
            }
            QVERIFY(std::abs(carried[v].y - 0.5f) < 1e-4f);
            if (grid.positions[v].x == 0.5f) {  // ten edges away from what is known
                QVERIFY2(faded[v].y > 0.001f && faded[v].y < 0.1f,
                         qPrintable(QString::number(faded[v].y)));
            }
        }
        TriangleMesh two = grid;
        append(&two, grid);
        values.resize(two.positions.size());
        known.resize(two.positions.size());
        QCOMPARE(extendValues(two, values, known, 0).back(), Vec3f{});
    }

private:
    std::unique_ptr<PhotoScene> scene_;
    std::vector<Camera> cameras_;
};

QTEST_GUILESS_MAIN(TestPhotoTexture)
#include "test_photo_texture.moc"
