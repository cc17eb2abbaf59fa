// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include "base/byte_words.h"
#include "base/error.h"
#include "base/random.h"
#include "base/text.h"

#include <openssl/evp.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <span>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    /// Closing can be what reports a failed write (NFS, quota).
    bool close() {
        const int fd = fd_;
        fd_ = -1;
        return ::close(fd) == 0;
    }

private:
    int fd_;
};

[[noreturn]] void failInput(const fs::path& path,
                            const std::string& reason,
                            const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

/// " (12 MiB are needed, 3 MiB are free)" when a full disk is the reason.
std::string spaceText(const fs::path& path, int error, uint64_t needed) {
    struct statvfs disk {};
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if ((error != ENOSPC && error != EDQUOT) || needed == 0 ||
        ::statvfs(folder.c_str(), &disk) != 0) {
        return {};
    }
    return " (" + mebibytes(needed) + " are needed, " +
           mebibytes(uint64_t{disk.f_bavail} * disk.f_frsize) + " are free)";
}

[[noreturn]] void failOutput(const fs::path& path,
                             const std::string& action,
                             int error,
                             uint64_t needed = 0) {
    std::string hint = "Check the folder, or choose another output folder.";
    if (error == ENOSPC || error == EDQUOT) {
        hint = "Free some space, or choose an output folder on another disk.";
    } else if (error == EACCES || error == EPERM || error == EROFS) {
        hint = "Choose an output folder that you may write to.";
    }
    throw Error(Error::Kind::Output,
                displayPath(path) + ": " + action + ": " + std::strerror(error) +
                    spaceText(path, error, needed),
                hint,
                path.string());
}

void syncFolder(const fs::path& folder) {
    const Descriptor fd(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0) {
        ::fsync(fd.get());  // some file systems refuse; the rename itself is already atomic
    }
}

void moveFolder(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        failOutput(to, "cannot be written", errno);
    }
}

/// For file systems that cannot swap: the old folder steps aside and comes back if the new one
/// cannot take its place.
void replaceFolder(const fs::path& from, const fs::path& to) {
    fs::path old = from;
    old += "-old";
    moveFolder(to, old);
    try {
        moveFolder(from, to);
    } catch (const Error&) {
        moveFolder(old, to);
        throw;
    }
    std::error_code ignored;
    fs::remove_all(old, ignored);
}

std::string uniqueSuffix() {
    static std::atomic<uint64_t> counter{0};
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    char text[32];
    std::snprintf(text,
                  sizeof text,
                  "%016llx",
                  static_cast<unsigned long long>(randomBits(
                      static_cast<uint64_t>(::getpid()), static_cast<uint64_t>(now), ++counter)));
    return text;
}

}  // namespace

std::string readFile(const fs::path& path, uint64_t max_bytes) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (fd.get() < 0) {
        failInput(path,
                  std::strerror(errno),
                  errno == EACCES ? "Give yourself permission to read it."
                                  : "Check that the file exists.");
    }
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
        failInput(path,
                  S_ISDIR(info.st_mode) ? "is a folder, not a file" : "is not a regular file",
                  "Give an ordinary file.");
    }
    const auto size = static_cast<uint64_t>(info.st_size);
    if (size > max_bytes) {
        failInput(path,
                  "is " + mebibytes(size) + "; the limit is " + mebibytes(max_bytes),
                  "Use a smaller file.");
    }
    std::string bytes(size, '\0');
    uint64_t done = 0;
    while (done < size) {
        const ssize_t n = ::read(fd.get(), bytes.data() + done, size - done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            failInput(
                path, std::string("cannot be read: ") + std::strerror(errno), "Check the disk.");
        }
        if (n == 0) {
            break;  // shortened while we read
        }
        done += static_cast<uint64_t>(n);
    }
    bytes.resize(done);
    return bytes;
}

void writeFileAtomically(const fs::path& path, std::string_view bytes) {
    std::error_code link_error;
    if (fs::is_directory(path, link_error)) {
        failOutput(path, "cannot replace a folder", EISDIR);
    }
    // Through a symbolic link the target is replaced, not the link.
    const fs::path target =
        fs::is_symlink(path, link_error) ? fs::canonical(path, link_error) : path;
    const fs::path final_path = link_error ? path : target;
    fs::path temporary = final_path;
    temporary.replace_filename("." + final_path.filename().string().substr(0, 200) + "." +
                               uniqueSuffix() + ".tmp");
    Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (fd.get() < 0) {
        failOutput(path, "cannot be written", errno);
    }
    const auto fail = [&](int error) {
        ::unlink(temporary.c_str());
        failOutput(path, "cannot be written", error, bytes.size());
    };
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::write(fd.get(), bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            fail(n < 0 ? errno : EIO);
        }
        done += static_cast<size_t>(n);
    }
    if (::fsync(fd.get()) != 0 && errno != EINVAL) {
        fail(errno);
    }
    if (!fd.close()) {
        fail(errno);
    }
    if (::rename(temporary.c_str(), final_path.c_str()) != 0) {
        fail(errno);
    }
    syncFolder(final_path.parent_path());
}

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    require(
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1,
        "SHA-256 is not available");
    return hexOf(std::span(digest).first(length));
}

std::string sha256OfFile(const fs::path& path) {
    return sha256(readFile(path, uint64_t{1} << 34));
}

TemporaryFolder::TemporaryFolder(const fs::path& parent, const std::string& prefix)
    : path_(parent / (prefix + uniqueSuffix())) {
    std::error_code error;
    if (!fs::create_directories(path_, error) || error) {
        failOutput(path_, "cannot be made", error.value());
    }
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void publishFolder(const fs::path& from, const fs::path& to) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(from)) {
        if (entry.is_regular_file()) {
            const Descriptor fd(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC));
            if (fd.get() >= 0 && ::fsync(fd.get()) != 0 && errno != EINVAL) {
                failOutput(entry.path(), "cannot be written", errno);
            }
        }
    }
    syncFolder(from);
    std::error_code ignored;
    if (!fs::exists(to, ignored)) {
        moveFolder(from, to);
    } else if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) {
        fs::remove_all(from, ignored);  // swapped in one step, so that no moment has neither
    } else {
        replaceFolder(from, to);
    }
    syncFolder(to.parent_path());
}

std::string displayPath(const fs::path& path) {
    const std::string raw = path.string();
    std::string text;
    const auto escape = [&](unsigned char c) {
        char hex[5];
        std::snprintf(hex, sizeof hex, "\\x%02X", c);
        text += hex;
    };
    for (size_t i = 0; i < raw.size();) {
        const auto c = static_cast<unsigned char>(raw[i]);
        const size_t length = c < 0x80         ? 1
                              : (c >> 5) == 6  ? 2
                              : (c >> 4) == 14 ? 3
                              : (c >> 3) == 30 ? 4
                                               : 0;
        bool valid = length > 0 && i + length <= raw.size() && !(c < 0x20) && c != 0x7f;
        for (size_t k = 1; valid && k < length; ++k) {
            valid = (static_cast<unsigned char>(raw[i + k]) >> 6) == 2;
        }
        if (valid) {
            text.append(raw, i, length);
            i += length;
        } else {
            escape(c);
            ++i;
        }
    }
    return text;
}

std::filesystem::path cacheFolder(const std::string& name) {
    const auto variable = [](const char* key) {
        const char* value = std::getenv(key);
        return std::filesystem::path(value != nullptr ? value : "");
    };
    const std::filesystem::path cache = variable("XDG_CACHE_HOME"), home = variable("HOME");
    if (cache.is_absolute()) {
        return cache / "bozzetto" / name;
    }
    return home.is_absolute() ? home / ".cache" / "bozzetto" / name : std::filesystem::path();
}

}  // namespace bozzetto
