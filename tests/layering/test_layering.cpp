// SPDX-License-Identifier: Apache-2.0
// The include rule: who may include whom. The rules themselves are in include_rules.cpp.
#include "layering/include_rules.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace layering = bozzetto::layering;
namespace fs = std::filesystem;

class TestLayering : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyIncludeIsAllowed();
    void kernelsNeverReachLibTorch();
    void forbiddenIncludeIsCaught_data();
    void forbiddenIncludeIsCaught();
    void allowedIncludeIsNotReported_data();
    void allowedIncludeIsNotReported();
    void indirectLibTorchIsCaught();

private:
    std::map<std::string, std::string> sources_;  // path from the root -> text
};

namespace {

std::string readText(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool isSource(const fs::path& path) {
    const std::string ending = path.extension().string();
    return ending == ".h" || ending == ".cpp" || ending == ".cu" || ending == ".inc";
}

QByteArray describe(const std::vector<layering::Violation>& violations) {
    QByteArray text;
    for (const layering::Violation& v : violations) {
        text += "\n  " + QByteArray::fromStdString(v.file) + ":" + QByteArray::number(v.line) +
                ": " + QByteArray::fromStdString(v.include) + ": " +
                QByteArray::fromStdString(v.rule);
    }
    return text;
}

}  // namespace

void TestLayering::initTestCase() {
    const fs::path root(BOZZETTO_SOURCE_DIR);
    for (const char* folder : {"core", "app", "ui", "tests"}) {
        if (!fs::exists(root / folder)) {
            continue;
        }
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.is_regular_file() && isSource(entry.path())) {
                sources_[fs::relative(entry.path(), root).generic_string()] =
                    readText(entry.path());
            }
        }
    }
    QVERIFY2(sources_.size() > 40, "the sources were not found");
}

void TestLayering::everyIncludeIsAllowed() {
    std::vector<layering::Violation> all;
    for (const auto& [path, text] : sources_) {
        const auto found = layering::checkIncludes(path, text);
        all.insert(all.end(), found.begin(), found.end());
    }
    QVERIFY2(all.empty(), describe(all).constData());
}

void TestLayering::kernelsNeverReachLibTorch() {
    const auto violations = layering::checkKernelReach(sources_);
    QVERIFY2(violations.empty(), describe(violations).constData());
}

void TestLayering::forbiddenIncludeIsCaught_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::newRow("Qt in core") << "core/image/image.cpp"
                                << "<QImage>";
    QTest::newRow("VTK in core") << "core/io/obj.cpp"
                                 << "<vtkOBJReader.h>";
    QTest::newRow("LibTorch in the plain half") << "core/pipeline/run_job.cpp"
                                                << "<ATen/ATen.h>";
    QTest::newRow("LibTorch in mesh") << "core/mesh/mesh.h"
                                      << "<torch/types.h>";
    QTest::newRow("OpenCV in the tensor half") << "core/bake/bake.cpp"
                                               << "<opencv2/imgproc.hpp>";
    QTest::newRow("OpenCV where only image code has it") << "core/base/files.cpp"
                                                         << "<opencv2/core.hpp>";
    QTest::newRow("module order") << "core/image/image.cpp"
                                  << "\"camera/camera.h\"";
    QTest::newRow("module order, tensor half") << "core/raster/rasterize.h"
                                               << "\"render/shade.h\"";
    QTest::newRow("module order, long form") << "core/base/log.cpp"
                                             << "\"core/mesh/mesh.h\"";
    QTest::newRow("plain half uses tensors") << "core/pipeline/engine.h"
                                             << "\"tensor/convert.h\"";
    QTest::newRow("core uses app") << "core/nvdiffrec/engine.cpp"
                                   << "\"app/engines.h\"";
    QTest::newRow("core uses tests") << "core/base/log.cpp"
                                     << "\"tests/support/temp_dir.h\"";
    QTest::newRow("engine uses engine") << "core/reconviagen/engine.cpp"
                                        << "\"nvdiffrec/engine.h\"";
    QTest::newRow("kernel with LibTorch") << "core/raster/rasterize_cpu.cpp"
                                          << "<ATen/ATen.h>";
    QTest::newRow("kernel header with OpenCV") << "core/image/resize_kernel.h"
                                               << "<opencv2/core.hpp>";
    QTest::newRow("CUDA outside .cu") << "core/raster/rasterize.cpp"
                                      << "<cuda_runtime.h>";
    QTest::newRow("banned header in core") << "core/nn/linear.cpp"
                                           << "<torch/torch.h>";
    QTest::newRow("banned header in tests") << "tests/core/nn/test_linear.cpp"
                                            << "<torch/nn.h>";
    QTest::newRow("ui uses LibTorch") << "ui/main_window.cpp"
                                      << "<torch/types.h>";
    QTest::newRow("ui uses the tensor half") << "ui/viewport/mesh_actor.cpp"
                                             << "\"render/renderer.h\"";
    QTest::newRow("ui uses an engine") << "ui/main_window.cpp"
                                       << "\"nvdiffrec/engine.h\"";
    QTest::newRow("unknown library") << "core/mesh/unwrap.cpp"
                                     << "<CGAL/Polyhedron_3.h>";
    QTest::newRow("unknown library in app") << "app/cli.cpp"
                                            << "<boost/format.hpp>";
    QTest::newRow("unknown module") << "core/misc/util.cpp"
                                    << "<vector>";
    QTest::newRow("macro instead of a name") << "core/base/log.cpp"
                                             << "HEADER_NAME_OF_SOMETHING";
}

void TestLayering::forbiddenIncludeIsCaught() {
    QFETCH(QString, path);
    QFETCH(QString, include);
    const QString text = "// SPDX\n  #  include " + include + "\nint main() {}\n";
    const auto violations = layering::checkIncludes(path.toStdString(), text.toStdString());
    QCOMPARE(violations.size(), size_t{1});
    QCOMPARE(violations.front().line, 2);
    QVERIFY(!violations.front().rule.empty());
}

void TestLayering::allowedIncludeIsNotReported_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::newRow("standard") << "core/base/log.cpp"
                              << "<vector>";
    QTest::newRow("operating system") << "core/base/files.cpp"
                                      << "<sys/stat.h>";
    QTest::newRow("earlier module") << "core/camera/image_set.h"
                                    << "\"image/image.h\"";
    QTest::newRow("own module") << "core/mesh/unwrap.cpp"
                                << "\"mesh/mesh.h\"";
    QTest::newRow("OpenCV in image") << "core/image/codec.cpp"
                                     << "<opencv2/imgcodecs.hpp>";
    QTest::newRow("LibTorch in raster") << "core/raster/rasterize.cpp"
                                        << "<ATen/ATen.h>";
    QTest::newRow("CUDA in .cu") << "core/raster/rasterize_cuda.cu"
                                 << "<cuda_runtime.h>";
    QTest::newRow("window") << "ui/main_window.cpp"
                            << "<QMainWindow>";
    QTest::newRow("app sees all") << "app/main.cpp"
                                  << "\"nvdiffrec/engine.h\"";
}

void TestLayering::allowedIncludeIsNotReported() {
    QFETCH(QString, path);
    QFETCH(QString, include);
    const auto violations =
        layering::checkIncludes(path.toStdString(), ("#include " + include).toStdString());
    QVERIFY2(violations.empty(), describe(violations).constData());
}

void TestLayering::indirectLibTorchIsCaught() {
    const std::map<std::string, std::string> files{
        {"core/raster/blur_cpu.cpp", "#include \"raster/blur_kernel.h\"\n"},
        {"core/raster/blur_kernel.h", "#include \"tensor/checks.h\"\n"},
        {"core/tensor/checks.h", "#include <torch/types.h>\n"},
        {"core/raster/clean_cpu.cpp", "#include \"base/parallel_for.h\"\n"},
        {"core/base/parallel_for.h", "#include <vector>\n"},
    };
    const auto violations = layering::checkKernelReach(files);
    QCOMPARE(violations.size(), size_t{2});
    QCOMPARE(violations[0].file, std::string("core/raster/blur_cpu.cpp"));
    QCOMPARE(violations[1].file, std::string("core/raster/blur_kernel.h"));
}

QTEST_GUILESS_MAIN(TestLayering)
#include "test_layering.moc"
