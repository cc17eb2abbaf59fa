// SPDX-License-Identifier: Apache-2.0
// ReconViaGen's networks against golden tensors (tests/core/reconviagen/parity.h) on a GPU: all of
// them in f32 and with the torso in f16, those that ship in bf16 in that. "cpu": on the CPU, in
// f32.
#include "core/reconviagen/parity_cases.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"

#include <cstdio>
#include <deque>
#include <set>
#include <string>

using namespace bozzetto;
using namespace bozzetto::parity;

namespace {

const std::set<std::string> kShippedInBf16{"vggt_aggregator"};

/// Prints a line for each comparison that failed; whether none did.
bool report(const Fixture& fixture) {
    for (const Comparison& comparison : fixture.comparisons()) {
        if (!comparison.passed()) {
            std::printf("FAILED %s: %s: error %.2e, allowed %.0e\n",
                        comparison.file.c_str(),
                        comparison.what.c_str(),
                        comparison.error,
                        comparison.bar);
        }
    }
    return fixture.passed();
}

/// Whether the file's network agrees; one that throws does not.
bool check(Fixture& fixture) {
    const ParityCase* known = findCase(fixture.network());
    if (!known) {
        std::printf("FAILED %s: no such network\n", fixture.name().c_str());
        return false;
    }
    try {
        known->check(fixture);
    } catch (const std::exception& error) {
        std::printf("FAILED %s: %s\n", fixture.name().c_str(), error.what());
        return false;
    }
    return report(fixture);
}

/// Every golden file in one run; only those networks if some are named.
bool checkAll(const ParityRun& run, const std::set<std::string>& networks = {}) {
    std::printf("== %s on %s\n", at::toString(run.torso), run.device.str().c_str());
    std::deque<Fixture> fixtures;
    bool all = true;
    for (const auto& path : goldenFiles()) {
        Fixture& fixture = fixtures.emplace_back(path, run);
        if (!networks.empty() && !networks.count(fixture.network())) {
            fixtures.pop_back();
            continue;
        }
        all = check(fixture) && all;
    }
    printTable({fixtures.begin(), fixtures.end()});
    return all;
}

bool checkEverywhere(const at::Device& device) {
    if (device.is_cpu()) {
        return checkAll({device, at::kFloat});
    }
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
    const bool wide = checkAll({device, at::kFloat});
    const bool half = checkAll({device, at::kHalf});
    const bool brain = checkAll({device, at::kBFloat16}, kShippedInBf16);
    return wide && half && brain;
}

}  // namespace

int main(int count, char** arguments) {
    const bool cpu = count > 1 && std::string(arguments[1]) == "cpu";
    try {
        const at::Device device = torchDevice(cpu ? "cpu" : "cuda:0");
        const bool passed = withTensorErrors([&] { return checkEverywhere(device); });
        std::printf(passed ? "all networks agree\n" : "FAILED\n");
        return passed ? 0 : 1;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n%s\n", error.what(), error.detail().c_str());
        return 1;
    }
}
