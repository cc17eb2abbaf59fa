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

namespace {

void addRow(const char* name, const char* path, const char* include) {
    QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(include);
}

void addForbiddenInWindow() {
    addRow("ui uses LibTorch", "ui/window/main_window.cpp", "<torch/types.h>");
    addRow("ui uses tensors", "ui/job/child_run.cpp", "\"tensor/convert.h\"");
    addRow("ui uses the tensor half", "ui/viewport/mesh_actor.cpp", "\"render/renderer.h\"");
    addRow("ui uses an engine", "ui/window/main_window.cpp", "\"nvdiffrec/engine.h\"");
    addRow("ui uses app", "ui/job/child_run.cpp", "\"app/job_request.h\"");
    addRow("ui uses tests", "ui/job/child_run.cpp", "\"tests/support/temp_dir.h\"");
    addRow("siblings", "ui/job/run_page.cpp", "\"ui/settings/run_choice.h\"");
    addRow("siblings, the other way", "ui/settings/run_choice.h", "\"ui/job/run_page.h\"");
    addRow("ui order", "ui/theme/theme.cpp", "\"ui/desktop/color_scheme.h\"");
    addRow("ui uses the window", "ui/export/export_dialog.cpp", "\"ui/window/main_window.h\"");
    addRow("VTK outside the viewport", "ui/window/view_pane.cpp", "<vtkRenderer.h>");
    addRow("VTK in export", "ui/export/export_job.cpp", "<vtkOBJReader.h>");
    addRow("OpenCV in ui", "ui/images/thumbnail_maker.cpp", "<opencv2/imgproc.hpp>");
    addRow("JSON library where Qt's does", "ui/settings/preferences.cpp", "<nlohmann/json.hpp>");
    addRow("unknown library in ui", "ui/images/thumbnail_maker.cpp", "<boost/format.hpp>");
    addRow("unknown module of ui", "ui/misc/util.cpp", "<vector>");
    addRow("unknown module of ui used", "ui/window/util.cpp", "\"ui/misc/util.h\"");
    addRow("file of ui without a module", "ui/main_window.cpp", "<QMainWindow>");
    addRow("the window uses an engine", "app/main.cpp", "\"nvdiffrec/engine.h\"");
    addRow("the window uses the command line", "app/main.cpp", "\"app/engines.h\"");
    addRow("the window uses LibTorch", "app/main.cpp", "<ATen/ATen.h>");
    addRow("the command line uses ui", "app/cli.cpp", "\"ui/common/text.h\"");
    addRow("the command line uses Qt", "app/cli.cpp", "<QString>");
    addRow("device uses an image", "core/device/host_memory.cpp", "\"image/image.h\"");
    addRow("device uses a library", "core/device/gpu_monitor.cpp", "<nlohmann/json.hpp>");
    addRow("device links NVML", "core/device/gpu_monitor.cpp", "<nvml.h>");
}

}  // namespace

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
    QTest::newRow("CUDA in a header for all") << "core/raster/rasterize_cuda_params.h"
                                              << "<cuda_runtime.h>";
    QTest::newRow("kernel header with LibTorch") << "core/raster/cuda_bins.h"
                                                 << "<ATen/ATen.h>";
    QTest::newRow("banned header in core") << "core/nn/linear.cpp"
                                           << "<torch/torch.h>";
    QTest::newRow("banned header in tests") << "tests/core/nn/test_linear.cpp"
                                            << "<torch/nn.h>";
    addForbiddenInWindow();
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
    QTest::newRow("CUDA in a header for kernels") << "core/device/cuda_check.h"
                                                  << "<cuda_runtime_api.h>";
    addRow("glTF in io", "core/io/gltf.cpp", "<tiny_gltf.h>");
    addRow("simplification in mesh", "core/mesh/simplify.cpp", "<meshoptimizer.h>");
    addRow("device uses base", "core/device/gpu_monitor.cpp", "\"base/text.h\"");
    addRow("NVML loaded at run time", "core/device/nvml.cpp", "<dlfcn.h>");
    addRow("Qt in ui", "ui/window/main_window.cpp", "<QMainWindow>");
    addRow("VTK in the viewport", "ui/viewport/vtk_scene.cpp", "<vtkRenderer.h>");
    addRow("earlier ui module", "ui/images/start_page.cpp", "\"ui/theme/icon.h\"");
    addRow("own ui module", "ui/images/start_page.cpp", "\"ui/images/start_widgets.h\"");
    addRow("neighbour in ui", "ui/images/start_page.cpp", "\"start_widgets.h\"");
    addRow("window joins", "ui/window/view_pane.cpp", "\"ui/viewport/viewport.h\"");
    addRow("plain half in ui", "ui/export/export_job.cpp", "\"io/export.h\"");
    addRow("the window's program", "app/main.cpp", "\"ui/window/main_window.h\"");
    addRow("the command line's engines", "app/engines.cpp", "\"nvdiffrec/engine.h\"");
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
