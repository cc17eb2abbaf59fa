// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "raster/antialias_cpu.h"
#include "raster/antialias_cuda.h"
#include "raster/rasterize_kernel.h"
#include "tests/device/op_expectations.h"

namespace bozzetto::device_test {

/// A closed wavy surface of quads, cut in two triangles each: its silhouettes and folds, plus a fan
/// on one edge that three triangles share, and one triangle that does not exist.
struct Surface {
    int64_t vertices = 0;
    std::vector<int32_t> tri;
};
inline Surface wavySurface(int side) {
    Surface s;
    s.vertices = int64_t{side} * side + 2;
    const auto at = [&](int x, int y) { return x % side + y % side * side; };
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int32_t a = at(x, y), b = at(x + 1, y), c = at(x + 1, y + 1), d = at(x, y + 1);
            s.tri.insert(s.tri.end(), {a, b, c, a, c, d});
        }
    }
    const auto extra = static_cast<int32_t>(s.vertices - 2);
    s.tri.insert(s.tri.end(), {0, 1, extra, 1, 0, extra + 1, 5, 5, 9, -1, 3, 4});
    return s;
}

template <class Scalar>
void checkAntialias(const Pixels& pixels, int64_t channels) {
    const std::string name =
        std::string("antialias ") + nameOf<Scalar>() + " C" + std::to_string(channels);
    const Surface surface = wavySurface(12);
    const auto triangles = static_cast<int64_t>(surface.tri.size() / 3);
    Both<int32_t> tri(surface.tri), opposite = output<int32_t>(3 * triangles, false);
    edgeTopologyCpu(tri.cpu(), triangles, surface.vertices, opposite.cpu());
    edgeTopologyCuda(tri.gpu(), triangles, surface.vertices, opposite.gpu(), queue().begin());
    expectSame("edge topology", opposite.host, opposite.device.download());

    std::vector<Scalar> positions = randomValues<Scalar>(pixels.images * surface.vertices * 4);
    for (size_t i = 3; i < positions.size(); i += 4) {
        positions[i] = positions[i] * Scalar(0.3) + Scalar(1);
    }
    Both<Scalar> pos(positions);
    const std::vector<float> pos_float(positions.begin(), positions.end());
    std::vector<float> drawn(static_cast<size_t>(4 * pixels.count()));
    RasterizeParams<float> r{};
    r.pos = pos_float.data();
    r.tri = tri.cpu();
    r.images = pixels.images;
    r.vertices = surface.vertices;
    r.triangles = triangles;
    r.height = pixels.height;
    r.width = pixels.width;
    r.rast = drawn.data();
    rasterizeCpu(r);
    Both<Scalar> rast(std::vector<Scalar>(drawn.begin(), drawn.end()));
    const int64_t count = pixels.count() * channels;
    Both<Scalar> color(randomValues<Scalar>(count)), grad(randomValues<Scalar>(count)),
        out = output<Scalar>(count, false), grad_color = output<Scalar>(count, false);
    const auto params = [&](bool gpu) {
        return AntialiasParams<Scalar>{gpu ? rast.gpu() : rast.cpu(),
                                       gpu ? pos.gpu() : pos.cpu(),
                                       gpu ? tri.gpu() : tri.cpu(),
                                       gpu ? opposite.gpu() : opposite.cpu(),
                                       pixels.images,
                                       pixels.height,
                                       pixels.width,
                                       surface.vertices,
                                       triangles};
    };
    const std::vector<AntialiasItem<Scalar>> items = antialiasItemsCpu(params(false));
    const AntialiasBlend<Scalar> blend{items.data(),
                                       static_cast<int64_t>(items.size()),
                                       pixels.count(),
                                       pixels.width,
                                       channels,
                                       color.cpu()};
    antialiasBlendCpu(blend, out.cpu());
    std::vector<Scalar> grad_pos(positions.size()), first;
    antialiasGradCpu(params(false), blend, grad.cpu(), grad_color.cpu(), grad_pos.data());

    DeviceArray<uint32_t> pairs(pairWords(pixels.images, pixels.height, pixels.width));
    pairs.fillBytes(0x7b);
    antialiasPairsCuda(params(true), pairs.data(), queue().begin());
    size_t marked = 0;
    for (const uint32_t word : pairs.download()) {
        marked += static_cast<size_t>(__builtin_popcount(word));
    }
    ++checks;
    if (marked != items.size() || items.empty()) {
        ++failures;
        std::printf("FAILED %s: %zu pairs, not %zu\n", name.c_str(), marked, items.size());
    }
    AntialiasColors<Scalar> colors{
        pairs.data(), channels, color.gpu(), out.gpu(), grad.gpu(), grad_color.gpu(), nullptr};
    antialiasBlendCuda(params(true), colors, queue().begin());
    expectSame(name, out.host, out.device.download());
    for (const bool deterministic : {false, true, true}) {
        Both<Scalar> sums = output<Scalar>(static_cast<int64_t>(positions.size()), true);
        colors.grad_pos = sums.gpu();
        antialiasGradCuda(params(true), colors, queue().begin(deterministic));
        const std::vector<Scalar> made = sums.device.download();
        expectNear(name + " grad pos", grad_pos, made, kTolerance<Scalar>);
        if (deterministic && !first.empty()) {
            expectSame(name + " grad pos, deterministic", first, made);
        }
        first = deterministic ? made : first;
    }
    expectSame(name + " grad color", grad_color.host, grad_color.device.download());
}

}  // namespace bozzetto::device_test
