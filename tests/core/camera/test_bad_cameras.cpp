// SPDX-License-Identifier: Apache-2.0
// Group D (poses and intrinsics) of the list of bad inputs.
#include "core/camera/bad_set_case.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

std::vector<Case> allCases() {
    const double nan = std::nan("");
    return {
        {"D04 3x3 matrix",
         withMatrices(1,
                      [](json) {
                          return json{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
                      }),
         {5,
          "transforms_train.json",
          "'./train/r_0' was left out: its transform_matrix is not 4x4 or 3x4",
          "camera to world",
          true}},
        {"D04 2x4 matrix",
         withMatrices(1,
                      [](json m) {
                          return json{m[0], m[1]};
                      }),
         {5, "transforms_train.json", "not 4x4 or 3x4", "camera to world", true}},
        {"D04 matrix missing",
         withDocument([](SyntheticSet& set) { set.frame(0).erase("transform_matrix"); }),
         {5, "transforms_train.json", "no 'transform_matrix'", "camera to world", true}},
        {"D04 matrix of words",
         withMatrices(1,
                      [](json m) {
                          m[0][0] = "wide";
                          return m;
                      }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D04 numbers as strings",
         withMatrices(1,
                      [](json m) {
                          m[0][0] = m[0][0].dump();
                          return m;
                      }),
         {6, "transforms_train.json", "written as strings", "plain JSON numbers"}},
        {"D05 NaN in a matrix",
         withText([](std::string text) {
             return replaced(text,
                             "0.0,\n     0.0,\n     0.0,\n     1.0",
                             "0.0,\n     NaN,\n     0.0,\n     1.0");
         }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D05 -Infinity in a matrix",
         withText([](std::string text) {
             return replaced(text,
                             "0.0,\n     0.0,\n     0.0,\n     1.0",
                             "0.0,\n     -Infinity,\n     0.0,\n     1.0");
         }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D05 1e308 in a matrix",
         withMatrices(1,
                      [](json m) {
                          m[0][3] = 1e308;
                          return m;
                      }),
         {5, "transforms_train.json", "not a finite, sensible number", "camera-to-world", true}},
        {"D05 null in every matrix",
         withMatrices(-1,
                      [](json m) {
                          m[0][0] = nullptr;
                          return m;
                      }),
         {0, "transforms_train.json", "none of the 6 pictures can be used", "camera-to-world"}},
        {"D06 sheared rotation",
         withMatrices(1,
                      [](json m) {
                          m[0][0] = m[0][0].get<double>() + 0.4;
                          return m;
                      }),
         {5, "transforms_train.json", "sheared", "orthonormal", true}},
        {"D06 rotation scaled by 2",
         withMatrices(
             1,
             [](json m) { return scaledColumn(scaledColumn(scaledColumn(m, 0, 2), 1, 2), 2, 2); }),
         {6, "transforms_train.json", "scale was taken out", "orthonormal"}},
        {"D06 rotation of zeros",
         withMatrices(
             1,
             [](json m) { return scaledColumn(scaledColumn(scaledColumn(m, 0, 0), 1, 0), 2, 0); }),
         {5, "transforms_train.json", "determinant 0", "orthonormal", true}},
        {"D07 mirrored",
         withMatrices(1, [](json m) { return scaledColumn(m, 0, -1); }),
         {5, "transforms_train.json", "mirrors (determinant -1)", "left-handed", true}},
        {"D08 last row with a perspective part",
         withMatrices(1,
                      [](json m) {
                          m[3] = {0.5, 0, 0, 1};
                          return m;
                      }),
         {5, "transforms_train.json", "last row of its transform_matrix", "0 0 0 1", true}},
        {"D09 all cameras at one point",
         withMatrices(-1,
                      [](json m) {
                          for (int i = 0; i < 3; ++i) {
                              m[i][3] = 1.0;
                          }
                          return m;
                      }),
         {0, "", "stand at one point (no baseline)", "own position"}},
        {"D10 map coordinates",
         withMatrices(-1,
                      [](json m) {
                          m[0][3] = m[0][3].get<double>() + 4e6;
                          return m;
                      }),
         {6, "", "far from the origin", "file's coordinates"}},
        {"D11 tiny coordinates",
         withMatrices(-1,
                      [](json m) {
                          for (int i = 0; i < 3; ++i) {
                              m[i][3] = m[i][3].get<double>() * 1e-6;
                          }
                          return m;
                      }),
         {6, "", "very small", "unless the unit is wrong"}},
        {"D12 OpenCV axes",
         withMatrices(-1, [](json m) { return scaledColumn(scaledColumn(m, 1, -1), 2, -1); }),
         {6, "", "OpenCV's camera axes", "looking along -z"}},
        {"D12 OpenCV axes without masks",
         withDocument([](SyntheticSet& set) {
             for (int i = 0; i < set.count; ++i) {
                 set.put(set.imageName(i), encode(".png", withoutAlpha(set.rendered(i).color)));
                 set.frame(i)["transform_matrix"] =
                     scaledColumn(scaledColumn(set.frame(i)["transform_matrix"], 1, -1), 2, -1);
             }
         }),
         {6, "", "cameras look away from the point", "OpenCV's convention"}},
        {"D13 world-to-camera poses",
         withDocument([](SyntheticSet& set) {
             for (int i = 0; i < set.count; ++i) {
                 set.frame(i)["transform_matrix"] = matrixOf(
                     inverseRigid(set.cameras[static_cast<std::size_t>(i)].world_from_camera));
             }
         }),
         {6, "", "read as world-to-camera matrices", "camera-to-world"}},
        {"D12 poses and pictures do not belong together",
         withDocument([](SyntheticSet& set) {
             for (int i = 0; i < set.count;
                  ++i) {  // every camera looks past the object in its own way
                 cv::Mat shifted(64, 64, CV_8UC4, cv::Scalar(0, 0, 0, 0));
                 const int dx = i % 2 == 0 ? 0 : 44, dy = i % 3 == 0 ? 0 : 44;
                 set.rendered(i)
                     .color(cv::Rect(22, 22, 20, 20))
                     .copyTo(shifted(cv::Rect(dx, dy, 20, 20)));
                 set.put(set.imageName(i), encode(".png", shifted));
             }
         }),
         {6, "", "silhouettes do not meet in space", "belong together"}},
        {"D14 camera_angle_x is zero",
         withDocument([](SyntheticSet& set) { set.document["camera_angle_x"] = 0; }),
         {0, "transforms_train.json", "'camera_angle_x' is 0", "radians"}},
        {"D14 camera_angle_x is negative",
         withDocument([](SyntheticSet& set) { set.document["camera_angle_x"] = -0.7; }),
         {0, "transforms_train.json", "no field of view", "radians"}},
        {"D14 camera_angle_x in degrees",
         withDocument([](SyntheticSet& set) {
             set.document["camera_angle_x"] = 2 * std::atan(0.5 / kFocal) * 180 / std::numbers::pi;
         }),
         {6, "transforms_train.json", "must be degrees", "radians"}},
        {"D14 camera_angle_x above 180",
         withDocument([](SyntheticSet& set) { set.document["camera_angle_x"] = 400; }),
         {0, "transforms_train.json", "no field of view", "radians"}},
        {"D14 negative focal length",
         withDocument([](SyntheticSet& set) { set.document["fl_x"] = -80; }),
         {0, "transforms_train.json", "'fl_x' is -80", "in pixels"}},
        {"D15 root and frames in conflict",
         withDocument([](SyntheticSet& set) {
             set.document["fl_x"] = 500.0;
             for (int i = 0; i < set.count; ++i) {
                 set.frame(i)["fl_x"] = kFocal * 64;
             }
         }),
         {6,
          "transforms_train.json",
          "disagree about fl_x; the frames' own values were used",
          "own camera"}},
        {"D15 an intrinsic that is no number",
         withDocument([](SyntheticSet& set) { set.document["cx"] = "middle"; }),
         {6, "transforms_train.json", "'cx' is not a number", "plain JSON number"}},
        {"D16 no intrinsics at all",
         withDocument([](SyntheticSet& set) { set.document.erase("camera_angle_x"); }),
         {6, "r_0.png", "field of view of 50 degrees was assumed", "Add fl_x"}},
        {"D16 intrinsics from EXIF",
         withDocument([](SyntheticSet& set) {
             set.document.erase("camera_angle_x");
             set.put(set.imageName(0),
                     pngWith(encode(".png", set.rendered(0).color),
                             pngChunk("eXIf", exifBlock(1, 47))));
         }),
         {6, "r_0.png", "focal length comes from EXIF", "Add fl_x"}},
        {"D17 w and h of a larger picture",
         withDocument([](SyntheticSet& set) { set.document["w"] = set.document["h"] = 640; }),
         {6, "r_0.png", "its camera is for 640 x 640; the camera was scaled", "on purpose"}},
        {"D17 w and h of another shape",
         withDocument([](SyntheticSet& set) { set.frame(0)["w"] = 640, set.frame(0)["h"] = 480; }),
         {5, "r_0.png", "but its camera is for 640 x 480", "correct w and h", true}},
        {"D27 camera model that is not read",
         withDocument([](SyntheticSet& set) { set.document["camera_model"] = "EQUIRECTANGULAR"; }),
         {0,
          "transforms_train.json",
          "camera_model 'equirectangular' is not supported",
          "Undistort"}},
        {"D27 absurd distortion",
         withDocument([](SyntheticSet& set) { set.frame(0)["k1"] = -40.0; }),
         {5, "r_0.png", "lens distortion cannot be undone", "k1, k2", true}},
        {"D28 principal point outside",
         withDocument([](SyntheticSet& set) { set.frame(0)["cx"] = 400.0; }),
         {6, "r_0.png", "principal point lies outside", "Check cx and cy"}},
        {"D05 all frames bad but one",
         withMatrices(5,
                      [=](json m) {
                          m[0][0] = nan;
                          return m;
                      }),
         {1, "", "5 of 6 pictures were left out", "See the reasons"}},
    };
}

}  // namespace

class TestBadCameras : public QObject {
    Q_OBJECT

private slots:
    void namesFileReasonAndRemedy_data() { addRows(allCases()); }
    void namesFileReasonAndRemedy() {
        QFETCH(int, index);
        checkRow(allCases(), index);
    }

    void repairedPosesAreTheTrueOnes() {  // D12, D13
        for (int kind = 0; kind < 3; ++kind) {
            SyntheticSet set;
            for (int i = 0; i < set.count; ++i) {
                const Mat4d truth = set.cameras[static_cast<std::size_t>(i)].world_from_camera;
                json m = matrixOf(kind == 1 ? inverseRigid(truth) : truth);
                if (kind != 1) {
                    m = scaledColumn(scaledColumn(m, 1, -1), 2, -1);
                }
                if (kind == 2) {  // OpenCV's world-to-camera: rows of the turned pose
                    Mat4d turned = truth;
                    for (auto& row : turned.m) {
                        row[1] = -row[1], row[2] = -row[2];
                    }
                    m = matrixOf(inverseRigid(turned));
                }
                set.frame(i)["transform_matrix"] = m;
            }
            const ImageSet loaded = loadImageSet(set.save());
            for (std::size_t i = 0; i < 6; ++i) {
                QVERIFY(length(loaded.views[i].camera->position() - set.cameras[i].position()) <
                        1e-9);
                QVERIFY(length(column(loaded.views[i].camera->world_from_camera, 2) -
                               column(set.cameras[i].world_from_camera, 2)) < 1e-9);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestBadCameras)
#include "test_bad_cameras.moc"
