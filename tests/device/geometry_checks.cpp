// SPDX-License-Identifier: Apache-2.0
#include "tests/device/geometry_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>

namespace bozzetto::device_test {
namespace {

int failed = 0;

}  // namespace

int failures() {
    return failed;
}

void expect(bool good, const std::string& what) {
    if (!good) {
        ++failed;
        std::printf("FAILED %s\n", what.c_str());
    }
}
void expectSame(const std::string& what,
                const std::vector<int32_t>& cpu,
                const std::vector<int32_t>& gpu) {
    expect(cpu == gpu, what + ": not the same");
}
void expectNear(const std::string& what,
                const std::vector<float>& cpu,
                const std::vector<float>& gpu,
                double tolerance) {
    double largest = 0, worst = 0;
    for (size_t i = 0; i < cpu.size() && i < gpu.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(cpu[i])));
        const double difference = std::abs(static_cast<double>(cpu[i]) - gpu[i]);
        worst = difference <= worst ? worst : difference;  // keeps what is not a number
    }
    const bool good = cpu.size() == gpu.size() && worst <= tolerance * largest;
    std::printf("    %-44s %9.2e of the largest value\n",
                what.c_str(),
                largest > 0 ? worst / largest : worst);
    expect(good, what);
}

std::vector<float> randomGradient(int64_t count, unsigned int seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> any(-1.0f, 1.0f);
    std::vector<float> values(static_cast<size_t>(count));
    for (float& value : values) {
        value = any(random);
    }
    return values;
}

}  // namespace bozzetto::device_test
