// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

#include <c10/util/Exception.h>

#include <new>
#include <string>

namespace bozzetto {

/// Runs `fn` and turns LibTorch's exceptions into ours: running out of memory is its own kind, with
/// advice.
template <class Fn>
auto withTensorErrors(Fn&& fn) -> decltype(fn()) {
    try {
        return fn();
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        // LibTorch's CPU allocator reports a failed allocation as a plain c10::Error with this
        // text.
        if (text.find("memory") != std::string::npos &&
            (text.find("alloc") != std::string::npos || text.find("out of") != std::string::npos)) {
            throw Error(Error::Kind::OutOfMemory,
                        "Out of memory",
                        "Lower the image, grid or texture resolution, or close other programs.",
                        {},
                        text);
        }
        throw Error(Error::Kind::Internal,
                    "An internal tensor operation failed",
                    "This is a bug in Bozzetto; please report it with the log.",
                    {},
                    error.what());
    }
}

}  // namespace bozzetto
