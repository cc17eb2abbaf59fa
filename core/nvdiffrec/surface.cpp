// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/surface.h"

#include "bake/ambient_occlusion.h"
#include "geometry/regularizers.h"
#include "mesh/normals.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "tensor/convert.h"
#include "tensor/rows.h"

#include <cstring>

namespace bozzetto {

Surface makeSurface(const at::Tensor& vertices,
                    const at::Tensor& triangles,
                    const at::Tensor& openness) {
    return {vertices,
            triangles,
            vertexNormals(vertices, triangles),
            edgeTopology(triangles, vertices.size(0)),
            openness};
}

at::Tensor meshOpenness(const at::Tensor& vertices, const at::Tensor& triangles, int rays) {
    const TriangleMesh mesh{toVec3f(vertices), toVec3i(triangles)};
    const std::vector<Vec3f> normals = toVec3f(vertexNormals(vertices, triangles));
    const std::vector<float> open = smoothOverEdges(mesh, ambientOcclusion(mesh, normals, rays));
    at::Tensor result = at::empty({static_cast<int64_t>(open.size()), 1});
    std::memcpy(result.data_ptr(), open.data(), open.size() * sizeof(float));
    return result;
}

SurfacePixels seeSurface(const Surface& surface, const TrainingView& view) {
    const int64_t height = view.target.size(0), width = view.target.size(1);
    SurfacePixels pixels;
    const at::Tensor rotation = view.clip_from_world.slice(1, 0, 3).t();  // [3, 4]
    const at::Tensor offset = view.clip_from_world.select(1, 3);          // [4]
    pixels.clip = at::addmm(offset, surface.vertices, rotation).unsqueeze(0);
    pixels.rast = rasterize(pixels.clip, surface.triangles, height, width, Derivatives::No).rast;
    pixels.index = coveredPixels(pixels.rast);
    const int64_t count = pixels.index.size(0);
    pixels.compact = gatherRows(pixels.rast.view({-1, 4}), pixels.index).view({1, 1, count, 4});
    const at::Tensor attributes =
        at::cat({surface.vertices, surface.normals, surface.openness}, 1).unsqueeze(0);
    const at::Tensor values =
        interpolate(attributes, pixels.compact, surface.triangles).view({count, 7});
    pixels.position = values.slice(1, 0, 3).contiguous();
    pixels.normal = values.slice(1, 3, 6).contiguous();
    pixels.openness = values.slice(1, 6, 7).contiguous();
    return pixels;
}

at::Tensor composeView(const Surface& surface,
                       const SurfacePixels& pixels,
                       const at::Tensor& color,
                       const at::Tensor& background,
                       const TrainingView& view) {
    const int64_t height = view.target.size(0), width = view.target.size(1);
    const at::Tensor covered = at::cat({color, at::ones({color.size(0), 1})}, 1);
    const at::Tensor fill = at::cat({background, at::zeros({1})});
    const at::Tensor image =
        scatterRows(covered, pixels.index, height * width, fill).view({1, height, width, 4});
    return antialias(image, pixels.rast, pixels.clip, surface.triangles, surface.topology)
        .view({height, width, 4});
}

at::Tensor depthLoss(const SurfacePixels& pixels, const TrainingView& view, double scale) {
    if (!view.depth.defined()) {
        return at::zeros({});
    }
    const at::Tensor given = gatherRows(view.depth.view({-1, 1}), pixels.index).view({-1});
    // Clip w is the distance along the optical axis.
    const at::Tensor w_row = view.clip_from_world.select(0, 3);
    const at::Tensor rendered =
        at::mv(pixels.position, w_row.slice(0, 0, 3).contiguous()) + w_row.select(0, 3);
    const at::Tensor known = given.gt(0).to(at::kFloat);
    const at::Tensor difference = (rendered - given) / scale;
    const at::Tensor robust = at::sqrt(difference * difference + 1.0) - 1.0;
    return (robust * known).sum() / known.sum().clamp_min(1.0);
}

}  // namespace bozzetto
