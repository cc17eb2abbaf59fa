// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <stop_token>
#include <thread>

namespace bozzetto {

/// Turns Ctrl-C, SIGTERM and SIGHUP into a stop request while it lives. The first asks; the second,
/// or five seconds without an end, ends the process at once with 128 + signal (what was saved
/// before stays whole). One at a time.
class Interrupts {
public:
    explicit Interrupts(std::stop_source stop);
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// The signal that asked to stop; 0 if none did.
    int signal() const;

private:
    void watch(std::stop_source stop);
    std::thread watcher_;
};

/// A closed pipe or a file size limit must be an error that is reported, not the end of the
/// process.
void ignoreBrokenPipes();

}  // namespace bozzetto
