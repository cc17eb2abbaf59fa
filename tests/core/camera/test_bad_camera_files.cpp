// SPDX-License-Identifier: Apache-2.0
// Groups D and E of the list of bad inputs, for other programs' camera files: every row is a file
// that must be refused, or read without its bad parts, within a second and with a message that says
// where and what to do.
#include "base/error.h"
#include "base/files.h"
#include "camera/camera_file.h"
#include "core/camera/camera_file_samples.h"

#include <QElapsedTimer>
#include <QtTest>

#include <cstring>
#include <functional>
#include <sys/stat.h>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {

template <class Number>
std::string raw(Number value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string read(const fs::path& path) {
    return readFile(path);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t place = text.find(from);
    return place == std::string::npos ? text : text.replace(place, from.size(), to);
}

/// Bends a good file of a format; returns what to read.
struct Case {
    const char* name;
    std::function<fs::path(const fs::path& folder)> make;
    std::string reason;  // part of the refusal, or of a problem when `cameras` are left
    std::string hint;
    std::size_t cameras = 0;  // 0: refused
};

/// A file of a model or export, changed as bytes.
std::function<fs::path(const fs::path&)> bent(
    const std::string& format,
    const std::string& file,
    const std::function<std::string(std::string)>& change) {
    return [=](const fs::path& folder) {
        const bool is_folder = format.starts_with("colmap") || format == "realityscan-xmp";
        Lens lens;
        writeCameraFile(
            sampleFile(lens, format == "llff"), is_folder ? folder : folder / file, format);
        writeBytes(folder / file, change(read(folder / file)));
        return is_folder ? folder : folder / file;
    };
}

std::function<fs::path(const fs::path&)> text(const std::string& file, const std::string& content) {
    return [=](const fs::path& folder) {
        writeBytes(folder / file, content);
        return folder / file;
    };
}

std::function<std::string(std::string)> overwrite(std::size_t place, const std::string& bytes) {
    return [=](std::string all) { return all.replace(place, bytes.size(), bytes); };
}

std::function<std::string(std::string)> exchange(const std::string& from, const std::string& to) {
    return [=](const std::string& all) { return replaced(all, from, to); };
}

std::string numpy(const std::string& header, const std::string& body) {
    return std::string("\x93NUMPY\x01\x00", 8) +
           raw<uint16_t>(static_cast<uint16_t>(header.size())) + header + body;
}

std::vector<Case> colmapCases() {
    const auto nan = raw(std::nan(""));
    const auto cut = [](std::size_t bytes) {
        return [=](const std::string& all) { return all.substr(0, all.size() - bytes); };
    };
    return {
        {"D24 cameras.bin is cut",
         bent("colmap-binary", "cameras.bin", cut(5)),
         "cameras.bin: at byte 8: it announces 1 as the number of cameras",
         "copy it again"},
        {"D24 cameras.bin announces 2^63 cameras",
         bent("colmap-binary", "cameras.bin", overwrite(0, raw(uint64_t{1} << 63))),
         "at byte 8: it announces 9223372036854775808 as the number of cameras",
         "copy it again"},
        {"D24 unknown camera model",
         bent("colmap-binary", "cameras.bin", overwrite(12, raw(int32_t{99}))),
         "the camera model number 99 (read at byte 12) is unknown",
         "copy it again"},
        {"D27 FOV cameras",
         bent(
             "colmap-text",
             "cameras.txt",
             [](const std::string&) { return std::string("1 FOV 640 480 700 700 320 240 0.9\n"); }),
         "the camera model FOV is not supported",
         "colmap image_undistorter"},
        {"no focal length",
         bent("colmap-text",
              "cameras.txt",
              [](const std::string&) {
                  return std::string("1 SIMPLE_PINHOLE 640 480 0 320 240\n");
              }),
         "camera 1 has a focal length that is not positive",
         "COLMAP"},
        {"pictures of 10^18 pixels",
         bent("colmap-binary", "cameras.bin", overwrite(16, raw(uint64_t{1} << 60))),
         "is for pictures of 1152921504606846976 x 480 pixels",
         "COLMAP"},
        {"images.bin announces too many points",
         bent("colmap-binary",
              "images.bin",
              [](std::string all) {
                  const std::size_t place = all.find("r_0.png") + 8;
                  return all.replace(place, 8, raw(uint64_t{1} << 62));
              }),
         "it announces 4611686018427387904 as the number of an image's points",
         "copy it again"},
        {"a name without end",
         bent("colmap-binary",
              "images.bin",
              [](std::string all) {
                  const std::size_t place = all.find("r_5.png");
                  return all.substr(0, place + 4);
              }),
         "the file ends within an image's name",
         "copy it again"},
        {"points3D.bin: endless track",
         bent("colmap-binary", "points3D.bin", overwrite(51, raw(~uint64_t{0}))),
         "18446744073709551615 as the length of a point's track",
         "copy it again"},
        {"bytes behind the last image",
         bent("colmap-binary", "images.bin", [](const std::string& all) { return all + "more"; }),
         "after the last record 4 bytes are left over",
         "copy it again"},
        {"empty images.bin",
         bent("colmap-binary", "images.bin", [](const std::string&) { return std::string(); }),
         "the file ends within the number of images",
         "copy it again"},
        {"D05 NaN in one pose",
         bent("colmap-binary", "images.bin", overwrite(12, nan)),
         "the image 'r_0.png' was left out: its pose is not made of sensible numbers",
         "COLMAP",
         5},
        {"quaternion of zeros",
         bent("colmap-binary", "images.bin", overwrite(12, std::string(32, '\0'))),
         "the image 'r_0.png' was left out: its pose is not made of sensible numbers",
         "COLMAP",
         5},
        {"image of a camera that is missing",
         bent("colmap-binary", "images.bin", overwrite(12 + 56, raw(uint32_t{77}))),
         "the image 'r_0.png' was left out: its camera 77 is not in the model",
         "COLMAP",
         5},
        {"D22 image listed twice",
         bent("colmap-text", "images.txt", exchange("r_1.png", "r_0.png")),
         "the image 'r_0.png' is there twice; the first one was used",
         "Remove one",
         5},
        {"NaN in a point",
         bent("colmap-binary", "points3D.bin", overwrite(16, nan)),
         "1 points were left out",
         "unless there are many",
         6},
        {"a word where a number belongs",
         bent("colmap-text", "images.txt", exchange("\n1 ", "\n1 wide ")),
         "images.txt: line 4: column 3: QW is not a finite number ('wide')",
         "Output Format"},
        {"infinity in the text",
         bent("colmap-text", "cameras.txt", exchange("700.25", "inf")),
         "cameras.txt: line 2: column 26: a parameter of the camera model is not a finite number "
         "('inf')",
         "Output Format"},
        {"D23 the second line of an image is missing",
         bent("colmap-text",
              "images.txt",
              [](const std::string&) {
                  return std::string("1 1 0 0 0 0 0 0 1 a.png\n2 1 0 0 0 1 0 0 1 b.png\n");
              }),
         "line 2: it must list the points of the image 'a.png'",
         "put an empty line"},
        {"too many parameters",
         bent("colmap-text",
              "cameras.txt",
              [](const std::string&) { return std::string("1 PINHOLE 64 48 50 50 32 24 0.1\n"); }),
         "PINHOLE has 4 parameters, and more are given ('0.1')",
         "Output Format"},
        {"an empty model",
         bent("colmap-text",
              "images.txt",
              [](const std::string&) { return std::string("# none\n"); }),
         "the COLMAP model holds no image",
         "sparse/0"},
        {"a folder without a model",
         [](const fs::path& folder) {
             fs::create_directories(folder / "nothing");
             return folder / "nothing";
         },
         "holds no camera of RealityScan",
         "Export"},
    };
}

std::vector<Case> numpyCases() {
    const std::string good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 17), }\n";
    const std::string row(17 * 8, '\0');
    return {
        {"shape beyond the file",
         text("p.npy", numpy(replaced(good, "(1, 17)", "(4000000000, 17)"), row)),
         "it announces 4000000000 as a side of the array",
         "copy it again"},
        {"shape whose product overflows",
         text("p.npy",
              numpy(replaced(good, "(1, 17)", "(100, 100, 100, 100, 100, 100, 100, 100)"), row)),
         "as the array's size, which the rest of the file cannot hold",
         "copy it again"},
        {"Python objects",
         text("p.npy", numpy(replaced(good, "<f8", "|O"), row)),
         "the array's type '|O' is not read",
         "copy it again"},
        {"no header",
         text("p.npy", numpy("{}", row)),
         "the header does not tell type, order and shape",
         "copy it again"},
        {"cut header",
         text("p.npy", std::string("\x93NUMPY\x01\x00\xff\xff{'descr", 17)),
         "the file ends within the header",
         "copy it again"},
        {"negative shape",
         text("p.npy", numpy(replaced(good, "(1, 17)", "(-1, 17)"), row)),
         "the array's shape is not a list of sizes",
         "copy it again"},
        {"16 columns",
         text("p.npy", numpy(replaced(good, "(1, 17)", "(1, 16)"), row)),
         "is not N rows of 17 numbers",
         "poses_bounds.npy"},
        {"rows of zeros",
         text("p.npy", numpy(good, row)),
         "none of its rows is a camera. The first: row 1 was left out: its transform_matrix has no "
         "rotation",
         "again"},
        {"one row of NaN",
         bent("llff",
              "poses_bounds.npy",
              [](std::string all) {
                  return all.replace(all.size() - 17 * 8, 8, raw(std::nan("")));
              }),
         "row 6 was left out",
         "again",
         6},
        {"npz cut in the middle",
         bent("neus-npz",
              "c.npz",
              [](const std::string& all) { return all.substr(0, all.size() / 2); }),
         "is no complete zip file",
         "copy it again"},
        {"npz with a wrong byte",
         bent("neus-npz", "c.npz", overwrite(60, "\xff\xff\xff")),
         "cannot be unpacked",
         "copy it again"},
        {"npz of other arrays",
         bent("neus-npz",
              "c.npz",
              [](std::string all) {
                  for (std::size_t at = 0; (at = all.find("world_mat", at)) != std::string::npos;) {
                      all.replace(at, 9, "other_mat");
                  }
                  return all;
              }),
         "holds no world_mat_0",
         "K [R t]"},
    };
}

std::vector<Case> metashapeCases() {
    const auto xml = [](const std::string& from, const std::string& to) {
        return bent("metashape-xml", "c.xml", exchange(from, to));
    };
    return {
        {"D32 billion laughs",
         text("c.xml",
              "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n<!ENTITY lol2 "
              "\"&lol;&lol;\">]>\n<document><chunk label=\"&lol2;\"><cameras/></chunk></document>"),
         "line 2: it declares a document type or entities",
         "Remove the declaration"},
        {"XML that ends early",
         bent("metashape-xml",
              "c.xml",
              [](const std::string& all) { return all.substr(0, all.size() / 2); }),
         "it is not well-formed XML",
         "copy it again"},
        {"tags that do not match",
         xml("</sensors>", "</sensor>"),
         "line 22, column",
         "copy it again"},
        {"100 000 levels",
         text("c.xml",
              [] {
                  std::string all = "<document><chunk>";
                  for (int i = 0; i < 100'000; ++i) {
                      all += "<a>";
                  }
                  return all;
              }()),
         "it is not well-formed XML",
         "copy it again"},
        {"D31 no camera is aligned",
         text("c.xml",
              "<document><chunk><sensors/><cameras><camera id=\"0\" label=\"a\"/></cameras>"
              "</chunk></document>"),
         "none of its cameras can be used. The first: 1 cameras are not aligned",
         "Align them"},
        {"a chunk without cameras",
         text("c.xml", "<document><chunk label=\"a\"><sensors/></chunk></document>"),
         "<document>: holds no chunk with cameras",
         "Metashape"},
        {"spherical sensor",
         xml("calibration type=\"frame\"", "calibration type=\"spherical\""),
         "its sensor 'lens 1' is of the type 'spherical', which is not supported",
         "Undistort"},
        {"transform of 15 numbers",
         xml("<transform>", "<transform>\n1 2 "),
         "the camera 'r_0' (line 24) was left out: its transform is not made of 16 finite numbers",
         "Metashape",
         5},
        {"NaN in a calibration",
         xml("<f>700.25", "<f>nan"),
         "line 9: <f>: 'nan' is not a sensible number",
         "Metashape"},
        {"focal length 0",
         xml("<f>700.25", "<f>0"),
         "its sensor's focal length is not positive (line 9)",
         "Undistort"},
        {"coefficients that we have no words for",
         xml("<k1>", "<p3>0.5</p3><k1>"),
         "its lens coefficient p3 is not supported",
         "Undistort"},
        {"D22 two cameras of one label",
         xml("label=\"r_1\"", "label=\"r_0\""),
         "another camera has its label; the first one was used",
         "different names",
         5},
        {"a sensor that is missing",
         xml("sensor_id=\"0\"", "sensor_id=\"5\""),
         "its sensor is not in the file",
         "Metashape",
         5},
    };
}

std::vector<Case> realityScanCases() {
    const auto csv = [](const std::string& from, const std::string& to) {
        return bent("realityscan-csv", "c.csv", exchange(from, to));
    };
    const auto xmp = [](const std::string& from, const std::string& to) {
        return bent("realityscan-xmp", "r_0.xmp", [=](std::string all) {
            for (std::size_t at = 0; (at = all.find(from, at)) != std::string::npos;) {
                all.replace(at, from.size(), to);
            }
            return all;
        });
    };
    return {
        {"D29 missing column",
         csv("heading,", ""),
         "line 1: the column 'heading' is missing",
         "Export"},
        {"D29 decimal commas among commas",
         text("c.csv", "#name,x,y,alt,heading,pitch,roll,f\na.jpg,1,5,2,0,3,0,0,0,0,0,0,0,36,0\n"),
         "line 2: it has 15 columns, the header 8",
         "decimal point"},
        {"a word where a number belongs",
         csv("r_0.png,", "r_0.png,far"),
         "line 2 ('r_0.png') was left out: the column 'x' holds 'far",
         "Export",
         5},
        {"focal length 0",
         text("c.csv", "#name,x,y,alt,heading,pitch,roll,f\na.jpg,1,2,3,0,0,0,0\n"),
         "the column 'f' holds 0, which is no focal length",
         "Export"},
        {"D22 a picture twice",
         csv("r_1.png", "r_0.png"),
         "its picture is listed twice",
         "Remove one",
         5},
        {"no rows",
         text("c.csv", "#name,x,y,alt,heading,pitch,roll,f\n"),
         "lists no camera",
         "Export"},
        {"UTF-16",
         [](const fs::path& folder) {
             writeBytes(folder / "c.csv", "#name,x\n");
             writeBytes(folder / "c.csv", std::string("\xff\xfe#\0n\0", 6));
             return folder / "c.csv";
         },
         "is no camera file of a known program",
         "COLMAP model"},
        {"D30 no position",
         xmp("xcr:Position", "xcr:Elsewhere"),
         "its camera was left out: it has no xcr:Position",
         "RealityScan",
         5},
        {"D30 rotation of 8 numbers",
         bent("realityscan-xmp",
              "r_0.xmp",
              [](std::string all) {
                  const std::size_t start = all.find("<xcr:Rotation>") + 14;
                  return all.erase(start, all.find(' ', start) + 1 - start);
              }),
         "xcr:Rotation is not made of 9 finite numbers",
         "RealityScan",
         5},
        {"a distortion model that we have no words for",
         xmp("\"perspective\"", "\"rationalP2D1\""),
         "its distortion model 'rationalP2D1' is not supported",
         "brown3",
         5},
        {"D32 entities in a sidecar",
         bent("realityscan-xmp",
              "r_0.xmp",
              [](const std::string& all) {
                  return "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + all;
              }),
         "it declares a document type or entities",
         "Remove the declaration",
         5},
    };
}

/// A transforms file whose points are bad: the cameras stay.
std::function<fs::path(const fs::path&)> withPoints(const std::string& ply) {
    return [=](const fs::path& folder) {
        const nlohmann::json frame = {
            {"file_path", "a.png"},
            {"transform_matrix", matrixOf(orbitCamera(0, 2, 64).world_from_camera)}};
        const nlohmann::json document = {
            {"fl_x", 500}, {"frames", nlohmann::json::array({frame})}, {"ply_file_path", "p.ply"}};
        writeBytes(folder / "transforms.json", document.dump());
        writeBytes(folder / "p.ply", ply);
        return folder / "transforms.json";
    };
}

std::vector<Case> pointCases() {
    const std::string vertex =
        "element vertex 3\nproperty float x\nproperty float y\nproperty float z\nend_header\n";
    const std::string binary = "ply\nformat binary_little_endian 1.0\n" + vertex;
    return {
        {"a PLY of more points than bytes",
         withPoints(replaced(binary, "vertex 3", "vertex 4000000000")),
         "it announces 4000000000 points, which the rest of the file cannot hold",
         "again",
         1},
        {"a PLY without z",
         withPoints(replaced(binary, "property float z\n", "")),
         "its points have no z",
         "again",
         1},
        {"a PLY whose header has no end",
         withPoints(replaced(binary, "end_header\n", "")),
         "the PLY header has no end",
         "again",
         1},
        {"a text PLY that ends early",
         withPoints("ply\nformat ascii 1.0\n" + vertex + "1.25 2.25 3.25\n4 5 6\n7\n"),
         "the file ends within its points",
         "again",
         1},
        {"a PLY with lists in its points",
         withPoints(replaced(binary, "float z", "list uchar int z")),
         "a point has a property of an unknown type",
         "again",
         1},
        {"B14 points that are a web address",
         [](const fs::path& folder) {
             const fs::path path = withPoints("")(folder);
             writeBytes(path, replaced(read(path), "p.ply", "https://a.b/p.ply"));
             return path;
         },
         "is a web address, not a file",
         "Download",
         1},
    };
}

std::vector<Case> otherCases() {
    return {
        {"an empty file",
         text("c.xml", ""),
         "is no camera file of a known program",
         "COLMAP model"},
        {"a text", text("c.csv", "Dear diary,\n"), "is no camera file", "COLMAP model"},
        {"a missing file",
         [](const fs::path& folder) { return folder / "missing.xml"; },
         "missing.xml",
         ""},
        {"B14 a pipe",
         [](const fs::path& folder) {
             mkfifo((folder / "poses_bounds.npy").c_str(), 0600);
             return folder / "poses_bounds.npy";
         },
         "is not a regular file",
         ""},
    };
}

std::vector<Case> allCases() {
    std::vector<Case> all;
    for (const auto& some : {colmapCases(),
                             numpyCases(),
                             metashapeCases(),
                             realityScanCases(),
                             pointCases(),
                             otherCases()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

class TestBadCameraFiles : public QObject {
    Q_OBJECT
private slots:
    void isToldClearly_data();
    void isToldClearly();
    void damagedFilesAreRefusedOrRead_data();
    void damagedFilesAreRefusedOrRead();
};

bool holdsText(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

void TestBadCameraFiles::isToldClearly_data() {
    QTest::addColumn<int>("index");
    const std::vector<Case> cases = allCases();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        QTest::newRow(cases[i].name) << static_cast<int>(i);
    }
}

void TestBadCameraFiles::isToldClearly() {
    QFETCH(int, index);
    const Case one = allCases()[static_cast<std::size_t>(index)];
    const TemporaryFolder folder(fs::temp_directory_path());
    const fs::path input = one.make(folder.path());
    QElapsedTimer clock;
    clock.start();
    try {
        const CameraFile file = readCameraFile(input);
        QVERIFY2(one.cameras > 0, "was not refused");
        QCOMPARE(file.cameras.size(), one.cameras);
        std::string all;
        bool found = false;
        for (const InputProblem& problem : file.problems) {
            all += problem.reason + " | " + problem.hint + "\n";
            found |= holdsText(problem.reason, one.reason) && holdsText(problem.hint, one.hint);
        }
        QVERIFY2(found, all.c_str());
    } catch (const Error& error) {
        QVERIFY2(one.cameras == 0, error.what());
        QCOMPARE(error.kind(), Error::Kind::BadInput);
        QVERIFY2(holdsText(error.what(), displayPath(folder.path())), error.what());
        QVERIFY2(holdsText(error.what(), one.reason), error.what());
        QVERIFY2(holdsText(error.hint(), one.hint), error.hint().c_str());
    }
    QVERIFY(clock.elapsed() < 1000);
}

void TestBadCameraFiles::damagedFilesAreRefusedOrRead_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("file");
    for (const auto& [format, file] : {std::pair{"colmap-binary", "cameras.bin"},
                                       {"colmap-binary", "images.bin"},
                                       {"colmap-binary", "points3D.bin"},
                                       {"colmap-text", "cameras.txt"},
                                       {"colmap-text", "images.txt"},
                                       {"colmap-text", "points3D.txt"},
                                       {"llff", "poses_bounds.npy"},
                                       {"neus-npz", "cameras_sphere.npz"},
                                       {"metashape-xml", "cameras.xml"},
                                       {"realityscan-csv", "cameras.csv"},
                                       {"realityscan-xmp", "r_3.xmp"}}) {
        QTest::newRow((std::string(format) + " " + file).c_str()) << format << file;
    }
}

/// Every file is cut and bent in a hundred places: what is read then is finite, or refused.
void TestBadCameraFiles::damagedFilesAreRefusedOrRead() {
    QFETCH(QString, format);
    QFETCH(QString, file);
    const TemporaryFolder folder(fs::temp_directory_path());
    const bool is_folder =
        format.startsWith("colmap") || format == QLatin1String("realityscan-xmp");
    const fs::path path = folder.path() / file.toStdString();
    const fs::path input = is_folder ? folder.path() : path;
    writeCameraFile(sampleFile({}, true), input, format.toStdString());
    const std::string good = read(path);
    uint32_t random = 12345;
    int told = 0;
    for (int i = 0; i < 100; ++i) {
        const auto next = [&] { return random = random * 1664525u + 1013904223u; };
        const std::size_t place = next() % good.size();
        std::string bad = i % 2 == 0 ? good.substr(0, place) : good;
        if (i % 2 == 1) {
            bad[place] = static_cast<char>(next() >> 13);
            bad[(place + 7) % bad.size()] = '\xff';
        }
        writeBytes(path, bad);
        try {
            const CameraFile cameras = readCameraFile(input);
            told += cameras.problems.empty() ? 0 : 1;
            for (const FileCamera& camera : cameras.cameras) {
                for (int row = 0; camera.world_from_camera && row < 3; ++row) {
                    for (const double value : camera.world_from_camera->m[row]) {
                        QVERIFY(std::isfinite(value));
                    }
                }
                QVERIFY(std::isfinite(camera.intrinsics.fx) && camera.intrinsics.fx >= 0);
            }
        } catch (const Error& error) {
            ++told;
            QVERIFY2(error.kind() == Error::Kind::BadInput && error.hint().size() > 10,
                     error.what());
        }
    }
    QVERIFY(told > 20);
}

QTEST_GUILESS_MAIN(TestBadCameraFiles)
#include "test_bad_camera_files.moc"
