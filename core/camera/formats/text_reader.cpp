// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/text_reader.h"

#include "base/files.h"
#include "base/text.h"
#include "camera/formats/refuse.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr std::string_view kBlanks = " \t\r\v\f";

}  // namespace

TextReader::TextReader(const std::filesystem::path& path, std::string_view text)
    : path_(path), rest_(text) {
    if (rest_.starts_with("\xff\xfe") || rest_.starts_with("\xfe\xff")) {
        refuseFile(path, "is UTF-16 text", "Save it as UTF-8.");
    }
    if (rest_.starts_with("\xef\xbb\xbf")) {
        rest_.remove_prefix(3);
    }
}

bool TextReader::next() {
    if (rest_.empty()) {
        return false;
    }
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line_.ends_with('\r')) {
        line_.remove_suffix(1);
    }
    ++number_;
    return true;
}

void TextReader::refuse(const std::string& reason, const std::string& hint) const {
    refuseFile(path_, "line " + std::to_string(number_) + ": " + reason, hint);
}

std::string_view WordReader::word() {
    const std::size_t start = std::min(rest_.find_first_not_of(kBlanks), rest_.size());
    const std::size_t end = std::min(rest_.find_first_of(kBlanks, start), rest_.size());
    const std::string_view found = rest_.substr(start, end - start);
    column_ = place_.line().size() - rest_.size() + start + 1;
    rest_.remove_prefix(end);
    return found;
}

double WordReader::number(const char* what) {
    const std::string_view found = word();
    const std::optional<double> value = parseNumber(found);
    if (!value) {
        refuse(what + std::string(" is not a finite number"), found);
    }
    return *value;
}

long long WordReader::integer(const char* what, long long low, long long high) {
    const std::string_view found = word();
    const std::optional<long long> value = parseInteger(found);
    if (!value || *value < low || *value > high) {
        refuse(what + std::string(" is not a sensible whole number"), found);
    }
    return *value;
}

std::string_view WordReader::rest() const {
    return trim(rest_);
}

void WordReader::refuse(const std::string& what, std::string_view found) const {
    const std::string shown =
        found.empty() ? "nothing" : "'" + displayPath(std::string(found.substr(0, 60))) + "'";
    place_.refuse("column " + std::to_string(column_) + ": " + what + " (" + shown + ")", hint_);
}

}  // namespace bozzetto
