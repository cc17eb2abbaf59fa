// SPDX-License-Identifier: Apache-2.0
#include "texturing/surface.h"

#include "bake/ambient_occlusion.h"
#include "bake/ambient_occlusion_cuda.h"
#include "base/error.h"
#include "geometry/device_checks.h"
#include "geometry/regularizers.h"
#include "geometry/regularizers_cuda.h"
#include "mesh/normals.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "tensor/convert.h"
#include "tensor/cuda.h"
#include "tensor/rows.h"
#include "texturing/image_loss.h"

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

at::Tensor faceNormals(const at::Tensor& vertices, const at::Tensor& triangles) {
    if (onGpu(vertices)) {
        at::Tensor normals = at::empty(triangles.sizes(), vertices.options());
        if constexpr (kCudaBuild) {
            faceNormalsCuda({triangles.data_ptr<int32_t>(), triangles.size(0), vertices.size(0)},
                            vertices.data_ptr<float>(),
                            normals.data_ptr<float>(),
                            queueOf(vertices));
        }
        return normals;
    }
    const at::Tensor corner =
        vertices.index_select(0, triangles.to(at::kLong).reshape({-1})).view({-1, 3, 3});
    const at::Tensor normal = at::cross(
        corner.select(1, 1) - corner.select(1, 0), corner.select(1, 2) - corner.select(1, 0), 1);
    return normal / normal.norm(2, 1, true).clamp_min(1e-20);
}

void requireSurface(const at::Tensor& vertices) {
    if (vertices.size(0) == 0) {
        throw Error(
            Error::Kind::Engine,
            "Nothing matched the masks: the mesh vanished during optimisation",
            "Check the masks' polarity and the camera convention with 'bozzetto-cli info'.");
    }
}

at::Tensor meshOpenness(const at::Tensor& vertices, const at::Tensor& triangles, int rays) {
    if (onGpu(vertices)) {
        const at::NoGradGuard no_grad;
        at::Tensor open = at::empty({vertices.size(0), 1}, vertices.options());
        if constexpr (kCudaBuild) {
            const at::Tensor normals = vertexNormals(vertices, triangles);
            ambientOcclusionCuda({vertices.data_ptr<float>(),
                                  normals.data_ptr<float>(),
                                  vertices.size(0),
                                  triangles.data_ptr<int32_t>(),
                                  triangles.size(0),
                                  rays,
                                  open.data_ptr<float>()},
                                 queueOf(vertices));
        }
        return open;
    }
    const TriangleMesh mesh{toVec3f(vertices), toVec3i(triangles)};
    const std::vector<Vec3f> normals = toVec3f(vertexNormals(vertices, triangles));
    const std::vector<float> open = smoothOverEdges(mesh, ambientOcclusion(mesh, normals, rays));
    at::Tensor result = at::empty({static_cast<int64_t>(open.size()), 1});
    std::memcpy(result.data_ptr(), open.data(), open.size() * sizeof(float));
    return result.to(vertices.device());
}

SurfacePixels seeSurface(const Surface& surface, const ViewBatch& views) {
    const int64_t count = views.count(), height = views.height(), width = views.width();
    SurfacePixels pixels;
    // All views in one product: [V, 3] times [3, 4 N].
    const at::Tensor rotation =
        views.clip_from_world.slice(2, 0, 3).permute({2, 0, 1}).reshape({3, 4 * count});
    const at::Tensor offset = views.clip_from_world.select(2, 3).reshape({4 * count});
    pixels.clip = at::addmm(offset, surface.vertices, rotation)
                      .view({-1, count, 4})
                      .permute({1, 0, 2})
                      .contiguous();
    pixels.rast = rasterize(pixels.clip, surface.triangles, height, width, Derivatives::No).rast;
    pixels.index = coveredPixels(pixels.rast.view({1, count * height, width, 4}));
    if (count > 1) {
        pixels.view = pixels.index.div(height * width, "floor");
    }
    const int64_t covered = pixels.index.size(0);
    pixels.compact = gatherRows(pixels.rast.view({-1, 4}), pixels.index).view({1, 1, covered, 4});
    const at::Tensor attributes =
        at::cat({surface.vertices, surface.normals, surface.openness}, 1).unsqueeze(0);
    const at::Tensor values =
        interpolate(attributes, pixels.compact, surface.triangles).view({covered, 7});
    const std::vector<at::Tensor> parts = splitColumns(values, {3, 3, 1});
    pixels.position = parts[0];
    pixels.normal = parts[1];
    pixels.openness = parts[2];
    return pixels;
}

at::Tensor atPixels(const SurfacePixels& pixels, const at::Tensor& values) {
    return pixels.view.defined() ? values.index_select(0, pixels.view) : values;
}

at::Tensor composeView(const Surface& surface,
                       const SurfacePixels& pixels,
                       const at::Tensor& color,
                       const at::Tensor& background) {
    const at::Tensor& rast = pixels.rast;
    const at::Tensor image =
        scatterColors(color, pixels.index, rast.size(0) * rast.size(1) * rast.size(2), background)
            .view(rast.sizes());
    return antialias(image, rast, pixels.clip, surface.triangles, surface.topology);
}

at::Tensor depthLoss(const SurfacePixels& pixels, const ViewBatch& views, double scale) {
    if (!views.depth.defined()) {
        return at::zeros({}, views.target.options());
    }
    const at::Tensor given = gatherRows(views.depth.view({-1, 1}), pixels.index).view({-1});
    // Clip w is the distance along the optical axis.
    const at::Tensor w_row = views.clip_from_world.select(1, 3);  // [N, 4]
    at::Tensor rendered;
    if (pixels.view.defined()) {
        const at::Tensor row = atPixels(pixels, w_row);
        rendered = (pixels.position * row.slice(1, 0, 3)).sum(1) + row.select(1, 3);
    } else {
        rendered = at::mv(pixels.position, w_row[0].slice(0, 0, 3).contiguous()) + w_row[0][3];
    }
    const at::Tensor known = given.gt(0).to(at::kFloat);
    const at::Tensor difference = (rendered - given) / scale;
    const at::Tensor robust = at::sqrt(difference * difference + 1.0) - 1.0;
    return (robust * known).sum() / known.sum().clamp_min(1.0);
}

at::Tensor photoLoss(const at::Tensor& composed,
                     const at::Tensor& background,
                     const ViewBatch& views) {
    // One tall picture: the loss is a mean over pixels.
    const int64_t rows = views.count() * views.height(), width = views.width();
    const auto tall = [&](const at::Tensor& pictures) {
        return pictures.defined() ? pictures.view({rows, width, pictures.size(3)}) : pictures;
    };
    return imageLoss(tall(composed), tall(views.target), background, {}, tall(views.trust));
}

}  // namespace bozzetto
