// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

namespace bozzetto {

/// While it lives, checkCancelled() on this thread calls `check`, which throws Cancelled when the
/// work is not wanted any more. Layers have no job to ask: like at::InferenceMode, this reaches
/// them without an argument through every network. Scopes nest; the innermost counts.
class CancelScope {
public:
    explicit CancelScope(std::function<void()> check);
    ~CancelScope();
    CancelScope(const CancelScope&) = delete;
    CancelScope& operator=(const CancelScope&) = delete;

private:
    std::function<void()> check_;
    const std::function<void()>* outer_;
};

/// Called by layers between pieces of work of at most half a second. Nothing outside a scope.
void checkCancelled();

}  // namespace bozzetto
