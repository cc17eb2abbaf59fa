// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace bozzetto {

/// A file's bytes in memory without reading it: pages come when they are touched. What is written
/// to them stays in this process. The file may be deleted or replaced meanwhile, as this program
/// does it; one that another program cuts short ends the process where its end is read.
class MappedFile {
public:
    /// Throws Error(MissingWeights) if there is no such file, Error(BadWeights) if it is no regular
    /// file or cannot be mapped.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::string_view bytes() const { return {data_, size_}; }
    const std::string& path() const { return path_; }  // for messages

private:
    char* data_ = nullptr;
    size_t size_ = 0;
    std::string path_;
};

/// A one-dimensional tensor of the bytes [begin, end) of a file, which must be a whole number of
/// elements: a view that keeps the map alive, or a copy where the file's alignment or its values
/// (bool) do not suit. The caller has checked that the range lies within the file.
at::Tensor tensorOfBytes(const std::shared_ptr<MappedFile>& file,
                         uint64_t begin,
                         uint64_t end,
                         at::ScalarType dtype);

}  // namespace bozzetto
