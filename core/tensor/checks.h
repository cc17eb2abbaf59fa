// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

#include <ATen/ATen.h>

#include <initializer_list>
#include <string>

namespace bozzetto {

/// Throws Error(BadInput) saying what was expected and what came, in a fixed order: defined,
/// device, dtype, layout, shape. `shape`: -1 matches any size.
inline void checkTensor(const at::Tensor& t,
                        const char* name,
                        std::initializer_list<int64_t> shape,
                        std::initializer_list<at::ScalarType> dtypes,
                        const at::Device& device) {
    const auto fail = [&](const std::string& what) {
        throw Error(Error::Kind::BadInput,
                    std::string(name) + " " + what,
                    "Check the argument's documentation.");
    };
    if (!t.defined()) {
        fail("is an undefined tensor");
    }
    if (t.device() != device) {
        fail("is on " + t.device().str() + ", expected " + device.str());
    }
    bool dtype_ok = false;
    for (const at::ScalarType d : dtypes) {
        dtype_ok |= t.scalar_type() == d;
    }
    if (!dtype_ok) {
        fail(std::string("has dtype ") + at::toString(t.scalar_type()));
    }
    if (!t.is_contiguous()) {
        fail("is not contiguous");
    }
    bool shape_ok = t.dim() == static_cast<int64_t>(shape.size());
    std::string expected = "[";
    int64_t i = 0;
    for (const int64_t s : shape) {
        shape_ok = shape_ok && (s < 0 || t.size(i) == s);
        expected += (i++ ? ", " : "") + (s < 0 ? std::string("any") : std::to_string(s));
    }
    if (!shape_ok) {
        std::string found = "[";
        for (int64_t d = 0; d < t.dim(); ++d) {
            found += (d ? ", " : "") + std::to_string(t.size(d));
        }
        fail("has shape " + found + "], expected " + expected + "]");
    }
}

}  // namespace bozzetto
