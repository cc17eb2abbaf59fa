// SPDX-License-Identifier: Apache-2.0
// Groups D and E of the list of bad inputs, for other programs' camera files: every row is a file
// that must be refused, or read without its bad parts, within a second and with a message that says
// where and what to do.
#include "base/error.h"
#include "base/files.h"
#include "camera/camera_file.h"
#include "core/camera/bad_camera_files.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::test;
namespace fs = std::filesystem;

namespace {
std::vector<BadFile> allCases() {
    std::vector<BadFile> all;
    for (const auto& some : {badColmapFiles(),
                             badNumpyFiles(),
                             badMetashapeFiles(),
                             badRealityScanFiles(),
                             badPointFiles(),
                             otherBadFiles()}) {
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
    const std::vector<BadFile> cases = allCases();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        QTest::newRow(cases[i].name) << static_cast<int>(i);
    }
}

void TestBadCameraFiles::isToldClearly() {
    QFETCH(int, index);
    const BadFile one = allCases()[static_cast<std::size_t>(index)];
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
