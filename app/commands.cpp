// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"

#include <cerrno>
#include <poll.h>
#include <string>
#include <sys/eventfd.h>
#include <unistd.h>

namespace bozzetto {
namespace {

constexpr size_t kLongestCommand = 1000;  // characters; a program that sends more sends no commands

}  // namespace

Commands::Commands(Interrupts& interrupts)
    : interrupts_(interrupts), wake_fd_(::eventfd(0, EFD_CLOEXEC)) {
    require(wake_fd_ >= 0, "no event descriptor");
    listener_ = std::thread([this] { listen(); });
}

Commands::~Commands() {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_fd_, &one, sizeof one);
    listener_.join();
    ::close(wake_fd_);
}

void Commands::listen() {
    std::string line;
    for (;;) {
        pollfd entries[] = {{STDIN_FILENO, POLLIN, 0}, {wake_fd_, POLLIN, 0}};
        if (::poll(entries, 2, -1) < 0 && errno == EINTR) {
            continue;
        }
        if (entries[1].revents != 0) {
            return;  // woken by the destructor
        }
        char bytes[256];
        const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (count <= 0) {
            interrupts_.request();
            return;
        }
        for (const char c : std::string_view(bytes, static_cast<size_t>(count))) {
            if (c == '\n') {
                obey(trim(line));
                line.clear();
            } else if (line.size() < kLongestCommand) {
                line += c;
            }
        }
    }
}

void Commands::obey(std::string_view command) {
    if (command == "pause") {
        paused_ = true;
    } else if (command == "resume") {
        paused_ = false;
    } else if (command == "stop") {
        interrupts_.request();
    } else if (command == "finish") {
        finishing_ = true;
        paused_ = false;
    } else if (!command.empty()) {
        logWarning("there is no command \"" + std::string(command.substr(0, 40)) +
                   "\"; commands: pause, resume, stop, finish");
    }
}

}  // namespace bozzetto
