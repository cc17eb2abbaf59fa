// SPDX-License-Identifier: Apache-2.0
// Thousands of damaged files, the same on every run: each is read or refused with an Error that has
// a hint, never anything else. Run under the sanitizers (preset asan) this is the fuzzer of these
// readers.
#include "base/error.h"
#include "base/random.h"
#include "io/cameras_json.h"
#include "io/hdr.h"
#include "io/mtl.h"
#include "io/obj.h"
#include "io/ply.h"
#include "support/memory_folder.h"
#include "support/sample_mesh.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestDamagedFiles : public QObject {
    Q_OBJECT

private slots:
    void damageIsReadOrRefused_data();
    void damageIsReadOrRefused();
};

namespace {

constexpr int kRounds = 1500;

enum Kind { kObj, kMtl, kPlyBinary, kPlyText, kHdr, kCameras };

std::string goodFile(Kind kind) {
    const TexturedMesh mesh = testing::makeSampleMesh();
    MtlMaterial material{"skin", {1, 1, 1}, 0.5f, 0.1f, "a.png", "b.png", "c.png", "d.png", ""};
    Camera camera;
    camera.width = camera.height = 64;
    camera.fx = camera.fy = 50;
    switch (kind) {
        case kObj:
            return encodeObj(mesh, "a.mtl", "skin");
        case kMtl:
            return encodeMtl(material) + "map_Kd -s 1 1 1 -bm 2 x.png\n";
        case kPlyBinary:
            return encodePly(mesh, "a.png");
        case kPlyText:
            return "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty double "
                   "y\nproperty int z\nelement face 1\n"
                   "property list uchar int vertex_indices\nproperty list ushort float "
                   "texcoord\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2 6 0 0 1 0 0 1\n";
        case kHdr:
            return encodeHdr(mesh.material.base_color);
        case kCameras:
            return encodeCamerasJson({{"r_0", camera}});
    }
    return {};
}

void read(Kind kind, const fs::path& path) {
    switch (kind) {
        case kObj:
            readObj(path);
            break;
        case kMtl:
            readMtl(path);
            break;
        case kPlyBinary:
        case kPlyText:
            readPly(path);
            break;
        case kHdr:
            readHdr(path);
            break;
        case kCameras:
            readCamerasJson(path);
            break;
    }
}

/// One to eight changes: a byte replaced, a stretch doubled or removed, digits made huge, the end
/// cut.
std::string damage(std::string bytes, uint64_t round) {
    uint64_t counter = 0;
    const auto below = [&](size_t limit) {
        return static_cast<size_t>(randomBits(7, round, counter++) % std::max<size_t>(1, limit));
    };
    const size_t changes = 1 + below(8);
    for (size_t i = 0; i < changes && !bytes.empty(); ++i) {
        const size_t at = below(bytes.size()),
                     length = below(std::min<size_t>(64, bytes.size() - at)) + 1;
        switch (below(6)) {
            case 0:
                bytes[at] = static_cast<char>(below(256));
                break;
            case 1:
                bytes[at] = "0123456789-. \n/efnai"[below(20)];
                break;
            case 2:
                bytes.insert(at, bytes.substr(at, length));
                break;
            case 3:
                bytes.erase(at, length);
                break;
            case 4:
                bytes.insert(at, "99999999999999999999", below(21));
                break;
            default:
                bytes.resize(at);
        }
    }
    return bytes;
}

}  // namespace

void TestDamagedFiles::damageIsReadOrRefused_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("OBJ") << static_cast<int>(kObj);
    QTest::newRow("MTL") << static_cast<int>(kMtl);
    QTest::newRow("binary PLY") << static_cast<int>(kPlyBinary);
    QTest::newRow("ASCII PLY") << static_cast<int>(kPlyText);
    QTest::newRow("HDR") << static_cast<int>(kHdr);
    QTest::newRow("cameras") << static_cast<int>(kCameras);
}

void TestDamagedFiles::damageIsReadOrRefused() {
    QFETCH(int, kind);
    const QTemporaryDir folder(testing::memoryFolderTemplate());
    const fs::path path = fs::path(folder.path().toStdString()) / "file";
    const std::string good = goodFile(static_cast<Kind>(kind));
    std::ofstream(path, std::ios::binary) << good;
    read(static_cast<Kind>(kind), path);
    int refused = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::ofstream(path, std::ios::binary) << damage(good, static_cast<uint64_t>(round));
        try {
            read(static_cast<Kind>(kind), path);
        } catch (const Error& error) {
            ++refused;
            QVERIFY2(!error.hint().empty() && error.path() == path.string(), error.what());
        } catch (const std::exception& other) {
            QFAIL(qPrintable(QString("round %1: %2").arg(round).arg(other.what())));
        }
    }
    QVERIFY2(refused > 10, qPrintable(QString::number(refused)));
}

QTEST_GUILESS_MAIN(TestDamagedFiles)
#include "test_damaged_files.moc"
