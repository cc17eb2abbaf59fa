// SPDX-License-Identifier: Apache-2.0
#include "tests/device/random_weights.h"

#include <cmath>
#include <utility>

namespace bozzetto::device_test {

RandomWeights::RandomWeights(at::Device device, at::ScalarType matrices)
    : device_(device), matrices_(matrices) {}

void RandomWeights::add(const std::string& key, at::IntArrayRef shape, double deviation) {
    tensors_[key] = at::randn(shape, at::TensorOptions(at::kFloat).device(device_)) * deviation;
}

void RandomWeights::linear(const std::string& key, int64_t in, int64_t out) {
    convolution(key, in, out, {});
}

void RandomWeights::convolution(
    const std::string& key, int64_t in, int64_t out, std::vector<int64_t> kernel, bool bias) {
    double fan_in = static_cast<double>(in);
    for (const int64_t size : kernel) {
        fan_in *= static_cast<double>(size);
    }
    kernel.insert(kernel.begin(), {out, in});
    add(key + ".weight", kernel, 1 / std::sqrt(fan_in));
    tensors_[key + ".weight"] = tensors_[key + ".weight"].to(matrices_);
    if (bias) {
        add(key + ".bias", {out}, 0.02);
    }
}

void RandomWeights::norm(const std::string& key, int64_t dim) {
    add(key + ".weight", {dim}, 0.1);
    tensors_[key + ".weight"].add_(1);
    add(key + ".bias", {dim}, 0.02);
}

WeightScope RandomWeights::take() {
    return WeightScope(takeTensors(), "random weights", device_).as(matrices_);
}

TensorMap RandomWeights::takeTensors() {
    return std::exchange(tensors_, {});
}

}  // namespace bozzetto::device_test
