// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/byte_reader.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/formats/refuse.h"

namespace bozzetto {

void refuseFile(const std::filesystem::path& path,
                const std::string& reason,
                const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

std::string_view ByteReader::take(std::uint64_t count, const char* what) {
    if (count > remaining()) {
        refuse("the file ends within " + std::string(what));
    }
    const std::string_view part = bytes_.substr(offset_, count);
    offset_ += count;
    return part;
}

std::string ByteReader::text(const char* what) {
    const std::size_t end = bytes_.find('\0', offset_);
    if (end == std::string_view::npos) {
        refuse("the file ends within " + std::string(what));
    }
    const std::string_view part = take(end - offset_, what);
    ++offset_;
    return std::string(part);
}

std::uint64_t ByteReader::count(const char* what, std::uint64_t smallest) {
    const auto count = number<std::uint64_t>(what);
    checkCount(count, what, smallest);
    return count;
}

void ByteReader::checkCount(std::uint64_t count, const char* what, std::uint64_t smallest) const {
    if (count > remaining() / smallest) {
        refuse("it announces " + std::to_string(count) + " as " + what +
               ", which the rest of the file cannot hold");
    }
}

void ByteReader::refuse(const std::string& reason) const {
    refuseFile(path_,
               "at byte " + std::to_string(offset_) + ": " + reason,
               "The file is damaged or cut short: copy it again, or write it again with the "
               "program that made it.");
}

}  // namespace bozzetto
