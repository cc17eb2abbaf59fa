// SPDX-License-Identifier: Apache-2.0
// The op table: median times of our CUDA kernels beside those of the original nvdiffrast on an H100
// (PyTorch 2.11, CUDA 13.0), and beside the time that their bytes alone take at 3 TB/s. Batch 8
// unless said; a sphere that fills 60 % of the frame; a 1024 x 1024 x 3 texture; uv random per
// vertex.
//   bench_ops [row ...]    rows counted from 0; all by default
#include "raster/rasterize_cuda.h"
#include "tests/device/bench_table.h"
#include "tests/device/bench_texture.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/sphere_scene.h"

#include <cstdio>
#include <cstdlib>
#include <random>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

/// What is drawn and what the ops write, on the GPU. Gradients that come from outside are random.
struct Buffers {
    SphereScene scene;
    int64_t size, pixels;
    DeviceArray<float> pos, uv, rast, rast_db, grad_rast, grad_rast_db, grad_pos;
    DeviceArray<int32_t> tri;
    ScratchQueue queue{int64_t{3} << 30};

    Buffers(const BenchRow& row)
        : scene(sphereScene(row.subdivisions, row.images)),
          size(row.size),
          pixels(scene.images * size * size),
          pos(scene.pos),
          uv(scene.uv),
          rast(pixels * 4),
          rast_db(pixels * 4),
          grad_rast(randomValues(pixels * 4)),
          grad_rast_db(randomValues(pixels * 4)),
          grad_pos(pos.count()),
          tri(scene.tri) {}

    static DeviceArray<float> randomValues(int64_t count) {
        std::mt19937 random(3);
        std::vector<float> period(4099);  // a prime: no two rows of pixels get the same values
        for (float& value : period) {
            value = std::uniform_real_distribution<float>(-1, 1)(random);
        }
        std::vector<float> values(static_cast<size_t>(count));
        for (size_t i = 0; i < values.size(); ++i) {
            values[i] = period[i % period.size()];
        }
        return DeviceArray<float>(values);
    }
    double covered() const { return scene.covered * static_cast<double>(pixels); }
};

RasterizeParams<float> rasterizeParams(const Buffers& b) {
    RasterizeParams<float> p{};
    p.pos = b.pos.data();
    p.tri = b.tri.data();
    p.images = b.scene.images;
    p.vertices = b.scene.vertices;
    p.triangles = b.scene.triangles;
    p.height = p.width = b.size;
    p.rast = b.rast.data();
    p.rast_db = b.rast_db.data();
    return p;
}

void benchRasterize(Buffers& b, BenchResults& results) {
    const RasterizeParams<float> p = rasterizeParams(b);
    const auto run = [&] { rasterizeCuda(p, b.queue.begin()); };
    const double pixels = static_cast<double>(b.pixels);
    const double geometry = static_cast<double>(b.pos.bytes() + b.tri.bytes());
    results[Column::Rasterize] = {medianMilliseconds(run), pixels * 32 + geometry};
}

/// Without the gradients.
RasterizeGradParams<float> rasterizeGradParams(const Buffers& b) {
    RasterizeGradParams<float> p{};
    p.pos = b.pos.data();
    p.tri = b.tri.data();
    p.images = b.scene.images;
    p.vertices = b.scene.vertices;
    p.triangles = b.scene.triangles;
    p.height = p.width = b.size;
    p.rast = b.rast.data();
    return p;
}

void benchRasterizeGrad(Buffers& b, BenchResults& results) {
    RasterizeGradParams<float> p = rasterizeGradParams(b);
    p.grad_rast = b.grad_rast.data();
    p.grad_rast_db = b.grad_rast_db.data();
    p.grad_pos = b.grad_pos.data();
    const auto run = [&] {
        b.grad_pos.fillBytes(0);  // part of the op, as in the public one
        rasterizeGradCuda(p, b.queue.begin());
    };
    const double geometry = static_cast<double>(2 * b.pos.bytes() + b.tri.bytes());
    results[Column::RasterizeGrad] = {
        medianMilliseconds(run), static_cast<double>(b.pixels) * 16 + b.covered() * 32 + geometry};
}

/// All ops in a row and their gradients back to the positions. The edges' neighbours, which depend
/// on the triangles alone, were found before.
void benchStep(Buffers& b, ShadingChain& shading, BenchResults& results) {
    const RasterizeParams<float> forward = rasterizeParams(b);
    RasterizeGradParams<float> backward = rasterizeGradParams(b);
    backward.grad_rast = shading.gradRast();
    backward.grad_rast_db = shading.gradRastDb();
    backward.grad_pos = shading.gradPos();
    const auto run = [&] {
        rasterizeCuda(forward, b.queue.begin());
        shading.interpolate();
        shading.texture();
        shading.antialias();
        shading.antialiasGrad();
        shading.textureGrad();
        shading.interpolateGrad();
        rasterizeGradCuda(backward, b.queue.begin());
    };
    const double milliseconds = medianMilliseconds(run);
    double bytes = static_cast<double>(b.pixels) * 32;  // of interpolate's gradient, out
    for (int c = 0; c < static_cast<int>(Column::Step); ++c) {
        bytes += results[static_cast<Column>(c)]->bytes;
    }
    results[Column::Step] = {milliseconds, bytes};
}

}  // namespace

int main(int argc, char** argv) {
    try {
        printHeader();
        for (int i = 0; i < kBenchRowCount; ++i) {
            bool wanted = argc == 1;
            for (int k = 1; k < argc; ++k) {
                wanted = wanted || std::atoi(argv[k]) == i;
            }
            if (!wanted) {
                continue;
            }
            Buffers buffers(kBenchRows[i]);
            BenchResults results;
            benchRasterize(buffers, results);
            benchRasterizeGrad(buffers, results);
            ShadingChain shading({buffers.scene.images,
                                  buffers.size,
                                  buffers.scene.vertices,
                                  buffers.scene.triangles,
                                  buffers.scene.covered,
                                  buffers.pos.data(),
                                  buffers.uv.data(),
                                  buffers.rast.data(),
                                  buffers.rast_db.data(),
                                  buffers.tri.data()},
                                 buffers.queue);
            shading.bench(results);
            benchStep(buffers, shading, results);
            printRow(kBenchRows[i], results);
        }
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
    return 0;
}
