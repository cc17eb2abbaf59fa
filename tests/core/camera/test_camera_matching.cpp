// SPDX-License-Identifier: Apache-2.0
// Pictures and another program's camera file, brought together: found beside each other, matched by
// name, undistorted, and told where they do not fit.
#include "base/error.h"
#include "base/files.h"
#include "camera/camera_file.h"
#include "camera/image_set_reader.h"
#include "camera/lens.h"
#include "core/camera/camera_file_samples.h"
#include "image/color.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

/// Pictures of an orbit in `folder`/images, and their cameras as a file would tell them.
struct Photos {
    TemporaryFolder folder{fs::temp_directory_path()};
    std::vector<Camera> cameras;
    CameraFile file;

    explicit Photos(int count = 5, const std::string& ending = ".png") {
        for (int i = 0; i < count; ++i) {
            Camera camera = orbitCamera(i, count, 64);
            const std::string name = "img_" + std::to_string(i);
            put("images/" + name + ending, encode(".png", render(camera).color));
            FileCamera told;
            told.picture = name + ".png";
            told.world_from_camera = camera.world_from_camera;
            told.intrinsics.width = told.intrinsics.height = 64;
            told.intrinsics.fx = told.intrinsics.fy = camera.fx;
            told.intrinsics.cx = told.intrinsics.cy = 32;
            file.cloud.pictures.push_back(told.picture);
            file.cameras.push_back(told);
            cameras.push_back(camera);
        }
        SparsePoint point;
        point.position = {0.1, 0.2, 0.3};
        point.seen_by = {0, 1, static_cast<uint32_t>(count - 1)};
        file.cloud.points = {point};
    }
    fs::path root() const { return folder.path(); }
    void put(const std::string& name, const std::string& bytes) const {
        writeBytes(root() / name, bytes);
    }
    void write(const std::string& format, const std::string& path) const {
        writeCameraFile(file, root() / path, format);
    }
};

bool told(const std::vector<InputProblem>& problems, const std::string& part) {
    return std::any_of(problems.begin(), problems.end(), [&](const InputProblem& problem) {
        return problem.reason.find(part) != std::string::npos && problem.hint.size() > 10;
    });
}

std::string listOf(const std::vector<InputProblem>& problems) {
    std::string text;
    for (const InputProblem& problem : problems) {
        text += problem.reason + "\n";
    }
    return text;
}

/// How far the cameras of a loaded set are from the true ones (by name), and that all are there.
double worstPose(const ImageSet& set, const Photos& photos) {
    double worst = set.views.size() == photos.cameras.size() ? 0 : 1e9;
    for (const View& view : set.views) {
        const auto i = static_cast<std::size_t>(std::stoi(view.name.substr(4)));
        worst = !view.camera ? 1e9
                             : std::max(worst,
                                        largestDifference(view.camera->world_from_camera,
                                                          photos.cameras[i].world_from_camera));
    }
    return worst;
}

class TestCameraMatching : public QObject {
    Q_OBJECT
private slots:
    void fileBesideThePicturesIsRead_data();
    void fileBesideThePicturesIsRead();
    void namesAreToleratedAndListed();
    void rigFoldersAreSearched();
    void orderNeedsTheSameCount();
    void strangersAreRefused();
    void anotherFileReplacesTheCameras();
    void brokenFileIsNotPassedOver();
    void lensesAreUndistorted_data();
    void lensesAreUndistorted();
};

}  // namespace

void TestCameraMatching::fileBesideThePicturesIsRead_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("given");  // what is opened, under the set's folder
    for (const auto& [format, path] : {std::pair{"colmap-binary", "sparse/0"},
                                       {"colmap-text", "colmap/sparse/0"},
                                       {"llff", "poses_bounds.npy"},
                                       {"neus-npz", "cameras_sphere.npz"},
                                       {"metashape-xml", "from metashape.xml"},
                                       {"realityscan-csv", "export.csv"},
                                       {"realityscan-xmp", "images"}}) {
        QTest::addRow("%s in its folder", format) << format << path << "";
        QTest::addRow("%s itself", format) << format << path << path;
    }
}

void TestCameraMatching::fileBesideThePicturesIsRead() {
    QFETCH(QString, format);
    QFETCH(QString, path);
    QFETCH(QString, given);
    const Photos photos;
    photos.write(format.toStdString(), path.toStdString());
    const ImageSet set = loadImageSet(photos.root() / given.toStdString());
    QCOMPARE(set.format, format.toStdString());
    QVERIFY2(worstPose(set, photos) < 1e-9, listOf(set.problems).c_str());
    for (const View& view : set.views) {
        QVERIFY(std::abs(view.camera->fx - kFocal * 64) < 1e-6);
        QVERIFY(std::abs(view.camera->cx - 32) < 1e-6 && view.camera->width == 64);
    }
    if (format.startsWith("colmap")) {
        QCOMPARE(set.cloud.points.size(), std::size_t{1});
        QCOMPARE(set.cloud.pictures[set.cloud.points[0].seen_by[2]], std::string("img_4"));
    }
}

void TestCameraMatching::namesAreToleratedAndListed() {
    Photos photos(5, ".PNG");
    photos.file.cameras[1].picture = "D:\\shoot\\raw\\IMG_1.png";
    photos.file.cameras[2].picture = "img_2";
    photos.file.cameras[3].picture = "img_3.jpg";
    photos.file.cameras[4].picture = "elsewhere.png";
    for (std::size_t i = 0; i < 5; ++i) {
        photos.file.cloud.pictures[i] = photos.file.cameras[i].picture;
    }
    SetSource set = findImageSet(photos.root());
    photos.file.path = photos.root() / "cameras.xml";
    attachCameras(set, photos.file);
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        QCOMPARE(set.views[i].world_from_camera.has_value(), i != 4);
        QVERIFY(i == 4 || largestDifference(*set.views[i].world_from_camera,
                                            photos.cameras[i].world_from_camera) < 1e-12);
    }
    QVERIFY2(
        told(set.problems, "2 cameras were matched without regard to upper and lower case") &&
            told(set.problems, "2 cameras were matched without regard to the names' endings") &&
            told(set.problems, "1 cameras of 5 have no picture in the set: elsewhere.png") &&
            told(set.problems, "1 pictures of 5 have no camera: images/img_4.PNG"),
        listOf(set.problems).c_str());
    // The point's track names the pictures that are left, by the names of the views.
    QCOMPARE(set.cloud.points[0].seen_by.size(), std::size_t{2});
}

void TestCameraMatching::rigFoldersAreSearched() {
    Photos photos(4);
    for (int i = 0; i < 4; ++i) {
        const std::string from = "img_" + std::to_string(i) + ".png";
        const std::string to = (i < 2 ? "left/" : "right/") + std::to_string(i % 2) + ".png";
        fs::create_directories((photos.root() / "images" / to).parent_path());
        fs::rename(photos.root() / "images" / from, photos.root() / "images" / to);
        photos.file.cameras[static_cast<std::size_t>(i)].picture = to;
        photos.file.cloud.pictures[static_cast<std::size_t>(i)] = to;
    }
    photos.write("colmap-text", "sparse/0");
    const SetSource set = findImageSet(photos.root());
    QCOMPARE(set.views.size(), std::size_t{4});
    for (const ViewSource& view : set.views) {
        const bool right = view.image.string().find("right") != std::string::npos;
        const std::size_t i = (right ? 2 : 0) + (view.image.stem() == "1" ? 1 : 0);
        QVERIFY(view.world_from_camera &&
                largestDifference(*view.world_from_camera, photos.cameras[i].world_from_camera) <
                    1e-9);
    }
}

void TestCameraMatching::orderNeedsTheSameCount() {
    const Photos photos;
    photos.write("llff", "poses_bounds.npy");
    fs::remove(photos.root() / "images" / "img_2.png");
    try {
        findImageSet(photos.root());
        QFAIL("was not refused");
    } catch (const Error& error) {
        QVERIFY2(std::string(error.what())
                         .find("holds 5 cameras in the order of the pictures' "
                               "names, and the set has 4 pictures") != std::string::npos,
                 error.what());
    }
}

void TestCameraMatching::strangersAreRefused() {
    Photos photos;
    for (FileCamera& camera : photos.file.cameras) {
        camera.picture = "DSC" + camera.picture;
    }
    photos.write("colmap-binary", "sparse/0");
    try {
        findImageSet(photos.root());
        QFAIL("was not refused");
    } catch (const Error& error) {
        QVERIFY2(std::string(error.what())
                         .find("names none of the set's pictures (it names "
                               "DSCimg_0.png") != std::string::npos,
                 error.what());
    }
}

void TestCameraMatching::anotherFileReplacesTheCameras() {
    Photos photos;
    photos.write("colmap-binary", "sparse/0");
    CameraFile moved = photos.file;
    moved.cameras[0].world_from_camera->m[2][3] += 3;
    moved.cameras.pop_back();
    const TemporaryFolder elsewhere(fs::temp_directory_path());
    writeCameraFile(moved, elsewhere.path() / "c.xml", "metashape-xml");
    SetSource set = findImageSet(photos.root());
    useCameraFile(set, elsewhere.path());
    QCOMPARE(set.format, std::string("metashape-xml"));
    QCOMPARE(set.camera_file.string(), (elsewhere.path() / "c.xml").string());
    QVERIFY(std::abs(set.views[0].world_from_camera->m[2][3] -
                     photos.cameras[0].world_from_camera.m[2][3] - 3) < 1e-9);
    QVERIFY(!set.views[4].world_from_camera);
    const SetSource before = set;
    QVERIFY_EXCEPTION_THROWN(useCameraFile(set, photos.root() / "images"), Error);
    QVERIFY(set.camera_file == before.camera_file);
}

void TestCameraMatching::brokenFileIsNotPassedOver() {
    const Photos photos;
    photos.write("metashape-xml", "c.xml");
    const std::string good = readFile(photos.root() / "c.xml");
    photos.put("c.xml", good.substr(0, good.size() / 2));
    QVERIFY_EXCEPTION_THROWN(findImageSet(photos.root()), Error);
    // An XML of something else is none of our business.
    photos.put("c.xml", "<notes>bring a tripod</notes>");
    QCOMPARE(findImageSet(photos.root()).format, std::string("images"));
}

void TestCameraMatching::lensesAreUndistorted_data() {
    QTest::addColumn<int>("index");
    QTest::addRow("OPENCV") << 0;
    QTest::addRow("Metashape: k4, tangential, skew") << 1;
    QTest::addRow("division") << 2;
    QTest::addRow("fisheye with tangential terms") << 3;
}

void TestCameraMatching::lensesAreUndistorted() {
    QFETCH(int, index);
    using Model = Lens::Model;
    const Lens lenses[] = {{Model::Perspective, -0.2, 0.05, 0, 0, 0, 0, 0.002, -0.003, 0},
                           {Model::Polynomial, -0.2, 0.05, 0.01, -0.02, 0, 0, 0.002, -0.003, 0.02},
                           {Model::Division, -0.25, 0, 0, 0, 0, 0, 0, 0, 0},
                           {Model::Fisheye, -0.05, 0.01, 0, 0, 0, 0, 0.002, -0.003, 0}};
    constexpr int kSize = 128;
    // A world that shows a pattern of the ray's direction: every pixel's own ray is known.
    const auto pattern = [](Vec2d ray, int channel) {
        return 0.5 + 0.4 * std::sin(7 * ray.x + channel) * std::cos(5 * ray.y);
    };
    Intrinsics in;
    in.width = in.height = kSize, in.fx = in.fy = 150, in.cx = 61, in.cy = 66;
    in.lens = lenses[index];
    cv::Mat picture(kSize, kSize, CV_16UC3);
    for (int y = 0; y < kSize; ++y) {
        for (int x = 0; x < kSize; ++x) {
            const auto ray =
                undistortRay(in.lens, {(x + 0.5 - *in.cx) / in.fx, (y + 0.5 - *in.cy) / in.fy});
            QVERIFY(ray.has_value());
            for (int c = 0; c < 3; ++c) {
                picture.at<cv::Vec3w>(y, x)[2 - c] =
                    static_cast<uint16_t>(65535 * pattern(*ray, c));
            }
        }
    }
    Photos photos(3);
    for (std::size_t i = 0; i < 3; ++i) {
        photos.put("images/img_" + std::to_string(i) + ".png", encode(".png", picture));
        photos.file.cameras[i].intrinsics = in;
    }
    SetSource source = findImageSet(photos.root());
    source.views.resize(1);  // the same picture three times is used once
    attachCameras(source, photos.file);
    const ImageSet set = loadImageSet(std::move(source), {});
    const View& view = set.views.at(0);
    double worst = 0;
    for (int y = 2; y < kSize - 2; ++y) {
        for (int x = 2; x < kSize - 2; ++x) {
            const Vec2d ray{(x + 0.5 - view.camera->cx) / view.camera->fx,
                            (y + 0.5 - view.camera->cy) / view.camera->fy};
            for (int c = 0; c < 3; ++c) {
                worst = std::max(
                    worst, std::abs(srgbFromLinear(view.image.at(x, y)[c]) - pattern(ray, c)));
            }
        }
    }
    qInfo("largest error %.5f of 1", worst);
    QVERIFY(worst < 0.003);  // that of linear interpolation
}

QTEST_GUILESS_MAIN(TestCameraMatching)
#include "test_camera_matching.moc"
