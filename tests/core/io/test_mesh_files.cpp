// SPDX-License-Identifier: Apache-2.0
// Our own readers and writers of OBJ, MTL and PLY: round trips, golden bytes, and bad files
// (group E of the reliability list), each naming file, place, reason and remedy.
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "image/color.h"
#include "io/mtl.h"
#include "io/obj.h"
#include "io/ply.h"
#include "io/textured_mesh_io.h"
#include "support/memory_folder.h"
#include "support/sample_mesh.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cstring>
#include <fstream>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestMeshFiles : public QObject {
    Q_OBJECT

private slots:
    void objIsReadBackExactly();
    void plyIsReadBackExactly();
    void objReadsWhatOthersWrite_data();
    void objReadsWhatOthersWrite();
    void plyReadsEveryForm_data();
    void plyReadsEveryForm();
    void badFileIsRefused_data();
    void badFileIsRefused();
    void namesThatLeaveTheFolderAreNotOpened_data();
    void namesThatLeaveTheFolderAreNotOpened();
    void mtlOptionsAreSkipped();
    void channelsAndCurvesAreThoseOfTheField();
    void missingFilesLeaveAGreySurface();
    void truncatedPlyIsRefusedAtEveryLength();

private:
    fs::path write(const std::string& name, const std::string& bytes) const {
        const fs::path path = fs::path(folder_.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    QTemporaryDir folder_{testing::memoryFolderTemplate()};
};

namespace {

template <class T>
bool sameBytes(const std::vector<T>& a, const std::vector<T>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

template <class Function>
std::optional<Error> errorOf(Function&& function) {
    try {
        function();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

const char* const kTriangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\n";

/// A PLY of one triangle in the wanted byte order.
template <class T>
void put(std::string& bytes, T value, bool big) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    if (big) {
        std::reverse(raw, raw + sizeof value);
    }
    bytes.append(raw, sizeof value);
}

std::string plyHeader(const std::string& format, int faces = 1) {
    return "ply\nformat " + format +
           " 1.0\ncomment end_header is not here\nelement vertex 3\nproperty float x\nproperty "
           "float y\nproperty float z\n"
           "property uchar red\nelement face " +
           std::to_string(faces) + "\nproperty list uchar uint vertex_indices\nend_header\n";
}

std::string binaryPly(bool big) {
    std::string bytes = plyHeader(big ? "binary_big_endian" : "binary_little_endian");
    for (int i = 0; i < 3; ++i) {
        for (const float value : {i == 1 ? 1.0f : 0.0f, i == 2 ? 1.0f : 0.0f, 0.5f}) {
            put(bytes, value, big);
        }
        put(bytes, uint8_t{200}, big);
    }
    put(bytes, uint8_t{3}, big);
    for (uint32_t i = 0; i < 3; ++i) {
        put(bytes, i, big);
    }
    return bytes;
}

}  // namespace

void TestMeshFiles::objIsReadBackExactly() {
    const TexturedMesh mesh = testing::makeSampleMesh();
    const ObjMesh found = readObj(write("a.obj", encodeObj(mesh, "a.mtl", "skin")));
    QCOMPARE(found.mtl_name, std::string("a.mtl"));
    QCOMPARE(found.material, std::string("skin"));
    QVERIFY(found.warnings.empty());
    QVERIFY(sameBytes(found.mesh.mesh.positions, mesh.mesh.positions));
    QVERIFY(sameBytes(found.mesh.mesh.triangles, mesh.mesh.triangles));
    QVERIFY(sameBytes(found.mesh.uvs, mesh.uvs));
    QVERIFY(sameBytes(found.mesh.uv_triangles, mesh.uv_triangles));
    for (size_t i = 0; i < mesh.normals.size(); ++i) {
        QVERIFY(length(found.mesh.normals[i] - mesh.normals[i]) <
                1e-6f);  // summed over the corners and normalised
    }
}

void TestMeshFiles::plyIsReadBackExactly() {
    const TexturedMesh mesh = testing::makeSampleMesh();
    std::string texture;
    const TexturedMesh found = readPly(write("a.ply", encodePly(mesh, "skin color.png")), &texture);
    QCOMPARE(texture, std::string("skin color.png"));
    QVERIFY(sameBytes(found.mesh.positions, mesh.mesh.positions));
    QVERIFY(sameBytes(found.mesh.triangles, mesh.mesh.triangles));
    QVERIFY(sameBytes(found.normals, mesh.normals));
    for (size_t t = 0; t < mesh.uv_triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const Vec2f wanted = mesh.uvs[mesh.uv_triangles[t][k]],
                        uv = found.uvs[found.uv_triangles[t][k]];
            QVERIFY(uv.x == wanted.x && uv.y == wanted.y);
        }
    }
}

void TestMeshFiles::objReadsWhatOthersWrite_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("triangles");
    QTest::newRow("negative indices") << QByteArray("v 0 0 0\nv 1 0 0\nv 0 1 0\nf -3 -2 -1\n") << 1;
    QTest::newRow("E15 CR line ends, tabs, no last line end")
        << QByteArray("v\t0 0 0\rv 1 0 0\rv 0 1 0\rf 1\t2 3") << 1;
    QTest::newRow("CR LF and byte order mark")
        << QByteArray("\xEF\xBB\xBFv 0 0 0\r\nv 1 0 0\r\nv 0 1 0\r\nf 1 2 3\r\n") << 1;
    QTest::newRow("continued line") << QByteArray("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 \\\n3\n") << 1;
    QTest::newRow("vertex colours, groups, unknown keys")
        << QByteArray(
               "o a\nv 0 0 0 1 1 1\nv 1 0 0 1 0 0\nv 0 1 0 0 0 1\ng b\ns off\nvp 1\nf 1// 2// "
               "3//\n")
        << 1;
    QTest::newRow("normals without UV")
        << QByteArray("v 0 0 0\nv 1 0 0\nv 0 1 0\nvn 0 0 1\nf 1//1 2//1 3//1\n") << 1;
    QTest::newRow("UV with three numbers")
        << QByteArray("v 0 0 0\nv 1 0 0\nv 0 1 0\nvt .5 .5 0\nf 1/1 2/1 3/1\n") << 1;
    QTest::newRow("UV on some faces only")
        << QByteArray("v 0 0 0\nv 1 0 0\nv 0 1 0\nvt .5 .5\nf 1/1 2/1 3/1\nf 3 2 1\n") << 2;
    QByteArray polygon, face = "f";
    for (int i = 1; i <= 10000; ++i) {
        polygon += "v " + QByteArray::number(i) + " 0 0\n";
        face += " " + QByteArray::number(i);
    }
    QTest::newRow("E02 polygon with 10 000 corners") << polygon + face + "\n" << 9998;
    QTest::newRow("E15 line of 1 MB")
        << "#" + QByteArray(1 << 20, 'x') + "\n" + kTriangle + "f 1 2 3\n"
        << 1;
}

void TestMeshFiles::objReadsWhatOthersWrite() {
    QFETCH(QByteArray, text);
    QFETCH(int, triangles);
    const ObjMesh found = readObj(write("other.obj", text.toStdString()));
    QCOMPARE(static_cast<int>(found.mesh.mesh.triangles.size()), triangles);
    QCOMPARE(found.mesh.mesh.triangles.front().z, 2);
    QVERIFY(found.mesh.uvs.empty() ||
            found.mesh.uv_triangles.size() == found.mesh.mesh.triangles.size());
}

void TestMeshFiles::plyReadsEveryForm_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("ASCII") << QByteArray::fromStdString(plyHeader("ascii") +
                                                        "0 0 .5 1\n1 0 .5 1\n0 1 .5 1\n3 0 1 2\n");
    QTest::newRow("E08 ASCII, CR LF, no last line end")
        << QByteArray::fromStdString(plyHeader("ascii")).replace('\n', "\r\n") +
               "0 0 .5 1\r\n1 0 .5 1\r\n0 1 .5 1\r\n3 0 1 2";
    QTest::newRow("binary little-endian") << QByteArray::fromStdString(binaryPly(false));
    QTest::newRow("E08 binary big-endian") << QByteArray::fromStdString(binaryPly(true));
}

void TestMeshFiles::plyReadsEveryForm() {
    QFETCH(QByteArray, bytes);
    const TexturedMesh mesh = readPly(write("form.ply", bytes.toStdString()));
    QCOMPARE(mesh.mesh.positions.size(), size_t{3});
    QCOMPARE(mesh.mesh.triangles.size(), size_t{1});
    QVERIFY(mesh.mesh.positions[2].y == 1.0f && mesh.mesh.positions[2].z == 0.5f &&
            mesh.mesh.triangles[0].z == 2);
}

void TestMeshFiles::badFileIsRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    const auto obj = [](const char* row, const QByteArray& text, const char* said) {
        QTest::newRow(row) << "bad.obj" << text << said;
    };
    const auto ply = [](const char* row, const std::string& bytes, const char* said) {
        QTest::newRow(row) << "bad.ply" << QByteArray::fromStdString(bytes) << said;
    };
    const QByteArray t = kTriangle;
    obj("E01 index 0", t + "f 0 1 2\n", "line 4: vertex 0 does not exist (3 so far");
    obj("E01 index too large", t + "f 1 2 4\n", "line 4: vertex 4 does not exist");
    obj("E01 negative beyond the start", t + "f -4 -2 -1\n", "line 4: vertex -4 does not exist");
    obj("E01 UV that does not exist",
        t + "f 1/1 2/1 3/1\n",
        "line 4: texture coordinate 1 does not exist");
    obj("E01 normal that does not exist",
        t + "f 1//2 2//2 3//2\n",
        "line 4: normal 2 does not exist");
    obj("E02 face before its vertices",
        "f 1 2 3\n" + t,
        "line 1: vertex 1 does not exist (0 so far");
    obj("E02 face of two corners", t + "f 1 2\n", "line 4: a face has 2 corners");
    obj("E03 v nan", "v nan 0 0\n" + t + "f 1 2 3\n", "line 1: \"nan\" is not a finite number");
    obj("E03 v inf", "v 0 -inf 0\n" + t + "f 1 2 3\n", "line 1: \"-inf\" is not a finite number");
    obj("E03 v 1e999",
        "v 0 0 1e999\n" + t + "f 1 2 3\n",
        "line 1: \"1e999\" is not a finite number");
    obj("E03 two numbers", "v 0 0\n" + t + "f 1 2 3\n", "line 1: a number is missing");
    obj("E13 UV NaN", t + "vt nan 0\nf 1/1 2/1 3/1\n", "line 4: \"nan\" is not a finite number");
    obj("E14 no faces", t, "holds no faces");
    obj("E16 comma decimals",
        "v 0,5 0 0\n" + t + "f 1 2 3\n",
        "line 1: \"0,5\" is not a finite number");
    obj("A01 empty", "", "the file is empty");
    ply("E08 count beyond the file",
        "ply\nformat binary_little_endian 1.0\nelement vertex 9000000000000000000\nproperty float "
        "x\nproperty float y\nproperty float z\nend_header\n",
        "promises 9000000000000000000 items of \"vertex\"");
    ply("E08 count that is none",
        "ply\nformat ascii 1.0\nelement vertex -1\nend_header\n",
        "count of element \"vertex\" is not a number");
    ply("E08 more faces than there are",
        plyHeader("ascii", 2) + "0 0 0 1\n1 0 0 1\n0 1 0 1\n3 0 1 2\n",
        "cut short");
    ply("E08 list longer than the file",
        plyHeader("ascii") + "0 0 0 1\n1 0 0 1\n0 1 0 1\n255 0 1 2\n",
        "a list is longer than the file");
    ply("E08 index too large",
        plyHeader("ascii") + "0 0 0 1\n1 0 0 1\n0 1 0 1\n3 0 1 3\n",
        "vertex 3 does not exist (there are 3)");
    ply("E08 face of two corners",
        plyHeader("ascii") + "0 0 0 1\n1 0 0 1\n0 1 0 1\n2 0 1 2\n",
        "face 0 has 2 corners");
    ply("E08 unknown type",
        "ply\nformat ascii 1.0\nelement vertex 1\nproperty quad x\nend_header\n",
        "unknown type \"quad\"");
    ply("E08 no end of the header",
        "ply\nformat ascii 1.0\nelement vertex 1\ncomment end_header\n",
        "no end (end_header)");
    ply("E08 elements without properties",
        "ply\nformat ascii 1.0\nelement nothing 4000000000\nend_header\n",
        "promises 4000000000 items");
    ply("E03 NaN",
        plyHeader("ascii") + "nan 0 0 1\n1 0 0 1\n0 1 0 1\n3 0 1 2\n",
        "\"nan\" is not a finite number");
    ply("E09 Gaussian splats",
        "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float "
        "f_dc_0\nend_header\n0 0\n",
        "Gaussian splats, not a mesh");
    ply("E14 point cloud",
        "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty "
        "float z\nend_header\n0 0 0\n",
        "it is a point cloud");
    ply("A04 text", "hello\n", "is not a PLY file");
    ply("A01 empty ", "", "the file is empty");
}

void TestMeshFiles::badFileIsRefused() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    const fs::path path = write(name.toStdString(), bytes.toStdString());
    const auto error = errorOf([&] {
        if (name.endsWith("obj")) {
            readObj(path);
        } else {
            readPly(path);
        }
    });
    QVERIFY(error.has_value());
    QVERIFY2(QString(error->what()).contains(said), error->what());
    QVERIFY2(QString(error->what()).startsWith(QString::fromStdString(path.string())),
             error->what());
    QCOMPARE(error->path(), path.string());
    QVERIFY(!error->hint().empty());
    QCOMPARE(error->kind(), Error::Kind::BadInput);
}

void TestMeshFiles::namesThatLeaveTheFolderAreNotOpened_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"../../secret.png",
                             "a/../../secret.png",
                             "/etc/passwd",
                             "C:\\secret.png",
                             "c:/secret.png",
                             "\\\\server\\share\\secret.png",
                             "..\\secret.png",
                             "..",
                             "link/secret.png"}) {
        QTest::newRow((std::string("E05 ") + name).c_str()) << name;
    }
}

void TestMeshFiles::namesThatLeaveTheFolderAreNotOpened() {
    QFETCH(QString, name);
    fs::remove(fs::path(folder_.path().toStdString()) / "link");
    fs::create_directory_symlink("/", fs::path(folder_.path().toStdString()) / "link");
    write("evil.mtl", "newmtl a\nmap_Kd " + name.toStdString() + "\n");
    const fs::path path =
        write("evil.obj",
              std::string("mtllib evil.mtl\n") + kTriangle + "vt 0 0\nusemtl a\nf 1/1 2/1 3/1\n");
    const auto error = errorOf([&] { readTexturedMesh(path); });
    QVERIFY(error.has_value());
    QVERIFY2(QString(error->what()).contains("evil.mtl") &&
                 QString(error->what()).contains("was not opened"),
             error->what());
    QVERIFY(!error->hint().empty());
}

void TestMeshFiles::mtlOptionsAreSkipped() {
    const auto materials = readMtl(write(
        "options.mtl",
        "# comment\n\nmap_Kd before any material\nnewmtl first one\nKd 0.5\nPr 0.25\nPm 1\n"
        "map_Kd -s 1 1 1 -o 0.5 -clamp on my base color.png\nmap_Pr -bm 1.0 -imfchan g r.png\n"
        "map_Pm -mm 0 1 sub\\m.png\nnorm -bm 2 n.png\r\nnewmtl second\nKd 0 1 0\nmap_Kd "
        "-my-file.png"));
    QCOMPARE(materials.size(), size_t{2});
    QCOMPARE(materials[0].name, std::string("first one"));
    QCOMPARE(materials[0].base_color.y, 0.5f);
    QCOMPARE(materials[0].roughness, 0.25f);
    QCOMPARE(materials[0].base_color_map, std::string("my base color.png"));
    QCOMPARE(materials[0].roughness_map, std::string("r.png"));
    QCOMPARE(materials[0].metallic_map, std::string("sub\\m.png"));
    QCOMPARE(materials[0].normal_map, std::string("n.png"));
    QCOMPARE(materials[1].base_color_map, std::string("-my-file.png"));
}

void TestMeshFiles::channelsAndCurvesAreThoseOfTheField() {  // H19, H20
    TexturedMesh mesh = testing::makeSampleMesh(4);
    mesh.material.base_color = Image(4, 4, 3, linearFromSrgb(200.0f / 255));
    mesh.material.roughness = Image(4, 4, 1, 51.0f / 255);
    mesh.material.metallic = Image(4, 4, 1, 1.0f);
    mesh.material.normal = Image(4, 4, 3);
    for (int i = 0; i < 16; ++i) {
        mesh.material.normal.pixels[3 * static_cast<size_t>(i) + 2] = 1;  // flat
    }
    *mesh.material.normal.at(0, 0) = 0.0f;
    mesh.material.normal.at(0, 0)[1] = 1;  // top left: leans up (+Y, OpenGL)
    mesh.material.normal.at(0, 0)[2] = 0;
    mesh.material.base_color.at(0, 0)[0] = 1;  // top left: red
    mesh.material.occlusion = Image(4, 4, 1, 102.0f / 255);
    const fs::path folder = fs::path(folder_.path().toStdString()) / "golden";
    fs::create_directories(folder);
    writeTexturedMesh(folder, mesh);
    const auto texel = [&](const char* name, int x, int y) {
        const Image image = readRawImage(folder / name, RawScale::Integer);
        std::vector<int> values;
        for (int c = 0; c < image.channels; ++c) {
            values.push_back(static_cast<int>(image.at(x, y)[c]));
        }
        return values;
    };
    QCOMPARE(
        texel("mesh_BaseColor.png", 2, 2),
        (std::vector<int>{200, 200, 200}));  // three channels: nothing that could be transparent
    QCOMPARE(texel("mesh_BaseColor.png", 0, 0), (std::vector<int>{255, 200, 200}));
    QCOMPARE(texel("mesh_Roughness.png", 2, 2), (std::vector<int>{51}));
    QCOMPARE(texel("mesh_Metallic.png", 2, 2), (std::vector<int>{255}));
    QCOMPARE(texel("mesh_AO.png", 2, 2), (std::vector<int>{102}));
    QCOMPARE(texel("mesh_Normal.png", 2, 2), (std::vector<int>{128, 128, 255}));
    QCOMPARE(texel("mesh_Normal.png", 0, 0), (std::vector<int>{128, 255, 128}));
    const std::string mtl = readFile(folder / "mesh.mtl");
    for (const char* line : {"map_Kd mesh_BaseColor.png\n",
                             "map_Pr mesh_Roughness.png\n",
                             "map_Pm mesh_Metallic.png\n",
                             "norm mesh_Normal.png\n",
                             "d 1\n"}) {
        QVERIFY2(mtl.find(line) != std::string::npos, line);
    }
    QVERIFY(mtl.find("map_d") == std::string::npos && mtl.find("map_Ks") == std::string::npos);
    const TexturedMesh found = readTexturedMesh(folder / "mesh.obj");
    QVERIFY(std::fabs(found.material.base_color.at(2, 2)[1] - linearFromSrgb(200.0f / 255)) <
            1e-5f);
    QVERIFY(std::fabs(found.material.roughness.at(1, 1)[0] - 0.2f) < 1e-5f);
    QVERIFY(std::fabs(found.material.normal.at(0, 0)[1] - 1) < 1e-5f);
    QVERIFY(std::fabs(found.material.occlusion.at(3, 3)[0] - 0.4f) < 1e-5f);
    verifyTexturedMesh(folder, mesh);
}

void TestMeshFiles::missingFilesLeaveAGreySurface() {  // E04
    const std::string faces = std::string(kTriangle) + "vt 0 0\nusemtl a\nf 1/1 2/1 3/1\n";
    std::vector<std::string> warnings;
    TexturedMesh mesh = readTexturedMesh(write("lost.obj", "mtllib lost.mtl\n" + faces), &warnings);
    QVERIFY(warnings.size() == 1 &&
            warnings[0].find("lost.mtl: the material file is missing") != std::string::npos);
    QVERIFY(std::fabs(mesh.material.base_color.pixels.at(0) - linearFromSrgb(0.5f)) < 1e-6f);
    warnings.clear();
    write("half.mtl", "newmtl a\nPr 0.75\nmap_Kd gone.png\n");
    mesh = readTexturedMesh(write("half.obj", "mtllib half.mtl\n" + faces), &warnings);
    QVERIFY(warnings.size() == 1 && warnings[0].find("gone.png") != std::string::npos);
    QCOMPARE(mesh.material.roughness.pixels.at(0), 0.75f);
    QCOMPARE(mesh.normals.size(), size_t{3});
}

void TestMeshFiles::truncatedPlyIsRefusedAtEveryLength() {
    const std::string ply = encodePly(testing::makeSampleMesh(), "t.png");
    for (size_t length = 0; length < ply.size(); length += 7) {
        QVERIFY(errorOf([&] { readPly(write("cut.ply", ply.substr(0, length))); }).has_value());
    }
}

QTEST_GUILESS_MAIN(TestMeshFiles)
#include "test_mesh_files.moc"
