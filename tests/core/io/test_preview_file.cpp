// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/files.h"
#include "io/ply.h"
#include "io/preview_file.h"
#include "support/memory_folder.h"

#include <QtTest>

#include <cstring>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;

namespace {

PreviewMesh makePreview() {
    PreviewMesh preview;
    preview.mesh.positions = {{0, 0, 0}, {1, 0, 0.25f}, {0, 1e-3f, 7}, {-2, 5, 1}};
    preview.mesh.triangles = {{0, 1, 2}, {3, 2, 1}};
    preview.normals = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {-1, 0, 0}};
    preview.colors = {0, 1, 2, 253, 254, 255, 10, 20, 30, 128, 127, 126};
    return preview;
}

}  // namespace

class TestPreviewFile : public QObject {
    Q_OBJECT

private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(memoryFolderTemplate()); }
    void readsBackWhatWasWritten();
    void isAnOrdinaryPly();
    void everyCutIsRefused();
    void refusesWhatIsWrong_data();
    void refusesWhatIsWrong();
    void failureToWriteLeavesTheOldFile();

private:
    fs::path file(const char* name = "preview.ply") const {
        return folder_->filePath(QString::fromLatin1(name)).toStdString();
    }
    void verifyRefused() const {
        try {
            readPreview(file());
        } catch (const Error& error) {
            QVERIFY(error.kind() == Error::Kind::BadInput);
            QVERIFY2(std::strstr(error.what(), "preview.ply: ") != nullptr, error.what());
            return;
        }
        QFAIL("accepted");
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestPreviewFile::readsBackWhatWasWritten() {
    const PreviewMesh preview = makePreview();
    writePreview(file(), preview);
    const PreviewMesh back = readPreview(file());
    QCOMPARE(back.mesh.positions.size(), size_t{4});
    QCOMPARE(back.mesh.triangles.size(), size_t{2});
    for (size_t i = 0; i < 4; ++i) {
        for (int k = 0; k < 3; ++k) {
            QCOMPARE(back.mesh.positions[i][k], preview.mesh.positions[i][k]);
            QCOMPARE(back.normals[i][k], preview.normals[i][k]);
        }
    }
    QCOMPARE(back.mesh.triangles[1].x, 3);
    QCOMPARE(back.mesh.triangles[1].z, 1);
    QCOMPARE(back.colors, preview.colors);
    QCOMPARE(QDir(folder_->path()).entryList(QDir::Files), QStringList{"preview.ply"});
    writePreview(file(), {});
    QVERIFY(readPreview(file()).mesh.positions.empty());
}

void TestPreviewFile::isAnOrdinaryPly() {
    writePreview(file(), makePreview());
    const TexturedMesh mesh = readPly(file());
    QCOMPARE(mesh.mesh.positions.size(), size_t{4});
    QCOMPARE(mesh.mesh.positions[3].y, 5.0f);
    QCOMPARE(mesh.normals[2].z, 1.0f);
    QCOMPARE(mesh.mesh.triangles[1].y, 2);
}

void TestPreviewFile::everyCutIsRefused() {
    writePreview(file(), makePreview());
    const std::string whole = readFile(file());
    for (size_t length = 0; length < whole.size(); ++length) {
        writeFileAtomically(file(), whole.substr(0, length));
        verifyRefused();
    }
    writeFileAtomically(file(), whole + "x");
    verifyRefused();
}

void TestPreviewFile::refusesWhatIsWrong_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const auto bytes = [](const auto& values) {
        return QByteArray(reinterpret_cast<const char*>(&values), sizeof values);
    };
    QTest::newRow("huge count") << QByteArray("vertex 4") << QByteArray("vertex 99999999999999999");
    QTest::newRow("count that fits a wrap-around")
        << QByteArray("face 2") << QByteArray("face 18446744073709551615");
    QTest::newRow("negative count") << QByteArray("face 2") << QByteArray("face -2");
    QTest::newRow("another layout") << QByteArray("uchar blue") << QByteArray("uchar cyan");
    QTest::newRow("index outside") << bytes(Vec3i{3, 2, 1}) << bytes(Vec3i{3, 4, 1});
    QTest::newRow("negative index") << bytes(Vec3i{3, 2, 1}) << bytes(Vec3i{3, -1, 1});
    QTest::newRow("not a number") << bytes(Vec3f{-2, 5, 1}) << bytes(Vec3f{-2, std::nanf(""), 1});
    QTest::newRow("quad") << QByteArray(1, 3) + bytes(Vec3i{3, 2, 1})
                          << QByteArray(1, 4) + bytes(Vec3i{3, 2, 1});
}

void TestPreviewFile::refusesWhatIsWrong() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    writePreview(file(), makePreview());
    QByteArray data = QByteArray::fromStdString(readFile(file()));
    QVERIFY(data.contains(from));
    data.replace(data.lastIndexOf(from), from.size(), to);
    writeFileAtomically(file(), data.toStdString());
    verifyRefused();
}

void TestPreviewFile::failureToWriteLeavesTheOldFile() {
    writePreview(file(), makePreview());
    QDir(folder_->path()).mkdir("preview.ply.partial");  // in the way, whoever runs the test
    try {
        writePreview(file(), {});
        QFAIL("written");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Output);
    }
    QCOMPARE(readPreview(file()).mesh.triangles.size(), size_t{2});
}

QTEST_GUILESS_MAIN(TestPreviewFile)
#include "test_preview_file.moc"
