// SPDX-License-Identifier: Apache-2.0
#include "camera/json_file.h"

#include "base/error.h"
#include "base/files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace bozzetto {
namespace {

constexpr uint64_t kMaxBytes = 64u << 20;
constexpr int kMaxDepth = 64;

std::string placeOf(const std::string& text, std::size_t byte) {
    byte = std::min(byte, text.size());
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
    const std::size_t line_start = byte == 0 ? std::string::npos : text.rfind('\n', byte - 1);
    const std::size_t column = line_start == std::string::npos ? byte + 1 : byte - line_start;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

[[noreturn]] void refuse(const std::filesystem::path& path,
                         const std::string& reason,
                         const std::string& hint,
                         const std::string& detail = {}) {
    throw Error(
        Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string(), detail);
}

/// One pass over the text outside strings: bounds the depth and blanks out the words that JSON does
/// not know.
void prepare(std::string& text, const std::filesystem::path& path) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            i += c == '\\' ? 1 : 0;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kMaxDepth) {
                refuse(path,
                       "is nested more than " + std::to_string(kMaxDepth) + " levels deep (" +
                           placeOf(text, i) + ")",
                       "A transforms file needs four levels; write it again with the program that "
                       "made it.");
            }
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == 'N' && text.compare(i, 3, "NaN") == 0) {
            text.replace(i, 3, "  null", 2, 4);
        } else if (c == 'I' && text.compare(i, 8, "Infinity") == 0) {
            const std::size_t start = i > 0 && text[i - 1] == '-' ? i - 1 : i;
            text.replace(start, i + 8 - start, i + 8 - start, ' ');
            text.replace(start, 4, "null");
            i += 7;
        }
    }
}

/// Remembers the keys of every open object; the parser itself would keep the last of two values
/// silently.
class DuplicateKeys {
public:
    bool operator()(int, nlohmann::json::parse_event_t event, nlohmann::json& value) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start) {
            open_.emplace_back();
        } else if (event == Event::object_end && !open_.empty()) {
            open_.pop_back();
        } else if (event == Event::key && !open_.empty()) {
            const std::string key = value.get<std::string>();
            if (!open_.back().insert(key).second && duplicate_.empty()) {
                duplicate_ = key;
            }
        }
        return true;
    }
    const std::string& duplicate() const { return duplicate_; }

private:
    std::vector<std::set<std::string>> open_;
    std::string duplicate_;
};

}  // namespace

nlohmann::json readJsonFile(const std::filesystem::path& path) {
    std::string text = readFile(path, kMaxBytes);
    if (text.empty()) {
        refuse(path, "the file is empty", "Write it again with the program that made it.");
    }
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        refuse(path, "is UTF-16 text", "Save it as UTF-8.");
    }
    if (text.starts_with("\xef\xbb\xbf")) {
        text.erase(0, 3);
    }
    prepare(text, path);
    DuplicateKeys keys;
    nlohmann::json document;
    try {
        document = nlohmann::json::parse(text, std::ref(keys));
    } catch (const nlohmann::json::parse_error& error) {
        const std::size_t byte = error.byte > 0 ? error.byte - 1 : 0;
        const bool at_end = byte >= text.size();
        refuse(path,
               std::string(at_end ? "the JSON ends too early at " : "is not valid JSON at ") +
                   placeOf(text, byte),
               at_end ? "The file is cut short; copy or write it again."
                      : "Look there for a missing or extra comma, a comment or a decimal comma.",
               error.what());
    } catch (const nlohmann::json::exception& error) {
        refuse(path,
               "holds a number that is out of range",
               "Write it again with ordinary numbers.",
               error.what());
    }
    if (!keys.duplicate().empty()) {
        refuse(path,
               "the key '" + displayPath(keys.duplicate()) + "' stands twice in one object",
               "Remove one of the two.");
    }
    return document;
}

std::optional<double> numberFrom(const nlohmann::json& value,
                                 const std::string& key,
                                 std::vector<std::string>& warnings) {
    double number = 0;
    if (value.is_number()) {
        number = value.get<double>();
    } else if (value.is_string()) {
        const std::string& text = value.get_ref<const std::string&>();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size()) {
            return std::nullopt;
        }
        warnings.push_back("numbers are written as strings ('" + key +
                           "'); they were read as numbers");
    } else {
        return std::nullopt;
    }
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

}  // namespace bozzetto
