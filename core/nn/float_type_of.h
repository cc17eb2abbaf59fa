// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"
#include "nn/float_type.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Throws Error(Internal) if it is none of them.
inline FloatType floatTypeOf(const at::Tensor& t) {
    const at::ScalarType type = t.scalar_type();
    require(type == at::kFloat || type == at::kHalf || type == at::kBFloat16,
            "a network's tensor is float32, float16 or bfloat16");
    return type == at::kFloat  ? FloatType::F32
           : type == at::kHalf ? FloatType::F16
                               : FloatType::BF16;
}

}  // namespace bozzetto
