// SPDX-License-Identifier: Apache-2.0
// Format: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory),
// 4.3.16 (its end).
#include "base/error.h"
#include "checkpoint/torch_zip.h"

#include <algorithm>
#include <vector>

namespace bozzetto {
namespace {

constexpr uint32_t kLocalSignature = 0x04034b50, kCentralSignature = 0x02014b50,
                   kEndSignature = 0x06054b50;
constexpr size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kMaxComment = 65535;
constexpr uint16_t kEncrypted = 1;

class DirectoryReader {
public:
    explicit DirectoryReader(const MappedFile& file) : file_(file), bytes_(file.bytes()) {}

    std::map<std::string, ZipEntry> read() {
        const size_t end = findEnd();
        const uint64_t count = number(end + 10, 2), size = number(end + 12, 4),
                       offset = number(end + 16, 4);
        if (number(end + 4, 2) != 0 || number(end + 6, 2) != 0 || number(end + 8, 2) != count) {
            fail("is a part of a zip file in several");
        }
        if (count == 0xffff || size == 0xffffffff || offset == 0xffffffff) {
            fail("is a zip file with 64-bit sizes");
        }
        if (offset > end || size > end - offset) {
            fail("has a directory outside of the file");
        }
        std::map<std::string, ZipEntry> entries;
        uint64_t at = offset;
        for (uint64_t i = 0; i < count; ++i) {
            at = readEntry(at, offset + size, offset, entries);
        }
        checkOverlap(entries);
        return entries;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Error::Kind::BadWeights,
                    file_.path() + ": " + what,
                    "The file is damaged or of another format; fetch it again.",
                    file_.path());
    }

    /// Little-endian; the caller has checked the bounds.
    uint64_t number(uint64_t at, int bytes) const {
        uint64_t value = 0;
        for (int i = bytes - 1; i >= 0; --i) {
            value = value << 8 | static_cast<unsigned char>(bytes_[at + static_cast<uint64_t>(i)]);
        }
        return value;
    }

    size_t findEnd() const {
        const size_t last = bytes_.size() < kEndBytes ? 0 : bytes_.size() - kEndBytes;
        const size_t first = last > kMaxComment ? last - kMaxComment : 0;
        for (size_t at = last + 1; bytes_.size() >= kEndBytes && at-- > first;) {
            if (number(at, 4) == kEndSignature &&
                number(at + 20, 2) == bytes_.size() - at - kEndBytes) {
                return at;
            }
        }
        fail("is a zip file without a directory: is it cut short?");
    }

    /// Returns where the next one begins.
    uint64_t readEntry(uint64_t at,
                       uint64_t end,
                       uint64_t data_end,
                       std::map<std::string, ZipEntry>& entries) const {
        if (end - at < kCentralBytes || number(at, 4) != kCentralSignature) {
            fail("has a damaged zip directory");
        }
        const uint64_t flags = number(at + 8, 2), method = number(at + 10, 2),
                       packed = number(at + 20, 4), size = number(at + 24, 4),
                       name_bytes = number(at + 28, 2),
                       rest = number(at + 30, 2) + number(at + 32, 2), local = number(at + 42, 4);
        if (end - at - kCentralBytes < name_bytes + rest) {
            fail("has a damaged zip directory");
        }
        const std::string name(bytes_.substr(at + kCentralBytes, name_bytes));
        if (method != 0 || packed != size || (flags & kEncrypted) != 0) {
            fail("holds '" + name.substr(0, 200) + "' compressed or encrypted");
        }
        const ZipEntry entry = locate(local, name, size, data_end);
        if (!entries.emplace(name, entry).second) {
            fail("holds '" + name.substr(0, 200) + "' twice");
        }
        return at + kCentralBytes + name_bytes + rest;
    }

    /// The bytes behind the local header, which lie before the directory.
    ZipEntry locate(uint64_t local,
                    const std::string& name,
                    uint64_t size,
                    uint64_t data_end) const {
        if (local > data_end || data_end - local < kLocalBytes ||
            number(local, 4) != kLocalSignature) {
            fail("holds '" + name.substr(0, 200) + "' outside of the file");
        }
        const uint64_t name_bytes = number(local + 26, 2), extra = number(local + 28, 2);
        const uint64_t begin = local + kLocalBytes + name_bytes + extra;
        if (begin > data_end || data_end - begin < size) {
            fail("holds '" + name.substr(0, 200) + "' outside of the file");
        }
        if (bytes_.substr(local + kLocalBytes, name_bytes) != name) {
            fail("calls '" + name.substr(0, 200) + "' by two names");
        }
        return {begin, begin + size};
    }

    void checkOverlap(const std::map<std::string, ZipEntry>& entries) const {
        std::vector<ZipEntry> in_order;
        for (const auto& [name, entry] : entries) {
            in_order.push_back(entry);
        }
        std::sort(in_order.begin(), in_order.end(), [](const ZipEntry& a, const ZipEntry& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
        });
        for (size_t i = 1; i < in_order.size(); ++i) {
            if (in_order[i].begin < in_order[i - 1].end) {
                fail("holds two entries in the same place");
            }
        }
    }

    const MappedFile& file_;
    const std::string_view bytes_;
};

}  // namespace

std::map<std::string, ZipEntry> readZipDirectory(const MappedFile& file) {
    return DirectoryReader(file).read();
}

}  // namespace bozzetto
