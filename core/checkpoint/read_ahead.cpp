// SPDX-License-Identifier: Apache-2.0
#include "checkpoint/read_ahead.h"

#include "device/host_memory.h"

#include <algorithm>
#include <cstdint>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bozzetto {
namespace {

namespace fs = std::filesystem;

constexpr off_t kPiece = off_t{8} << 20;

void readFile(const fs::path& path, const std::stop_token& stop) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    struct stat info {};
    const bool regular = ::fstat(file, &info) == 0 && S_ISREG(info.st_mode);
    for (off_t at = 0; regular && at < info.st_size && !stop.stop_requested(); at += kPiece) {
        ::posix_fadvise(file, at, kPiece, POSIX_FADV_WILLNEED);
    }
    ::close(file);
}

bool haveRoom(const std::vector<fs::path>& files) {
    uint64_t bytes = 0;
    for (const fs::path& file : files) {
        std::error_code error;
        const uint64_t size = fs::file_size(file, error);
        bytes += error ? 0 : size;
    }
    return readHostMemory().available / 2 >= bytes;
}

}  // namespace

ReadAhead::ReadAhead(std::vector<fs::path> files)
    : thread_([files = std::move(files)](const std::stop_token& stop) {
          if (haveRoom(files)) {
              std::for_each(
                  files.begin(), files.end(), [&](const fs::path& file) { readFile(file, stop); });
          }
      }) {}

}  // namespace bozzetto
