// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string_view>

namespace bozzetto {

/// How a long task below the level of a job tells how far it is and learns that it is not wanted
/// any more. Called on any thread, quickly.
struct Task {
    /// phase: a stable English word ("features", "matching", ...); fraction of it in [0, 1].
    std::function<void(std::string_view phase, double fraction)> progress = {};
    /// Throws Cancelled when the task is to end; may wait while the job is paused.
    std::function<void()> check = {};

    void at(std::string_view phase, double fraction) const {
        if (progress) {
            progress(phase, fraction);
        }
        poll();
    }
    void poll() const {
        if (check) {
            check();
        }
    }
};

}  // namespace bozzetto
