// SPDX-License-Identifier: Apache-2.0
// Other programs' camera files: what our writers write is read back, and what is written here by
// hand, from the formats' documentation, means the cameras that it should.
#include "base/error.h"
#include "base/files.h"
#include "camera/camera_file.h"
#include "camera/formats/colmap_model.h"
#include "camera/image_set_reader.h"
#include "camera/lens.h"
#include "core/camera/camera_file_samples.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

struct RoundTrip {
    const char* name;
    std::string format;
    fs::path file;  // in the folder
    Lens lens;
    bool plain = false;  // principal point in the middle
};

std::vector<RoundTrip> roundTrips() {
    using Model = Lens::Model;
    const Lens straight{};
    const Lens opencv{Model::Perspective, -0.1, 0.02, 0, 0, 0, 0, 0.001, -0.002, 0};
    const Lens rational{Model::Perspective, -0.1, 0.02, 3e-3, 1e-3, 2e-3, 1e-4, 1e-3, -2e-3, 0};
    const Lens fisheye{Model::Fisheye, 0.05, -0.01, 0.003, -0.001, 0, 0, 0, 0, 0};
    const Lens metashape{Model::Polynomial, -0.1, 0.02, 3e-3, -1e-3, 0, 0, 1e-3, -2e-3, 1e-4};
    const Lens brown{Model::Polynomial, -0.1, 0.02, 3e-3, -1e-3, 0, 0, 1e-3, -2e-3, 0};
    const Lens radial{Model::Perspective, -0.1, 0.02, 0, 0, 0, 0, 0, 0, 0};
    const Lens division{Model::Division, -0.05, 0, 0, 0, 0, 0, 0, 0, 0};
    const Lens skewed{Model::Perspective, 0, 0, 0, 0, 0, 0, 0, 0, 0.01};
    return {{"COLMAP binary, SIMPLE_PINHOLE", "colmap-binary", "sparse/0", straight},
            {"COLMAP binary, OPENCV", "colmap-binary", "sparse/0", opencv},
            {"COLMAP binary, FULL_OPENCV", "colmap-binary", "sparse/0", rational},
            {"COLMAP binary, OPENCV_FISHEYE", "colmap-binary", "sparse/0", fisheye},
            {"COLMAP text, RADIAL", "colmap-text", "sparse/0", radial},
            {"COLMAP text, FULL_OPENCV", "colmap-text", "sparse/0", rational},
            {"Metashape, frame", "metashape-xml", "cameras.xml", metashape},
            {"Metashape, fisheye", "metashape-xml", "cameras.xml", fisheye},
            {"RealityScan CSV, brown4 with tangential", "realityscan-csv", "cameras.csv", brown},
            {"RealityScan XMP, perspective", "realityscan-xmp", "images", straight},
            {"RealityScan XMP, brown4t2", "realityscan-xmp", "images", brown},
            {"RealityScan XMP, division", "realityscan-xmp", "images", division},
            {"LLFF", "llff", "poses_bounds.npy", straight, true},
            {"NeuS", "neus-npz", "cameras_sphere.npz", skewed}};
}

/// Pixel of a point in a camera with its lens.
Vec2d project(const FileCamera& camera, Vec3d point) {
    const Intrinsics& in = camera.intrinsics;
    const Vec3d p = transformPoint(inverseRigid(*camera.world_from_camera), point);
    const Vec2d ray = distortRay(in.lens, {p.x / -p.z, p.y / p.z});
    return {in.fx * ray.x + *in.cx, in.fy * ray.y + *in.cy};
}

bool isAt(Vec2d pixel, double x, double y) {
    return std::abs(pixel.x - x) < 1e-6 && std::abs(pixel.y - y) < 1e-6;
}

Vec3d axis(const FileCamera& camera, int column) {
    const auto& m = camera.world_from_camera->m;
    return {m[0][column], m[1][column], m[2][column]};
}

bool isNear(Vec3d a, Vec3d b) {
    return length(a - b) < 1e-6;
}

std::string allProblems(const std::vector<InputProblem>& problems) {
    std::string text;
    for (const InputProblem& problem : problems) {
        text += problem.reason + "\n";
    }
    return text;
}

class TestCameraFormats : public QObject {
    Q_OBJECT
private slots:
    void writtenIsReadBack_data();
    void writtenIsReadBack();
    void pointsAndTracksComeBack();
    void colmapTextMeansItsDocumentation();
    void colmapRigsPlaceTheirCameras();
    void colmapLargestModelIsTaken();
    void binaryWinsOverText();
    void metashapeMeansItsDocumentation();
    void realityScanCsvMeansItsDocumentation();
    void realityScanXmpMeansItsDocumentation();
    void llffMeansItsDocumentation();
    void neusMeansItsDocumentation();
    void transformsWithPointsAreReadAlone();
    void lensIsInverted();
};

}  // namespace

void TestCameraFormats::writtenIsReadBack_data() {
    QTest::addColumn<int>("index");
    const auto rows = roundTrips();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        QTest::newRow(rows[i].name) << static_cast<int>(i);
    }
}

void TestCameraFormats::writtenIsReadBack() {
    QFETCH(int, index);
    const RoundTrip row = roundTrips()[static_cast<std::size_t>(index)];
    const TemporaryFolder folder(fs::temp_directory_path());
    const CameraFile written = sampleFile(row.lens, row.plain);
    writeCameraFile(written, folder.path() / row.file, row.format);
    const auto found = findCameraFile(folder.path());
    QVERIFY2(found.has_value(), "is not found");
    QCOMPARE(found->string(), (folder.path() / row.file).string());
    const CameraFile read = readCameraFile(*found);
    QCOMPARE(read.format, row.format);
    QVERIFY2(read.problems.empty(), allProblems(read.problems).c_str());
    QCOMPARE(read.cameras.size(), written.cameras.size());
    for (std::size_t i = 0; i < read.cameras.size(); ++i) {
        const FileCamera &a = read.cameras[i], &b = written.cameras[i];
        if (!read.by_order) {
            QCOMPARE(fs::path(a.picture).stem().string(), fs::path(b.picture).stem().string());
        }
        QVERIFY(largestDifference(*a.world_from_camera, *b.world_from_camera) < 1e-9);
        const Intrinsics in = inPixels(a);
        const bool has_size = row.format != "neus-npz";
        QVERIFY(!has_size || (in.width == 640 && in.height == 480));
        QVERIFY(std::abs(in.fx - b.intrinsics.fx) < 1e-7);
        QVERIFY(std::abs(in.fy - b.intrinsics.fy) < 1e-7);
        QVERIFY(std::abs(in.cx.value_or(320) - *b.intrinsics.cx) < 1e-7);
        QVERIFY(std::abs(in.cy.value_or(240) - *b.intrinsics.cy) < 1e-7);
        QVERIFY(largestDifference(in.lens, row.lens) < 1e-9);
    }
}

void TestCameraFormats::pointsAndTracksComeBack() {
    for (const char* format : {"colmap-binary", "colmap-text"}) {
        const TemporaryFolder folder(fs::temp_directory_path());
        const CameraFile written = sampleFile();
        writeCameraFile(written, folder.path() / "0", format);
        const CameraFile read = readCameraFile(folder.path() / "0");
        QCOMPARE(read.cloud.pictures, written.cloud.pictures);
        QCOMPARE(read.cloud.points.size(), written.cloud.points.size());
        for (std::size_t i = 0; i < read.cloud.points.size(); ++i) {
            const SparsePoint &a = read.cloud.points[i], &b = written.cloud.points[i];
            QVERIFY(a.position == b.position);
            QVERIFY(a.color == b.color && a.error == b.error);
            QVERIFY(a.seen_by == b.seen_by);
        }
    }
}

void TestCameraFormats::colmapTextMeansItsDocumentation() {
    const TemporaryFolder folder(fs::temp_directory_path());
    writeBytes(folder.path() / "cameras.txt",
               "\xef\xbb\xbf# comment\r\n7 SIMPLE_RADIAL 640 480 100 320 240 0.5\r\n"
               "3 PINHOLE 640 480 200 100 300 200\r\n");
    // A quarter turn about y; the points' line may be blank, names may hold folders and blanks.
    writeBytes(folder.path() / "images.txt",
               "# IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME\r\n"
               "12 0.7071067811865476 0 0.7071067811865476 0 1 2 3 3 left/my photo 1.jpg\r\n"
               "\r\n"
               "5 1 0 0 0 0 0 0 7 b.jpg\r\n"
               "1.5 2.5 -1 3 4 9\r\n");
    writeBytes(folder.path() / "points3D.txt", "9 -3 1 2 10 20 30 0.5 12 0 5 1 12 4\n");
    const CameraFile file = readCameraFile(folder.path());
    QCOMPARE(file.format, std::string("colmap-text"));
    QVERIFY2(file.problems.empty(), allProblems(file.problems).c_str());
    QCOMPARE(file.cameras.size(), std::size_t{2});
    QCOMPARE(file.cameras[0].picture, std::string("left/my photo 1.jpg"));
    // X = (-3, 1, 2): R X + t = (2, 1, 3) + (1, 2, 3) = (3, 3, 6).
    QVERIFY(isAt(project(file.cameras[0], {-3, 1, 2}), 200 * 0.5 + 300, 100 * 0.5 + 200));
    // (1, 2, 4) in camera coordinates, x right, y down: r2 = 0.3125.
    const double radial = 1 + 0.5 * 0.3125;
    QVERIFY(isAt(project(file.cameras[1], {1, 2, 4}), 25 * radial + 320, 50 * radial + 240));
    QCOMPARE(file.cloud.points.size(), std::size_t{1});
    QVERIFY((file.cloud.points[0].seen_by == std::vector<uint32_t>{0, 1}));
}

void TestCameraFormats::colmapRigsPlaceTheirCameras() {
    for (const bool binary : {false, true}) {
        const TemporaryFolder folder(fs::temp_directory_path());
        ColmapModel model;
        model.cameras = {{1, 0, 640, 480, {500, 320, 240}}, {2, 0, 640, 480, {500, 320, 240}}};
        const ColmapPose stale{{1, 0, 0, 0}, {9, 9, 9}};
        model.images = {{1, 1, "a.png", stale, {}}, {2, 2, "b.png", stale, {}}};
        const ColmapPose turned{{0.7071067811865476, 0, 0.7071067811865476, 0}, {0, 0, 1}};
        model.rigs = {{4, {{0, 1, ColmapPose()}, {0, 2, turned}}}};
        const ColmapPose rig_from_world{{1, 0, 0, 0}, {0, 0, 5}};
        model.frames = {{8, 4, rig_from_world, {{0, 1, 1}, {0, 2, 2}}}};
        binary ? writeColmapBinary(model, folder.path()) : writeColmapText(model, folder.path());
        const CameraFile file = readCameraFile(folder.path());
        QVERIFY2(file.problems.empty(), allProblems(file.problems).c_str());
        QVERIFY(isNear(axis(file.cameras[0], 3), {0, 0, -5}));
        // camera_from_world = turned * rig_from_world: R (0, 0, 5) + (0, 0, 1) = (5, 0, 1); the
        // centre is -R^T (5, 0, 1) = (1, 0, -5).
        QVERIFY(isNear(axis(file.cameras[1], 3), {1, 0, -5}));
        QVERIFY(isNear(-axis(file.cameras[1], 2), {-1, 0, 0}));
    }
}

void TestCameraFormats::colmapLargestModelIsTaken() {
    const TemporaryFolder folder(fs::temp_directory_path());
    CameraFile small = sampleFile();
    small.cameras.resize(2);
    writeCameraFile(small, folder.path() / "sparse" / "0", "colmap-binary");
    writeCameraFile(sampleFile(), folder.path() / "sparse" / "1", "colmap-binary");
    const auto found = findCameraFile(folder.path());
    QVERIFY(found && found->filename() == "1");
    const CameraFile file = readCameraFile(*found);
    QCOMPARE(file.cameras.size(), std::size_t{6});
    QVERIFY(allProblems(file.problems).find("others (0)") != std::string::npos);
}

void TestCameraFormats::binaryWinsOverText() {
    const TemporaryFolder folder(fs::temp_directory_path());
    const CameraFile right = sampleFile();
    writeCameraFile(right, folder.path(), "colmap-binary");
    writeCameraFile(right, folder.path(), "colmap-text");
    QVERIFY(readCameraFile(folder.path()).problems.empty());
    CameraFile moved = right;
    moved.cameras[2].world_from_camera->m[0][3] += 1;
    writeCameraFile(moved, folder.path(), "colmap-text");
    const CameraFile file = readCameraFile(folder.path());
    QVERIFY(allProblems(file.problems).find("place the camera of 'r_2.png' differently") !=
            std::string::npos);
    QVERIFY(largestDifference(*file.cameras[2].world_from_camera,
                              *right.cameras[2].world_from_camera) < 1e-9);
}

void TestCameraFormats::metashapeMeansItsDocumentation() {
    const TemporaryFolder folder(fs::temp_directory_path());
    const fs::path path = folder.path() / "export.xml";
    writeBytes(path, R"(<?xml version="1.0" encoding="UTF-8"?>
<document version="2.0.0"><chunk label="Chunk 1" enabled="true">
 <sensors><sensor id="3" label="lens" type="frame">
  <resolution width="800" height="600"/>
  <calibration type="frame" class="initial"><resolution width="800" height="600"/><f>1</f></calibration>
  <calibration type="frame" class="adjusted"><resolution width="800" height="600"/>
   <f>1000</f><cx>10</cx><cy>-20</cy><b1>2</b1><b2>3</b2><k1>0.1</k1><k4>0.2</k4><p1>0.01</p1><p2>0.02</p2>
  </calibration></sensor></sensors>
 <components><component id="0"><transform><rotation>0 -1 0 1 0 0 0 0 1</rotation>
   <translation>7 8 9</translation><scale>2</scale></transform></component></components>
 <cameras>
  <camera id="0" sensor_id="3" component_id="0" label="IMG_1"><transform>1 0 0 1  0 1 0 0  0 0 1 0  0 0 0 1</transform></camera>
  <group id="1"><camera id="1" sensor_id="3" component_id="0" label="IMG_2" enabled="false"><transform>1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1</transform></camera></group>
  <camera id="2" sensor_id="3" label="IMG_3"/>
 </cameras></chunk></document>)");
    const CameraFile file = readCameraFile(path);
    QCOMPARE(file.cameras.size(), std::size_t{1});
    const std::string problems = allProblems(file.problems);
    QVERIFY2(problems.find("1 cameras are disabled in Metashape and were left out: IMG_2") !=
                     std::string::npos &&
                 problems.find("1 cameras are not aligned and were left out: IMG_3") !=
                     std::string::npos,
             problems.c_str());
    // World = 2 R p + t with R a quarter turn about z: the camera at (1, 0, 0) is at (7, 10, 9).
    const FileCamera& camera = file.cameras[0];
    QVERIFY(isNear(axis(camera, 3), {7, 10, 9}));
    QVERIFY(isNear(axis(camera, 0), {0, 1, 0}) && isNear(-axis(camera, 2), {0, 0, 1}));
    // The camera's (0.2, 0.4, 1): r2 = 0.2.
    const Vec3d point =
        axis(camera, 3) + axis(camera, 0) * 0.2 - axis(camera, 1) * 0.4 - axis(camera, 2) * 1.0;
    const double r2 = 0.2, x = 0.2, y = 0.4, radial = 1 + 0.1 * r2 + 0.2 * r2 * r2 * r2 * r2;
    const double xd = x * radial + 0.01 * (r2 + 2 * x * x) + 2 * 0.02 * x * y;
    const double yd = y * radial + 0.02 * (r2 + 2 * y * y) + 2 * 0.01 * x * y;
    QVERIFY(
        isAt(project(camera, point), 400 + 10 + xd * 1000 + xd * 2 + yd * 3, 300 - 20 + yd * 1000));
}

void TestCameraFormats::realityScanCsvMeansItsDocumentation() {
    const TemporaryFolder folder(fs::temp_directory_path());
    const fs::path path = folder.path() / "cameras.csv";
    // Semicolons and decimal commas, as a German system writes them; columns in another order.
    writeBytes(path,
               "#cameras 2\n#name;x;y;alt;pitch;heading;roll;f;px;py;k1\n"
               "a.jpg;1,5;2;3;0;0;0;36;0,01;-0,02;0,1\n"
               "b.jpg;0;0;0;90;90;0;18;0;0;0\n");
    const CameraFile file = readCameraFile(path);
    QCOMPARE(file.format, std::string("realityscan-csv"));
    QCOMPARE(file.cameras.size(), std::size_t{2});
    // All angles 0: looks straight down, north is up in the picture.
    QVERIFY(isNear(axis(file.cameras[0], 3), {1.5, 2, 3}));
    QVERIFY(isNear(-axis(file.cameras[0], 2), {0, 0, -1}));
    QVERIFY(isNear(axis(file.cameras[0], 1), {0, 1, 0}));
    // Pitch 90: to the horizon; heading 90: east, as on a compass.
    QVERIFY(isNear(-axis(file.cameras[1], 2), {1, 0, 0}));
    QVERIFY(isNear(axis(file.cameras[1], 1), {0, 0, 1}));
    const Intrinsics in = inPixels(file.cameras[0]);
    QVERIFY(std::abs(in.fx - 640) < 1e-9 && std::abs(*in.cx - 326.4) < 1e-9 &&
            std::abs(*in.cy - 227.2) < 1e-9 && std::abs(in.lens.k1 - 0.1) < 1e-12);
}

void TestCameraFormats::realityScanXmpMeansItsDocumentation() {
    const TemporaryFolder folder(fs::temp_directory_path());
    // Rows of the rotation: where the camera's right, down and forward point in the world.
    writeBytes(folder.path() / "a.xmp", R"(<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xcr:Version="3" xcr:PosePrior="initial" xcr:Coordinates="absolute"
       xcr:DistortionModel="division" xcr:FocalLength35mm="18" xcr:Skew="0" xcr:AspectRatio="1"
       xcr:PrincipalPointU="0.01" xcr:PrincipalPointV="-0.02" xcr:Rotation="0 1 0 0 0 -1 -1 0 0"
       xmlns:xcr="http://www.capturingreality.com/ns/xcr/1.1#">
      <xcr:Position>1 2 3</xcr:Position>
      <xcr:DistortionCoeficients>-0.25 0 0 0 0 0</xcr:DistortionCoeficients>
    </rdf:Description></rdf:RDF></x:xmpmeta>)");
    writeBytes(folder.path() / "b.xmp",
               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
               "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
               "xmlns:crs=\"http://ns.adobe.com/camera-raw-settings/1.0/\" "
               "crs:Exposure2012=\"+0.5\"/></rdf:RDF></x:xmpmeta>");
    const CameraFile file = readCameraFile(folder.path());
    QCOMPARE(file.cameras.size(), std::size_t{1});
    const FileCamera& camera = file.cameras[0];
    QCOMPARE(camera.picture, std::string("a"));
    QVERIFY(isNear(axis(camera, 3), {1, 2, 3}));
    QVERIFY(isNear(axis(camera, 0), {0, 1, 0}) && isNear(axis(camera, 1), {0, 0, 1}) &&
            isNear(-axis(camera, 2), {-1, 0, 0}));
    const Intrinsics in = inPixels(camera);
    QVERIFY(std::abs(in.fx - 320) < 1e-9 && std::abs(*in.cx - 326.4) < 1e-9);
    // At 0.3 longer sides from the principal point, a ray of 0.3 / (1 - 0.25 * 0.09).
    const double ray = 0.3 / (1 - 0.25 * 0.09) / 0.5;
    QVERIFY(std::abs(distortRay(in.lens, {ray, 0}).x * 0.5 - 0.3) < 1e-12);
}

void TestCameraFormats::llffMeansItsDocumentation() {
    const TemporaryFolder folder(fs::temp_directory_path());
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 17), }";
    header.append(117 - header.size(), ' ') += '\n';
    std::string bytes = std::string("\x93NUMPY\x01\x00", 8) + '\x76' + '\0' + header;
    // A camera at (1, 2, 3) that looks along +x (backward is -x), down is -z, right is -y.
    const double row[17] = {0, 0, -1, 1, 480, 0, -1, 0, 2, 640, -1, 0, 0, 3, 555.5, 1, 9};
    bytes.append(reinterpret_cast<const char*>(row), sizeof row);
    writeBytes(folder.path() / "poses_bounds.npy", bytes);
    const CameraFile file = readCameraFile(folder.path() / "poses_bounds.npy");
    QVERIFY(file.by_order);
    QCOMPARE(file.cameras.size(), std::size_t{1});
    const FileCamera& camera = file.cameras[0];
    QVERIFY(isNear(axis(camera, 3), {1, 2, 3}) && isNear(-axis(camera, 2), {1, 0, 0}));
    QVERIFY(isNear(axis(camera, 0), {0, -1, 0}) && isNear(axis(camera, 1), {0, 0, 1}));
    QCOMPARE(camera.intrinsics.width, 640);
    QCOMPARE(camera.intrinsics.height, 480);
    QCOMPARE(camera.intrinsics.fx, 555.5);
}

void TestCameraFormats::neusMeansItsDocumentation() {
    const CameraFile file =
        readCameraFile(fs::path(BOZZETTO_TEST_DATA) / "camera" / "cameras_sphere.npz");
    QVERIFY(file.by_order);
    QCOMPARE(file.cameras.size(), std::size_t{2});
    QVERIFY(isNear(axis(file.cameras[0], 3), {0, 0, -5}));
    QVERIFY(isNear(-axis(file.cameras[0], 2), {0, 0, 1}));
    QVERIFY(isNear(axis(file.cameras[0], 1), {0, -1, 0}));
    QVERIFY(length(axis(file.cameras[1], 3) - Vec3d{5, 0, 0}) < 1e-5);
    QVERIFY(isNear(-axis(file.cameras[1], 2), {-1, 0, 0}));
    for (const FileCamera& camera : file.cameras) {
        QVERIFY(std::abs(camera.intrinsics.fx - 700) < 1e-3);
        QVERIFY(std::abs(camera.intrinsics.fy - 710) < 1e-3);
        QVERIFY(std::abs(*camera.intrinsics.cx - 320) < 1e-3);
        QVERIFY(std::abs(*camera.intrinsics.cy - 240) < 1e-3);
        QCOMPARE(camera.intrinsics.lens.skew, 0.0);
    }
    QVERIFY(file.notes.size() == 1 &&
            file.notes[0].find("radius 2 around (0.5, 0.25, 0)") != std::string::npos);
}

void TestCameraFormats::transformsWithPointsAreReadAlone() {
    SyntheticSet set(3);
    set.document["ply_file_path"] = "points.ply";
    const std::string header =
        "ply\nformat binary_little_endian 1.0\nelement vertex 2\nproperty double x\n"
        "property double y\nproperty double z\nproperty uchar red\nproperty uchar green\n"
        "property uchar blue\nend_header\n";
    const double points[2][3] = {{1, 2, 3}, {4, 5, 6}};
    std::string body;
    for (const auto& point : points) {
        body.append(reinterpret_cast<const char*>(point), sizeof point) += "\x0a\x14\x1e";
    }
    set.put("points.ply", header + body);
    const fs::path file = set.save("transforms.json") / "transforms.json";
    const CameraFile alone = readCameraFile(file);
    QCOMPARE(alone.cameras.size(), std::size_t{3});
    QCOMPARE(alone.cameras[1].picture, std::string("./train/r_1"));
    const ImageSet loaded = loadImageSet(set.root());
    for (const SparseCloud& cloud : {alone.cloud, loaded.cloud}) {
        QCOMPARE(cloud.points.size(), std::size_t{2});
        QVERIFY((cloud.points[1].position == Vec3d{4, 5, 6}));
        QVERIFY((cloud.points[1].color == std::array<uint8_t, 3>{10, 20, 30}));
    }
}

void TestCameraFormats::lensIsInverted() {
    using Model = Lens::Model;
    for (const Lens& lens :
         {Lens{Model::Perspective, -0.2, 0.05, 0.01, 0.02, 0, 0, 0.002, -0.001, 0.01},
          Lens{Model::Polynomial, -0.1, 0.02, 3e-3, -1e-3, 0, 0, 1e-3, -2e-3, 1e-3},
          Lens{Model::Fisheye, 0.05, -0.01, 0.003, -0.001, 0, 0, 1e-3, -2e-3, 0},
          Lens{Model::Division, -0.2, 0, 0, 0, 0, 0, 0, 0, 0}}) {
        for (const Vec2d ray : {Vec2d{0, 0}, Vec2d{0.3, -0.2}, Vec2d{-0.5, 0.6}}) {
            const auto back = undistortRay(lens, distortRay(lens, ray));
            QVERIFY(back && std::abs(back->x - ray.x) < 1e-9 && std::abs(back->y - ray.y) < 1e-9);
        }
    }
}

QTEST_GUILESS_MAIN(TestCameraFormats)
#include "test_camera_formats.moc"
