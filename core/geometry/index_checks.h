// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tensor/checks.h"

#include <ATen/ATen.h>

#include <string>

namespace bozzetto {

/// Throws Error(BadInput) unless indices is [any, columns] int32 on `device`, and on the CPU with
/// values in [0, limit): loops index without looking. On a GPU the values are not looked at (that
/// would wait for the device): they must come from one of our own ops.
inline void checkIndices(const at::Tensor& indices,
                         const char* name,
                         int64_t columns,
                         int64_t limit,
                         const at::Device& device = at::kCPU) {
    checkTensor(indices, name, {-1, columns}, {at::kInt}, device);
    if (!device.is_cpu()) {
        return;
    }
    const int32_t* values = indices.data_ptr<int32_t>();
    const auto last = static_cast<int32_t>(limit - 1);
    int32_t signs = 0;  // negative once an index or its distance from the last is
    for (int64_t i = 0; i < indices.numel(); ++i) {
        signs |= values[i] | (values[i] < 0 ? -1 : last - values[i]);
    }
    if (signs < 0) {
        throw Error(Error::Kind::BadInput,
                    std::string(name) + " has an index outside 0 to " + std::to_string(limit - 1),
                    "Check the argument's documentation.");
    }
}

}  // namespace bozzetto
