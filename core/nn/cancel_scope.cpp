// SPDX-License-Identifier: Apache-2.0
#include "nn/cancel_scope.h"

#include <utility>

namespace bozzetto {
namespace {

thread_local const std::function<void()>* innermost_check = nullptr;

}  // namespace

CancelScope::CancelScope(std::function<void()> check)
    : check_(std::move(check)), outer_(innermost_check) {
    innermost_check = &check_;
}

CancelScope::~CancelScope() {
    innermost_check = outer_;
}

void checkCancelled() {
    if (innermost_check != nullptr && *innermost_check) {
        (*innermost_check)();
    }
}

}  // namespace bozzetto
