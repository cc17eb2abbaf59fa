// SPDX-License-Identifier: Apache-2.0
// The public raster ops on CUDA tensors: golden tensors of the original rasterizer, and the same as
// on CPU tensors where there are none (range mode, peeling of ranges, tensors that start anywhere,
// double precision, the same bits twice on request).
//   check_raster_ops FOLDER    with the golden tensors
#include "raster/rasterize.h"
#include "tests/core/raster/golden_tensors.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/types.h>

#include <cstdio>
#include <filesystem>

using namespace bozzetto;

namespace {

const at::Device kGpu(at::kCUDA, 0);

bool report(bool passes, const std::string& what) {
    std::printf("%s %s\n", passes ? "ok    " : "FAILED", what.c_str());
    return passes;
}

bool checkGolden(const std::filesystem::path& folder) {
    bool passes = true;
    int operations = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".safetensors") {
            const GoldenResult result =
                compareWithGolden(readSafetensors(entry.path().string()), kGpu);
            for (const std::string& problem : result.problems) {
                std::printf("       %s\n", problem.c_str());
            }
            passes =
                report(result.problems.empty(), "golden " + entry.path().filename().string()) &&
                passes;
            operations += result.operations;
        }
    }
    return report(operations > 0, std::to_string(operations) + " operations with golden tensors") &&
           passes;
}

at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    return at::rand(shape, at::detail::createCPUGenerator(seed), at::TensorOptions());
}
/// 60 vertices in front of the camera and behind it.
at::Tensor positions(at::ScalarType type) {
    at::Tensor pos = noise({60, 4}, 3).to(at::kDouble) * 2.4 - 1.2;
    pos.select(1, 3).abs_().add_(0.5);
    pos[7][3] = -0.4;
    return pos.to(type);
}
at::Tensor triangles() {
    return (noise({70, 3}, 4) * 60).to(at::kInt).contiguous();
}

struct Drawn {
    at::Tensor rast, rast_db, second, grad;
};
/// Ranges of one buffer, two layers, and the gradient of a random sum of the first.
Drawn drawRanges(const at::Tensor& pos, const at::Tensor& tri) {
    const at::Tensor ranges = at::tensor({0, 70, 20, 30, 5, 0}, at::kInt).reshape({3, 2});
    const at::Tensor leaf = pos.detach().requires_grad_(true);
    const Raster first = rasterizeRanges(leaf, tri, ranges, 83, 121);
    const auto weight = [&](uint64_t seed) {
        return noise(first.rast.sizes(), seed).to(pos.device(), pos.scalar_type());
    };
    ((first.rast * weight(5)).sum() + (first.rast_db * weight(6)).sum()).backward();
    DepthPeeler peeler(pos, tri, 83, 121, ranges);
    peeler.nextLayer();
    return {first.rast.detach(), first.rast_db.detach(), peeler.nextLayer().rast, leaf.grad()};
}

bool checkRanges(at::ScalarType type) {
    const at::Tensor pos = positions(type), tri = triangles();
    const Drawn cpu = drawRanges(pos, tri), gpu = drawRanges(pos.to(kGpu), tri.to(kGpu));
    const bool same = gpu.rast.cpu().equal(cpu.rast) && gpu.rast_db.cpu().equal(cpu.rast_db) &&
                      gpu.second.cpu().equal(cpu.second);
    const double off = (gpu.grad.cpu() - cpu.grad).abs().max().item<double>() /
                       cpu.grad.abs().max().item<double>();
    const std::string name = std::string("ranges in ") + at::toString(type);
    return report(same && gpu.rast.device() == kGpu, name + ": two layers, bit by bit") &
           report(off < 1e-5, name + ": gradient off by " + std::to_string(off));
}

bool checkUnaligned() {
    const at::Tensor pos = positions(at::kFloat), tri = triangles().to(kGpu);
    at::Tensor room = at::zeros({60 * 4 + 1}, pos.options().device(kGpu));
    const at::Tensor shifted = room.slice(0, 1).reshape({60, 4});  // starts at 4 bytes
    shifted.copy_(pos);
    const at::Tensor aligned = pos.to(kGpu);
    const auto draw = [&](const at::Tensor& p) {
        return rasterize(p.unsqueeze(0), tri, 50, 60).rast;
    };
    return report(shifted.is_contiguous() && draw(shifted).equal(draw(aligned)),
                  "positions that start at a multiple of 4 bytes");
}

bool checkDeterministic() {
    at::globalContext().setDeterministicAlgorithms(true, false);
    const at::Tensor pos = positions(at::kFloat).to(kGpu), tri = triangles().to(kGpu);
    const at::Tensor first = drawRanges(pos, tri).grad;
    bool same = true;
    for (int repeat = 0; repeat < 10; ++repeat) {
        same = same && drawRanges(pos, tri).grad.equal(first);
    }
    at::globalContext().setDeterministicAlgorithms(false, false);
    return report(same, "deterministic gradients have the same bits");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        bool passes = checkGolden(argc > 1 ? argv[1] : BOZZETTO_TEST_DATA "/raster");
        passes = checkRanges(at::kFloat) && passes;
        passes = checkRanges(at::kDouble) && passes;
        passes = checkUnaligned() && passes;
        passes = checkDeterministic() && passes;
        std::printf(passes ? "raster ops: all agree\n" : "raster ops: FAILED\n");
        return passes ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
