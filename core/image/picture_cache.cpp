// SPDX-License-Identifier: Apache-2.0
#include "image/picture_cache.h"

#include "base/error.h"
#include "base/files.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int kVersion = 1;        // of what is stored: another one makes old files useless
constexpr int kStoresACheck = 64;  // the folder is measured after so many new files
// Larger ones are not much quicker to read than the picture itself.
constexpr std::size_t kMaxPixels = 2'500'000;

/// Name of the file that holds `picture` at 1/reduction; empty if the picture cannot be looked at.
std::string keyOf(const fs::path& picture, int reduction) {
    std::error_code error;
    const fs::path real = fs::canonical(picture, error);
    const uintmax_t size = error ? 0 : fs::file_size(real, error);
    const auto time = error ? fs::file_time_type() : fs::last_write_time(real, error);
    if (error) {
        return {};
    }
    return sha256(real.string() + '\n' + std::to_string(size) + '\n' +
                  std::to_string(time.time_since_epoch().count()) + '\n' +
                  std::to_string(reduction) + '\n' + std::to_string(kVersion)) +
           ".png";
}

cv::Mat readStored(const fs::path& file) {
    try {
        std::string bytes = readFile(file, uint64_t{64} << 20);
        const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8UC1, bytes.data());
        return cv::imdecode(buffer, cv::IMREAD_UNCHANGED);
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace

PictureCache::PictureCache(fs::path folder, uint64_t max_bytes)
    : folder_(std::move(folder)), max_bytes_(max_bytes) {}

cv::Mat PictureCache::reduced(const fs::path& picture,
                              int reduction,
                              const std::function<cv::Mat()>& decode) const {
    const std::string key = keyOf(picture, reduction);
    const fs::path file = folder_ / key;
    std::error_code error;
    if (!key.empty() && fs::exists(file, error)) {
        if (cv::Mat stored = readStored(file); !stored.empty()) {
            fs::last_write_time(file, fs::file_time_type::clock::now(), error);
            return stored;
        }
    }
    cv::Mat pixels = decode();
    if (!key.empty() && pixels.total() <= kMaxPixels) {
        store(file, pixels);
    }
    return pixels;
}

void PictureCache::store(const fs::path& file, const cv::Mat& pixels) const {
    try {
        fs::create_directories(folder_);
        std::vector<uchar> bytes;
        cv::imencode(".png", pixels, bytes, {cv::IMWRITE_PNG_COMPRESSION, 1});
        writeFileAtomically(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        if (++stored_ % kStoresACheck == 0) {
            deleteOldest();
        }
    } catch (const std::exception&) {
        // No room, no permission: the picture is simply decoded again next time.
    }
}

void PictureCache::deleteOldest() const {
    struct Stored {
        fs::file_time_type used;
        uintmax_t size;
        fs::path path;
    };
    std::vector<Stored> files;
    uintmax_t total = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
        if (entry.path().extension() == ".png") {
            files.push_back({entry.last_write_time(), entry.file_size(), entry.path()});
            total += files.back().size;
        }
    }
    std::sort(files.begin(), files.end(), [](const Stored& a, const Stored& b) {
        return a.used < b.used;
    });
    for (const Stored& file : files) {
        if (total <= max_bytes_) {
            break;
        }
        std::error_code ignored;
        fs::remove(file.path, ignored);
        total -= file.size;
    }
}

fs::path pictureCacheFolder() {
    return cacheFolder("pictures");
}

}  // namespace bozzetto
