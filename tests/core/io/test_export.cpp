// SPDX-License-Identifier: Apache-2.0
// Exports: what each program gets, what a folder holds before and after, names and choices as text.
#include "base/error.h"
#include "base/files.h"
#include "io/export.h"
#include "io/ply.h"
#include "io/textured_mesh_io.h"
#include "mesh/normals.h"
#include "support/sample_mesh.h"
#include "support/simple_meshes.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestExport : public QObject {
    Q_OBJECT

private slots:
    void namesAreSafe_data();
    void namesAreSafe();
    void optionsSurviveAsText();
    void badOptionsAreRefused();
    void targetsAreComplete();
    void previewIsWhatIsWritten_data();
    void previewIsWhatIsWritten();
    void existingFilesStayUnlessAllowed();
    void cancelAtAnyStepLeavesTheFolderAsItWas();
    void failureInTheMiddlePutsFilesBack();
    void newFoldersGoAgainAfterAFailure();
    void texturesGetSmaller();
    void budgetIsKept();
    void colouredPreviewIsWritten();
    void standsAsTheSceneWasSetUp();

private:
    static QStringList filesIn(const QTemporaryDir& folder) {
        QStringList names =
            QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        names.sort();
        return names;
    }
    static fs::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }
    static ExportOptions optionsFor(const char* target, ExportFormat format) {
        ExportOptions options = withTarget({}, findExportTarget(target));
        options.format = format;
        options.space = findExportTarget(target).spaces[static_cast<size_t>(format)];
        return options;
    }
};

void TestExport::namesAreSafe_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << "chair"
                           << "chair";
    QTest::newRow("blanks") << "my old chair"
                            << "my_old_chair";
    QTest::newRow("other letters")
        << QStringLiteral("Stühlchen 椅子 🪑") << QStringLiteral("Stühlchen_椅子_🪑");
    QTest::newRow("way out") << "../../etc/passwd"
                             << "etcpasswd";
    QTest::newRow("forbidden") << "a<b>:c\"|?*\\#d"
                               << "abcd";
    QTest::newRow("hidden") << ".config"
                            << "config";
    QTest::newRow("dots") << "..."
                          << "mesh";
    QTest::newRow("nothing") << ""
                             << "mesh";
    QTest::newRow("control") << "a\n\tb\x7f"
                             << "a_b";
    QTest::newRow("option of MTL") << "-bm"
                                   << "mesh_-bm";
    QTest::newRow("device of Windows") << "com1.x"
                                       << "mesh_com1.x";
    QTest::newRow("long") << QString(300, 'x') << QString(100, 'x');
}

void TestExport::namesAreSafe() {
    QFETCH(QString, text);
    QFETCH(QString, name);
    QCOMPARE(QString::fromStdString(fileNameFrom(text.toStdString())), name);
    QCOMPARE(fileNameFrom(name.toStdString()), name.toStdString());
}

void TestExport::optionsSurviveAsText() {
    ExportOptions options = optionsFor("unreal", ExportFormat::Ply);
    options.name = "Stühlchen";
    options.source_up = Axis::MinusX;
    options.scale = 0.0254;
    options.map_file = MapFile::PngNormal16;
    options.jpeg_quality = 71;
    options.map_size = 2048;
    options.triangles = 12345;
    options.ply_text = PlyText::Ascii;
    options.ply_color = PlyColor::Vertices;
    QVERIFY(parseExportOptions(encodeExportOptions(options)) == options);
    QVERIFY(parseExportOptions("{\"from a later version\": 1}") == ExportOptions{});
}

void TestExport::badOptionsAreRefused() {
    QVERIFY_EXCEPTION_THROWN(parseExportOptions("[]"), Error);
    QVERIFY_EXCEPTION_THROWN(parseExportOptions("{\"format\": \"fbx\"}"), Error);
    QVERIFY_EXCEPTION_THROWN(parseExportOptions("{\"scale\": \"big\"}"), Error);
    ExportOptions options = optionsFor("blender", ExportFormat::Obj);
    options.scale = 0;
    QVERIFY_EXCEPTION_THROWN(settled(options), Error);
    options.scale = 1;
    options.space.front = Axis::MinusY;  // along up
    QVERIFY_EXCEPTION_THROWN(settled(options), Error);
    QVERIFY_EXCEPTION_THROWN(findExportTarget("blendr"), Error);
}

void TestExport::targetsAreComplete() {
    QCOMPARE(exportTargets().size(), size_t{6});
    for (const ExportTarget& target : exportTargets()) {
        const ExportOptions options = withTarget({}, target);
        QCOMPARE(options.target, std::string(target.id));
        for (const auto& format : kExportFormats) {
            QVERIFY(settled(optionsFor(target.id, format.value)).space ==
                    target.spaces[static_cast<size_t>(format.value)]);
        }
    }
}

void TestExport::previewIsWhatIsWritten_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("format");
    for (const ExportTarget& target : exportTargets()) {
        for (const auto& format : kExportFormats) {
            QTest::newRow(qPrintable(QString("%1 %2").arg(target.id, format.id)))
                << QByteArray(target.id) << static_cast<int>(format.value);
        }
    }
}

void TestExport::previewIsWhatIsWritten() {
    QFETCH(QByteArray, target);
    QFETCH(int, format);
    const QTemporaryDir folder;
    TexturedMesh mesh = testing::makeSampleMesh(32);
    mesh.material.occlusion = Image(16, 16, 1, 0.5f);
    ExportOptions options = optionsFor(target.constData(), static_cast<ExportFormat>(format));
    options.name = "my chair";
    const ExportPreview preview = previewExport(factsOf(mesh), options, pathOf(folder));
    QVERIFY(!preview.replaces());
    std::vector<double> fractions;
    const ExportResult result =
        exportMesh(mesh, options, pathOf(folder), Existing::Refuse, [&](ExportStep, double f) {
            fractions.push_back(f);
        });
    QVERIFY(std::is_sorted(fractions.begin(), fractions.end()) && fractions.back() <= 1);
    QCOMPARE(result.files.size(), preview.files.size());
    QStringList names;
    for (size_t i = 0; i < result.files.size(); ++i) {
        QCOMPARE(result.files[i].path, preview.files[i].path);
        QVERIFY(fs::file_size(result.files[i].path) == result.files[i].bytes);
        names.append(QString::fromStdString(result.files[i].path.filename().string()));
    }
    names.sort();
    QCOMPARE(filesIn(folder), names);  // and nothing else, hidden or not
    QCOMPARE(result.triangles, 12);
    QVERIFY(result.mainFile().filename().string().starts_with("my_chair."));
    QVERIFY(previewExport(factsOf(mesh), options, pathOf(folder)).replaces());
}

void TestExport::existingFilesStayUnlessAllowed() {
    const QTemporaryDir folder;
    const ExportOptions options = optionsFor("blender", ExportFormat::Obj);
    writeFileAtomically(pathOf(folder) / "mesh_Normal.png", "mine");
    const TexturedMesh mesh = testing::makeSampleMesh(8);
    try {
        exportMesh(mesh, options, pathOf(folder), Existing::Refuse);
        QFAIL("nothing was refused");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Locked && !error.hint().empty());
    }
    QCOMPARE(filesIn(folder), QStringList({"mesh_Normal.png"}));
    exportMesh(mesh, options, pathOf(folder), Existing::Replace);
    QVERIFY(readFile(pathOf(folder) / "mesh_Normal.png") != "mine");
    // Our own reader takes it for what it was, but for the axes.
    std::vector<std::string> warnings;
    const TexturedMesh found = readTexturedMesh(pathOf(folder) / "mesh.obj", &warnings);
    QVERIFY(warnings.empty());
    const Vec3f source = mesh.mesh.positions[1], file = found.mesh.positions[1];
    QCOMPARE(file.x, source.x);
    QCOMPARE(file.y, source.z);
    QCOMPARE(file.z, -source.y);
}

void TestExport::cancelAtAnyStepLeavesTheFolderAsItWas() {
    const TexturedMesh mesh = testing::makeSampleMesh(8);
    for (int stop = 1; stop < 20; ++stop) {
        const QTemporaryDir folder;
        writeFileAtomically(pathOf(folder) / "mesh.obj", "mine");
        int calls = 0;
        try {
            exportMesh(mesh,
                       optionsFor("blender", ExportFormat::Obj),
                       pathOf(folder),
                       Existing::Replace,
                       [&](ExportStep, double) {
                           if (++calls == stop) {
                               throw Cancelled();
                           }
                       });
            QVERIFY(stop > 4);  // every call has been the one
            return;
        } catch (const Cancelled&) {
            QCOMPARE(filesIn(folder), QStringList({"mesh.obj"}));
            QCOMPARE(readFile(pathOf(folder) / "mesh.obj"), std::string("mine"));
        }
    }
    QFAIL("never came to an end");
}

void TestExport::failureInTheMiddlePutsFilesBack() {
    const QTemporaryDir folder;
    const TexturedMesh mesh = testing::makeSampleMesh(8);
    writeFileAtomically(pathOf(folder) / "mesh_BaseColor.png", "mine");
    // When everything is written, a hidden folder's file goes away: the last move fails.
    try {
        exportMesh(mesh,
                   optionsFor("blender", ExportFormat::Obj),
                   pathOf(folder),
                   Existing::Replace,
                   [&](ExportStep step, double) {
                       if (step != ExportStep::Save) {
                           return;
                       }
                       for (const auto& entry : fs::directory_iterator(pathOf(folder))) {
                           std::error_code ignored;  // of the entries that are files
                           fs::remove(entry.path() / "new" / "mesh.obj", ignored);
                       }
                   });
        QFAIL("nothing failed");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Output);
    }
    QCOMPARE(filesIn(folder), QStringList({"mesh_BaseColor.png"}));
    QCOMPARE(readFile(pathOf(folder) / "mesh_BaseColor.png"), std::string("mine"));
}

void TestExport::newFoldersGoAgainAfterAFailure() {
    const QTemporaryDir folder;
    const TexturedMesh mesh = testing::makeSampleMesh(8);
    const ExportOptions options = optionsFor("web", ExportFormat::Glb);
    const auto stop = [](ExportStep step, double) {
        if (step == ExportStep::Mesh) {
            throw Cancelled();
        }
    };
    QVERIFY_EXCEPTION_THROWN(
        exportMesh(mesh, options, pathOf(folder) / "a" / "b", Existing::Refuse, stop), Cancelled);
    QCOMPARE(filesIn(folder), QStringList());
    exportMesh(mesh, options, pathOf(folder) / "a" / "b", Existing::Refuse);
    QVERIFY(fs::exists(pathOf(folder) / "a" / "b" / "mesh.glb"));
}

void TestExport::texturesGetSmaller() {
    const QTemporaryDir folder;
    TexturedMesh mesh = testing::makeSampleMesh(64);
    ExportOptions options = optionsFor("blender", ExportFormat::Obj);
    options.map_size = 16;
    exportMesh(mesh, options, pathOf(folder), Existing::Refuse);
    const Material small = readTexturedMesh(pathOf(folder) / "mesh.obj").material;
    QCOMPARE(small.base_color.width, 16);
    QCOMPARE(small.roughness.height, 16);
    for (size_t i = 0; i + 2 < small.normal.pixels.size(); i += 3) {
        const float* n = &small.normal.pixels[i];
        QVERIFY(std::abs(length(Vec3f{n[0], n[1], n[2]}) - 1) < 0.02f);
    }
}

void TestExport::budgetIsKept() {
    const QTemporaryDir folder;
    TexturedMesh mesh = testing::makeSampleMesh(8);
    mesh.mesh = testing::makeSphere(60, 40);
    mesh.normals = vertexNormals(mesh.mesh);
    mesh.uvs.clear();
    for (const Vec3f& p : mesh.mesh.positions) {
        mesh.uvs.push_back({0.5f + 0.4f * p.x, 0.5f + 0.4f * p.y});
    }
    mesh.uv_triangles = mesh.mesh.triangles;
    ExportOptions options = optionsFor("print", ExportFormat::Ply);
    options.triangles = 500;
    const ExportResult result = exportMesh(mesh, options, pathOf(folder), Existing::Refuse);
    QVERIFY(result.triangles <= 500 && result.triangles > 475 && result.notes.empty());
    QCOMPARE(readPly(result.mainFile()).mesh.triangles.size(),
             static_cast<size_t>(result.triangles));
}

void TestExport::colouredPreviewIsWritten() {
    PreviewMesh preview;
    preview.mesh = testing::makeSphere(8, 6);
    preview.normals = vertexNormals(preview.mesh);
    preview.colors.assign(3 * preview.mesh.positions.size(), 77);
    for (const PlyText text : {PlyText::Binary, PlyText::Ascii}) {
        const QTemporaryDir folder;
        ExportOptions options = optionsFor("blender", ExportFormat::Ply);
        options.ply_text = text;
        const ExportResult result = exportMesh(preview, options, pathOf(folder), Existing::Refuse);
        const TexturedMesh found = readPly(result.mainFile());
        QCOMPARE(found.mesh.positions.size(), preview.mesh.positions.size());
        for (size_t i = 0; i < found.mesh.positions.size(); ++i) {
            QVERIFY(length(found.mesh.positions[i] - preview.mesh.positions[i]) == 0);
        }
        options.format = ExportFormat::Glb;
        QVERIFY_EXCEPTION_THROWN(exportMesh(preview, options, pathOf(folder), Existing::Refuse),
                                 Error);
    }
}

void TestExport::standsAsTheSceneWasSetUp() {
    const TexturedMesh mesh = testing::makeSampleMesh();
    // Blender's PLY has the result's own axes, so the numbers can be compared as they are.
    ExportOptions options = optionsFor("blender", ExportFormat::Ply);
    options.frame = SceneFrame{.up = normalize(Vec3d{0.6, -0.8, 0.1}), .floor = 0.25, .scale = 0.1};
    const Mat4d scene = sceneFromInput(*options.frame);
    for (const Coordinates coordinates : {Coordinates::Input, Coordinates::Scene}) {
        QTemporaryDir folder;
        options.coordinates = coordinates;
        const ExportPreview preview =
            previewExport(factsOf(mesh, options.frame), options, pathOf(folder));
        const ExportResult result = exportMesh(mesh, options, pathOf(folder), Existing::Refuse, {});
        const TexturedMesh read = readPly(result.mainFile());
        QCOMPARE(read.mesh.positions.size(), mesh.mesh.positions.size());
        Vec3f low = read.mesh.positions[0], high = low;
        for (size_t i = 0; i < read.mesh.positions.size(); ++i) {
            const Vec3f p = mesh.mesh.positions[i], q = read.mesh.positions[i];
            const Vec4d moved = scene * Vec4d{p.x, p.y, p.z, 1};
            const bool in_scene = coordinates == Coordinates::Scene;
            QVERIFY(std::abs(q.x - (in_scene ? moved.x : p.x)) < 1e-5);
            QVERIFY(std::abs(q.y - (in_scene ? moved.y : p.y)) < 1e-5);
            QVERIFY(std::abs(q.z - (in_scene ? moved.z : p.z)) < 1e-5);
            for (int c = 0; c < 3; ++c) {
                low[c] = std::min(low[c], q[c]), high[c] = std::max(high[c], q[c]);
            }
        }
        for (int c = 0; c < 3; ++c) {
            QVERIFY(std::abs(preview.size[c] - (high[c] - low[c])) < 1e-5);
        }
    }
    // What lies on the floor lies at 0, and up is up.
    const Vec4d floor = scene * Vec4d{options.frame->up.x * 0.25,
                                      options.frame->up.y * 0.25,
                                      options.frame->up.z * 0.25,
                                      1};
    QVERIFY(std::abs(floor.z) < 1e-12);
    QVERIFY(std::abs(scene.m[2][0] / 0.1 - options.frame->up.x) < 1e-12);
}

QTEST_GUILESS_MAIN(TestExport)
#include "test_export.moc"
