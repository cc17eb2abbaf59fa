// SPDX-License-Identifier: Apache-2.0
// rasterize on the GPU against its twin on the CPU: ids, coverage and quantised depths must be the
// same, numbers too up to rounding; gradients against sums in double precision. Deterministic
// gradients must have the same bits twice.
//   check_rasterize [small]    small: for a run under compute-sanitizer
#include "raster/rasterize_cuda.h"
#include "raster/triangle_setup.h"
#include "tests/device/device_array.h"
#include "tests/device/raster_scenes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

template <class Scalar>
struct Images {
    std::vector<Scalar> rast, rast_db;
    std::vector<uint32_t> depth;
};

template <class Scalar>
RasterizeParams<Scalar> paramsOf(const RasterScene& scene) {
    RasterizeParams<Scalar> p{};
    p.images = scene.images;
    p.vertices = scene.vertices;
    p.triangles = scene.triangles();
    p.height = scene.height;
    p.width = scene.width;
    p.ranges = scene.ranges.empty() ? nullptr : scene.ranges.data();
    return p;
}

/// A scene on both processors.
template <class Scalar>
struct Drawing {
    const RasterScene& scene;
    std::vector<Scalar> pos;
    DeviceArray<Scalar> device_pos, rast, rast_db;
    DeviceArray<int32_t> device_tri;
    DeviceArray<uint32_t> depth[2];
    ScratchQueue queue{int64_t{1} << 30};

    explicit Drawing(const RasterScene& s)
        : scene(s),
          pos(s.pos.begin(), s.pos.end()),
          device_pos(pos),
          rast(pixels() * 4),
          rast_db(pixels() * 4),
          device_tri(s.tri.empty() ? std::vector<int32_t>(3) : s.tri) {
        for (DeviceArray<uint32_t>& layer : depth) {
            layer = DeviceArray<uint32_t>(pixels());
        }
    }
    int64_t pixels() const { return scene.images * scene.height * scene.width; }

    Images<Scalar> onCpu(const std::vector<uint32_t>& behind) const {
        Images<Scalar> out;
        out.rast.resize(static_cast<size_t>(pixels() * 4));
        out.rast_db.resize(out.rast.size());
        out.depth.resize(static_cast<size_t>(pixels()));
        RasterizeParams<Scalar> p = paramsOf<Scalar>(scene);
        p.pos = pos.data();
        p.tri = scene.tri.data();
        p.rast = out.rast.data();
        p.rast_db = out.rast_db.data();
        p.depth = out.depth.data();
        p.behind = behind.empty() ? nullptr : behind.data();
        rasterizeCpu(p);
        return out;
    }
    /// Layer `layer`, behind the one drawn before.
    Images<Scalar> onGpu(int layer) {
        rast.fillBytes(0xff);  // every pixel must be written
        rast_db.fillBytes(0xff);
        RasterizeParams<Scalar> p = paramsOf<Scalar>(scene);
        p.pos = device_pos.data();
        p.tri = device_tri.data();
        p.rast = rast.data();
        p.rast_db = rast_db.data();
        p.depth = depth[layer % 2].data();
        p.behind = layer > 0 ? depth[1 - layer % 2].data() : nullptr;
        rasterizeCuda(p, queue.begin());
        return {rast.download(), rast_db.download(), depth[layer % 2].download()};
    }
};

struct Difference {
    int64_t ids = 0, depths = 0, bits = 0;
    double largest = 0;  // of numbers, relative to 1 or to the number

    bool passes() const { return ids == 0 && depths == 0 && largest < 1e-5; }
};

template <class Scalar>
bool sameBits(Scalar a, Scalar b) {
    return std::memcmp(&a, &b, sizeof(a)) == 0;
}
template <class Scalar>
Difference compare(const Images<Scalar>& cpu, const Images<Scalar>& gpu) {
    Difference d;
    for (size_t i = 0; i < cpu.depth.size(); ++i) {
        d.ids += !sameBits(cpu.rast[4 * i + 3], gpu.rast[4 * i + 3]);
        d.depths += cpu.depth[i] != gpu.depth[i];
    }
    const auto numbers = [&](const std::vector<Scalar>& a, const std::vector<Scalar>& b) {
        for (size_t i = 0; i < a.size(); ++i) {
            if (!sameBits(a[i], b[i]) && !(std::isnan(a[i]) && std::isnan(b[i]))) {
                ++d.bits;
                const double error = std::abs(double(a[i]) - double(b[i]));
                d.largest = std::max(
                    d.largest,
                    std::isnan(error) ? 1e30 : error / std::max(1.0, std::abs(double(a[i]))));
            }
        }
    };
    numbers(cpu.rast, gpu.rast);
    numbers(cpu.rast_db, gpu.rast_db);
    return d;
}

template <class Scalar>
RasterizeGradParams<Scalar> gradParamsOf(const RasterScene& scene) {
    RasterizeGradParams<Scalar> p{};
    p.images = scene.images;
    p.vertices = scene.vertices;
    p.triangles = scene.triangles();
    p.height = scene.height;
    p.width = scene.width;
    p.shared_vertices = !scene.ranges.empty();
    return p;
}

/// Sums of the terms of each gradient in double precision, and of their sizes.
struct ReferenceSums {
    std::vector<double> sum, size;
};
template <class Scalar>
ReferenceSums referenceSums(const RasterizeGradParams<Scalar>& p, size_t count) {
    ReferenceSums r{std::vector<double>(count), std::vector<double>(count)};
    const PixelGrid<Scalar> grid = pixelGrid<Scalar>(p.height, p.width);
    for (int64_t i = 0; i < p.images * p.height * p.width; ++i) {
        const int32_t triangle = decodeTriangle(p.rast[4 * i + 3]);
        if (triangle < 0) {
            continue;
        }
        const int64_t image = i / (p.height * p.width), at = i % (p.height * p.width);
        const CornerGradients<Scalar> c =
            rasterizePixelGrad(p, grid, image, at / p.width, at % p.width, triangle);
        for (int k = 0; k < 3 && c.valid; ++k) {
            const size_t base = static_cast<size_t>(verticesOffset(p, image) + 4 * int64_t{c.v[k]});
            for (int axis = 0; axis < 4; ++axis) {
                r.sum[base + size_t(axis)] += double(c.grad[k][axis]);
                r.size[base + size_t(axis)] += std::abs(double(c.grad[k][axis]));
            }
        }
    }
    return r;
}

/// Largest error of a gradient relative to the sizes of its terms.
template <class Scalar>
double gradientError(const ReferenceSums& reference, const std::vector<Scalar>& grad) {
    double largest = 0;
    for (size_t i = 0; i < grad.size(); ++i) {
        const double error = std::abs(double(grad[i]) - reference.sum[i]);
        if (!(error == 0)) {
            largest = std::max(largest, std::isfinite(error) ? error / reference.size[i] : 1e30);
        }
    }
    return largest;
}

template <class Scalar>
bool checkGradient(Drawing<Scalar>& drawing, const Images<Scalar>& images, const char* type) {
    std::mt19937 random(9);
    const auto noise = [&] {
        std::vector<Scalar> values(images.rast.size());
        for (Scalar& value : values) {
            value = Scalar(std::uniform_real_distribution<double>(-1, 1)(random));
        }
        return values;
    };
    const std::vector<Scalar> grad_rast = noise(), grad_db = noise();
    RasterizeGradParams<Scalar> p = gradParamsOf<Scalar>(drawing.scene);
    p.pos = drawing.pos.data();
    p.tri = drawing.scene.tri.data();
    p.rast = images.rast.data();
    p.grad_rast = grad_rast.data();
    p.grad_rast_db = grad_db.data();
    const ReferenceSums reference = referenceSums(p, drawing.pos.size());

    const DeviceArray<Scalar> rast(images.rast), device_grad(grad_rast), device_db(grad_db);
    DeviceArray<Scalar> grad_pos(drawing.device_pos.count());
    p.pos = drawing.device_pos.data();
    p.tri = drawing.device_tri.data();
    p.rast = rast.data();
    p.grad_rast = device_grad.data();
    p.grad_rast_db = device_db.data();
    p.grad_pos = grad_pos.data();
    const auto run = [&](bool deterministic) {
        grad_pos.fillBytes(0);
        rasterizeGradCuda(p, drawing.queue.begin(deterministic));
        return grad_pos.download();
    };
    const double tolerance = sizeof(Scalar) == 4 ? 3e-6 : 1e-10;
    const double fast = gradientError(reference, run(false));
    const std::vector<Scalar> first = run(true), second = run(true);
    const double fixed = gradientError(reference, first);
    const bool repeats =
        std::memcmp(first.data(), second.data(), first.size() * sizeof(Scalar)) == 0;
    const bool passes = fast < tolerance && fixed < tolerance && repeats;
    std::printf("%s %-6s %s: gradient off by %.1e, deterministic by %.1e, %s\n",
                passes ? "ok    " : "FAILED",
                type,
                drawing.scene.name.c_str(),
                fast,
                fixed,
                repeats ? "repeats" : "DOES NOT REPEAT");
    return passes;
}

template <class Scalar>
bool checkScene(const RasterScene& scene, const char* type) {
    Drawing<Scalar> drawing(scene);
    bool passes = true;
    std::vector<uint32_t> behind;
    Images<Scalar> first;
    for (int layer = 0; layer < scene.layers; ++layer) {
        const Images<Scalar> cpu = drawing.onCpu(behind), gpu = drawing.onGpu(layer);
        const Difference d = compare(cpu, gpu);
        const int64_t covered =
            cpu.depth.size() - std::count(cpu.depth.begin(), cpu.depth.end(), kEmptyDepth);
        std::printf(
            "%s %-6s %s %ld x %ld x %ld, layer %d: %ld covered; %ld ids, %ld depths differ; "
            "%ld numbers in their bits, by %.1e\n",
            d.passes() ? "ok    " : "FAILED",
            type,
            scene.name.c_str(),
            long(scene.images),
            long(scene.height),
            long(scene.width),
            layer,
            long(covered),
            long(d.ids),
            long(d.depths),
            long(d.bits),
            d.largest);
        passes = passes && d.passes();
        behind = cpu.depth;
        if (layer == 0) {
            first = cpu;
        }
    }
    return (!scene.gradient || checkGradient(drawing, first, type)) && passes;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        bool passes = true;
        const bool small = argc > 1 && std::strcmp(argv[1], "small") == 0;
        for (const RasterScene& scene : small ? smallRasterScenes() : rasterScenes()) {
            passes = checkScene<float>(scene, "float") && passes;
            passes = checkScene<double>(scene, "double") && passes;
        }
        std::printf(passes ? "rasterize: all agree\n" : "rasterize: FAILED\n");
        return passes ? 0 : 1;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
}
