// SPDX-License-Identifier: Apache-2.0
#include "weights_store/file_checks.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

constexpr size_t kPiece = 4 << 20;  // bytes hashed between two looks at the task
constexpr uint64_t kMaxJsonBytes = 16 << 20, kMaxHeaderBytes = 32 << 20;
constexpr uint64_t kReserve = 64 << 20;  // left free for others
constexpr auto kWait = std::chrono::milliseconds(100);

[[noreturn]] void failWeights(const fs::path& path, const std::string& what) {
    throw Error(Error::Kind::BadWeights,
                displayPath(path) + ": " + what,
                "Fetch it again, from another mirror if this repeats.",
                path.string());
}

[[noreturn]] void failOutput(const fs::path& path, const std::string& action, int error) {
    throw Error(Error::Kind::Output,
                displayPath(path) + ": " + action + ": " + std::strerror(error),
                "Check the weights folder, or choose another one with --weights.",
                path.string());
}

/// Where the last tensor ends that a safetensors header names; nothing if it is no such header.
std::optional<uint64_t> endOfTensors(const std::string& header) {
    const Json json = Json::parse(header, nullptr, false);
    if (!json.is_object()) {
        return std::nullopt;
    }
    uint64_t end = 0;
    for (const auto& [name, entry] : json.items()) {
        const auto range = entry.is_object() ? entry.find("data_offsets") : entry.end();
        if (entry.is_object() && range != entry.end() && range->is_array() && range->size() == 2 &&
            range->back().is_number_unsigned()) {
            end = std::max(end, range->back().get<uint64_t>());
        }
    }
    return end;
}

void checkSafetensors(const WeightFile& file, const fs::path& path, uint64_t size) {
    std::array<unsigned char, 8> begin{};
    std::ifstream stream(path, std::ios::binary);
    stream.read(reinterpret_cast<char*>(begin.data()), begin.size());
    uint64_t length = 0;
    for (int i = 7; i >= 0; --i) {
        length = length << 8 | begin[static_cast<size_t>(i)];
    }
    if (!stream || length < 2 || length > kMaxHeaderBytes || length > size - 8) {
        failWeights(path, "what came for " + file.name + " is no safetensors file");
    }
    std::string header(length, '\0');
    stream.read(header.data(), static_cast<std::streamsize>(length));
    const std::optional<uint64_t> end = endOfTensors(header);
    if (!end) {
        failWeights(path, "what came for " + file.name + " is no safetensors file");
    }
    if (*end != size - 8 - length) {
        failWeights(path,
                    "what came for " + file.name + " is cut short, or longer than its content");
    }
}

void checkZip(const WeightFile& file, const fs::path& path) {
    std::array<char, 4> begin{};
    std::ifstream stream(path, std::ios::binary);
    stream.read(begin.data(), begin.size());
    if (!stream || std::memcmp(begin.data(), "PK\3\4", 4) != 0) {
        failWeights(path, "what came for " + file.name + " is no file by torch.save");
    }
}

void checkJson(const WeightFile& file, const fs::path& path, uint64_t size) {
    if (size > kMaxJsonBytes || !Json::accept(readFile(path, kMaxJsonBytes))) {
        failWeights(path, "what came for " + file.name + " is no JSON");
    }
}

fs::path noteOf(const fs::path& file) {
    return fs::path(file.string() + ".sha256");
}

}  // namespace

std::string sha256OfLargeFile(const fs::path& path, const Task& task, const char* phase) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    std::ifstream stream(path, std::ios::binary);
    if (error || !stream) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": cannot be read",
                    "Check that the file exists and that you may read it.",
                    path.string());
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(),
                                                                       &EVP_MD_CTX_free);
    require(hash && EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) == 1,
            "SHA-256 is not available");
    std::vector<char> piece(kPiece);
    uint64_t done = 0;
    while (stream) {
        task.at(phase, size > 0 ? static_cast<double>(done) / static_cast<double>(size) : 0);
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto count = static_cast<size_t>(stream.gcount());
        EVP_DigestUpdate(hash.get(), piece.data(), count);
        done += count;
    }
    if (stream.bad() || done != size) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": cannot be read to its end",
                    "Check the disk.",
                    path.string());
    }
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_DigestFinal_ex(hash.get(), digest, &length);
    return hexOf(std::span(digest).first(length));
}

void checkLooksRight(const WeightFile& file, const fs::path& path) {
    std::error_code error;
    const uint64_t size = fs::file_size(path, error);
    if (error) {
        failWeights(path, error.message());
    }
    if (file.bytes > 0 && !file.predicted && size != file.bytes) {
        failWeights(path,
                    "has " + std::to_string(size) + " bytes where " + file.name + " has " +
                        std::to_string(file.bytes));
    }
    if (file.name.ends_with(".safetensors")) {
        checkSafetensors(file, path, size);
    } else if (file.name.ends_with(".pth")) {
        checkZip(file, path);
    } else if (file.name.ends_with(".json")) {
        checkJson(file, path, size);
    }
}

std::string notedSha256(const fs::path& file) {
    std::string hex;
    std::ifstream(noteOf(file)) >> hex;
    const bool good =
        hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string::npos;
    return good ? hex : std::string();
}

void noteSha256(const fs::path& file, const std::string& sha256) {
    writeFileAtomically(noteOf(file), sha256 + "  " + file.filename().string() + "\n");
}

void publishFile(const fs::path& from, const fs::path& to, const std::string& sha256) {
    const int fd = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = fd >= 0 && (::fsync(fd) == 0 || errno == EINVAL);
    const int error = errno;
    if (fd >= 0) {
        ::close(fd);
    }
    if (!synced) {
        failOutput(from, "cannot be written", error);
    }
    std::error_code ignored;  // an old note must not speak of the new file, whatever happens now
    fs::remove(noteOf(to), ignored);
    if (::rename(from.c_str(), to.c_str()) != 0) {
        failOutput(to, "cannot be written", errno);
    }
    const int folder = ::open(to.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);  // some file systems refuse; the rename itself is already atomic
        ::close(folder);
    }
    noteSha256(to, sha256);
}

WeightsLock::WeightsLock(const fs::path& folder, const Task& task) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        failOutput(folder, "the weights folder cannot be made", error.value());
    }
    const fs::path path = folder / ".lock";
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) {
        failOutput(folder, "cannot be written to", errno);
    }
    try {
        while (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK && errno != EINTR) {
                break;  // a file system without locks: a second process is the user's own business
            }
            task.at("waiting for another download", 0);
            std::this_thread::sleep_for(kWait);
        }
    } catch (...) {
        ::close(fd_);
        throw;
    }
}

WeightsLock::~WeightsLock() {
    ::close(fd_);
}

void requireFreeSpace(const fs::path& folder, uint64_t bytes) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) {
        return;  // writing will tell
    }
    const uint64_t free = uint64_t{disk.f_bavail} * disk.f_frsize;
    if (free < bytes + kReserve) {
        throw Error(Error::Kind::Output,
                    displayPath(folder) + ": " + sizeText(bytes) + " are needed, " +
                        sizeText(free) + " are free",
                    "Free some space, or choose a folder on another disk with --weights.",
                    folder.string());
    }
}

std::string sizeText(uint64_t bytes) {
    static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    size_t unit = 0;
    while (value >= 1000 && unit + 1 < std::size(kUnits)) {
        value /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(
        text, sizeof text, unit > 0 && value < 10 ? "%.1f %s" : "%.0f %s", value, kUnits[unit]);
    return text;
}

}  // namespace bozzetto
