// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace bozzetto {

/// What an engine saved, with what is needed to trust it.
///
/// File, little-endian: "BOZZCKPT", u32 version (1), u64 sequence, f64 elapsed seconds, u32 length
/// + fingerprint, u64 length + payload, SHA-256 of everything before as 64 hexadecimal digits. Two
/// files (generations) are written in turn, so a damaged newest one still leaves the one before.
/// The sequence number decides which is newer, never the clock.
struct Checkpoint {
    uint64_t sequence = 0;
    double elapsed_s = 0;     // computing time spent so far, pauses left out
    std::string fingerprint;  // of inputs, settings and version
    std::string payload;      // the engine's own bytes
};

/// Saves into the older of the two generations of `folder` (made if needed) with the next sequence
/// number. Throws Error(Output).
void saveCheckpoint(const std::filesystem::path& folder,
                    const std::string& fingerprint,
                    double elapsed_s,
                    const std::string& payload);

struct LoadedCheckpoint {
    std::optional<Checkpoint> checkpoint;  // nullopt: the folder has none
    std::string warning;                   // not empty: a damaged generation was passed over
};
/// The newest undamaged checkpoint of `folder`. Throws Error(BadInput) naming the file if every one
/// there is damaged, or if the newest belongs to another job (its fingerprint differs).
LoadedCheckpoint loadCheckpoint(const std::filesystem::path& folder,
                                const std::string& fingerprint);

bool hasCheckpoint(const std::filesystem::path& folder);
/// Removes both generations; a folder without any is fine.
void removeCheckpoints(const std::filesystem::path& folder);

}  // namespace bozzetto
