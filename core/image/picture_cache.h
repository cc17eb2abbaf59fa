// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>

namespace cv {
class Mat;
}

namespace bozzetto {

/// Smaller versions of large pictures on disk, so that reading a set again is quick: a half, a
/// quarter, an eighth, exactly as the decoder gives them. A file of the folder is found by path,
/// size and time of the picture it was made from; a changed picture gets a new one. Safe from many
/// threads, and from several programs on one folder. A cache that cannot be read or written is as
/// if it were not there.
class PictureCache {
public:
    /// The folder is made when something is stored. Beyond `max_bytes` the least recently used
    /// files are deleted.
    explicit PictureCache(std::filesystem::path folder, uint64_t max_bytes = uint64_t{2} << 30);

    /// The pixels of `picture` at 1/reduction: kept ones, else those of `decode`, which are stored.
    /// Throws what `decode` throws.
    cv::Mat reduced(const std::filesystem::path& picture,
                    int reduction,
                    const std::function<cv::Mat()>& decode) const;

private:
    void store(const std::filesystem::path& file, const cv::Mat& pixels) const;
    void deleteOldest() const;

    std::filesystem::path folder_;
    uint64_t max_bytes_;
    mutable std::atomic<int> stored_{0};
};

/// $XDG_CACHE_HOME/bozzetto/pictures, or under ~/.cache; empty without a home.
std::filesystem::path pictureCacheFolder();

}  // namespace bozzetto
