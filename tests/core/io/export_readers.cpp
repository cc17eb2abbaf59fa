// SPDX-License-Identifier: Apache-2.0
#include "core/io/export_readers.h"

#include <QtGlobal>
#include <assimp/Importer.hpp>
#include <assimp/scene.h>
#include <vtkCell.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkOBJReader.h>
#include <vtkPLYReader.h>
#include <vtkPNGReader.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>

namespace bozzetto::testing {
namespace fs = std::filesystem;
namespace {

Soup soupOf(vtkPolyData& data) {
    Soup soup;
    vtkDataArray* uvs = data.GetPointData()->GetTCoords();
    vtkDataArray* colors = data.GetPointData()->GetScalars();
    for (vtkIdType t = 0; t < data.GetNumberOfCells(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const vtkIdType i = data.GetCell(t)->GetPointId(k);
            const double* p = data.GetPoint(i);
            soup.positions.push_back({p[0], p[1], p[2]});
            if (uvs != nullptr) {
                soup.uvs.push_back({static_cast<float>(uvs->GetComponent(i, 0)),
                                    static_cast<float>(uvs->GetComponent(i, 1))});
            }
            if (colors != nullptr) {
                soup.colors.push_back({static_cast<float>(colors->GetComponent(i, 0) / 255),
                                       static_cast<float>(colors->GetComponent(i, 1) / 255),
                                       static_cast<float>(colors->GetComponent(i, 2) / 255)});
            }
        }
    }
    return soup;
}

}  // namespace

Soup readByAssimp(const fs::path& path) {
    Assimp::Importer importer;
    const aiScene* scene = importer.ReadFile(path.string(), 0);
    if (scene == nullptr || scene->mNumMeshes != 1) {
        qFatal("assimp: %s", importer.GetErrorString());
    }
    const aiMesh& mesh = *scene->mMeshes[0];
    Soup soup;
    for (unsigned t = 0; t < mesh.mNumFaces; ++t) {
        for (int k = 0; k < 3; ++k) {
            const unsigned i = mesh.mFaces[t].mIndices[k];
            const aiVector3D p = mesh.mVertices[i], uv = mesh.mTextureCoords[0][i];
            soup.positions.push_back({p.x, p.y, p.z});
            soup.uvs.push_back({uv.x, uv.y});
        }
    }
    return soup;
}

Soup readByVtk(const fs::path& path) {
    if (path.extension() == ".ply") {
        vtkNew<vtkPLYReader> reader;
        reader->SetFileName(path.c_str());
        reader->Update();
        return soupOf(*reader->GetOutput());
    }
    vtkNew<vtkOBJReader> reader;
    reader->SetFileName(path.c_str());
    reader->Update();
    return soupOf(*reader->GetOutput());
}

Pixels readPngByVtk(const fs::path& path) {
    vtkNew<vtkPNGReader> reader;
    reader->SetFileName(path.c_str());
    reader->Update();
    vtkImageData& image = *reader->GetOutput();
    Pixels pixels{image.GetDimensions()[0],
                  image.GetDimensions()[1],
                  image.GetNumberOfScalarComponents(),
                  {}};
    for (int y = pixels.height - 1; y >= 0; --y) {  // VTK counts rows from the bottom
        for (int x = 0; x < pixels.width; ++x) {
            for (int c = 0; c < pixels.channels; ++c) {
                pixels.values.push_back(
                    static_cast<uint8_t>(image.GetScalarComponentAsFloat(x, y, 0, c)));
            }
        }
    }
    return pixels;
}

tinygltf::Model readByTinygltf(const fs::path& path) {
    tinygltf::Model model;
    std::string problem, warning;
    if (!tinygltf::TinyGLTF().LoadBinaryFromFile(&model, &problem, &warning, path.string())) {
        qFatal("tinygltf: %s", problem.c_str());
    }
    return model;
}

Pixels pixelsOf(const tinygltf::Model& model, int texture) {
    const tinygltf::Image& image = model.images.at(model.textures.at(texture).source);
    return {image.width, image.height, image.component, image.image};
}

}  // namespace bozzetto::testing
