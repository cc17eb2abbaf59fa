// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/vtk_geometry.h"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkTexture.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>

namespace bozzetto::ui {
namespace {

vtkSmartPointer<vtkPolyData> pointData(const std::vector<Vec3f>& positions, Vec3f origin) {
    vtkNew<vtkFloatArray> array;
    array->SetNumberOfComponents(3);
    array->SetNumberOfTuples(static_cast<vtkIdType>(positions.size()));
    float* out = array->GetPointer(0);
    for (const Vec3f& p : positions) {
        *out++ = p.x - origin.x, *out++ = p.y - origin.y, *out++ = p.z - origin.z;
    }
    vtkNew<vtkPoints> points;
    points->SetData(array);
    auto data = vtkSmartPointer<vtkPolyData>::New();
    data->SetPoints(points);
    return data;
}

vtkSmartPointer<vtkFloatArray> floatArray(const char* name,
                                          const float* values,
                                          int components,
                                          size_t count) {
    auto array = vtkSmartPointer<vtkFloatArray>::New();
    array->SetName(name);
    array->SetNumberOfComponents(components);
    array->SetNumberOfTuples(static_cast<vtkIdType>(count));
    std::copy_n(values, count * components, array->GetPointer(0));
    return array;
}

vtkSmartPointer<vtkCellArray> cells(const int32_t* indices, int corners, size_t count) {
    vtkNew<vtkTypeInt32Array> connectivity;
    connectivity->SetNumberOfValues(static_cast<vtkIdType>(count * corners));
    std::copy_n(indices, count * corners, connectivity->GetPointer(0));
    auto array = vtkSmartPointer<vtkCellArray>::New();
    array->SetData(corners, connectivity);
    return array;
}

vtkSmartPointer<vtkFloatArray> constantColor(size_t count, Vec4f color) {
    std::vector<Vec4f> colors(count, color);
    return floatArray("color4", &colors.data()->x, 4, count);
}

constexpr Vec4f kWireColor{0.02f, 0.02f, 0.03f, 0.6f};

vtkSmartPointer<vtkTexture> textureOf(vtkDataArray* texels, int width, int height) {
    vtkNew<vtkImageData> image;
    image->SetDimensions(width, height, 1);
    image->GetPointData()->SetScalars(texels);
    auto texture = vtkSmartPointer<vtkTexture>::New();
    texture->SetInputDataObject(image);
    texture->SetColorModeToDirectScalars();
    texture->InterpolateOn();
    texture->SetMaximumAnisotropicFiltering(
        1);  // costs much in software, sharpness comes from samples
    return texture;
}

}  // namespace

vtkSmartPointer<vtkPolyData> surfaceData(const ViewMesh& mesh, Vec3f origin) {
    vtkSmartPointer<vtkPolyData> data = pointData(mesh.positions, origin);
    const size_t count = mesh.positions.size();
    data->SetPolys(cells(&mesh.triangles.data()->x, 3, mesh.triangles.size()));
    data->GetPointData()->SetNormals(floatArray("normals", &mesh.normals.data()->x, 3, count));
    data->GetPointData()->SetTCoords(floatArray("uvs", &mesh.uvs.data()->x, 2, count));
    data->GetPointData()->AddArray(floatArray("tangent4", &mesh.tangents.data()->x, 4, count));
    std::vector<Vec4f> shares(count);
    for (size_t i = 0; i < count; ++i) {
        const float seen = mesh.seen.empty() ? 1.0f : mesh.seen[i];
        shares[i] = {mesh.occlusion[i], seen, 0, 1};
    }
    data->GetPointData()->AddArray(floatArray("color4", &shares.data()->x, 4, count));
    return data;
}

vtkSmartPointer<vtkPolyData> surfaceData(const PreviewMesh& mesh, Vec3f origin) {
    vtkSmartPointer<vtkPolyData> data = pointData(mesh.mesh.positions, origin);
    const size_t count = mesh.mesh.positions.size();
    data->SetPolys(cells(&mesh.mesh.triangles.data()->x, 3, mesh.mesh.triangles.size()));
    data->GetPointData()->SetNormals(floatArray("normals", &mesh.normals.data()->x, 3, count));
    std::vector<Vec4f> colors(count, {0.7f, 0.7f, 0.7f, 1});
    if (mesh.colors.size() == 3 * count) {
        for (size_t i = 0; i < count; ++i) {
            for (int c = 0; c < 3; ++c) {
                colors[i][c] = static_cast<float>(mesh.colors[3 * i + c]) / 255.0f;
            }
        }
    }
    data->GetPointData()->AddArray(floatArray("color4", &colors.data()->x, 4, count));
    return data;
}

vtkSmartPointer<vtkPolyData> wireframeData(const ViewMesh& mesh, Vec3f origin) {
    vtkSmartPointer<vtkPolyData> data = pointData(mesh.positions, origin);
    data->SetLines(cells(&mesh.edges.data()->x, 2, mesh.edges.size()));
    data->GetPointData()->AddArray(constantColor(mesh.positions.size(), kWireColor));
    return data;
}

vtkSmartPointer<vtkPolyData> wireframeData(const PreviewMesh& mesh, Vec3f origin) {
    // Inner edges belong to two triangles that name them in opposite order: one of both is taken.
    // An edge at a border may be named in the order that is left out; previews are watertight.
    std::vector<Vec2i> edges;
    for (const Vec3i& t : mesh.mesh.triangles) {
        for (int c = 0; c < 3; ++c) {
            if (t[c] < t[(c + 1) % 3]) {
                edges.push_back({t[c], t[(c + 1) % 3]});
            }
        }
    }
    vtkSmartPointer<vtkPolyData> data = pointData(mesh.mesh.positions, origin);
    data->SetLines(cells(&edges.data()->x, 2, edges.size()));
    data->GetPointData()->AddArray(constantColor(mesh.mesh.positions.size(), kWireColor));
    return data;
}

vtkSmartPointer<vtkPolyData> lineData(const std::vector<SceneLine>& lines, Vec3f origin) {
    std::vector<Vec3f> positions;
    std::vector<Vec4f> here, ends, colors;
    std::vector<Vec3i> triangles;
    for (const SceneLine& line : lines) {
        const auto first = static_cast<int32_t>(positions.size());
        const Vec4f color{
            line.color.redF(), line.color.greenF(), line.color.blueF(), line.color.alphaF()};
        // Seen from its other end, a line's left is its right.
        const Vec3f from = line.from - origin, to = line.to - origin;
        // VTK drops triangles whose corners coincide, as those of a line do: their places are in an
        // attribute, and the points only differ.
        positions.insert(positions.end(), {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}});
        here.insert(here.end(), 2, {from.x, from.y, from.z, 1});
        here.insert(here.end(), 2, {to.x, to.y, to.z, 1});
        ends.insert(ends.end(),
                    {{to.x, to.y, to.z, 1},
                     {to.x, to.y, to.z, -1},
                     {from.x, from.y, from.z, -1},
                     {from.x, from.y, from.z, 1}});
        colors.insert(colors.end(), 4, color);
        triangles.push_back({first, first + 1, first + 3});
        triangles.push_back({first, first + 3, first + 2});
    }
    vtkSmartPointer<vtkPolyData> data = pointData(positions, {});
    data->SetPolys(cells(&triangles.data()->x, 3, triangles.size()));
    data->GetPointData()->AddArray(floatArray("here4", &here.data()->x, 4, here.size()));
    data->GetPointData()->AddArray(floatArray("tangent4", &ends.data()->x, 4, ends.size()));
    data->GetPointData()->AddArray(floatArray("color4", &colors.data()->x, 4, colors.size()));
    return data;
}

vtkSmartPointer<vtkPolyData> dotData(const std::vector<SceneDot>& dots, Vec3f origin) {
    std::vector<Vec3f> positions;
    std::vector<Vec4f> here, corners, colors;
    std::vector<Vec3i> triangles;
    for (auto* list : {&here, &corners, &colors}) {
        list->reserve(4 * dots.size());
    }
    positions.reserve(4 * dots.size());
    triangles.reserve(2 * dots.size());
    for (const SceneDot& dot : dots) {
        const auto first = static_cast<int32_t>(positions.size());
        const Vec3f at = dot.at - origin;
        const Vec4f color{
            dot.color.redF(), dot.color.greenF(), dot.color.blueF(), dot.color.alphaF()};
        // As for lines: the corners coincide in space, so their place is an attribute.
        positions.insert(positions.end(), {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}});
        here.insert(here.end(), 4, {at.x, at.y, at.z, 1});
        corners.insert(corners.end(), {{-1, -1, 0, 1}, {1, -1, 0, 1}, {-1, 1, 0, 1}, {1, 1, 0, 1}});
        colors.insert(colors.end(), 4, color);
        triangles.push_back({first, first + 1, first + 3});
        triangles.push_back({first, first + 3, first + 2});
    }
    vtkSmartPointer<vtkPolyData> data = pointData(positions, {});
    data->SetPolys(cells(&triangles.data()->x, 3, triangles.size()));
    data->GetPointData()->AddArray(floatArray("here4", &here.data()->x, 4, here.size()));
    data->GetPointData()->AddArray(floatArray("tangent4", &corners.data()->x, 4, corners.size()));
    data->GetPointData()->AddArray(floatArray("color4", &colors.data()->x, 4, colors.size()));
    return data;
}

vtkSmartPointer<vtkPolyData> pictureData(const ScenePicture& picture, Vec3f origin) {
    const std::vector<Vec3f> corners(picture.corners.begin(), picture.corners.end());
    vtkSmartPointer<vtkPolyData> data = pointData(corners, origin);
    const int32_t triangles[] = {0, 3, 2, 0, 2, 1};
    data->SetPolys(cells(triangles, 3, 2));
    const float uvs[] = {0, 1, 1, 1, 1, 0, 0, 0};
    data->GetPointData()->SetTCoords(floatArray("uvs", uvs, 2, 4));
    return data;
}

vtkSmartPointer<vtkPolyData> backdropData() {
    vtkSmartPointer<vtkPolyData> data =
        pointData({{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}}, {});
    const int32_t triangles[] = {0, 1, 2, 0, 2, 3};
    data->SetPolys(cells(triangles, 3, 2));
    const float uvs[] = {0, 0, 1, 0, 1, 1, 0, 1};
    data->GetPointData()->SetTCoords(floatArray("uvs", uvs, 2, 4));
    return data;
}

vtkSmartPointer<vtkTexture> mapTexture(const ViewMap& map, MapColors colors) {
    vtkNew<vtkUnsignedCharArray> texels;
    texels->SetNumberOfComponents(map.channels);
    // VTK only reads the bytes; its array takes them without const.
    texels->SetArray(const_cast<unsigned char*>(map.texels.data()),
                     static_cast<vtkIdType>(map.texels.size()),
                     1);
    vtkSmartPointer<vtkTexture> texture = textureOf(texels, map.width, map.height);
    texture->MipmapOn();
    texture->RepeatOn();
    texture->SetUseSRGBColorSpace(colors == MapColors::Srgb);
    return texture;
}

vtkSmartPointer<vtkTexture> tableTexture(const Image& table) {
    vtkNew<vtkFloatArray> texels;
    texels->SetNumberOfComponents(3);
    texels->SetNumberOfTuples(int64_t{table.width} * table.height);
    std::copy(table.pixels.begin(), table.pixels.end(), texels->GetPointer(0));
    vtkSmartPointer<vtkTexture> texture = textureOf(texels, table.width, table.height);
    texture->RepeatOff();
    return texture;
}

vtkSmartPointer<vtkTexture> pictureTexture(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    vtkNew<vtkUnsignedCharArray> texels;
    texels->SetNumberOfComponents(3);
    texels->SetNumberOfTuples(int64_t{rgb.width()} * rgb.height());
    for (int y = 0; y < rgb.height(); ++y) {
        std::copy_n(rgb.constScanLine(rgb.height() - 1 - y),
                    3 * rgb.width(),
                    texels->GetPointer(int64_t{3} * y * rgb.width()));
    }
    vtkSmartPointer<vtkTexture> texture = textureOf(texels, rgb.width(), rgb.height());
    texture->MipmapOn();
    texture->RepeatOff();
    return texture;
}

}  // namespace bozzetto::ui
