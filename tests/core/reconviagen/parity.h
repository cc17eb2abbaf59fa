// SPDX-License-Identifier: Apache-2.0
#pragma once
// Networks against golden tensors: files of weights, inputs and outputs made by the published
// modules with random weights (tests/data/reconviagen). Knows no Qt: the same functions run in a
// Qt Test program and in the program for GPU machines.
#include "checkpoint/safetensors.h"
#include "checkpoint/weight_scope.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto::parity {

/// Where and how the networks run.
struct ParityRun {
    at::Device device = at::kCPU;
    at::ScalarType torso = at::kFloat;  // kHalf, kBFloat16: as on a GPU

    bool exact() const { return torso == at::kFloat; }
};

/// One comparison. In float32 `error` is max|got - want| / max|want|; in 16 bits it is the relative
/// RMS, |got - want| / |want|. Infinite where shapes differ or got is not finite.
struct Comparison {
    std::string file, what;
    double error = 0, bar = 0;

    bool passed() const { return error <= bar; }  // false for NaN
};

/// One golden file in one run.
class Fixture {
public:
    /// Throws Error(BadInput) if the file is damaged or says no network.
    Fixture(const std::filesystem::path& path, const ParityRun& run);

    /// The network that the file says it is of: "ss_flow", ...
    const std::string& network() const { return network_; }
    std::string name() const { return path_.filename().string(); }
    const ParityRun& run() const { return run_; }
    /// The config's "constructor": what the published P.json calls "args".
    const nlohmann::json& constructor() const { return config.at("constructor"); }

    /// The state dict, of type run().torso on run().device. `below`: of several networks in one
    /// file, the one with that prefix ("" or "square.").
    WeightScope weights(const std::string& below = "") const;

    /// Tensors on run().device, F16 widened to float32. Throw Error(BadInput) if there is none.
    at::Tensor in(const std::string& name) const { return tensor("in." + name); }
    at::Tensor out(const std::string& name) const { return tensor("out." + name); }
    at::Tensor mid(const std::string& name) const { return tensor("mid." + name); }
    bool has(const std::string& full_name) const { return file.has(full_name); }
    /// What stands between `before` and `after` in the names of tensors, in order: with "in." and
    /// ".latent", "box" and "cube".
    std::vector<std::string> between(std::string_view before, std::string_view after) const;

    /// Compares what is of floating point. In float32 the bar is `tolerance`; in 16 bits it is that
    /// of 16-bit networks, 2e-3 in f16 and 1e-2 in bf16, or bar16() if it was called.
    void close(const std::string& what,
               const at::Tensor& got,
               const at::Tensor& want,
               double tolerance);
    /// For the comparisons that follow, in 16 bits.
    void bar16(double bar) { bar16_ = bar; }
    double bar16() const { return bar16_; }
    /// Same shape and values: integers, flags, times.
    void equal(const std::string& what, const at::Tensor& got, const at::Tensor& want);
    void equal(const std::string& what, const std::vector<double>& got, const at::Tensor& want);
    /// The condition `what` holds.
    void holds(const std::string& what, bool condition);

    const std::vector<Comparison>& comparisons() const { return comparisons_; }
    bool passed() const;  // and something was compared

    Safetensors file;
    nlohmann::json config;

private:
    at::Tensor tensor(const std::string& name) const;

    std::filesystem::path path_;
    ParityRun run_;
    std::string network_;
    double bar16_;
    std::vector<Comparison> comparisons_;
};

/// Every golden file: those of the repository, then those of the folder that the environment
/// variable BOZZETTO_FIXTURES names (other seeds and sizes), in order of name.
std::vector<std::filesystem::path> goldenFiles();

/// A line for each file: its largest error in parts of the bar, and what it was of.
void printTable(const std::vector<Fixture>& fixtures);

}  // namespace bozzetto::parity
