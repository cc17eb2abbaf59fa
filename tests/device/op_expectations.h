// SPDX-License-Identifier: Apache-2.0
#pragma once
// How an op of the rasterizer is compared on the CPU and on the GPU: random values, arrays on both,
// and what is expected of results.
#include "raster/triangle_id.h"
#include "tests/device/device_array.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <type_traits>

namespace bozzetto::device_test {

inline int checks = 0, failures = 0;
inline std::mt19937 generator(11);

template <class Scalar>
std::vector<Scalar> randomValues(int64_t count, double low = -1, double high = 1) {
    std::uniform_real_distribution<double> any(low, high);
    std::vector<Scalar> values(static_cast<size_t>(count));
    for (Scalar& value : values) {
        value = static_cast<Scalar>(any(generator));
    }
    return values;
}
inline int64_t randomInt(int64_t below) {
    return std::uniform_int_distribution<int64_t>(0, below - 1)(generator);
}

/// The largest difference must stay below `tolerance` of the largest value; `odd` values may not
/// (where a decision fell the other way).
template <class Scalar>
void expectNear(const std::string& what,
                const std::vector<Scalar>& cpu,
                const std::vector<Scalar>& gpu,
                double tolerance,
                double odd_share = 0) {
    double largest = 0, worst = 0;
    size_t odd = 0;
    for (const Scalar value : cpu) {
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    for (size_t i = 0; i < cpu.size(); ++i) {
        const double difference = std::abs(static_cast<double>(cpu[i]) - gpu[i]);
        const bool close = difference <= tolerance * std::max(largest, 1e-2);  // noise around 0
        odd += !close;
        worst = difference <= worst ? worst : difference;  // keeps what is not a number
    }
    const bool good = cpu.size() == gpu.size() &&
                      static_cast<double>(odd) <= odd_share * static_cast<double>(cpu.size());
    ++checks;
    if (!good) {
        ++failures;
        std::printf("FAILED %s: %zu of %zu off, worst %.2e of %.2e\n",
                    what.c_str(),
                    odd,
                    cpu.size(),
                    worst,
                    largest);
    }
}
template <class Scalar>
void expectSame(const std::string& what,
                const std::vector<Scalar>& a,
                const std::vector<Scalar>& b) {
    ++checks;
    if (a.size() != b.size() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Scalar)) != 0) {
        ++failures;
        std::printf("FAILED %s: not the same bits\n", what.c_str());
    }
}

template <class Scalar>
constexpr double kTolerance = std::is_same_v<Scalar, float> ? 2e-5 : 1e-12;
template <class Scalar>
const char* nameOf() {
    return std::is_same_v<Scalar, float> ? "float" : "double";
}

/// An array on both processors; an empty one is null on both.
template <class T>
struct Both {
    std::vector<T> host;
    DeviceArray<T> device;

    Both() = default;
    explicit Both(std::vector<T> values) : host(std::move(values)) {
        if (!host.empty()) {
            device = DeviceArray<T>(host);
        }
    }
    T* cpu() { return host.empty() ? nullptr : host.data(); }
    T* gpu() const { return device.data(); }
};
/// What an op fills: on the GPU garbage at first, unless it must be zero.
template <class T>
Both<T> output(int64_t count, bool zero_first) {
    Both<T> both(std::vector<T>(static_cast<size_t>(count)));
    if (!zero_first && count > 0) {
        both.device.fillBytes(0x7b);
    }
    return both;
}

inline ScratchQueue& queue() {
    static ScratchQueue scratch(int64_t{64} << 20);
    return scratch;
}

struct Pixels {
    int64_t images, height, width;
    int64_t count() const { return images * height * width; }
};

}  // namespace bozzetto::device_test
