// SPDX-License-Identifier: Apache-2.0
#include "pipeline/output_lock.h"

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/process.h"
#include "base/text.h"
#include "pipeline/checkpoint.h"
#include "pipeline/write_result.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void failOutput(const fs::path& path, const std::string& reason) {
    throw Error(Error::Kind::Output,
                displayPath(path) + ": cannot be written to: " + reason,
                "Choose an output folder that you may write to.",
                path.string());
}

[[noreturn]] void failLocked(const fs::path& output, int fd) {
    char text[300] = {};
    const ssize_t length = ::pread(fd, text, sizeof text - 1, 0);
    const std::string holder(trim(std::string_view(text, length > 0 ? length : 0)));
    throw Error(Error::Kind::Locked,
                displayPath(output) + ": another run is writing here (" +
                    (holder.empty() ? "unknown process" : holder) + ")",
                "Wait until it ends, or choose another output folder.",
                output.string());
}

/// True if `fd` is still the file at `path`: a holder that ended may have removed it between our
/// open and our lock.
bool isSameFile(int fd, const fs::path& path) {
    struct stat opened {
    }, present{};
    return ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &present) == 0 &&
           opened.st_ino == present.st_ino && opened.st_dev == present.st_dev;
}

int acquire(const fs::path& output, const fs::path& work) {
    const fs::path path = work / "lock";
    for (;;) {
        std::error_code error;
        fs::create_directories(work, error);
        if (error) {
            failOutput(output, error.message());
        }
        const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0 && errno == ENOENT) {
            continue;  // the folder was removed by a run that just ended
        }
        if (fd < 0) {
            failOutput(output, std::strerror(errno));
        }
        if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK) {
                try {
                    failLocked(output, fd);
                } catch (...) {
                    ::close(fd);
                    throw;
                }
            }
            logWarning(displayPath(output) +
                       ": this file system has no locks; do not start two runs into one folder");
        }
        if (isSameFile(fd, path)) {
            return fd;
        }
        ::close(fd);
    }
}

}  // namespace

fs::path workFolderOf(const fs::path& output) {
    return output / ".bozzetto";
}

OutputLock::OutputLock(const fs::path& output)
    : output_(output), work_(workFolderOf(output)), made_output_(!fs::exists(output)) {
    fd_ = acquire(output, work_);
    const std::string holder = processName() + "\n";
    if (::ftruncate(fd_, 0) != 0 || ::pwrite(fd_, holder.data(), holder.size(), 0) < 0) {
        const int error = errno;
        ::close(fd_);
        failOutput(output, std::strerror(error));
    }
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(work_, ignored)) {
        if (entry.path().filename().string().starts_with(kPartialPrefix)) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

OutputLock::~OutputLock() {
    std::error_code ignored;
    if (discard_ || !hasCheckpoint(work_)) {
        fs::remove_all(work_, ignored);
    } else {
        fs::remove(work_ / "lock", ignored);
    }
    if (made_output_) {
        fs::remove(output_,
                   ignored);  // only if nothing is in it: a refused job leaves no empty folder
    }
    ::close(fd_);
}

}  // namespace bozzetto
