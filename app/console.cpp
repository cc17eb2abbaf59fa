// SPDX-License-Identifier: Apache-2.0
#include "app/console.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <unistd.h>

namespace bozzetto {
namespace {

void print(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return;
        }
        text.remove_prefix(static_cast<size_t>(written));
    }
}

}  // namespace

void printOut(std::string_view text) {
    print(STDOUT_FILENO, text);
}
void printErr(std::string_view text) {
    print(STDERR_FILENO, text);
}

bool stderrIsTerminal() {
    return ::isatty(STDERR_FILENO) == 1;
}

std::string describe(const Failure& failure) {
    return "bozzetto-cli: " + failure.reason + "\n" +
           (failure.hint.empty() ? "" : failure.hint + "\n");
}

std::string errorEvent(const std::string& code,
                       int exit_code,
                       const std::string& path,
                       const std::string& reason,
                       const std::string& hint) {
    const nlohmann::ordered_json line = {{"v", 1},
                                         {"event", "error"},
                                         {"code", code},
                                         {"exit_code", exit_code},
                                         {"path", path},
                                         {"reason", reason},
                                         {"hint", hint}};
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace bozzetto
