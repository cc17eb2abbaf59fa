// SPDX-License-Identifier: Apache-2.0
#include "io/line_reader.h"

#include "base/error.h"
#include "base/files.h"

namespace bozzetto {

LineReader::LineReader(std::string_view text, std::filesystem::path path)
    : rest_(text), path_(std::move(path)) {
    if (rest_.starts_with("\xEF\xBB\xBF")) {
        rest_.remove_prefix(3);
    }
}

bool LineReader::next(std::string_view& line) {
    if (rest_.empty()) {
        return false;
    }
    ++number_;
    const size_t end = rest_.find_first_of("\r\n");
    line = rest_.substr(0, end);
    if (end == std::string_view::npos) {
        rest_ = {};
        return true;
    }
    const bool pair = rest_[end] == '\r' && end + 1 < rest_.size() && rest_[end + 1] == '\n';
    rest_.remove_prefix(end + (pair ? 2 : 1));
    return true;
}

void LineReader::fail(const std::string& reason, const std::string& hint) const {
    throw Error(Error::Kind::BadInput,
                displayPath(path_) + ", line " + std::to_string(number_) + ": " + reason,
                hint,
                path_.string());
}

std::string_view nextWord(std::string_view& line) {
    const size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        line = {};
        return {};
    }
    line.remove_prefix(first);
    const size_t length = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view word = line.substr(0, length);
    line.remove_prefix(length);
    return word;
}

}  // namespace bozzetto
