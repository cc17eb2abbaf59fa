// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/device/bench_table.h"
#include "tests/device/device_array.h"

#include <memory>

namespace bozzetto::device_test {

/// What a rasterizer has drawn, on the GPU.
struct DrawnScene {
    int64_t images, size, vertices, triangles;
    double covered;  // share of the pixels
    const float *pos, *uv, *rast, *rast_db;
    const int32_t* tri;
};

/// interpolate with derivatives, texture and antialias behind it, with everything that they keep: a
/// 1024 x 1024 x 3 texture, and random gradients of the antialiased image.
class ShadingChain {
public:
    ShadingChain(const DrawnScene& drawn, ScratchQueue& queue);
    ~ShadingChain();

    void interpolate();
    void texture();
    void antialias();
    void antialiasGrad();
    void textureGrad();
    void interpolateGrad();
    /// Times each by itself.
    void bench(BenchResults& results);
    /// Gradients that arrive at rasterize.
    const float* gradRast() const;
    const float* gradRastDb() const;
    /// Of antialias; rasterize's are added to it.
    float* gradPos() const;

private:
    struct Arrays;
    std::unique_ptr<Arrays> arrays_;
};

}  // namespace bozzetto::device_test
