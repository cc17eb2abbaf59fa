// SPDX-License-Identifier: Apache-2.0
// What we write is read by programs that are not ours, VTK and assimp, and is the same there:
// counts, bounds, surface, texture coordinates, normals, materials, texels. (H17 of the reliability
// list.)
#include "base/files.h"
#include "image/color.h"
#include "io/textured_mesh_io.h"
#include "support/sample_mesh.h"

#include <QTemporaryDir>
#include <QtTest>
#include <assimp/GltfMaterial.h>
#include <assimp/Importer.hpp>
#include <assimp/material.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <vtkCell.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkOBJReader.h>
#include <vtkPLYReader.h>
#include <vtkPNGReader.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkStringArray.h>

#include <algorithm>
#include <array>

using namespace bozzetto;
namespace fs = std::filesystem;

class TestIndependentReaders : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void vtkReadsTheObj();
    void vtkReadsThePly();
    void vtkReadsTheTexels();
    void assimpReadsTheObj();
    void assimpReadsThePly();

private:
    std::string file(const char* name) const {
        return (fs::path(folder_.path().toStdString()) / name).string();
    }

    QTemporaryDir folder_;
    TexturedMesh mesh_;
};

namespace {

/// Position, normal and UV of a corner.
using Corner = std::array<float, 8>;
using Corners = std::vector<Corner>;  // three a triangle, in the file's order

Corners cornersOf(const TexturedMesh& mesh) {
    Corners corners;
    for (size_t t = 0; t < mesh.mesh.triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const Vec3f p = mesh.mesh.positions[mesh.mesh.triangles[t][k]],
                        n = mesh.normals[mesh.mesh.triangles[t][k]];
            const Vec2f uv = mesh.uvs[mesh.uv_triangles[t][k]];
            corners.push_back({p.x, p.y, p.z, n.x, n.y, n.z, uv.x, uv.y});
        }
    }
    return corners;
}

Corners cornersOf(vtkPolyData& data) {
    Corners corners;
    vtkDataArray* normals = data.GetPointData()->GetNormals();
    vtkDataArray* uvs = data.GetPointData()->GetTCoords();
    for (vtkIdType t = 0; t < data.GetNumberOfCells(); ++t) {
        vtkCell* cell = data.GetCell(t);
        for (int k = 0; k < 3; ++k) {
            const vtkIdType i = cell->GetPointId(k);
            const double *p = data.GetPoint(i), x = p[0], y = p[1], z = p[2];
            Corner corner{static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)};
            for (int c = 0; c < 3 && normals != nullptr; ++c) {
                corner[static_cast<size_t>(3 + c)] =
                    static_cast<float>(normals->GetComponent(i, c));
            }
            for (int c = 0; c < 2 && uvs != nullptr; ++c) {
                corner[static_cast<size_t>(6 + c)] = static_cast<float>(uvs->GetComponent(i, c));
            }
            corners.push_back(corner);
        }
    }
    return corners;
}

Corners cornersOf(const aiScene& scene) {
    Corners corners;
    const aiMesh& mesh = *scene.mMeshes[0];
    for (unsigned t = 0; t < mesh.mNumFaces; ++t) {
        for (int k = 0; k < 3; ++k) {
            const unsigned i = mesh.mFaces[t].mIndices[k];
            const aiVector3D p = mesh.mVertices[i],
                             n = mesh.mNormals != nullptr ? mesh.mNormals[i] : aiVector3D(),
                             uv = mesh.HasTextureCoords(0) ? mesh.mTextureCoords[0][i]
                                                           : aiVector3D();
            corners.push_back({p.x, p.y, p.z, n.x, n.y, n.z, uv.x, uv.y});
        }
    }
    return corners;
}

/// The first difference in words; empty if the corners are the same up to `tolerance` of each
/// value.
QString difference(const Corners& wanted,
                   const Corners& found,
                   float tolerance,
                   size_t first = 0,
                   size_t last = 8) {
    if (wanted.size() != found.size()) {
        return QString("%1 corners instead of %2").arg(found.size()).arg(wanted.size());
    }
    for (size_t i = 0; i < wanted.size(); ++i) {
        for (size_t c = first; c < last; ++c) {
            if (!(std::fabs(wanted[i][c] - found[i][c]) <=
                  tolerance * std::max(1.0f, std::fabs(wanted[i][c])))) {
                return QString("corner %1, value %2: %3 instead of %4")
                    .arg(i)
                    .arg(c)
                    .arg(found[i][c])
                    .arg(wanted[i][c]);
            }
        }
    }
    return {};
}

std::string mapOf(const aiMaterial& material, aiTextureType type) {
    aiString name;
    return material.GetTexture(type, 0, &name) == aiReturn_SUCCESS ? name.C_Str() : "";
}

}  // namespace

void TestIndependentReaders::initTestCase() {
    QVERIFY(folder_.isValid());
    mesh_ = testing::makeSampleMesh(16);
    writeTexturedMesh(folder_.path().toStdString(), mesh_);
}

void TestIndependentReaders::vtkReadsTheObj() {
    vtkNew<vtkOBJReader> reader;
    reader->SetFileName(file("mesh.obj").c_str());
    reader->Update();
    const QString what = difference(cornersOf(mesh_), cornersOf(*reader->GetOutput()), 1e-6f);
    QVERIFY2(what.isEmpty(), qPrintable(what));
}

void TestIndependentReaders::vtkReadsThePly() {
    vtkNew<vtkPLYReader> reader;
    reader->SetFileName(file("mesh.ply").c_str());
    reader->Update();
    const QString what = difference(cornersOf(mesh_), cornersOf(*reader->GetOutput()), 1e-6f);
    QVERIFY2(what.isEmpty(), qPrintable(what));
    bool names_texture = false;
    for (int i = 0; i < reader->GetComments()->GetNumberOfValues(); ++i) {
        names_texture =
            names_texture || reader->GetComments()->GetValue(i) == "TextureFile mesh_BaseColor.png";
    }
    QVERIFY(names_texture);
}

void TestIndependentReaders::vtkReadsTheTexels() {
    vtkNew<vtkPNGReader> reader;
    reader->SetFileName(file("mesh_BaseColor.png").c_str());
    reader->Update();
    vtkImageData& image = *reader->GetOutput();
    QCOMPARE(image.GetDimensions()[0], 16);
    QCOMPARE(image.GetNumberOfScalarComponents(), 3);
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 16; ++x) {
            for (int c = 0; c < 3; ++c) {
                const float display = srgbFromLinear(mesh_.material.base_color.at(x, y)[c]);
                // VTK counts rows from the bottom.
                QVERIFY(std::fabs(image.GetScalarComponentAsFloat(x, 15 - y, 0, c) -
                                  255 * display) <= 0.51f);
            }
        }
    }
}

void TestIndependentReaders::assimpReadsTheObj() {
    Assimp::Importer importer;
    const aiScene* scene = importer.ReadFile(file("mesh.obj"), aiProcess_ValidateDataStructure);
    QVERIFY2(scene != nullptr, importer.GetErrorString());
    QCOMPARE(scene->mNumMeshes, 1u);
    const QString what = difference(cornersOf(mesh_), cornersOf(*scene), 1e-5f);
    QVERIFY2(what.isEmpty(), qPrintable(what));
    const aiMaterial& material = *scene->mMaterials[scene->mMeshes[0]->mMaterialIndex];
    QCOMPARE(mapOf(material, aiTextureType_DIFFUSE), std::string("mesh_BaseColor.png"));
    QCOMPARE(mapOf(material, aiTextureType_DIFFUSE_ROUGHNESS), std::string("mesh_Roughness.png"));
    QCOMPARE(mapOf(material, aiTextureType_METALNESS), std::string("mesh_Metallic.png"));
    QCOMPARE(mapOf(material, aiTextureType_NORMALS), std::string("mesh_Normal.png"));
    for (const char* name :
         {"mesh_BaseColor.png", "mesh_Roughness.png", "mesh_Metallic.png", "mesh_Normal.png"}) {
        QVERIFY2(fs::exists(file(name)), name);
    }
    float opacity = 0;
    QVERIFY(material.Get(AI_MATKEY_OPACITY, opacity) == aiReturn_SUCCESS &&
            opacity == 1.0f);  // H20
}

void TestIndependentReaders::assimpReadsThePly() {
    Assimp::Importer importer;
    const aiScene* scene = importer.ReadFile(file("mesh.ply"), 0);
    QVERIFY2(scene != nullptr, importer.GetErrorString());
    // assimp gives shared vertices one of their faces' texture coordinates: only positions and
    // normals are compared.
    const QString what = difference(cornersOf(mesh_), cornersOf(*scene), 1e-6f, 0, 6);
    QVERIFY2(what.isEmpty(), qPrintable(what));
}

QTEST_GUILESS_MAIN(TestIndependentReaders)
#include "test_independent_readers.moc"
