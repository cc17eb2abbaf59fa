// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/interrupts.h"

#include <atomic>
#include <thread>

namespace bozzetto {

/// Reads what another program wants of a run from standard input while it lives, one command a
/// line (reporter.h lists them). The end of the input stops the run: a window that dies leaves no
/// orphan behind.
class Commands {
public:
    explicit Commands(Interrupts& interrupts);
    ~Commands();
    Commands(const Commands&) = delete;
    Commands& operator=(const Commands&) = delete;

    bool paused() const { return paused_; }
    /// The job's result is wanted now.
    bool finishing() const { return finishing_; }
    /// `finish` concerned the job before.
    void startJob() { finishing_ = false; }

private:
    void listen();
    void obey(std::string_view command);

    Interrupts& interrupts_;
    std::atomic<bool> paused_{false}, finishing_{false};
    int wake_fd_ = -1;
    std::thread listener_;
};

}  // namespace bozzetto
