// SPDX-License-Identifier: Apache-2.0
#include "pipeline/checkpoint.h"

#include "base/error.h"
#include "base/files.h"

#include <array>
#include <cmath>
#include <cstring>
#include <variant>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "BOZZCKPT";
constexpr uint32_t kVersion = 1;
constexpr size_t kDigestBytes = 64;  // SHA-256 as hexadecimal text
constexpr uint64_t kMaxFingerprint = 1 << 16;
constexpr uint64_t kMaxFile = uint64_t{1}
                              << 34;  // far above any engine's state; stops a lying file size

std::array<fs::path, 2> generations(const fs::path& folder) {
    return {folder / "checkpoint-a", folder / "checkpoint-b"};
}

template <class T>
void append(std::string& bytes, T value) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes.append(raw, sizeof value);
}

/// Reads values front to back and never past the end.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}
    std::optional<std::string_view> take(uint64_t count) {
        if (count > bytes_.size()) {
            return std::nullopt;
        }
        const std::string_view taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }
    template <class T>
    bool read(T& value) {
        const auto raw = take(sizeof value);
        if (raw) {
            std::memcpy(&value, raw->data(), sizeof value);
        }
        return raw.has_value();
    }
    bool atEnd() const { return bytes_.empty(); }

private:
    std::string_view bytes_;
};

std::string encode(const Checkpoint& checkpoint) {
    std::string bytes(kMagic);
    bytes.reserve(checkpoint.payload.size() + checkpoint.fingerprint.size() + 128);
    append(bytes, kVersion);
    append(bytes, checkpoint.sequence);
    append(bytes, checkpoint.elapsed_s);
    append(bytes, static_cast<uint32_t>(checkpoint.fingerprint.size()));
    bytes += checkpoint.fingerprint;
    append(bytes, static_cast<uint64_t>(checkpoint.payload.size()));
    bytes += checkpoint.payload;
    bytes += sha256(bytes);
    return bytes;
}

enum class Payload { Read, Skip };

/// The checkpoint, or the reason why the bytes are not one.
std::variant<Checkpoint, std::string> decode(std::string_view bytes, Payload wanted) {
    if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + kDigestBytes) {
        return "is not a checkpoint, or was cut off";
    }
    const std::string_view body = bytes.substr(0, bytes.size() - kDigestBytes);
    if (sha256(body) != bytes.substr(body.size())) {
        return "is damaged (its checksum does not fit)";
    }
    Reader reader(body.substr(kMagic.size()));
    Checkpoint checkpoint;
    uint32_t version = 0, fingerprint_size = 0;
    uint64_t payload_size = 0;
    if (!reader.read(version)) {
        return "is cut off";
    }
    if (version != kVersion) {
        return "was written by another version (format " + std::to_string(version) +
               ", this program reads " + std::to_string(kVersion) + ")";
    }
    if (!reader.read(checkpoint.sequence) || !reader.read(checkpoint.elapsed_s) ||
        !reader.read(fingerprint_size) || fingerprint_size > kMaxFingerprint) {
        return "is cut off";
    }
    const auto fingerprint = reader.take(fingerprint_size);
    if (!fingerprint || !reader.read(payload_size)) {
        return "is cut off";
    }
    const auto payload = reader.take(payload_size);
    if (!payload || !reader.atEnd() || !(checkpoint.elapsed_s >= 0) ||
        !std::isfinite(checkpoint.elapsed_s)) {
        return "has wrong lengths";
    }
    checkpoint.fingerprint = *fingerprint;
    if (wanted == Payload::Read) {
        checkpoint.payload = *payload;
    }
    return checkpoint;
}

struct Scan {
    std::optional<Checkpoint> newest;
    fs::path newest_path, damaged_path;
    std::string damage;  // empty: none damaged
};

Scan scan(const fs::path& folder, Payload wanted) {
    Scan result;
    for (const fs::path& path : generations(folder)) {
        std::error_code ignored;
        if (!fs::exists(path, ignored)) {
            continue;
        }
        std::variant<Checkpoint, std::string> decoded;
        try {
            decoded = decode(readFile(path, kMaxFile), wanted);
        } catch (const Error& error) {  // unreadable: the other generation may still do
            decoded = std::string("cannot be read (") + error.what() + ")";
        }
        if (auto* damage = std::get_if<std::string>(&decoded)) {
            result.damage = *damage;
            result.damaged_path = path;
        } else if (auto& found = std::get<Checkpoint>(decoded);
                   !result.newest || found.sequence > result.newest->sequence) {
            result.newest = std::move(found);
            result.newest_path = path;
        }
    }
    return result;
}

}  // namespace

void saveCheckpoint(const fs::path& folder,
                    const std::string& fingerprint,
                    double elapsed_s,
                    const std::string& payload) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw Error(Error::Kind::Output,
                    displayPath(folder) + ": cannot be made: " + error.message(),
                    "Choose an output folder that you may write to.",
                    folder.string());
    }
    const Scan present = scan(folder, Payload::Skip);
    const auto paths = generations(folder);
    const fs::path& target =
        present.newest && present.newest_path == paths[0] ? paths[1] : paths[0];
    const uint64_t sequence = present.newest ? present.newest->sequence + 1 : 1;
    writeFileAtomically(target, encode({sequence, elapsed_s, fingerprint, payload}));
}

LoadedCheckpoint loadCheckpoint(const fs::path& folder, const std::string& fingerprint) {
    Scan found = scan(folder, Payload::Read);
    if (!found.newest && !found.damage.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(found.damaged_path) + ": " + found.damage,
                    "Start afresh with --overwrite.",
                    found.damaged_path.string());
    }
    if (found.newest && found.newest->fingerprint != fingerprint) {
        throw Error(Error::Kind::BadInput,
                    displayPath(found.newest_path) +
                        ": belongs to another job (inputs, settings, seed or version differ)",
                    "Resume with the inputs and settings it was started with, or start afresh with "
                    "--overwrite.",
                    found.newest_path.string());
    }
    LoadedCheckpoint result{std::move(found.newest), {}};
    if (!found.damage.empty()) {
        result.warning = displayPath(found.damaged_path) + ": " + found.damage +
                         "; the checkpoint before it is used";
    }
    return result;
}

bool hasCheckpoint(const fs::path& folder) {
    for (const fs::path& path : generations(folder)) {
        std::error_code ignored;
        if (fs::exists(path, ignored)) {
            return true;
        }
    }
    return false;
}

void removeCheckpoints(const fs::path& folder) {
    for (const fs::path& path : generations(folder)) {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
}

}  // namespace bozzetto
