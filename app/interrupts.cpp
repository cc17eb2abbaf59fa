// SPDX-License-Identifier: Apache-2.0
#include "app/interrupts.h"

#include "app/console.h"
#include "app/exit_codes.h"
#include "base/error.h"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace bozzetto {
namespace {

constexpr int kGraceMilliseconds = 1500, kGraceForWorkMilliseconds = 5000,
              kGraceForSavingMilliseconds = 60000;
constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

std::atomic<int> first_signal{0};
std::atomic<int> wake_fd{-1};
static_assert(std::atomic<int>::is_always_lock_free, "the handler may use it");

void wake() {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_fd.load(), &one, sizeof one);
}

/// Only what a signal handler may do.
void onSignal(int signal) {
    const int saved_errno = errno;
    int none = 0;
    if (!first_signal.compare_exchange_strong(none, signal)) {
        ::_exit(kExitSignalBase + signal);
    }
    wake();
    errno = saved_errno;
}

void setHandlers(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (const int signal : kSignals) {
        ::sigaction(signal, &action, nullptr);
    }
}

/// False after the time is up.
bool waitForWake(int milliseconds) {
    pollfd entry{wake_fd.load(), POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&entry, 1, milliseconds);
    } while (ready < 0 && errno == EINTR);
    uint64_t count = 0;
    return ready > 0 && ::read(wake_fd.load(), &count, sizeof count) == sizeof count;
}

}  // namespace

Interrupts::Interrupts(Options options) : options_(std::move(options)) {
    first_signal = 0;
    wake_fd = ::eventfd(0, EFD_CLOEXEC);
    require(wake_fd.load() >= 0, "no event descriptor");
    watcher_ = std::thread([this] { watch(); });
    setHandlers(onSignal);
}

Interrupts::~Interrupts() {
    setHandlers(SIG_DFL);
    wake();
    watcher_.join();
    ::close(wake_fd.exchange(-1));
}

void Interrupts::request() {
    int none = 0;
    if (first_signal.compare_exchange_strong(none, SIGINT)) {
        wake();
    }
}

int Interrupts::signal() const {
    return first_signal.load();
}

void Interrupts::watch() {
    waitForWake(-1);
    if (first_signal.load() == 0) {
        return;  // woken by the destructor
    }
    printErr("\nStopping; press Ctrl-C again to stop at once.\n");
    options_.stop.request_stop();
    if (waitForWake(kGraceMilliseconds)) {
        return;
    }
    if (options_.has_unsaved_work() &&
        waitForWake(kGraceForWorkMilliseconds - kGraceMilliseconds)) {
        return;
    }
    // A busy computer may need long for a large checkpoint: without it the work would be lost.
    if (options_.has_unsaved_work() && options_.is_saving && options_.is_saving() &&
        waitForWake(kGraceForSavingMilliseconds)) {
        return;
    }
    printErr("bozzetto-cli: stopped in the middle of a step; the last checkpoint is kept\n");
    options_.last_words(first_signal.load());
    ::_exit(kExitSignalBase + first_signal.load());
}

void ignoreBrokenPipes() {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace bozzetto
