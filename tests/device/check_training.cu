// SPDX-License-Identifier: Apache-2.0
// What an optimisation step adds to drawing, on the GPU against its twins on the CPU: the
// appearance grid with its gradients and step, the image loss, Adam, noise, lists of covered
// pixels. Then their times.
//   check_training [small]    small: for a run under compute-sanitizer, without times
#include "nn/hash_grid_cuda.h"
#include "nn/hash_grid_kernel.h"
#include "tensor/rows_cuda.h"
#include "tests/device/agreement.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/shading_scene.h"
#include "texturing/image_loss_cuda.h"
#include "texturing/image_loss_kernel.h"
#include "texturing/noise_cuda.h"
#include "texturing/noise_kernel.h"
#include "texturing/parameter_cuda.h"
#include "texturing/parameter_kernel.h"

#include <limits>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

constexpr int F = kHashGridFeatures;

void report(const char* what, int64_t count, double ms, double bytes) {
    std::printf(
        "%-32s %9ld elements %8.4f ms, floor %.4f ms\n", what, long(count), ms, bytes / 3e12 * 1e3);
}

/// The levels of the product: 16 to 256 cells a side, at most 2^18 entries each.
int64_t setLevels(HashGridParams& p) {
    int64_t rows = 0;
    for (p.level_count = 0; p.level_count < 5; ++p.level_count) {
        HashGridLevel& level = p.levels[p.level_count];
        level.resolution = 16 << p.level_count;
        const int64_t n = level.resolution + 1;
        level.hashed = n * n * n > 1 << 18;
        level.entries = level.hashed ? 1 << 18 : n * n * n;
        level.offset = rows;
        rows += level.entries;
    }
    return rows;
}

struct GridOnDevice {
    DeviceArray<float> points, table, out, grad_out, grad_points, grad, first, second;
    DeviceArray<unsigned long long> fixed;
    DeviceArray<uint16_t> steps;
    ScratchQueue queue{1 << 20};
    HashGridParams params;
    HashGridAdam adam;

    GridOnDevice(const ShadingScene& s, const HashGridParams& cpu, const std::vector<float>& values)
        : points(s.unit),
          table(values),
          out(F * s.count),
          grad_out(s.noise),
          grad_points(3 * s.count),
          grad(table.count()),
          first(table.count()),
          second(table.count()),
          fixed(table.count()),
          steps(table.count() / F),
          params(cpu) {
        params.points = points.data(), params.table = table.data();
        params.out = out.data(), params.grad_out = grad_out.data();
        params.grad_points = grad_points.data(), params.grad_table = grad.data();
        for (DeviceArray<float>* zero : {&grad, &first, &second}) {
            zero->fillBytes(0);
        }
        fixed.fillBytes(0), steps.fillBytes(0);
        adam.rows = table.count() / F;
        adam.table = table.data(), adam.grad = grad.data();
        adam.first = first.data(), adam.second = second.data();
        adam.steps = steps.data();
        setRates(adam);
    }
    static void setRates(HashGridAdam& adam) {
        for (int f = 0; f < F; ++f) {
            adam.learning_rate[f] = 0.01f * static_cast<float>(f + 1);
        }
        adam.beta1 = 0.9f, adam.beta2 = 0.99f, adam.epsilon = 1e-10f;
    }
};

struct GridOnCpu {
    std::vector<float> table, out, grad_points, grad, first, second;
    std::vector<uint16_t> steps;
    std::vector<unsigned char> touched;
    HashGridParams params;
    HashGridAdam adam;

    GridOnCpu(const ShadingScene& s, HashGridParams levels, int64_t rows)
        : table(uniformNumbers(rows * F, 2, -1, 1)),
          out(s.noise.size()),
          grad_points(s.unit.size()),
          grad(table.size()),
          first(table.size()),
          second(table.size()),
          steps(static_cast<size_t>(rows)),
          touched(static_cast<size_t>(rows)),
          params(levels) {
        params.point_count = s.count;
        params.points = s.unit.data(), params.table = table.data();
        params.out = out.data(), params.grad_out = s.noise.data();
        params.grad_points = grad_points.data(), params.grad_table = grad.data();
        params.touched = touched.data();
        adam.table = table.data(), adam.grad = grad.data();
        adam.first = first.data(), adam.second = second.data();
        adam.steps = steps.data(), adam.touched = touched.data();
        GridOnDevice::setRates(adam);
    }
};

void timeGrid(GridOnDevice& d) {
    const int64_t n = d.params.point_count;
    const double points = static_cast<double>(n);
    report("grid lookup",
           n,
           medianMilliseconds([&] { hashGridForwardCuda(d.params, d.queue.begin()); }),
           points * 44);
    report("grid gradient of points",
           n,
           medianMilliseconds([&] { hashGridGradPointsCuda(d.params, d.queue.begin()); }),
           points * 56);
    report("grid gradient of table",
           n,
           medianMilliseconds([&] { hashGridGradTableCuda(d.params, d.queue.begin()); }),
           points * 44);
    report("grid step",
           d.adam.rows,
           medianMilliseconds([&] { hashGridGradTableCuda(d.params, d.queue.begin()); },
                              [&] { hashGridAdamCuda(d.adam, d.queue.begin()); }),
           0);
    HashGridParams fixed = d.params;
    fixed.fixed_grad_table = d.fixed.data();
    report("grid gradient, deterministic",
           n,
           medianMilliseconds([&] { hashGridGradTableCuda(fixed, d.queue.begin()); }),
           points * 44);
}

void checkGrid(const ShadingScene& s, bool with_times, Agreement& agreement) {
    HashGridParams levels;
    const int64_t rows = setLevels(levels);
    GridOnCpu cpu(s, levels, rows);
    GridOnDevice d(s, cpu.params, cpu.table);
    hashGridForward(cpu.params, 0, s.count);
    hashGridForwardCuda(d.params, d.queue.begin());
    agreement.near("grid lookup", cpu.out, d.out.download(), 1e-5);
    hashGridGradPoints(cpu.params, 0, s.count);
    hashGridGradPointsCuda(d.params, d.queue.begin());
    agreement.near("grid gradient of points", cpu.grad_points, d.grad_points.download(), 1e-4);

    for (int level = 0; level < cpu.params.level_count; ++level) {
        hashGridGradTable(cpu.params, level);
    }
    hashGridGradTableCuda(d.params, d.queue.begin());
    agreement.near("grid gradient of table", cpu.grad, d.grad.download(), 5e-5);
    HashGridParams fixed = d.params;
    fixed.fixed_grad_table = d.fixed.data();
    std::vector<unsigned long long> sums;
    for (int run = 0; run < 2; ++run) {
        d.fixed.fillBytes(0);
        hashGridGradTableCuda(fixed, d.queue.begin());
        const std::vector<unsigned long long> now = d.fixed.download();
        if (run == 1) {
            agreement.same("grid gradient, deterministic, again", sums, now);
        }
        sums = now;
    }
    // Two steps with the same gradients on both: where one is nearly 0, its sign decides.
    checkCuda(cudaMemcpy(d.grad.data(), cpu.grad.data(), d.grad.bytes(), cudaMemcpyHostToDevice),
              "upload");
    hashGridAdamRows(cpu.adam, 0, rows);
    hashGridAdamCuda(d.adam, d.queue.begin());
    agreement.near("grid step", cpu.table, d.table.download(), 1e-5);
    agreement.same("grid rows' steps", cpu.steps, d.steps.download());
    for (size_t i = 0; i < sums.size(); ++i) {
        cpu.grad[i] =
            static_cast<float>(static_cast<double>(static_cast<int64_t>(sums[i])) * 0x1p-44);
        cpu.touched[i / F] |= sums[i] != 0;
    }
    hashGridAdamRows(cpu.adam, 0, rows);
    HashGridAdam from_fixed = d.adam;
    from_fixed.fixed_grad = d.fixed.data();
    hashGridAdamCuda(from_fixed, d.queue.begin());
    agreement.near("grid step, deterministic", cpu.table, d.table.download(), 1e-5);
    agreement.same("grid rows' steps", cpu.steps, d.steps.download());
    if (with_times) {
        timeGrid(d);
    }
}

void checkLoss(int64_t pixels, bool with_times, Agreement& agreement) {
    std::vector<float> rendered = uniformNumbers(4 * pixels, 11, -0.1f, 1.3f),
                       target = uniformNumbers(4 * pixels, 12, 0, 1),
                       trust = uniformNumbers(2 * pixels, 13, 0, 1), grad(rendered.size());
    for (int64_t i = 0; i < pixels; i += 3) {
        rendered[4 * i + 3] = target[4 * i + 3] = 0;
    }
    const std::vector<float> background{0.2f, 0.5f, 0.9f};
    const ImageLossParams cpu{rendered.data(),
                              target.data(),
                              background.data(),
                              grad.data(),
                              1.0f,
                              0.3f,
                              0.7f,
                              trust.data()};
    const double mean = imageLossRange(cpu, 0, pixels) / static_cast<double>(pixels);
    for (float& g : grad) {
        g /= static_cast<float>(pixels);
    }
    const DeviceArray<float> d_rendered(rendered), d_target(target), d_background(background),
        d_trust(trust), d_grad(4 * pixels), d_loss(1);
    ImageLossParams gpu = cpu;
    gpu.rendered = d_rendered.data(), gpu.target = d_target.data();
    gpu.background = d_background.data(), gpu.trust = d_trust.data(), gpu.grad = d_grad.data();
    ScratchQueue queue(1 << 20);
    const auto run = [&] { imageLossCuda(gpu, pixels, d_loss.data(), queue.begin()); };
    run();
    const std::vector<float> loss = d_loss.download();
    agreement.near("image loss", {static_cast<float>(mean)}, loss, 1e-6);
    agreement.near("image loss, gradient", grad, d_grad.download(), 1e-5);
    run();
    agreement.same("image loss, again", loss, d_loss.download());
    if (with_times) {
        report("image loss and gradient",
               pixels,
               medianMilliseconds(run),
               static_cast<double>(pixels) * 56);
    }
}

void checkAdam(int64_t rows, int64_t channels, bool sparse, bool with_times, Agreement& agreement) {
    std::vector<float> value = uniformNumbers(rows * channels, 21, -1, 1), first(value.size()),
                       second(value.size()), grad = uniformNumbers(rows * channels, 22, -1, 1);
    const std::vector<float> low(static_cast<size_t>(channels), -0.9f),
        high(static_cast<size_t>(channels), 0.9f);
    std::vector<int32_t> steps(static_cast<size_t>(rows));
    for (int64_t r = 0; r < rows; ++r) {
        if (r % 10 != 0) {
            std::fill_n(&grad[r * channels], channels, 0.0f);
        }
    }
    grad[0] = std::numeric_limits<float>::quiet_NaN();
    grad[10 * channels] = std::numeric_limits<float>::infinity();
    AdamParams cpu;
    cpu.value = value.data(), cpu.first = first.data(), cpu.second = second.data();
    cpu.steps = steps.data(), cpu.grad = grad.data(), cpu.channels = channels;
    cpu.learning_rate = 0.01f, cpu.beta1 = 0.9f, cpu.beta2 = 0.99f, cpu.epsilon = 1e-15f;
    cpu.sparse = sparse, cpu.low = low.data(), cpu.high = high.data();
    const DeviceArray<float> d_value(value), d_first(first), d_second(second), d_grad(grad),
        d_low(low), d_high(high);
    const DeviceArray<int32_t> d_steps(steps);
    const DeviceArray<int64_t> d_bad(std::vector<int64_t>{0});
    AdamParams gpu = cpu;
    gpu.value = d_value.data(), gpu.first = d_first.data(), gpu.second = d_second.data();
    gpu.grad = d_grad.data(), gpu.steps = d_steps.data();
    gpu.low = d_low.data(), gpu.high = d_high.data();
    ScratchQueue queue(1 << 20);
    const auto run = [&] { adamRowsCuda(gpu, rows, d_bad.data(), queue.begin()); };
    int64_t bad = 0;
    for (int step = 0; step < 3; ++step) {
        bad += adamRows(cpu, 0, rows);
        run();
    }
    char name[64];
    std::snprintf(
        name, sizeof name, "Adam, %s, %ld channels", sparse ? "sparse" : "dense", long(channels));
    agreement.near(name, value, d_value.download(), 1e-5);
    agreement.same("Adam, steps", steps, d_steps.download());
    agreement.same("Adam, not finite", {bad}, d_bad.download());
    if (with_times) {
        const double moved = static_cast<double>(rows * channels) * (sparse ? 0.1 : 1.0) * 24;
        report(
            name, rows, medianMilliseconds(run), static_cast<double>(rows * channels) * 4 + moved);
    }
}

void checkNoise(Agreement& agreement) {
    for (const NoiseParams::Kind kind : {NoiseParams::Kind::Gaussian, NoiseParams::Kind::Uniform}) {
        std::vector<float> cpu(100003);
        NoiseParams p{kind, cpu.data(), static_cast<int64_t>(cpu.size()), 12345, 67, 0.01};
        for (int64_t i = 0; i < p.count; ++i) {
            cpu[i] = noiseAt(p, i);
        }
        const DeviceArray<float> gpu(p.count);
        p.out = gpu.data();
        ScratchQueue queue(1 << 20);
        noiseCuda(p, queue.begin());
        agreement.same(kind == NoiseParams::Kind::Gaussian ? "noise, normal" : "noise, uniform",
                       cpu,
                       gpu.download());
    }
}

void checkRows(int64_t pixels, bool with_times, Agreement& agreement) {
    std::vector<float> rast = uniformNumbers(4 * pixels, 31, 0, 1);
    std::vector<int64_t> covered;
    for (int64_t i = 0; i < pixels; ++i) {
        rast[4 * i + 3] = i / 700 % 3 == 1 ? std::floor(rast[4 * i + 3] * 3) : 0.0f;
        if (rast[4 * i + 3] > 0) {
            covered.push_back(i);
        }
    }
    const auto count = static_cast<int64_t>(covered.size());
    const DeviceArray<float> d_rast(rast), d_rows(4 * count);
    DeviceArray<float> d_back(4 * pixels);
    const DeviceArray<int64_t> d_index(pixels), d_count(1);
    ScratchQueue queue(1 << 20);
    const auto list = [&] {
        coveredPixelsCuda(d_rast.data(), pixels, d_index.data(), d_count.data(), queue.begin());
    };
    const auto gather = [&] {
        gatherRowsCuda(
            d_rast.data(), pixels, 4, d_index.data(), count, d_rows.data(), queue.begin());
    };
    const auto scatter = [&] {
        scatterRowsCuda(
            d_rows.data(), d_index.data(), count, 4, pixels, d_back.data(), queue.begin());
    };
    list();
    agreement.same("covered pixels, count", {count}, d_count.download());
    std::vector<int64_t> index = d_index.download();
    index.resize(covered.size());
    agreement.same("covered pixels", covered, index);
    std::vector<float> rows, back(rast.size());
    for (const int64_t i : covered) {
        rows.insert(rows.end(), &rast[4 * i], &rast[4 * i] + 4);
        std::copy_n(&rast[4 * i], 4, &back[4 * i]);
    }
    gather();
    agreement.same("gathered rows", rows, d_rows.download());
    d_back.fillBytes(0);
    scatter();
    agreement.same("scattered rows", back, d_back.download());
    if (with_times) {
        report("covered pixels",
               pixels,
               medianMilliseconds(list),
               static_cast<double>(pixels) * 16 + static_cast<double>(count) * 8);
        report("gather rows", count, medianMilliseconds(gather), static_cast<double>(count) * 40);
        report("scatter rows", count, medianMilliseconds(scatter), static_cast<double>(count) * 40);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const bool small = argc > 1 && std::strcmp(argv[1], "small") == 0;
        Agreement agreement;
        for (const int views : small ? std::vector<int>{1} : std::vector<int>{1, 8}) {
            checkGrid(ShadingScene(views, small ? 64 : 512, 0.18), !small, agreement);
        }
        const int64_t side = small ? 67 : 512;
        checkLoss(side * side, !small, agreement);
        const int64_t rows = small ? 1001 : 70000;
        for (const int64_t channels : {1, 3, 21}) {
            checkAdam(rows, channels, true, !small, agreement);
        }
        checkAdam(rows / 10, 3, false, !small, agreement);
        checkAdam(small ? 1001 : 2048 * 2048, 8, true, !small, agreement);
        checkNoise(agreement);
        checkRows(side * side, !small, agreement);
        checkRows(small ? 5000 : 8 * side * side, !small, agreement);
        std::printf(agreement.all() ? "training: all agree\n" : "training: FAILED\n");
        return agreement.all() ? 0 : 1;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
}
