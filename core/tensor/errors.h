// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

#include <c10/util/Exception.h>

#include <new>
#include <string>

namespace bozzetto {

/// LibTorch's exception as ours. Running out of memory is its own kind, with advice, and so is a
/// GPU that fails. Its classes differ between versions: its words do not.
inline Error errorOf(const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
    if (says("CUDA out of memory") || says("CUDA error: out of memory")) {
        return Error(Error::Kind::OutOfMemory,
                     "Out of GPU memory",
                     "Lower the pictures a step, the picture, grid or texture resolution (--set "
                     "batch=..., image_side=..., grid=...), close other programs that use the GPU, "
                     "or use --device cpu.",
                     {},
                     text);
    }
    if (says("CUDA error") || says("CUBLAS_STATUS") || says("CUDA driver")) {
        return Error(Error::Kind::Device,
                     "The GPU failed",
                     "Try again, or use --device cpu. If it happens again, check the graphics "
                     "driver.",
                     {},
                     text);
    }
    // LibTorch's CPU allocator reports a failed allocation as a plain c10::Error with this text.
    if (says("memory") && (says("alloc") || says("out of"))) {
        return Error(Error::Kind::OutOfMemory,
                     "Out of memory",
                     "Lower the image, grid or texture resolution, or close other programs.",
                     {},
                     text);
    }
    return Error(Error::Kind::Internal,
                 "An internal tensor operation failed",
                 "This is a bug in Bozzetto; please report it with the log.",
                 {},
                 error.what());
}

/// Runs `fn` and turns LibTorch's exceptions into ours.
template <class Fn>
auto withTensorErrors(Fn&& fn) -> decltype(fn()) {
    try {
        return fn();
    } catch (const c10::Error& error) {
        throw errorOf(error);
    }
}

}  // namespace bozzetto
