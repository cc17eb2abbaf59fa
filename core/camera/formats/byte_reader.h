// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

namespace bozzetto {

/// Little-endian numbers from a file's bytes, one after the other. Whatever would lead past the end
/// throws Error(BadInput) naming the file, the byte and what was being read there.
class ByteReader {
public:
    ByteReader(const std::filesystem::path& path, std::string_view bytes)
        : path_(path), bytes_(bytes) {}

    template <class Number>
    Number number(const char* what) {
        Number value;
        std::memcpy(&value, take(sizeof value, what).data(), sizeof value);
        return value;
    }
    std::string_view take(std::uint64_t count, const char* what);
    /// Up to the next zero byte, which is consumed.
    std::string text(const char* what);
    /// A 64-bit count of records that take at least `smallest` bytes each: more than the rest of
    /// the file can hold is refused, so that the count may be allocated.
    std::uint64_t count(const char* what, std::uint64_t smallest);
    /// The same for a count that was read already.
    void checkCount(std::uint64_t count, const char* what, std::uint64_t smallest) const;

    std::size_t offset() const { return offset_; }
    std::size_t remaining() const { return bytes_.size() - offset_; }
    /// "<path>: at byte <offset>: <reason>".
    [[noreturn]] void refuse(const std::string& reason) const;

private:
    const std::filesystem::path& path_;
    std::string_view bytes_;
    std::size_t offset_ = 0;
};

}  // namespace bozzetto
