// SPDX-License-Identifier: Apache-2.0
#include "base/run_program.h"

#include "base/error.h"
#include "base/files.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kPollMilliseconds = 50;
constexpr auto kPatience = std::chrono::milliseconds(300);
constexpr size_t kTailBytes = 4000, kLongestLine = 65536;

class Pipe {
public:
    Pipe() {
        if (::pipe2(ends_, O_CLOEXEC) != 0) {
            throw Error(Error::Kind::Internal,
                        std::string("no pipe can be made: ") + std::strerror(errno),
                        "Close other programs and try again.");
        }
    }
    ~Pipe() {
        closeEnd(0);
        closeEnd(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int readEnd() const { return ends_[0]; }
    int writeEnd() const { return ends_[1]; }
    void closeEnd(int which) {
        if (ends_[which] >= 0) {
            ::close(ends_[which]);
            ends_[which] = -1;
        }
    }

private:
    int ends_[2] = {-1, -1};
};

/// Only what is allowed between fork and exec. Never returns.
[[noreturn]] void becomeProgram(
    const char* path, char* const* argv, int output, int messages, int failure, pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        ::_exit(127);  // it died before the line above
    }
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGXFSZ}) {
        ::signal(signal, SIG_DFL);
    }
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(messages, STDERR_FILENO);
    ::execv(path, argv);
    const int error = errno;
    [[maybe_unused]] const ssize_t written = ::write(failure, &error, sizeof error);
    ::_exit(127);
}

/// A started program; whatever happens, its process group is gone after this.
class Child {
public:
    enum class Output { Joined, Apart };  // stdout and stderr
    Child(const fs::path& program, const std::vector<std::string>& arguments, Output output) {
        if (output == Output::Apart) {
            messages_.emplace();
        }
        std::vector<std::string> words{program.string()};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> argv;
        for (std::string& word : words) {
            argv.push_back(word.data());
        }
        argv.push_back(nullptr);
        Pipe failure;
        const pid_t parent = ::getpid();
        pid_ = ::fork();
        if (pid_ == 0) {
            becomeProgram(program.c_str(),
                          argv.data(),
                          output_.writeEnd(),
                          messages_ ? messages_->writeEnd() : output_.writeEnd(),
                          failure.writeEnd(),
                          parent);
        }
        output_.closeEnd(1);
        if (messages_) {
            messages_->closeEnd(1);
        }
        failure.closeEnd(1);
        int error = pid_ < 0 ? errno : 0;
        if (pid_ > 0) {
            ::setpgid(pid_, pid_);  // whichever of the two comes first
            while (::read(failure.readEnd(), &error, sizeof error) < 0 && errno == EINTR) {
            }
        }
        if (error != 0) {
            reap(Wait::Block);
            throw Error(Error::Kind::Unsupported,
                        displayPath(program) + ": cannot be started: " + std::strerror(error),
                        "Check that the program is installed and may be run.",
                        program.string());
        }
    }
    ~Child() { end(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int output() const { return output_.readEnd(); }
    /// Where stderr comes out; that of stdout if they are joined.
    int messages() const { return messages_ ? messages_->readEnd() : output_.readEnd(); }

    /// Waits for the end that the program comes to by itself.
    int waitForEnd(const std::function<void()>& poll) {
        while (!reap(Wait::Not)) {
            if (poll) {
                poll();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return WIFSIGNALED(*status_) ? 128 + WTERMSIG(*status_) : WEXITSTATUS(*status_);
    }

private:
    enum class Wait { Block, Not };
    bool reap(Wait wait) {
        int status = 0;
        if (!status_ && pid_ > 0 && ::waitpid(pid_, &status, wait == Wait::Not ? WNOHANG : 0) > 0) {
            status_ = status;
        }
        return status_.has_value();
    }
    void end() {
        if (pid_ <= 0) {
            return;
        }
        if (!reap(Wait::Not)) {
            ::kill(-pid_, SIGTERM);
            for (const auto late = Clock::now() + kPatience;
                 !reap(Wait::Not) && Clock::now() < late;) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        }
        ::kill(-pid_, SIGKILL);  // what it started itself, too
        reap(Wait::Block);
    }

    Pipe output_;
    std::optional<Pipe> messages_;
    pid_t pid_ = -1;
    std::optional<int> status_;
};

/// Cuts a stream of bytes into lines and keeps the last of them.
class Lines {
public:
    explicit Lines(const std::function<void(std::string_view)>& on_line) : on_line_(on_line) {}

    void add(std::string_view bytes) {
        tail_.append(bytes);
        if (tail_.size() > 2 * kTailBytes) {
            tail_.erase(0, tail_.size() - kTailBytes);
        }
        for (const char c : bytes) {
            if (c == '\n' || c == '\r' || line_.size() >= kLongestLine) {
                finish();
            } else {
                line_ += c;
            }
        }
    }
    void finish() {
        if (on_line_ && !line_.empty()) {
            on_line_(line_);
        }
        line_.clear();
    }
    std::string tail() const {
        return tail_.size() > kTailBytes ? tail_.substr(tail_.size() - kTailBytes) : tail_;
    }

private:
    const std::function<void(std::string_view)>& on_line_;
    std::string line_, tail_;
};

/// Hands on what the program writes until it has closed its output.
void readAll(const Child& child, const ProgramCall& call, Lines& lines) {
    std::vector<char> buffer(1 << 16);
    std::array entries{pollfd{child.messages(), POLLIN, 0}, pollfd{child.output(), POLLIN, 0}};
    if (!call.on_bytes) {
        entries[1].fd = -1;  // poll leaves it out
    }
    while (entries[0].fd >= 0 || entries[1].fd >= 0) {
        const int ready = ::poll(entries.data(), entries.size(), kPollMilliseconds);
        if (call.poll) {
            call.poll();
        }
        for (std::size_t i = 0; ready > 0 && i < entries.size(); ++i) {
            if (entries[i].fd < 0 || entries[i].revents == 0) {
                continue;
            }
            const ssize_t count = ::read(entries[i].fd, buffer.data(), buffer.size());
            if (count == 0 || (count < 0 && errno != EINTR)) {
                entries[i].fd = -1;
            } else if (count > 0 && i == 1) {
                call.on_bytes({buffer.data(), static_cast<size_t>(count)});
            } else if (count > 0) {
                lines.add({buffer.data(), static_cast<size_t>(count)});
            }
        }
    }
    lines.finish();
}

bool mayBeRun(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

fs::path findProgram(const fs::path& program) {
    if (program.has_parent_path()) {
        std::error_code error;
        const fs::path absolute = fs::absolute(program, error);
        return !error && mayBeRun(absolute) ? absolute : fs::path();
    }
    const char* path = std::getenv("PATH");
    std::string_view left = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!program.empty() && !left.empty()) {
        const size_t end = std::min(left.find(':'), left.size());
        const fs::path file = fs::path(left.substr(0, end)) / program;
        if (end > 0 && mayBeRun(file)) {
            return file;
        }
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return {};
}

ProgramEnd runProgram(const ProgramCall& call) {
    const fs::path program = findProgram(call.program);
    if (program.empty()) {
        throw Error(Error::Kind::Unsupported,
                    displayPath(call.program) + ": there is no such program",
                    "Check that it is installed and may be run.",
                    call.program.string());
    }
    Child child(
        program, call.arguments, call.on_bytes ? Child::Output::Apart : Child::Output::Joined);
    Lines lines(call.on_line);
    readAll(child, call, lines);
    const int exit_code = child.waitForEnd(call.poll);
    return {exit_code, lines.tail()};
}

}  // namespace bozzetto
