// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the stages of bench_reconviagen have in common, and what they are.
#include <ATen/ATen.h>

#include <functional>
#include <string>
#include <vector>

namespace bozzetto::device_test {

struct BenchSetting {
    at::Device device = at::kCPU;
    bool small = false;  // tiny networks and inputs: only that everything runs
};

/// One network at one size.
struct BenchStage {
    std::string name;
    double original_ms = 0;  // GPU time of the original's modules on an H100; 0: not measured
    at::ScalarType torso = at::kFloat;
    bool against_f32 = false;  // also print how far the result is from that in f32
    /// Makes weights and inputs, from at::randn alone, and gives back one forward, which owns them.
    std::function<std::function<at::Tensor()>(const BenchSetting&, at::ScalarType torso)> prepare;
};

// A function for each group of networks, in bench_<group>.cpp.
std::vector<BenchStage> imageNetStages(const BenchSetting& setting);
std::vector<BenchStage> structureStages(const BenchSetting& setting);
std::vector<BenchStage> slatStages(const BenchSetting& setting);

}  // namespace bozzetto::device_test
