// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"
#include "mesh/preview_mesh.h"
#include "ui/viewport/scene_overlay.h"
#include "ui/viewport/view_mesh.h"

#include <QImage>
#include <vtkSmartPointer.h>

class vtkPolyData;
class vtkTexture;

namespace bozzetto::ui {

// Our meshes and pictures as VTK's. Positions are moved by -origin, so that a scene far from the
// world's origin keeps its precision on the graphics card.

vtkSmartPointer<vtkPolyData> surfaceData(const ViewMesh& mesh, Vec3f origin);
vtkSmartPointer<vtkPolyData> surfaceData(const PreviewMesh& mesh, Vec3f origin);
vtkSmartPointer<vtkPolyData> wireframeData(const ViewMesh& mesh, Vec3f origin);
vtkSmartPointer<vtkPolyData> wireframeData(const PreviewMesh& mesh, Vec3f origin);
vtkSmartPointer<vtkPolyData> lineData(const std::vector<SceneLine>& lines, Vec3f origin);
vtkSmartPointer<vtkPolyData> dotData(const std::vector<SceneDot>& dots, Vec3f origin);
vtkSmartPointer<vtkPolyData> pictureData(const ScenePicture& picture, Vec3f origin);
/// Two triangles over all of clip space.
vtkSmartPointer<vtkPolyData> backdropData();

enum class MapColors { Linear, Srgb };
/// Mip-mapped, repeating. The texture reads the map's own bytes: `map` must outlive it.
vtkSmartPointer<vtkTexture> mapTexture(const ViewMap& map, MapColors colors);
/// [h, w, 3] floats without mip levels, row 0 = v 0.
vtkSmartPointer<vtkTexture> tableTexture(const Image& table);
vtkSmartPointer<vtkTexture> pictureTexture(const QImage& picture);

}  // namespace bozzetto::ui
