// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/preview_mesh.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace bozzetto {

/// The previews of a run, in its work folder as preview-<number>.ply (io/preview_file.h). The
/// latest two are kept, so that a reader has time to open the one that it was just told of; what an
/// earlier, interrupted run left goes when the first new one is there.
class PreviewFiles {
public:
    explicit PreviewFiles(std::filesystem::path folder);

    /// The new file; nullopt if it could not be written (which is logged once, and no reason to
    /// stop).
    std::optional<std::filesystem::path> add(const PreviewMesh& mesh);
    /// The newest file, an earlier run's included.
    const std::optional<std::filesystem::path>& latest() const { return latest_; }
    /// Removes all of them.
    void clear();

private:
    void removeBefore(int64_t number);

    std::filesystem::path folder_;
    std::optional<std::filesystem::path> latest_;
    int64_t next_ = 1;
    bool failed_ = false;
};

}  // namespace bozzetto
