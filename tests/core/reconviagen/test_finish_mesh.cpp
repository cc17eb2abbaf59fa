// SPDX-License-Identifier: Apache-2.0
#include "bake/face_visibility.h"
#include "base/error.h"
#include "image/color.h"
#include "mesh/cleanup.h"
#include "reconviagen/finish_mesh.h"
#include "support/photo_scene.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <numbers>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

TriangleMesh scaled(TriangleMesh mesh, float factor) {
    for (Vec3f& p : mesh.positions) {
        p = p * factor;
    }
    return mesh;
}

/// Coloured by place: red grows with x, green with y, blue with z, in display values.
DecodedMesh decodedOf(const TriangleMesh& mesh) {
    const at::Tensor vertices = toTensor(mesh.positions);
    return {vertices, toTensor(mesh.triangles), (vertices + 0.5).clamp(0, 1)};
}

FinishOptions quick() {
    FinishOptions options;
    options.texture_size = 256;
    return options;
}

bool isRefused(const DecodedMesh& decoded) {
    try {
        finishMesh(decoded, {}, quick());
    } catch (const Error& error) {
        return error.kind() == Error::Kind::BadInput;
    }
    return false;
}

}  // namespace

class TestFinishMesh : public QObject {
    Q_OBJECT
private slots:
    void hiddenPartsGoAndColorsAreTheDecoders() {
        TriangleMesh mesh = scaled(makeTorus(160, 80), 0.3f);
        TriangleMesh bubble = scaled(makeSphere(40, 20), 0.04f);
        for (Vec3f& p : bubble.positions) {
            p.x += 0.3f;
        }
        append(&mesh, bubble);
        std::vector<double> progress;
        FinishOptions options = quick();
        options.progress = [&](double fraction, const char*) { progress.push_back(fraction); };
        const FinishedMesh finished = finishMesh(decodedOf(mesh), {}, options);
        QVERIFY(std::is_sorted(progress.begin(), progress.end()) && progress.back() <= 1);
        const MeshReport report = inspect(finished.mesh.mesh);
        QCOMPARE(report.components, 1);
        QVERIFY(report.closed() && report.edgeManifold());
        QVERIFY(report.triangles >= 1800 && report.triangles <= 2100);
        QVERIFY(finished.seen.empty() && finished.cameras.empty() && !finished.aligned);
        QCOMPARE(*std::max_element(finished.mesh.material.metallic.pixels.begin(),
                                   finished.mesh.material.metallic.pixels.end()),
                 0.0f);
        // The texture shows the colour of the place.
        const Renderer renderer(finished.mesh, {});
        const Camera camera = orbitCamera({}, 2, 0.3, 0.9, 0.7, 128);
        const Image albedo = renderer.render(camera, RenderMode::Albedo);
        const Image depth = renderer.render(camera, RenderMode::Depth);
        double error = 0;
        int count = 0;
        for (int y = 0; y < 128; ++y) {
            for (int x = 0; x < 128; ++x) {
                if (albedo.at(x, y)[3] < 1) {
                    continue;
                }
                const double d = depth.at(x, y)[0];
                const Vec3d p = transformPoint(camera.world_from_camera,
                                               Vec3d{d * (x + 0.5 - camera.cx) / camera.fx,
                                                     -d * (y + 0.5 - camera.cy) / camera.fy,
                                                     -d});
                for (int k = 0; k < 3; ++k) {
                    error += std::abs(srgbFromLinear(albedo.at(x, y)[k]) -
                                      static_cast<float>(p[k] + 0.5));
                    ++count;
                }
            }
        }
        QVERIFY(count > 3000);
        QVERIFY2(error / count < 0.01, qPrintable(QString::number(error / count)));
    }

    void everythingIsKeptOnDemand() {
        const TriangleMesh mesh = scaled(makeTorus(60, 30), 0.3f);
        FinishOptions options = quick();
        options.full_mesh = true;
        const FinishedMesh finished = finishMesh(decodedOf(mesh), {}, options);
        QCOMPARE(finished.mesh.mesh.triangles, mesh.triangles);
        QCOMPARE(finished.mesh.mesh.positions, mesh.positions);
    }

    void brokenMeshesAreRefusedAndCancelStops() {
        const DecodedMesh good = decodedOf(scaled(makeTorus(60, 30), 0.3f));
        DecodedMesh bad = good;
        bad.vertices = good.vertices.clone();
        bad.vertices[3][1] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(isRefused(bad));
        bad = good;
        bad.triangles = good.triangles.clone();
        bad.triangles[5][0] = 100000;
        QVERIFY(isRefused(bad));
        bad = good;
        bad.colors = good.colors.slice(0, 1);
        QVERIFY(isRefused(bad));
        FinishOptions options = quick();
        options.progress = [](double fraction, const char*) {
            if (fraction > 0.1) {
                throw Cancelled();
            }
        };
        QVERIFY_EXCEPTION_THROWN(finishMesh(good, {}, options), Cancelled);
    }

    /// The sample's mesh in the decoder's cube, turned, without colours of its own; photographs
    /// with the sample's cameras.
    void photographsBringTheMeshIntoTheirWorld() {
        const PhotoScene scene(BOZZETTO_SOURCE_DIR "/resources/samples/pip7", 4);
        TriangleMesh canonical = scene.mesh;
        for (Vec3f& p : canonical.positions) {
            p = Vec3f{-p.y, p.x, p.z} * 0.45f;
        }
        DecodedMesh decoded = decodedOf(canonical);
        decoded.colors = at::full_like(decoded.colors, 0.5);
        std::vector<FinishPhoto> photos;
        for (size_t i = 0; i < scene.photos.size(); ++i) {
            photos.push_back(
                {"r" + std::to_string(i), scene.photos[i].image, scene.photos[i].camera});
        }
        const Image empty(64, 64, 4);
        photos.push_back({"empty", &empty, scene.photos[0].camera});
        FinishOptions options = quick();
        options.texture_size = 512;
        options.faces = 20000;
        options.cameras = PhotoCameras::Given;
        options.photo_texture_steps = 40;
        const c10::InferenceMode as_the_engine_does;
        const FinishedMesh finished = finishMesh(decoded, photos, options);
        for (const std::string& note : finished.notes) {
            qInfo("%s", note.c_str());
        }
        QVERIFY(finished.aligned);
        QCOMPARE(finished.cameras.size(), scene.photos.size());
        QCOMPARE(finished.notes.size(), 1);
        QCOMPARE(finished.seen.size(), finished.mesh.mesh.triangles.size());
        const SurfaceScores scores = compareSurfaces(finished.mesh.mesh, scene.mesh, 20000);
        QVERIFY2(scores.fscore_1 > 0.99, qPrintable(QString::number(scores.fscore_1)));
        // Its own photographs' colours are on it, not the decoder's grey, in a light that was
        // turned with it.
        const Renderer renderer(finished.mesh, finished.light);
        for (const PosedPhoto& photo : scene.photos) {
            const double psnr =
                scoreView(renderer.render(photo.camera, RenderMode::Shaded), *photo.image)
                    .psnr_masked;
            QVERIFY2(psnr > 21, qPrintable(QString::number(psnr)));
        }
    }

    void cameraOfACropBecomesThatOfItsPhotograph() {
        Camera crop;
        crop.width = crop.height = 518;
        crop.fx = 600, crop.fy = 610, crop.cx = crop.cy = 259;
        const Camera whole = wholePhotoCamera(crop, -20, 130, 2.5, 4000, 3000);
        // A pixel of the crop looks the same way as the photograph's pixel that it shows.
        const double x = 100, y = 400;
        QVERIFY(std::abs((x - crop.cx) / crop.fx - (2.5 * x - 20 - whole.cx) / whole.fx) < 1e-12);
        QVERIFY(std::abs((y - crop.cy) / crop.fy - (2.5 * y + 130 - whole.cy) / whole.fy) < 1e-12);
        QCOMPARE(whole.width, 4000);
    }
};

QTEST_GUILESS_MAIN(TestFinishMesh)
#include "test_finish_mesh.moc"
