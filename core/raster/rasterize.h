// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <memory>

namespace bozzetto {

enum class Derivatives { No, Yes };

struct Raster {
    at::Tensor rast;  // [N, H, W, 4] (u, v, z/w, triangle id + 1); all 0 where empty
    at::Tensor
        rast_db;  // [N, H, W, 4] (du/dX, du/dY, dv/dX, dv/dY); undefined with Derivatives::No
};

/// Rasterizes triangles in clip space; row 0 of the image is y = -1 (camera.h negates y, so above
/// raster/ row 0 is the top). pos [N, V, 4] float or double; tri [T, 3] int32. Differentiable in
/// pos (x, y, w). Throws Error(BadInput) if shapes, dtypes or devices disagree. Source: "Modular
/// Primitives for High-Performance Differentiable Rendering" (Laine et al. 2020), section 3.2.
Raster rasterize(const at::Tensor& pos,
                 const at::Tensor& tri,
                 int64_t height,
                 int64_t width,
                 Derivatives derivatives = Derivatives::Yes);

/// Range mode: one vertex buffer pos [V, 4] for all images, of which image n draws ranges[n][1]
/// triangles of tri from ranges[n][0] on. ranges [N, 2] int32 on the CPU. Ids in the images count
/// all of tri, so attributes are interpolated with [1, V, A]. Throws like rasterize(), and if a
/// range does not lie in tri.
Raster rasterizeRanges(const at::Tensor& pos,
                       const at::Tensor& tri,
                       const at::Tensor& ranges,
                       int64_t height,
                       int64_t width,
                       Derivatives derivatives = Derivatives::Yes);

/// Depth peeling: the first nextLayer() is rasterize(), or rasterizeRanges() if ranges are given,
/// each further one the surface behind the last.
class DepthPeeler {
public:
    DepthPeeler(const at::Tensor& pos,
                const at::Tensor& tri,
                int64_t height,
                int64_t width,
                const at::Tensor& ranges = {});
    ~DepthPeeler();
    Raster nextLayer(Derivatives derivatives = Derivatives::Yes);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bozzetto
