// SPDX-License-Identifier: Apache-2.0
// What we export is read by programs that are not ours (assimp, tinygltf, VTK), laid into the
// space of the program it is for as that program's importer does, and compared: place, size and
// winding of a probe, the picture from several cameras, and every texel.
#include "base/files.h"
#include "core/io/export_probe.h"
#include "core/io/export_readers.h"
#include "image/color.h"
#include "io/export.h"
#include "mesh/cleanup.h"
#include "mesh/distance.h"
#include "mesh/normals.h"
#include "mesh/unwrap.h"
#include "support/simple_meshes.h"

#include <QTemporaryDir>
#include <QtTest>
#include <assimp/Importer.hpp>
#include <assimp/material.h>
#include <assimp/scene.h>

#include <array>
#include <cstring>
#include <functional>
#include <tiny_gltf.h>

using namespace bozzetto;
using namespace bozzetto::testing;
namespace fs = std::filesystem;

class TestExportRoundTrip : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void probeLandsInEveryProgram_data();
    void probeLandsInEveryProgram();
    void pictureIsTheSame_data();
    void pictureIsTheSame();
    void objMapsKeepTheirTexels();
    void greenTurnsForDirectX();
    void packedMapsHaveTheirChannels();
    void glbKeepsItsTexels();
    void glbIsWellFormed();

private:
    TexturedMesh ball_;  // closed, with an atlas and maps of 8-bit values
};

namespace {

ExportOptions optionsFor(const char* target, ExportFormat format) {
    ExportOptions options = withTarget({}, findExportTarget(target));
    options.format = format;
    options.space = findExportTarget(target).spaces[static_cast<size_t>(format)];
    return options;
}

/// Largest difference of a channel from a map, in steps of 8 bits.
double worstStep(const Pixels& found,
                 int channel,
                 const Image& wanted,
                 int source,
                 const std::function<float(float)>& stored) {
    if (found.width != wanted.width || found.height != wanted.height) {
        return 1e9;
    }
    double worst = 0;
    for (int y = 0; y < found.height; ++y) {
        for (int x = 0; x < found.width; ++x) {
            const double value = 255.0 * stored(wanted.at(x, y)[source]);
            worst = std::max(worst, std::fabs(found.at(x, y, channel) - value));
        }
    }
    return worst;
}
float asIs(float value) {
    return value;
}
float asNormal(float value) {
    return value * 0.5f + 0.5f;
}

double signedVolume(const Soup& soup) {
    double sum = 0;
    for (size_t i = 0; i + 2 < soup.positions.size(); i += 3) {
        sum += dot(soup.positions[i], cross(soup.positions[i + 1], soup.positions[i + 2])) / 6;
    }
    return sum;
}

}  // namespace

void TestExportRoundTrip::initTestCase() {
    ball_.mesh = makeSphere(64, 40, {0.3f, -0.2f, 0.5f});
    ball_.normals = vertexNormals(ball_.mesh);
    const Atlas atlas = unwrap(ball_.mesh, {256, 4, {}});
    ball_.uvs = atlas.uvs;
    ball_.uv_triangles = atlas.uv_triangles;
    constexpr int kSide = 256;
    Material& m = ball_.material;
    m.base_color = Image(kSide, kSide, 3);
    m.normal = Image(kSide, kSide, 3);
    m.roughness = m.metallic = m.occlusion = Image(kSide, kSide, 1);
    uint32_t random = 1;
    const auto step = [&] {
        random = random * 1664525u + 1013904223u;
        return static_cast<float>(random >> 24) / 255.0f;
    };
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            // Smooth colours, and surface values that jump from texel to texel.
            const float u = static_cast<float>(x) / kSide, v = static_cast<float>(y) / kSide;
            float* color = m.base_color.at(x, y);
            color[0] = linearFromSrgb(0.5f + 0.4f * std::sin(9 * u));
            color[1] = linearFromSrgb(0.5f + 0.4f * std::cos(7 * v + 3 * u));
            color[2] = linearFromSrgb(v);
            for (Image* map : {&m.roughness, &m.metallic, &m.occlusion}) {
                map->at(x, y)[0] = step();
            }
            for (int c = 0; c < 3; ++c) {
                m.normal.at(x, y)[c] = step() * 2 - 1;
            }
        }
    }
}

void TestExportRoundTrip::probeLandsInEveryProgram_data() {
    QTest::addColumn<int>("program");
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("by_vtk");
    for (int i = 0; i < 6; ++i) {
        QTest::newRow(qPrintable(QString("%1 obj assimp").arg(kPrograms[i].target)))
            << i << static_cast<int>(ExportFormat::Obj) << false;
        QTest::newRow(qPrintable(QString("%1 obj VTK").arg(kPrograms[i].target)))
            << i << static_cast<int>(ExportFormat::Obj) << true;
        QTest::newRow(qPrintable(QString("%1 ply VTK").arg(kPrograms[i].target)))
            << i << static_cast<int>(ExportFormat::Ply) << true;
        QTest::newRow(qPrintable(QString("%1 glb assimp").arg(kPrograms[i].target)))
            << i << static_cast<int>(ExportFormat::Glb) << false;
    }
}

void TestExportRoundTrip::probeLandsInEveryProgram() {
    QFETCH(int, program);
    QFETCH(int, format);
    QFETCH(bool, by_vtk);
    const Program& p = kPrograms[program];
    const QTemporaryDir folder;
    ExportOptions options = optionsFor(p.target, static_cast<ExportFormat>(format));
    options.scale = 0.25;  // metres of a unit
    options.ply_color = PlyColor::Vertices;
    const ExportResult result =
        exportMesh(makeProbe(), options, folder.path().toStdString(), Existing::Refuse);
    Soup soup = by_vtk ? readByVtk(result.mainFile()) : readByAssimp(result.mainFile());
    QCOMPARE(soup.positions.size(), size_t{3 * 36});
    // Outwards by the file's own numbers; importers that mirror them turn the triangles too.
    const double volume = 0.04 * (3 + 2 + 1) * std::pow(0.25 / metresIn(options.space.unit), 3);
    const double file_volume = signedVolume(soup);
    if (format != static_cast<int>(ExportFormat::Glb)) {
        QVERIFY2(std::fabs(file_volume / volume - 1) < 1e-4,
                 qPrintable(QString::number(file_volume / volume)));
    }
    QVERIFY(file_volume > 0);
    const Vec3d front = format == static_cast<int>(ExportFormat::Glb) ? p.glb_front : p.front;
    const Vec3d ends[] = {p.up, front, cross(front, p.up) * p.side};
    const double unit = 0.25 / p.unit;
    std::array<int, 3> seen{};
    for (size_t i = 0; i < soup.positions.size(); ++i) {
        const Vec3d at = imported(soup.positions[i],
                                  p.from_file[static_cast<size_t>(format)],
                                  p.scale[static_cast<size_t>(format)]) *
                         (1 / unit);
        int bar = 0;
        if (!soup.colors.empty()) {
            while (bar < 3 && length(soup.colors[i] - kColors[bar]) > 0.02f) {
                ++bar;
            }
        } else {
            bar = static_cast<int>(soup.uvs[i].x * 3);
        }
        QVERIFY(bar < 3);
        ++seen[static_cast<size_t>(bar)];
        const double along = dot(at, ends[bar]);
        QVERIFY2(std::fabs(along - 0.5) < 1e-4 || std::fabs(along - 0.5 - kLengths[bar]) < 1e-4,
                 qPrintable(QString("bar %1 at %2").arg(bar).arg(along)));
        QVERIFY(std::fabs(length(at - ends[bar] * along) - 0.1 * std::sqrt(2.0)) < 1e-4);
    }
    QCOMPARE(seen, (std::array<int, 3>{36, 36, 36}));
}

namespace {

/// What a camera sees of the colours: display values; -1 where there is nothing.
std::vector<Vec3f> render(const Soup& soup,
                          const std::function<Vec3f(Vec2f)>& color,
                          Vec3d eye,
                          Vec3d target) {
    constexpr int kSide = 96;
    TriangleMesh mesh;
    for (const Vec3d& p : soup.positions) {
        mesh.positions.push_back(
            {static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)});
    }
    for (int i = 0; i + 2 < static_cast<int>(mesh.positions.size()); i += 3) {
        mesh.triangles.push_back({i, i + 1, i + 2});
    }
    const TriangleBvh bvh(mesh);
    const Vec3d forward = normalize(target - eye), right = normalize(cross(forward, kUp)),
                up = cross(right, forward);
    std::vector<Vec3f> picture;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const Vec3d ray = forward + right * ((x + 0.5) / kSide - 0.5) * 0.9 +
                              up * (0.5 - (y + 0.5) / kSide) * 0.9;
            const Vec3f from{
                static_cast<float>(eye.x), static_cast<float>(eye.y), static_cast<float>(eye.z)};
            const Vec3f d{
                static_cast<float>(ray.x), static_cast<float>(ray.y), static_cast<float>(ray.z)};
            const TriangleBvh::Hit hit = bvh.firstHit(from, d, 100);
            if (hit.triangle < 0) {
                picture.push_back({-1, -1, -1});
                continue;
            }
            const Vec3f p = from + d * hit.distance;
            const size_t i = 3 * static_cast<size_t>(hit.triangle);
            const Vec3f a = mesh.positions[i], b = mesh.positions[i + 1], c = mesh.positions[i + 2];
            const Vec3f n = cross(b - a, c - a);
            const float wb = dot(cross(p - a, c - a), n) / dot(n, n),
                        wc = dot(cross(b - a, p - a), n) / dot(n, n);
            if (!soup.colors.empty()) {
                picture.push_back(soup.colors[i] * (1 - wb - wc) + soup.colors[i + 1] * wb +
                                  soup.colors[i + 2] * wc);
            } else {
                picture.push_back(color(soup.uvs[i] * (1 - wb - wc) + soup.uvs[i + 1] * wb +
                                        soup.uvs[i + 2] * wc));
            }
        }
    }
    return picture;
}

/// Peak signal to noise ratio where both show something; -1 when the outlines differ by more than
/// one pixel in two hundred.
double psnr(const std::vector<Vec3f>& a, const std::vector<Vec3f>& b) {
    double sum = 0;
    int both = 0, one = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        if (a[i].x >= 0 && b[i].x >= 0) {
            const Vec3f d = a[i] - b[i];
            sum += dot(d, d) / 3;
            ++both;
        } else if (a[i].x >= 0 || b[i].x >= 0) {
            ++one;
        }
    }
    return both < 500 || one * 200 > both ? -1 : -10 * std::log10(std::max(sum / both, 1e-12));
}

Soup soupOf(const TexturedMesh& mesh) {
    Soup soup;
    for (size_t t = 0; t < mesh.mesh.triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const Vec3f p = mesh.mesh.positions[mesh.mesh.triangles[t][k]];
            soup.positions.push_back({p.x, p.y, p.z});
            soup.uvs.push_back(mesh.uvs[mesh.uv_triangles[t][k]]);
        }
    }
    return soup;
}

std::function<Vec3f(Vec2f)> nearestTexel(const Pixels& pixels) {
    return [&pixels](Vec2f uv) {
        const int x = std::clamp(static_cast<int>(uv.x * pixels.width), 0, pixels.width - 1);
        const int y =
            std::clamp(static_cast<int>((1 - uv.y) * pixels.height), 0, pixels.height - 1);
        return Vec3f{
            pixels.at(x, y, 0) / 255.0f, pixels.at(x, y, 1) / 255.0f, pixels.at(x, y, 2) / 255.0f};
    };
}

}  // namespace

void TestExportRoundTrip::pictureIsTheSame_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("vertices");
    QTest::addColumn<double>("least");
    QTest::newRow("OBJ by VTK") << QByteArray("blender") << 0 << false << 35.0;
    QTest::newRow("PLY by VTK") << QByteArray("blender") << 1 << false << 35.0;
    // Between 2500 vertices the colours are interpolated: less, and not blurred beyond use.
    QTest::newRow("PLY with colours") << QByteArray("blender") << 1 << true << 24.0;
    QTest::newRow("GLB by assimp") << QByteArray("blender") << 2 << false << 35.0;
    QTest::newRow("GLB with JPEG") << QByteArray("web") << 2 << false << 35.0;
}

void TestExportRoundTrip::pictureIsTheSame() {
    QFETCH(QByteArray, target);
    QFETCH(int, format);
    QFETCH(bool, vertices);
    QFETCH(double, least);
    const QTemporaryDir folder;
    ExportOptions options = optionsFor(target.constData(), static_cast<ExportFormat>(format));
    options.ply_color = vertices ? PlyColor::Vertices : PlyColor::Texture;
    const ExportResult result =
        exportMesh(ball_, options, folder.path().toStdString(), Existing::Refuse);
    const bool glb = format == static_cast<int>(ExportFormat::Glb);
    Soup soup = glb ? readByAssimp(result.mainFile()) : readByVtk(result.mainFile());
    const bool y_up = options.format != ExportFormat::Ply;
    for (Vec3d& p : soup.positions) {
        p = y_up ? imported(p, kStandUp, 1) : p;
    }
    Pixels pixels;
    if (glb) {
        const tinygltf::Model model = readByTinygltf(result.mainFile());
        pixels = pixelsOf(model, model.materials[0].pbrMetallicRoughness.baseColorTexture.index);
    } else if (!vertices) {
        pixels = readPngByVtk(fs::path(folder.path().toStdString()) / "mesh_BaseColor.png");
    }
    Pixels truth{256, 256, 3, {}};
    for (const float value : ball_.material.base_color.pixels) {
        truth.values.push_back(static_cast<uint8_t>(std::lround(255 * srgbFromLinear(value))));
    }
    const Soup source = soupOf(ball_);
    const Vec3d centre{0.3, -0.2, 0.5};
    for (const Vec3d& eye : {Vec3d{3, -2, 1.5}, Vec3d{-2, 3, 2.5}, Vec3d{0.4, -3, -1}}) {
        const std::vector<Vec3f> wanted = render(source, nearestTexel(truth), eye, centre);
        const double found = psnr(wanted, render(soup, nearestTexel(pixels), eye, centre));
        QVERIFY2(found >= least, qPrintable(QString::number(found)));
    }
    // The measure can fail: another up axis shows another picture.
    for (Vec3d& p : soup.positions) {
        p = imported(p - centre, kStandUp, 1) + centre;
    }
    const Vec3d eye{3, -2, 1.5};
    QVERIFY(psnr(render(source, nearestTexel(truth), eye, centre),
                 render(soup, nearestTexel(pixels), eye, centre)) < 20);
}

void TestExportRoundTrip::objMapsKeepTheirTexels() {
    const QTemporaryDir folder;
    const ExportResult result = exportMesh(ball_,
                                           optionsFor("blender", ExportFormat::Obj),
                                           folder.path().toStdString(),
                                           Existing::Refuse);
    Assimp::Importer importer;
    const aiScene* scene = importer.ReadFile(result.mainFile().string(), 0);
    QVERIFY2(scene != nullptr, importer.GetErrorString());
    const aiMaterial& material = *scene->mMaterials[scene->mMeshes[0]->mMaterialIndex];
    const auto mapOf = [&](aiTextureType type) {
        aiString name;
        if (material.GetTexture(type, 0, &name) != aiReturn_SUCCESS) {
            qFatal("assimp found no map of type %d", static_cast<int>(type));
        }
        return readPngByVtk(fs::path(folder.path().toStdString()) / name.C_Str());
    };
    const Material& m = ball_.material;
    QVERIFY(worstStep(mapOf(aiTextureType_DIFFUSE_ROUGHNESS), 0, m.roughness, 0, asIs) <= 1);
    QVERIFY(worstStep(mapOf(aiTextureType_METALNESS), 0, m.metallic, 0, asIs) <= 1);
    for (int c = 0; c < 3; ++c) {
        QVERIFY(worstStep(mapOf(aiTextureType_NORMALS), c, m.normal, c, asNormal) <= 1);
        QVERIFY(worstStep(
                    mapOf(aiTextureType_DIFFUSE), c, m.base_color, c, srgbFromLinear<float>) <= 1);
    }
    // Channels that are told apart: the test sees a swap.
    QVERIFY(worstStep(mapOf(aiTextureType_METALNESS), 0, m.roughness, 0, asIs) > 50);
}

void TestExportRoundTrip::greenTurnsForDirectX() {
    const auto turned = [](float value) { return -value * 0.5f + 0.5f; };
    for (const ExportTarget& target : exportTargets()) {
        const QTemporaryDir folder;
        const ExportOptions options = optionsFor(target.id, ExportFormat::Obj);
        const ExportResult result =
            exportMesh(ball_, options, folder.path().toStdString(), Existing::Refuse);
        fs::path normal;
        for (const ExportFile& file : result.files) {
            const std::string name = file.path.filename().string();
            if (name.find("ormal") != std::string::npos || name.ends_with("_N.png")) {
                normal = file.path;
            }
        }
        QVERIFY(!normal.empty());
        const Pixels found = readPngByVtk(normal);
        const bool down = std::string(target.id) == "unreal";
        QCOMPARE(worstStep(found, 1, ball_.material.normal, 1, turned) <= 1, down);
        QCOMPARE(worstStep(found, 1, ball_.material.normal, 1, asNormal) <= 1, !down);
        QVERIFY(worstStep(found, 0, ball_.material.normal, 0, asNormal) <= 1);
    }
}

void TestExportRoundTrip::packedMapsHaveTheirChannels() {
    const QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    const Material& m = ball_.material;
    exportMesh(ball_, optionsFor("unreal", ExportFormat::Obj), path, Existing::Refuse);
    const Pixels orm = readPngByVtk(path / "T_mesh_ORM.png");
    QVERIFY(worstStep(orm, 0, m.occlusion, 0, asIs) <= 1);
    QVERIFY(worstStep(orm, 1, m.roughness, 0, asIs) <= 1);
    QVERIFY(worstStep(orm, 2, m.metallic, 0, asIs) <= 1);
    exportMesh(ball_, optionsFor("unity", ExportFormat::Obj), path, Existing::Replace);
    const Pixels mask = readPngByVtk(path / "mesh_MaskMap.png");
    QCOMPARE(mask.channels, 4);
    QVERIFY(worstStep(mask, 0, m.metallic, 0, asIs) <= 1);
    QVERIFY(worstStep(mask, 1, m.occlusion, 0, asIs) <= 1);
    QVERIFY(worstStep(mask, 3, m.roughness, 0, [](float v) { return 1 - v; }) <= 1);
}

void TestExportRoundTrip::glbKeepsItsTexels() {
    const QTemporaryDir folder;
    const ExportResult result = exportMesh(ball_,
                                           optionsFor("unreal", ExportFormat::Glb),
                                           folder.path().toStdString(),
                                           Existing::Refuse);
    const tinygltf::Model model = readByTinygltf(result.mainFile());
    const tinygltf::Material& material = model.materials.at(0);
    const auto& pbr = material.pbrMetallicRoughness;
    const Pixels orm = pixelsOf(model, pbr.metallicRoughnessTexture.index);
    const Material& m = ball_.material;
    QVERIFY(worstStep(orm, 1, m.roughness, 0, asIs) <= 1);
    QVERIFY(worstStep(orm, 2, m.metallic, 0, asIs) <= 1);
    QCOMPARE(material.occlusionTexture.index, pbr.metallicRoughnessTexture.index);
    QVERIFY(worstStep(orm, 0, m.occlusion, 0, asIs) <= 1);
    const Pixels normal = pixelsOf(model, material.normalTexture.index);
    const Pixels color = pixelsOf(model, pbr.baseColorTexture.index);
    for (int c = 0; c < 3; ++c) {
        // Green up for Unreal too: GLB's standard knows no other, and importers turn it.
        QVERIFY(worstStep(normal, c, m.normal, c, asNormal) <= 1);
        QVERIFY(worstStep(color, c, m.base_color, c, srgbFromLinear<float>) <= 1);
    }
    QCOMPARE(pbr.roughnessFactor, 1.0);
    QCOMPARE(pbr.metallicFactor, 1.0);
}

void TestExportRoundTrip::glbIsWellFormed() {
    const QTemporaryDir folder;
    const ExportResult result = exportMesh(ball_,
                                           optionsFor("godot", ExportFormat::Glb),
                                           folder.path().toStdString(),
                                           Existing::Refuse);
    const std::string bytes = readFile(result.mainFile());
    uint32_t words[5];
    std::memcpy(words, bytes.data(), sizeof words);
    QCOMPARE(words[2], static_cast<uint32_t>(bytes.size()));
    QCOMPARE(words[3] % 4, 0u);  // length of the JSON chunk
    QCOMPARE(bytes.size() % 4, size_t{0});

    const tinygltf::Model model = readByTinygltf(result.mainFile());
    QCOMPARE(model.asset.generator, std::string("Bozzetto " BOZZETTO_VERSION));
    QCOMPARE(model.materials[0].alphaMode, std::string("OPAQUE"));
    QVERIFY(!model.materials[0].doubleSided);
    const tinygltf::Primitive& primitive = model.meshes.at(0).primitives.at(0);
    const auto valuesOf = [&](const char* name, int width) {
        const tinygltf::Accessor& accessor = model.accessors.at(primitive.attributes.at(name));
        const tinygltf::BufferView& view = model.bufferViews.at(accessor.bufferView);
        if (view.byteOffset % 4 != 0 || accessor.componentType != TINYGLTF_COMPONENT_TYPE_FLOAT) {
            qFatal("%s is not aligned floats", name);
        }
        std::vector<float> values(accessor.count * static_cast<size_t>(width));
        std::memcpy(values.data(),
                    model.buffers[0].data.data() + view.byteOffset,
                    values.size() * sizeof(float));
        return values;
    };
    const std::vector<float> positions = valuesOf("POSITION", 3), normals = valuesOf("NORMAL", 3),
                             tangents = valuesOf("TANGENT", 4);
    const tinygltf::Accessor& accessor = model.accessors.at(primitive.attributes.at("POSITION"));
    for (size_t c = 0; c < 3; ++c) {
        float low = positions[c], high = low;
        for (size_t i = c; i < positions.size(); i += 3) {
            low = std::min(low, positions[i]);
            high = std::max(high, positions[i]);
        }
        QCOMPARE(static_cast<float>(accessor.minValues.at(c)), low);
        QCOMPARE(static_cast<float>(accessor.maxValues.at(c)), high);
    }
    // Each tangent is unit, lies in the surface, and its sign makes cross(normal, tangent) * w
    // point up in the picture.
    for (size_t i = 0; i < accessor.count; ++i) {
        const Vec3f t{tangents[4 * i], tangents[4 * i + 1], tangents[4 * i + 2]},
            n{normals[3 * i], normals[3 * i + 1], normals[3 * i + 2]};
        QVERIFY(std::fabs(length(t) - 1) < 1e-3f && std::fabs(length(n) - 1) < 1e-3f);
        QVERIFY(std::fabs(dot(t, n)) < 1e-3f);
        QVERIFY(tangents[4 * i + 3] == 1);  // no chart of the atlas is mirrored
    }
    const tinygltf::Accessor& indices = model.accessors.at(primitive.indices);
    QCOMPARE(indices.componentType, TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT);
    QCOMPARE(indices.count, 3 * ball_.mesh.triangles.size());
}

QTEST_GUILESS_MAIN(TestExportRoundTrip)
#include "test_export_round_trip.moc"
