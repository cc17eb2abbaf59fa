// SPDX-License-Identifier: Apache-2.0
// Shading, shading normals and the light prefilter on the GPU against their twins on the CPU;
// deterministic gradients must have the same bits twice. Then their times.
//   check_render [small]    small: for a run under compute-sanitizer, without times
#include "render/light_layout.h"
#include "render/light_maps_builder.h"
#include "render/light_prefilter_cuda.h"
#include "render/shade_cpu.h"
#include "render/shade_cuda.h"
#include "render/shading_normal_kernel.h"
#include "tests/device/agreement.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/shading_scene.h"

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

const std::vector<int> kLightSizes{16, 32, 32, 16, 16, 8, 8};  // of a base of 32
const std::vector<float> kRoughness{0.08f, 0.2f, 0.3f, 0.42f, 0.6f, 1.0f};

struct Lights {
    LightLayout layout;
    std::vector<float> texels, bordered;

    Lights() {
        for (const int size : kLightSizes) {
            const std::vector<float> cube = lampCube(size);
            std::vector<float> with_border(static_cast<size_t>(4 * borderedTexels(size)));
            addBorder(cube.data(), size, with_border.data());
            layout.add(size);
            texels.insert(texels.end(), cube.begin(), cube.end());
            bordered.insert(bordered.end(), with_border.begin(), with_border.end());
        }
    }
};

void pointAtCubes(ShadeParams<float>& p, const LightLayout& layout, const float* bordered) {
    for (int i = 0; i < layout.cubes; ++i) {
        (i == 0 ? p.diffuse : p.specular[i - 1]) = {bordered + 4 * layout.first_bordered[i],
                                                    layout.size[i]};
    }
    p.levels = layout.cubes - 1;
    std::copy(kRoughness.begin(), kRoughness.end(), p.roughness);
}

ShadeParams<float> cpuParams(const ShadingScene& s, const Lights& lights, const float* fg) {
    ShadeParams<float> p;
    p.count = s.count;
    p.position = s.position.data(), p.normal = s.normal.data();
    p.kd = s.kd.data(), p.orm = s.orm.data();
    p.camera = s.camera.data(), p.camera_stride = 3;
    p.fg = fg;
    pointAtCubes(p, lights.layout, lights.bordered.data());
    return p;
}

/// The scene on the GPU.
struct OnDevice {
    DeviceArray<float> position, normal, kd, orm, camera, fg, texels, bordered, grad_out;
    DeviceArray<float> out, grad_normal, grad_kd, grad_orm, grad_light;
    ScratchQueue queue{int64_t{64} << 20};

    OnDevice(const ShadingScene& s, const Lights& l, const std::vector<float>& table)
        : position(s.position),
          normal(s.normal),
          kd(s.kd),
          orm(s.orm),
          camera(s.camera),
          fg(table),
          texels(l.texels),
          bordered(4 * l.layout.bordered()),
          grad_out(std::vector<float>(s.noise.begin(), s.noise.begin() + 3 * s.count)),
          out(3 * s.count),
          grad_normal(3 * s.count),
          grad_kd(3 * s.count),
          grad_orm(3 * s.count),
          grad_light(3 * l.layout.texels()) {}

    ShadeParams<float> params(const ShadingScene& s, const LightLayout& layout) const {
        ShadeParams<float> p;
        p.count = s.count;
        p.position = position.data(), p.normal = normal.data();
        p.kd = kd.data(), p.orm = orm.data();
        p.camera = camera.data(), p.camera_stride = 3;
        p.fg = fg.data();
        pointAtCubes(p, layout, bordered.data());
        return p;
    }
    ShadeGradients<float> gradients() const {
        ShadeGradients<float> g;
        g.normal = grad_normal.data(), g.kd = grad_kd.data(), g.orm = grad_orm.data();
        return g;
    }
};

std::vector<float> foldAll(const LightLayout& layout, const std::vector<float>& bordered) {
    std::vector<float> out(static_cast<size_t>(3 * layout.texels()));
    for (int i = 0; i < layout.cubes; ++i) {
        foldBorder(bordered.data() + 4 * layout.first_bordered[i],
                   layout.size[i],
                   out.data() + 3 * layout.first[i]);
    }
    return out;
}

void checkShade(const ShadingScene& s,
                OnDevice& d,
                const Lights& l,
                const std::vector<float>& fg,
                Agreement& agreement) {
    addBordersCuda(l.layout, d.texels.data(), d.bordered.data(), d.queue.begin());
    agreement.near("light maps' borders", l.bordered, d.bordered.download(), 1e-6);

    const ShadeParams<float> cpu = cpuParams(s, l, fg.data()), gpu = d.params(s, l.layout);
    std::vector<float> out(s.position.size()), normal(out), kd(out), orm(out);
    shadeForward(cpu, out.data());
    shadeForwardCuda(gpu, d.out.data(), d.queue.begin());
    agreement.near("shade", out, d.out.download(), 1e-5);

    ShadeGradients<float> g;
    g.normal = normal.data(), g.kd = kd.data(), g.orm = orm.data();
    std::vector<float> bordered(l.bordered.size());
    shadeBackward(cpu, s.noise.data(), g, bordered.data());
    const std::vector<float> light = foldAll(l.layout, bordered);
    std::vector<float> repeated;
    for (const bool deterministic : {false, true, true}) {
        shadeBackwardCuda(gpu,
                          l.layout,
                          d.grad_out.data(),
                          d.gradients(),
                          d.grad_light.data(),
                          d.queue.begin(deterministic));
        const std::vector<float> on_gpu = d.grad_light.download();
        agreement.near(
            deterministic ? "shade, gradient of light, deterministic" : "shade, gradient of light",
            light,
            on_gpu,
            3e-5);
        if (!repeated.empty()) {
            agreement.same("shade, gradient of light, again", repeated, on_gpu);
        }
        repeated = deterministic ? on_gpu : repeated;
    }
    agreement.near("shade, gradient of kd", kd, d.grad_kd.download(), 1e-5);
    agreement.near("shade, gradient of orm", orm, d.grad_orm.download(), 1e-4);
    agreement.near("shade, gradient of normal", normal, d.grad_normal.download(), 1e-3);
}

void checkNormals(const ShadingScene& s, OnDevice& d, Agreement& agreement) {
    ShadingNormalParams<float> p;
    p.count = s.count;
    p.position = s.position.data(), p.normal = s.normal.data();
    p.face_normal = s.face_normal.data(), p.tangent = s.tangent.data(), p.map = s.map.data();
    p.camera = s.camera.data(), p.camera_stride = 3;
    std::vector<float> out(s.position.size()), normal(out), tangent(s.tangent.size()), map(out);
    shadingNormalForward(p, out.data());
    shadingNormalBackward(p, s.noise.data(), {normal.data(), tangent.data(), map.data()});

    const DeviceArray<float> face(s.face_normal), tangents(s.tangent), maps(s.map);
    const DeviceArray<float> grad_normal(3 * s.count), grad_tangent(4 * s.count),
        grad_map(3 * s.count);
    p.position = d.position.data(), p.normal = d.normal.data(), p.face_normal = face.data();
    p.tangent = tangents.data(), p.map = maps.data(), p.camera = d.camera.data();
    shadingNormalForwardCuda(p, d.out.data(), d.queue.begin());
    agreement.near("shadingNormal", out, d.out.download(), 1e-5);
    const ShadingNormalGradients<float> g{grad_normal.data(), grad_tangent.data(), grad_map.data()};
    shadingNormalBackwardCuda(p, d.grad_out.data(), g, d.queue.begin());
    agreement.near("shadingNormal, gradient of normal", normal, grad_normal.download(), 1e-4);
    agreement.near("shadingNormal, gradient of tangent", tangent, grad_tangent.download(), 1e-4);
    agreement.near("shadingNormal, gradient of map", map, grad_map.download(), 1e-4);
}

void timeShade(const ShadingScene& s, OnDevice& d, const Lights& l) {
    const ShadeParams<float> p = d.params(s, l.layout);
    const double bytes = static_cast<double>(s.count) * 4;
    const auto report = [&](const char* what, double ms, double floats) {
        std::printf("%-28s %8ld points %8.4f ms, floor %.4f ms\n",
                    what,
                    long(s.count),
                    ms,
                    bytes * floats / 3e12 * 1e3);
    };
    report("light maps' borders",
           medianMilliseconds([&] {
               addBordersCuda(l.layout, d.texels.data(), d.bordered.data(), d.queue.begin());
           }),
           0);
    report("shade",
           medianMilliseconds([&] { shadeForwardCuda(p, d.out.data(), d.queue.begin()); }),
           18);
    report("shade's gradient",
           medianMilliseconds([&] {
               shadeBackwardCuda(p,
                                 l.layout,
                                 d.grad_out.data(),
                                 d.gradients(),
                                 d.grad_light.data(),
                                 d.queue.begin());
           }),
           27);
    report("the same, without the light",
           medianMilliseconds([&] {
               shadeBackwardCuda(
                   p, l.layout, d.grad_out.data(), d.gradients(), nullptr, d.queue.begin());
           }),
           27);
    report("the same, deterministic",
           medianMilliseconds([&] {
               shadeBackwardCuda(p,
                                 l.layout,
                                 d.grad_out.data(),
                                 d.gradients(),
                                 d.grad_light.data(),
                                 d.queue.begin(true));
           }),
           27);
}

/// The prefilter's two maps and the pyramid on the GPU.
struct Prefilter {
    CubePyramid pyramid;
    SparseMap forward, backward;
    DeviceArray<int32_t> forward_start, backward_start;
    DeviceArray<uint16_t> forward_column, backward_column;
    DeviceArray<float> forward_weight, backward_weight, share;
    PyramidParams pyramid_params;

    explicit Prefilter(int size) : pyramid(size) {
        std::vector<LobeMap> maps{{LobeMap::Lobe::Cosine, 0, 16}};
        for (size_t i = 1; i < kRoughness.size(); ++i) {
            maps.push_back({LobeMap::Lobe::Ggx, kRoughness[i], kLightSizes[i + 1]});
        }
        forward = buildLobeMaps(pyramid, maps);
        backward = transpose(forward);
        const auto starts = [](const SparseMap& m) {
            return DeviceArray<int32_t>(
                std::vector<int32_t>(m.row_start.begin(), m.row_start.end()));
        };
        forward_start = starts(forward), backward_start = starts(backward);
        forward_column = DeviceArray<uint16_t>(forward.column);
        backward_column = DeviceArray<uint16_t>(backward.column);
        forward_weight = DeviceArray<float>(forward.weight);
        backward_weight = DeviceArray<float>(backward.weight);
        share = DeviceArray<float>(pyramid.share);
        pyramid_params.levels = static_cast<int>(pyramid.size.size());
        std::copy(pyramid.size.begin(), pyramid.size.end(), pyramid_params.size);
        std::copy(pyramid.offset.begin(), pyramid.offset.end(), pyramid_params.offset);
        pyramid_params.share = share.data();
    }
    SparseMapParams forwardParams() const {
        return {forward.rows, forward_start.data(), forward_column.data(), forward_weight.data()};
    }
    SparseMapParams backwardParams() const {
        return {
            backward.rows, backward_start.data(), backward_column.data(), backward_weight.data()};
    }
};

double dotProduct(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<double>(a[i]) * b[i];
    }
    return sum;
}

void checkPrefilter(int size, bool with_times, Agreement& agreement) {
    const Prefilter p(size);
    const std::vector<float> base = lampCube(size);
    std::vector<float> values(static_cast<size_t>(4 * p.pyramid.offset.back()));
    for (size_t t = 0; t < base.size() / 3; ++t) {
        std::copy_n(&base[3 * t], 3, &values[4 * t]);
    }
    for (int level = 0; level + 1 < p.pyramid_params.levels; ++level) {
        for (int64_t t = p.pyramid.offset[level]; t < p.pyramid.offset[level + 1]; ++t) {
            for (int c = 0; c < 3; ++c) {
                values[4 * p.pyramid.parent(level, t) + c] +=
                    p.pyramid.share[t] * values[4 * t + c];
            }
        }
    }
    std::vector<float> padded(static_cast<size_t>(4 * p.forward.rows)), maps;
    multiply(p.forward, values.data(), padded.data());
    for (int64_t r = 0; r < p.forward.rows; ++r) {
        maps.insert(maps.end(), &padded[4 * r], &padded[4 * r] + 3);
    }

    ScratchQueue queue(1 << 20);
    const DeviceArray<float> d_base(base), d_values(static_cast<int64_t>(values.size())),
        d_maps(3 * p.forward.rows), d_gradient(static_cast<int64_t>(values.size())),
        d_base_gradient(static_cast<int64_t>(base.size()));
    const auto forward = [&] {
        buildPyramidCuda(p.pyramid_params, d_base.data(), d_values.data(), queue.begin());
        filterLightCuda(p.forwardParams(), d_values.data(), d_maps.data(), queue.begin());
    };
    forward();
    agreement.near("light pyramid", values, d_values.download(), 1e-5);
    agreement.near("light prefilter", maps, d_maps.download(), 1e-5);
    // The gradient is the transposed map: y (A x) = (At y) x.
    const std::vector<float> y = uniformNumbers(3 * p.forward.rows, 9, 0, 1);
    const DeviceArray<float> d_y(y);
    const auto backward = [&] {
        filterLightGradCuda(p.backwardParams(), d_y.data(), d_gradient.data(), queue.begin());
        foldPyramidCuda(p.pyramid_params, d_gradient.data(), d_base_gradient.data(), queue.begin());
    };
    backward();
    const std::vector<float> x_gradient = d_base_gradient.download();
    agreement.near("light prefilter, transposed",
                   {static_cast<float>(dotProduct(maps, y))},
                   {static_cast<float>(dotProduct(base, x_gradient))},
                   1e-5);
    backward();
    agreement.same("light prefilter, transposed, again", x_gradient, d_base_gradient.download());
    if (with_times) {
        std::printf("light prefilter of %d: %ld entries, forward %.4f ms, gradient %.4f ms\n",
                    size,
                    long(p.forward.entries()),
                    medianMilliseconds(forward),
                    medianMilliseconds(backward));
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const bool small = argc > 1 && std::strcmp(argv[1], "small") == 0;
        Agreement agreement;
        const Lights lights;
        const std::vector<float> fg = computeFgTable();
        for (const int views : small ? std::vector<int>{1} : std::vector<int>{1, 8}) {
            const ShadingScene scene(views, small ? 64 : 512, 0.18);
            OnDevice device(scene, lights, fg);
            checkShade(scene, device, lights, fg, agreement);
            checkNormals(scene, device, agreement);
            if (!small) {
                timeShade(scene, device, lights);
            }
        }
        for (const int size : small ? std::vector<int>{32} : std::vector<int>{32, 64}) {
            checkPrefilter(size, !small, agreement);
        }
        std::printf(agreement.all() ? "render: all agree\n" : "render: FAILED\n");
        return agreement.all() ? 0 : 1;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
}
