// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "camera/describe.h"
#include "camera/image_set_reader.h"
#include "core/camera/synthetic_set.h"
#include "image/color.h"

#include <QtTest>
#include <opencv2/calib3d.hpp>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

bool samePose(const Mat4d& a, const Mat4d& b, double tolerance = 1e-9) {
    for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 4; ++j) {
            if (std::abs(a.m[i][j] - b.m[i][j]) > tolerance) {
                return false;
            }
        }
    }
    return true;
}

std::string problemsOf(const ImageSet& set) {
    std::string text;
    for (const InputProblem& problem : set.problems) {
        text += problem.path.string() + ": " + problem.reason + "\n";
    }
    return text;
}

/// A smooth pattern over viewing directions, display value in [0, 1].
double pattern(double tx, double ty, int c) {
    return 0.5 + 0.4 * std::sin(9 * tx + 2 * c) * std::cos(7 * ty - c);
}

}  // namespace

class TestTransforms : public QObject {
    Q_OBJECT

private slots:
    void readsASyntheticSetWithDepthAndGroundTruth() {
        SyntheticSet set;
        for (int i = 0; i < set.count; ++i) {
            const std::string name = "r_" + std::to_string(i) + ".png";
            set.put("train_depth/" + name, depthPng(set.rendered(i).depth));
            set.put("albedo/" + name, "not opened while loading");
            set.frame(i)["depth_file_path"] = "./train_depth/" + name;
            set.frame(i)["albedo_file_path"] = "./albedo/" + name;
            set.frame(i)["rm_file_path"] = "./albedo/" + name;
        }
        set.document["depth_unit_m"] = 0.001;
        set.save("transforms_test.json");
        const ImageSet loaded = loadImageSet(set.root() / "transforms_test.json");
        QVERIFY2(loaded.problems.empty(), problemsOf(loaded).c_str());
        QCOMPARE(loaded.format, std::string("nerf-synthetic"));
        QCOMPARE(loaded.views.size(), 6u);
        for (int i = 0; i < 6; ++i) {
            const View& view = loaded.views[static_cast<std::size_t>(i)];
            QCOMPARE(view.name, "r_" + std::to_string(i));
            QVERIFY(view.has_mask);
            QVERIFY(std::abs(view.camera->fx - kFocal * 64) < 1e-9 &&
                    view.camera->fx == view.camera->fy);
            QCOMPARE(view.camera->cx, 32.0);
            QVERIFY(samePose(view.camera->world_from_camera,
                             set.cameras[static_cast<std::size_t>(i)].world_from_camera));
            QVERIFY(view.albedo_path.filename() == view.path.filename() &&
                    !view.roughness_metallic_path.empty());
            const Rendered truth = set.rendered(i);
            for (int y = 0; y < 64; ++y) {
                for (int x = 0; x < 64; ++x) {
                    QVERIFY(std::abs(view.depth.at(x, y)[0] - truth.depth.at<double>(y, x)) <
                            0.00051);
                    QCOMPARE(view.image.at(x, y)[3] > 0.5f, truth.depth.at<double>(y, x) > 0);
                }
            }
        }
    }

    void everySpellingOfAPoseIsTheSame_data() {
        QTest::addColumn<int>("spelling");
        QTest::newRow("4x4") << 0;
        QTest::newRow("D04 3x4") << 1;
        QTest::newRow("D04 16 flat numbers") << 2;
        QTest::newRow("D04 12 flat numbers") << 3;
        QTest::newRow("D04 strings") << 4;
        QTest::newRow("D08 scaled last row") << 5;
        QTest::newRow("D06 scaled rotation") << 6;
        QTest::newRow("D06 rounded rotation") << 7;
    }
    void everySpellingOfAPoseIsTheSame() {
        QFETCH(int, spelling);
        SyntheticSet set;
        for (int i = 0; i < set.count; ++i) {
            const json rows = set.frame(i)["transform_matrix"];
            json other = json::array();
            for (int r = 0; r < (spelling == 1 || spelling == 3 ? 3 : 4); ++r) {
                json row = json::array();
                for (int c = 0; c < 4; ++c) {
                    double value = rows[r][c].get<double>();
                    value *= spelling == 5 ? 2 : spelling == 6 && r < 3 && c < 3 ? 2 : 1;
                    value = spelling == 7 && c < 3 ? std::round(value * 500) / 500 : value;
                    row.push_back(spelling == 4 ? json(json(value).dump()) : json(value));
                    if (spelling == 2 || spelling == 3) {
                        other.push_back(value);
                    }
                }
                if (spelling != 2 && spelling != 3) {
                    other.push_back(row);
                }
            }
            set.frame(i)["transform_matrix"] = other;
        }
        const ImageSet loaded = loadImageSet(set.save());
        QCOMPARE(loaded.views.size(), 6u);
        for (int i = 0; i < 6; ++i) {
            const Mat4d& pose = loaded.views[static_cast<std::size_t>(i)].camera->world_from_camera;
            QVERIFY(samePose(pose,
                             set.cameras[static_cast<std::size_t>(i)].world_from_camera,
                             spelling == 7 ? 0.005 : 1e-9));
            QVERIFY(std::abs(length(column(pose, 0)) - 1) < 1e-9 &&
                    std::abs(dot(column(pose, 0), column(pose, 1))) < 1e-9);
        }
        QCOMPARE(loaded.problems.size(), spelling >= 4 ? 1u : 0u);  // what was repaired is told
    }

    void everySpellingOfIntrinsicsIsTheSame_data() {
        QTest::addColumn<int>("spelling");
        QTest::addColumn<QString>("format");
        QTest::newRow("camera_angle_x") << 0 << "nerf-synthetic";
        QTest::newRow("instant-ngp fl_x") << 1 << "instant-ngp";
        QTest::newRow("D15 only per frame") << 2 << "instant-ngp";
        QTest::newRow("D15 only at the root, nerfstudio") << 3 << "nerfstudio";
        QTest::newRow("intrinsic_matrix") << 4 << "instant-ngp";
        QTest::newRow("fl_x only") << 5 << "instant-ngp";
        QTest::newRow("camera_angle_y only") << 6 << "instant-ngp";
        QTest::newRow("D14 degrees") << 7 << "nerf-synthetic";
        QTest::newRow("D17 for twice the size") << 8 << "instant-ngp";
        QTest::newRow("from_na with OpenCV axes") << 9 << "nerf-synthetic";
    }
    void everySpellingOfIntrinsicsIsTheSame() {
        QFETCH(int, spelling);
        QFETCH(QString, format);
        SyntheticSet set;
        const double f = kFocal * 64;
        const json intrinsics = {
            {"fl_x", f}, {"fl_y", f}, {"cx", 32.0}, {"cy", 32.0}, {"w", 64}, {"h", 64}};
        if (spelling != 0 && spelling != 9) {
            set.document.erase("camera_angle_x");
        }
        switch (spelling) {
            case 1:
                set.document.update(intrinsics);
                break;
            case 2:
                for (int i = 0; i < set.count; ++i) {
                    set.frame(i).update(intrinsics);
                }
                break;
            case 3:
                set.document.update(intrinsics), set.document["camera_model"] = "OPENCV";
                break;
            case 4:
                for (int i = 0; i < set.count; ++i) {
                    set.frame(i)["intrinsic_matrix"] = {
                        {f, 0, 32, 0}, {0, f, 32, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
                }
                break;
            case 5:
                set.document["fl_x"] = f;
                break;
            case 6:
                set.document["camera_angle_y"] = 2 * std::atan(0.5 / kFocal);
                break;
            case 7:
                set.document["camera_angle_x"] =
                    2 * std::atan(0.5 / kFocal) * 180 / std::numbers::pi;
                break;
            case 8:
                set.document.update({{"fl_x", 2 * f},
                                     {"fl_y", 2 * f},
                                     {"cx", 64.0},
                                     {"cy", 64.0},
                                     {"w", 128},
                                     {"h", 128}});
                break;
            case 9:
                set.document["from_na"] = true;
                for (int i = 0; i < set.count; ++i) {
                    for (json& row : set.frame(i)["transform_matrix"]) {
                        row[1] = -row[1].get<double>(), row[2] = -row[2].get<double>();
                    }
                }
                break;
            default:
                break;
        }
        set.save(format == "nerf-synthetic" ? "transforms_train.json" : "transforms.json");
        const ImageSet loaded = loadImageSet(set.root());
        QCOMPARE(QString::fromStdString(loaded.format), format);
        QCOMPARE(loaded.views.size(), 6u);
        for (std::size_t i = 0; i < 6; ++i) {
            const Camera& camera = *loaded.views[i].camera;
            QVERIFY(std::abs(camera.fx - f) < 1e-6 && std::abs(camera.fy - f) < 1e-6 &&
                    std::abs(camera.cx - 32) < 1e-9 && std::abs(camera.cy - 32) < 1e-9);
            QVERIFY(camera.width == 64 && camera.height == 64);
            QVERIFY(samePose(camera.world_from_camera, set.cameras[i].world_from_camera));
        }
        QCOMPARE(loaded.problems.size(), spelling >= 7 && spelling <= 8 ? 1u : 0u);
    }

    void everySpellingOfAFileNameIsFound_data() {  // D18
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<bool>("told");
        QTest::newRow("no ending") << "train/a.png"
                                   << "./train/a" << false;
        QTest::newRow("D18 back-slashes") << "train/a.png"
                                          << ".\\train\\a.png" << false;
        QTest::newRow("A06 upper case ending") << "train/a.PNG"
                                               << "train/a.png" << false;
        QTest::newRow("upper case ending, none given") << "train/a.PNG"
                                                       << "train/a" << false;
        QTest::newRow("other case") << "Train/A.png"
                                    << "Train/a.png" << false;
        QTest::newRow("other ending") << "train/a.png"
                                      << "train/a.jpg" << false;
        QTest::newRow("dots in the name") << "train/a.b.png"
                                          << "train/a.b" << false;
        QTest::newRow("D18 foreign absolute path") << "train/a.png"
                                                   << "/home/somebody/scene/train/a.png" << true;
        QTest::newRow("D18 Windows absolute path") << "train/a.png"
                                                   << "C:\\data\\scene\\train\\a.png" << true;
        QTest::newRow("within the folder after all") << "train/a.png"
                                                     << "train/../train/a.png" << false;
        QTest::newRow("B08 umlaut") << QString::fromUtf8("tr\u00e4in/\u00fcber.png")
                                    << QString::fromUtf8("tr\u00e4in/\u00fcber.png") << false;
        QTest::newRow("B08 CJK and emoji") << QString::fromUtf8("\u6a21\u578b/\U0001F916.png")
                                           << QString::fromUtf8("\u6a21\u578b/\U0001F916") << false;
        QTest::newRow("B08 combining marks")
            << QString::fromUtf8("tra\u0308in/e\u0301.png")
            << QString::fromUtf8("tra\u0308in/e\u0301.png") << false;
        QTest::newRow("B09 space, quote, #, %20, &, ;") << "a b/it's \"#1\" %20 & ;.png"
                                                        << "a b/it's \"#1\" %20 & ;" << false;
        QTest::newRow("B09 newline and leading dash") << "-x\n/-y.png"
                                                      << "-x\n/-y.png" << false;
    }
    void everySpellingOfAFileNameIsFound() {
        QFETCH(QString, file);
        QFETCH(QString, reference);
        QFETCH(bool, told);
        SyntheticSet set;
        set.put(file.toStdString(), encode(".png", set.rendered(2).color));
        set.frame(2)["file_path"] = reference.toStdString();
        const ImageSet loaded = loadImageSet(set.save());
        QVERIFY2(loaded.views.size() == 6, problemsOf(loaded).c_str());
        const bool found =
            std::any_of(loaded.views.begin(), loaded.views.end(), [&](const View& view) {
                return view.path.filename() == fs::path(file.toStdString()).filename();
            });
        QVERIFY(found);
        QCOMPARE(loaded.problems.size(), told ? 1u : 0u);
        QVERIFY(!describe(loaded).dump().empty());  // names are valid UTF-8
    }

    void byteOrderMarkAndNanAreRead() {
        SyntheticSet set;
        set.put("transforms_train.json", "\xef\xbb\xbf" + set.document.dump());
        QCOMPARE(loadImageSet(set.root()).views.size(), 6u);
    }

    void invalidUtf8NamesAreEscaped() {  // B10
        SyntheticSet set;
        set.put("train/bad\xff name.png", encode(".png", set.rendered(0).color));
        fs::remove_all(set.root() / "transforms_train.json");
        const ImageSet loaded = loadImageSet(set.root());
        const std::string text = describe(loaded).dump() + describeAsText(loaded);
        QVERIFY(text.find("bad\\xFF name") != std::string::npos ||
                text.find("bad\\\\xFF name") != std::string::npos);
    }

    void depthUnits_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("unit");
        QTest::newRow("default is millimetres") << "" << 0.001;
        QTest::newRow("depth_unit_m") << "depth_unit_m" << 0.0005;
        QTest::newRow("nerfstudio factor") << "depth_unit_scale_factor" << 0.0002;
        QTest::newRow("instant-ngp integer_depth_scale") << "integer_depth_scale" << 0.0001;
        QTest::newRow("float EXR") << "exr" << 1.0;
    }
    void depthUnits() {
        QFETCH(QString, key);
        QFETCH(double, unit);
        SyntheticSet set;
        for (int i = 0; i < set.count; ++i) {
            const std::string name =
                "depth/d" + std::to_string(i) + (key == "exr" ? ".exr" : ".png");
            cv::Mat depth = set.rendered(i).depth;
            if (key == "exr") {  // C17: what programs write for "nothing there"
                cv::Mat floats;
                depth.convertTo(floats, CV_32F);
                floats.at<float>(0, 0) = std::numeric_limits<float>::infinity();
                floats.at<float>(0, 1) = 1e10f;
                floats.at<float>(0, 2) = -1.0f;
                floats.at<float>(0, 3) = std::numeric_limits<float>::quiet_NaN();
                set.put(name, encode(".exr", floats));
            } else {
                set.put(name, depthPng(depth, unit));
            }
            set.frame(i)[i % 2 == 0 ? "depth_file_path" : "depth_path"] = name;
        }
        if (!key.isEmpty() && key != "exr") {
            set.document[key.toStdString()] = unit;
        }
        const ImageSet loaded = loadImageSet(set.save());
        for (int i = 0; i < 6; ++i) {
            const View& view = loaded.views[static_cast<std::size_t>(i)];
            QCOMPARE(view.depth.width, 64);
            QVERIFY(std::abs(view.depth.at(32, 32)[0] - set.rendered(i).depth.at<double>(32, 32)) <
                        0.6 * unit + 1e-6 ||
                    key == "exr");
            QVERIFY(key != "exr" || std::abs(view.depth.at(32, 32)[0] -
                                             set.rendered(i).depth.at<double>(32, 32)) < 1e-5);
            for (int x = 0; x < 4; ++x) {
                QCOMPARE(view.depth.at(x, 0)[0], 0.0f);
            }
        }
        QVERIFY(
            loadImageSet(set.root(), {.depth = LoadOptions::Depth::Ignore}).views[0].depth.empty());
        if (key == "exr") {
            QCOMPARE(loaded.problems.size(), 1u);
            QVERIFY(loaded.problems[0].reason.find("12 depth values") != std::string::npos);
        } else {
            QVERIFY2(loaded.problems.empty(), problemsOf(loaded).c_str());
        }
    }

    void smallerPicturesCarryTheirCamera() {
        SyntheticSet set(6, 64);
        set.put("train_depth/r_0.png", depthPng(set.rendered(0).depth));
        set.frame(0)["depth_file_path"] = "train_depth/r_0.png";
        const ImageSet loaded = loadImageSet(set.save(), {.max_pixels = 32 * 32});
        const View& view = loaded.views[0];
        QVERIFY(view.image.width == 32 && view.camera->width == 32 && view.depth.width == 64);
        QVERIFY(std::abs(view.camera->fx - kFocal * 32) < 1e-9 && view.camera->cx == 16.0);
        // The same picture rendered at that size agrees inside the object.
        const Rendered small = render(orbitCamera(0, 6, 32));
        int checked = 0;
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; ++x) {
                if (view.image.at(x, y)[3] == 1.0f && small.color.at<cv::Vec4b>(y, x)[3] == 255) {
                    QVERIFY(std::abs(255 * srgbFromLinear(view.image.at(x, y)[0]) -
                                     small.color.at<cv::Vec4b>(y, x)[2]) < 9);
                    ++checked;
                }
            }
        }
        QVERIFY(checked > 100);
    }

    void headersOnlyKnowsEverythingButPixels() {
        SyntheticSet set;
        const ImageSet loaded = loadImageSet(
            set.save(), {.max_pixels = 32 * 32, .pixels = LoadOptions::Pixels::HeadersOnly});
        QCOMPARE(loaded.views.size(), 6u);
        QVERIFY(loaded.views[0].image.pixels.empty() && loaded.views[0].image.width == 32 &&
                loaded.views[0].has_mask);
        QCOMPARE(loaded.views[0].camera->width, 32);
        const json found = describe(loaded);
        QCOMPARE(found["images"]["count"].get<int>(), 6);
        QCOMPARE(found["masks"]["count"].get<int>(), 6);
        QCOMPARE(found["cameras"]["count"].get<int>(), 6);
        QVERIFY(describeAsText(loaded).find("6, 32 x 32 pixels") != std::string::npos);
    }

    void lensDistortionIsRemoved_data() {  // D27
        QTest::addColumn<bool>("fisheye");
        QTest::addColumn<double>("k1");
        QTest::addColumn<double>("k2");
        QTest::newRow("D27 barrel") << false << -0.25 << 0.05;
        QTest::newRow("D27 pincushion") << false << 0.2 << 0.02;
        QTest::newRow("D27 fisheye") << true << 0.05 << -0.01;
    }
    void lensDistortionIsRemoved() {
        QFETCH(bool, fisheye);
        QFETCH(double, k1);
        QFETCH(double, k2);
        constexpr int kSize = 192;
        constexpr double kP1 = 0.004, kP2 = -0.003, kCx = 99.0, kCy = 93.5;
        const double f = (fisheye ? 0.7 : 1.0) * kSize;
        SyntheticSet set(3, 64);
        set.document.update({{"fl_x", f},
                             {"fl_y", f},
                             {"cx", kCx},
                             {"cy", kCy},
                             {"w", kSize},
                             {"h", kSize},
                             {"k1", k1},
                             {"k2", k2}});
        set.document["camera_model"] = fisheye ? "OPENCV_FISHEYE" : "OPENCV";
        if (!fisheye) {
            set.document["p1"] = kP1, set.document["p2"] = kP2;
        }
        // Each stored pixel shows the pattern in the direction that the lens model maps to it,
        // found by OpenCV's inversion.
        cv::Mat picture(kSize, kSize, CV_16UC3);
        const cv::Matx33d matrix(f, 0, kCx - 0.5, 0, f, kCy - 0.5, 0, 0, 1);
        const std::vector<double> lens =
            fisheye ? std::vector<double>{k1, k2, 0, 0} : std::vector<double>{k1, k2, kP1, kP2};
        std::vector<cv::Point2d> pixels, directions;
        for (int i = 0; i < kSize * kSize; ++i) {
            pixels.emplace_back(i % kSize, i / kSize);
        }
        if (fisheye) {
            cv::fisheye::undistortPoints(pixels, directions, matrix, lens);
        } else {
            cv::undistortPoints(pixels,
                                directions,
                                matrix,
                                lens,
                                cv::noArray(),
                                cv::noArray(),
                                cv::TermCriteria(cv::TermCriteria::COUNT, 100, 0));
        }
        for (int i = 0; i < kSize * kSize; ++i) {
            for (int c = 0; c < 3; ++c) {
                picture.at<cv::Vec3w>(i / kSize, i % kSize)[2 - c] =
                    static_cast<uint16_t>(65535 * pattern(directions[i].x, directions[i].y, c));
            }
        }
        for (int i = 0; i < 3; ++i) {
            set.put(set.imageName(i), encode(".png", picture));
        }
        const ImageSet loaded = loadImageSet(set.save("transforms.json"));
        QCOMPARE(loaded.views.size(), 3u);
        const View& view = loaded.views[1];
        double worst = 0, sum = 0;
        for (int y = 0; y < kSize; ++y) {
            for (int x = 0; x < kSize; ++x) {
                const double tx = (x + 0.5 - view.camera->cx) / view.camera->fx,
                             ty = (y + 0.5 - view.camera->cy) / view.camera->fy;
                for (int c = 0; c < 3; ++c) {
                    const double error =
                        std::abs(srgbFromLinear(view.image.at(x, y)[c]) - pattern(tx, ty, c));
                    const bool rim = x < 2 || y < 2 || x >= kSize - 2 || y >= kSize - 2;
                    worst = rim ? worst : std::max(worst, error);
                    sum += error / (3.0 * kSize * kSize);
                }
                QCOMPARE(view.image.at(x, y)[3], 1.0f);
            }
        }
        qInfo("mean error %.5f, largest %.5f of 1", sum, worst);
        QVERIFY(sum < 0.0005 &&
                worst < 0.01);  // a shift of half a pixel would be 0.005 in the mean
        QVERIFY(!loaded.notes.empty());
    }

    void orientationFollowsTheCameraFile() {  // A16: poses refer to the stored array
        SyntheticSet set;
        const std::string stored =
            encode(".png", set.rendered(0).color(cv::Rect(0, 8, 64, 48)));  // 64 x 48
        set.put(set.imageName(0), pngWith(stored, pngChunk("eXIf", exifBlock(6))));
        const ImageSet untouched = loadImageSet(set.save());
        QVERIFY(untouched.views[0].image.width == 64 && untouched.views[0].camera->width == 64);
        // Unless the file's own w and h are those of the turned picture.
        set.frame(0).update(
            {{"w", 48}, {"h", 64}, {"fl_x", 80.0}, {"fl_y", 80.0}, {"cx", 24.0}, {"cy", 32.0}});
        const ImageSet turned = loadImageSet(set.save());
        QVERIFY(turned.views[0].image.width == 48 && turned.views[0].camera->height == 64);
    }
};

QTEST_GUILESS_MAIN(TestTransforms)
#include "test_transforms.moc"
