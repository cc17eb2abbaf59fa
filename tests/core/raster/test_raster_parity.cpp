// SPDX-License-Identifier: Apache-2.0
// Golden tensors of the original rasterizer on the CPU, and on a GPU where there is one. Runs on
// the files in tests/data/raster and on every .safetensors file in the folder that
// BOZZETTO_FIXTURES names.
#include "base/error.h"
#include "device/cuda_queue.h"
#include "tests/core/raster/golden_tensors.h"

#include <QtTest>

#include <cstdlib>
#include <filesystem>

using namespace bozzetto;

class TestRasterParity : public QObject {
    Q_OBJECT
private slots:
    void matchesGoldenTensors_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("cuda");
        std::vector<std::filesystem::path> folders = {std::filesystem::path(BOZZETTO_TEST_DATA) /
                                                      "raster"};
        if (const char* extra = std::getenv("BOZZETTO_FIXTURES"); extra && *extra) {
            folders.emplace_back(extra);
        }
        for (const std::filesystem::path& folder : folders) {
            std::vector<std::filesystem::path> files;
            for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
                if (entry.path().extension() == ".safetensors") {
                    files.push_back(entry.path());
                }
            }
            std::sort(files.begin(), files.end());
            QVERIFY2(!files.empty(), folder.c_str());
            for (const std::filesystem::path& file : files) {
                const QString path = QString::fromStdString(file.string());
                QTest::newRow(file.c_str()) << path << false;
                if (kCudaBuild && at::hasCUDA()) {
                    QTest::newRow((file.string() + " on CUDA").c_str()) << path << true;
                }
            }
        }
    }

    void matchesGoldenTensors() {
        QFETCH(const QString, path);
        QFETCH(const bool, cuda);
        Safetensors f;
        try {
            f = readSafetensors(path.toStdString());
        } catch (const Error& e) {
            QFAIL(e.what());
        }
        const GoldenResult result =
            compareWithGolden(f, cuda ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU));
        for (const std::string& note : result.notes) {
            qInfo("%s", note.c_str());
        }
        for (const std::string& problem : result.problems) {
            QTest::qFail(problem.c_str(), __FILE__, __LINE__);
        }
        if (result.operations == 0) {
            QSKIP("holds no tensors of these operations");
        }
    }
};

QTEST_GUILESS_MAIN(TestRasterParity)
#include "test_raster_parity.moc"
