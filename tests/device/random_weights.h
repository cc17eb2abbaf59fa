// SPDX-License-Identifier: Apache-2.0
#pragma once
// Weights of published sizes without any file: how fast a network is does not depend on them.
#include "checkpoint/weight_scope.h"

#include <string>

namespace bozzetto::device_test {

/// Collects random tensors by their keys, made where they are wanted. Their scale keeps numbers
/// finite through all layers of a network.
class RandomWeights {
public:
    /// `matrices`: type of linear layers and convolutions; everything else is f32.
    RandomWeights(at::Device device, at::ScalarType matrices);

    /// Normal numbers with that deviation.
    void add(const std::string& key, at::IntArrayRef shape, double deviation);
    /// key.weight [out, in] and key.bias.
    void linear(const std::string& key, int64_t in, int64_t out);
    /// key.weight [out, in, kernel...] and key.bias, if asked.
    void convolution(const std::string& key,
                     int64_t in,
                     int64_t out,
                     std::vector<int64_t> kernel,
                     bool bias = true);
    /// key.weight and key.bias [dim], about 1 and 0.
    void norm(const std::string& key, int64_t dim);

    /// The weights as a network takes them, as from a file; they are not kept here.
    WeightScope take();
    /// The same as they are, to be written to a file.
    TensorMap takeTensors();

private:
    at::Device device_;
    at::ScalarType matrices_;
    TensorMap tensors_;
};

}  // namespace bozzetto::device_test
