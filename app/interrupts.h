// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <functional>
#include <stop_token>
#include <thread>

namespace bozzetto {

/// Turns Ctrl-C, SIGTERM, SIGHUP and request() into a stop request while it lives. The first asks;
/// a second signal, or some time without an end, ends the process at once with 128 + signal (what
/// was saved before stays whole): 1.5 seconds; 5 while there is work that only a checkpoint would
/// keep; a minute once that checkpoint is being written. One at a time.
class Interrupts {
public:
    struct Options {
        std::stop_source stop;
        std::function<bool()> has_unsaved_work;      // called on a thread of its own
        std::function<void(int signal)> last_words;  // before the process is ended; likewise
        std::function<bool()> is_saving = {};  // the job saw the request and saves; may be empty
    };
    explicit Interrupts(Options options);
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// As the first Ctrl-C, without a signal; no effect when something has asked already.
    void request();
    /// The signal that asked to stop (SIGINT for request()); 0 if none did.
    int signal() const;

private:
    void watch();
    Options options_;
    std::thread watcher_;
};

/// A closed pipe or a file size limit must be an error that is reported, not the end of the
/// process.
void ignoreBrokenPipes();

}  // namespace bozzetto
