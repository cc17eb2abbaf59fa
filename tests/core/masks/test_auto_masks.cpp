// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "core/masks/table_scene.h"
#include "masks/auto_masks.h"
#include "masks/plain_background.h"
#include "masks/single_picture.h"

#include <QtTest>

#include <atomic>

using namespace bozzetto;

class TestAutoMasks : public QObject {
    Q_OBJECT
private slots:
    void objectOnATableIsCutOut();
    void keptTableBelongsToTheObject();
    void regionOfAPersonIsKept();
    void givenMasksStayAsTheyAre();
    void plainBackgroundNeedsNoCameras();
    void withoutCamerasEachPictureIsCutByItself();
    void aPictureOfNothingHasNoObject();
    void stopsWhenAsked();
};

namespace {

struct Overlaps {
    double mean = 0, worst = 1;
};

Overlaps overlapsOf(const test::TableScene& scene) {
    Overlaps o;
    for (std::size_t i = 0; i < scene.truth.size(); ++i) {
        const double overlap = test::overlapOf(scene.set.views[i], scene.truth[i]);
        o.mean += overlap / static_cast<double>(scene.truth.size());
        o.worst = std::min(o.worst, overlap);
    }
    return o;
}

}  // namespace

void TestAutoMasks::objectOnATableIsCutOut() {
    test::TableScene scene = test::drawScene(12, test::Ground::Table);
    const AutoMaskReport report = makeMasks(scene.set, {}, {});
    QCOMPARE(report.method, std::string("graph cut"));
    const Overlaps overlaps = overlapsOf(scene);
    qInfo("mean %.4f, worst %.4f, %.1f s", overlaps.mean, overlaps.worst, report.seconds);
    QVERIFY2(overlaps.mean >= 0.95, std::to_string(overlaps.mean).c_str());
    QVERIFY2(overlaps.worst >= 0.92, std::to_string(overlaps.worst).c_str());

    QVERIFY(report.table);
    QVERIFY2(std::abs(report.table->offset) < 0.03, std::to_string(report.table->offset).c_str());
    QVERIFY(report.table->normal.z > 0.999);

    QVERIFY(scene.set.region);
    const RegionBox& region = *scene.set.region;
    for (const Vec3d inside :
         {Vec3d{0.49, 0, 0.5}, Vec3d{-0.49, 0, 0.5}, Vec3d{0, 0.49, 0.5}, Vec3d{-0.25, 0, 1.48}}) {
        QVERIFY(distanceTo(region, inside) < 0.02);
    }
    QVERIFY(distanceTo(region, Vec3d{0.9, 0, 0.5}) > 0);
    QVERIFY(distanceTo(region, Vec3d{0, 0, -0.15}) > 0);

    for (const View& view : scene.set.views) {
        QVERIFY(view.has_mask);
        QCOMPARE(view.mask_from, View::MaskFrom::Automatic);
        QCOMPARE(view.mask_confidence.width, view.image.width);
        QCOMPARE(view.mask_confidence.height, view.image.height);
        const auto [low, high] = std::minmax_element(view.mask_confidence.pixels.begin(),
                                                     view.mask_confidence.pixels.end());
        QVERIFY(*low >= 0 && *high <= 1 && *high > 0.99f);
        QCOMPARE(*view.mask_confidence.at(0, 0), 1.0f);
    }
}

void TestAutoMasks::keptTableBelongsToTheObject() {
    test::TableScene scene = test::drawScene(12, test::Ground::Table);
    AutoMaskOptions options;
    options.keep_table = true;
    makeMasks(scene.set, options, {});
    // The table right before the toy is in, and far from it is not.
    const auto isObject = [&](const View& view, Vec3d p) {
        const Vec3d q = transformPoint(inverseRigid(view.camera->world_from_camera), p);
        const int x = static_cast<int>(view.camera->cx - view.camera->fx * q.x / q.z);
        const int y = static_cast<int>(view.camera->cy + view.camera->fy * q.y / q.z);
        const bool in_frame = x >= 0 && y >= 0 && x < view.image.width && y < view.image.height;
        return in_frame && view.image.at(x, y)[3] >= 0.5f;
    };
    for (const View& view : scene.set.views) {
        const Vec3d eye = view.camera->position();
        const Vec3d towards = normalize(Vec3d{eye.x, eye.y, 0});
        QVERIFY(isObject(view, {0, 0, 0.6}));
        QVERIFY(isObject(view, towards * 0.4));
        QVERIFY(!isObject(view, towards * 1.1));
    }
    QVERIFY(distanceTo(*scene.set.region, Vec3d{0, 0, -0.005}) < 0);
}

void TestAutoMasks::regionOfAPersonIsKept() {
    test::TableScene scene = test::drawScene(12, test::Ground::Table);
    AutoMaskOptions options;
    options.region.emplace();
    options.region->world_from_box.m[2][3] = 0.45;
    options.region->half_size = {0.6, 0.6, 0.45};  // cuts the upper ball and the stick off
    makeMasks(scene.set, options, {});
    QVERIFY(scene.set.region);
    QVERIFY(*scene.set.region == *options.region);
    const View& view = scene.set.views.front();
    const Vec3d q =
        transformPoint(inverseRigid(view.camera->world_from_camera), Vec3d{-0.25, 0, 1.45});
    const int x = static_cast<int>(view.camera->cx - view.camera->fx * q.x / q.z);
    const int y = static_cast<int>(view.camera->cy + view.camera->fy * q.y / q.z);
    QVERIFY(view.image.at(x, y)[3] < 0.5f);
}

void TestAutoMasks::givenMasksStayAsTheyAre() {
    test::TableScene scene = test::drawScene(12, test::Ground::Table);
    View& given = scene.set.views[3];
    given.has_mask = true;
    given.mask_from = View::MaskFrom::File;
    for (std::size_t i = 0; i < scene.truth[3].size(); ++i) {
        given.image.pixels[4 * i + 3] = scene.truth[3][i] ? 1.0f : 0.0f;
    }
    const std::vector<float> before = given.image.pixels;
    makeMasks(scene.set, {}, {});
    QVERIFY(scene.set.views[3].image.pixels == before);
    QCOMPARE(scene.set.views[3].mask_from, View::MaskFrom::File);
    QVERIFY(scene.set.views[3].mask_confidence.empty());
    QVERIFY(overlapsOf(scene).mean >= 0.95);
}

void TestAutoMasks::plainBackgroundNeedsNoCameras() {
    test::TableScene scene = test::drawScene(6, test::Ground::Sweep);
    for (View& view : scene.set.views) {
        view.camera.reset();
    }
    const AutoMaskReport report = makeMasks(scene.set, {}, {});
    QCOMPARE(report.method, std::string("plain background"));
    const Overlaps overlaps = overlapsOf(scene);
    QVERIFY2(overlaps.worst >= 0.97, std::to_string(overlaps.worst).c_str());
    QVERIFY(!scene.set.region);

    test::TableScene with_cameras = test::drawScene(6, test::Ground::Sweep);
    makeMasks(with_cameras.set, {}, {});
    QVERIFY(with_cameras.set.region);
    QVERIFY(distanceTo(*with_cameras.set.region, Vec3d{0, 0, 0.5}) < 0);
    QVERIFY(distanceTo(*with_cameras.set.region, Vec3d{1.2, 0, 0.5}) > 0);
    const test::TableScene busy = test::drawScene(2, test::Ground::Table);
    QVERIFY(plainRim(with_cameras.set.views[0].image).isPlain());
    QVERIFY(!plainRim(busy.set.views[0].image).isPlain());
}

void TestAutoMasks::withoutCamerasEachPictureIsCutByItself() {
    // A ball and a stick before boards of brown wood.
    ImageSet set;
    std::vector<char> truth;
    for (int i = 0; i < 3; ++i) {
        View& view = set.views.emplace_back();
        view.name = std::to_string(i);
        view.image = Image(160, 120, 4, 1.0f);
        truth.clear();
        for (int y = 0; y < 120; ++y) {
            for (int x = 0; x < 160; ++x) {
                const bool object =
                    std::hypot(x - 80.0, y - 60.0) < 30 || (x > 74 && x < 86 && y >= 85 && y < 105);
                const float grain = 0.12f + 0.1f * static_cast<float>((x / 9 + i) % 3) +
                                    0.02f * static_cast<float>((7 * x + 13 * y) % 5);
                float* pixel = view.image.at(x, y);
                pixel[0] = object ? 0.1f : grain;
                pixel[1] = object ? 0.3f : 0.6f * grain;
                pixel[2] = object ? 0.6f : 0.3f * grain;
                truth.push_back(object);
            }
        }
    }
    const AutoMaskReport report = makeMasks(set, {}, {});
    QCOMPARE(report.method, std::string("single pictures"));
    double both = 0, either = 0;
    for (std::size_t k = 0; k < truth.size(); ++k) {
        const bool found = set.views[2].image.pixels[4 * k + 3] > 0.5f;
        both += found && truth[k];
        either += found || truth[k];
    }
    QVERIFY2(both / either > 0.9, std::to_string(both / either).c_str());
    QCOMPARE(set.views[0].mask_from, View::MaskFrom::Automatic);
}

void TestAutoMasks::aPictureOfNothingHasNoObject() {
    const Image wall(96, 64, 4, 0.5f);
    const Image mask = singlePictureMask(wall, 64);
    QCOMPARE(mask.width, 96);
    QVERIFY(std::all_of(
        mask.pixels.begin(), mask.pixels.end(), [](float value) { return value == 0; }));
}

void TestAutoMasks::stopsWhenAsked() {
    test::TableScene scene = test::drawScene(6, test::Ground::Table, 120, 100);
    std::atomic<int> asked{0};
    Task task;
    task.check = [&] {
        if (++asked > 40) {
            throw Cancelled();
        }
    };
    QVERIFY_EXCEPTION_THROWN(makeMasks(scene.set, {}, task), Cancelled);
    QVERIFY(!scene.set.views.front().has_mask);
}

QTEST_GUILESS_MAIN(TestAutoMasks)
#include "test_auto_masks.moc"
