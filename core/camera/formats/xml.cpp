// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/xml.h"

#include "base/files.h"
#include "base/text.h"
#include "camera/formats/refuse.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr uint64_t kMaxBytes = 256u << 20;

}  // namespace

XmlFile::XmlFile(const std::filesystem::path& path)
    : path_(path), text_(readFile(path, kMaxBytes)) {
    for (std::size_t end = text_.find('\n'); end != std::string::npos;
         end = text_.find('\n', end + 1)) {
        line_ends_.push_back(end);
    }
    // Neither program writes document types; a reader that follows them can be led anywhere.
    for (const char* mark : {"<!DOCTYPE", "<!ENTITY"}) {
        if (const std::size_t place = text_.find(mark); place != std::string::npos) {
            refuseFile(path_,
                       "line " + std::to_string(lineAt(place)) +
                           ": it declares a document type or entities (" + mark +
                           "), which is refused",
                       "Remove the declaration, or export the file again.");
        }
    }
    const pugi::xml_parse_result result =
        document_.load_buffer(text_.data(), text_.size(), pugi::parse_default);
    if (!result) {
        const std::size_t offset = std::min(
            static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)), text_.size());
        const int line = lineAt(offset);
        const std::size_t line_start =
            line == 1 ? 0 : line_ends_[static_cast<std::size_t>(line) - 2] + 1;
        refuseFile(path_,
                   "line " + std::to_string(line) + ", column " +
                       std::to_string(offset - line_start + 1) + ": it is not well-formed XML (" +
                       result.description() + ")",
                   "The file is damaged or cut short: copy it again, or export it again.");
    }
}

int XmlFile::lineAt(std::size_t offset) const {
    return 1 + static_cast<int>(std::lower_bound(line_ends_.begin(), line_ends_.end(), offset) -
                                line_ends_.begin());
}

std::string XmlFile::placeOf(pugi::xml_node element) const {
    return "line " + std::to_string(lineAt(static_cast<std::size_t>(
                         std::max<std::ptrdiff_t>(element.offset_debug(), 0))));
}

void XmlFile::refuse(pugi::xml_node element,
                     const std::string& reason,
                     const std::string& hint) const {
    refuseFile(path_,
               placeOf(element) + ": <" + displayPath(std::string(element.name())) + ">: " + reason,
               hint);
}

std::optional<std::vector<double>> numbersFrom(const std::string& text, std::size_t count) {
    std::vector<double> numbers;
    std::string_view rest = trim(text);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
        const std::optional<double> number = parseNumber(rest.substr(0, end));
        if (!number || numbers.size() == count) {
            return std::nullopt;
        }
        numbers.push_back(*number);
        rest = trim(rest.substr(end));
    }
    return numbers.size() == count ? std::optional(numbers) : std::nullopt;
}

}  // namespace bozzetto
