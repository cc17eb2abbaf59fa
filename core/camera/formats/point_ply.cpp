// SPDX-License-Identifier: Apache-2.0
// Source: Greg Turk, "The PLY Polygon File Format".
#include "camera/formats/point_ply.h"

#include "base/files.h"
#include "base/text.h"
#include "camera/formats/refuse.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr uint64_t kMaxBytes = uint64_t{1} << 30;
constexpr const char* kHint = "Write the points again with the program that made them.";

enum class Type { Int8, Uint8, Int16, Uint16, Int32, Uint32, Float, Double };
struct TypeName {
    const char *name, *other;
    Type type;
    std::size_t bytes;
};
constexpr std::array kTypes = {TypeName{"char", "int8", Type::Int8, 1},
                               TypeName{"uchar", "uint8", Type::Uint8, 1},
                               TypeName{"short", "int16", Type::Int16, 2},
                               TypeName{"ushort", "uint16", Type::Uint16, 2},
                               TypeName{"int", "int32", Type::Int32, 4},
                               TypeName{"uint", "uint32", Type::Uint32, 4},
                               TypeName{"float", "float32", Type::Float, 4},
                               TypeName{"double", "float64", Type::Double, 8}};

struct Property {
    std::string name;
    TypeName type;
};

struct Header {
    bool ascii = false, big_endian = false;
    uint64_t vertices = 0;
    std::vector<Property> properties;  // of a vertex
    std::size_t end = 0;               // of the header
};

std::vector<std::string> wordsOf(std::string_view line) {
    std::vector<std::string> words;
    for (line = trim(line); !line.empty(); line = trim(line)) {
        const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
        words.emplace_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return words;
}

class PlyReader {
public:
    PlyReader(const fs::path& path, const std::string& bytes) : path_(path), bytes_(bytes) {}

    SparseCloud read() {
        readHeader();
        place_ = header_.end;
        SparseCloud cloud;
        cloud.points.reserve(header_.vertices);  // the file holds at least a byte of each
        for (uint64_t i = 0; i < header_.vertices; ++i) {
            readVertex(cloud);
        }
        return cloud;
    }

private:
    [[noreturn]] void refuse(const std::string& reason) const {
        refuseFile(path_, "at byte " + std::to_string(place_) + ": " + reason, kHint);
    }

    std::string_view line() {
        const std::size_t end = bytes_.find('\n', place_);
        if (end == std::string::npos || end - place_ > 4096) {
            refuse("the PLY header has no end");
        }
        const std::string_view text = std::string_view(bytes_).substr(place_, end - place_);
        place_ = end + 1;
        return trim(text);
    }

    void readHeader() {
        if (!bytes_.starts_with("ply")) {
            refuse("it is no PLY file");
        }
        line();
        bool in_vertex = false, first_element = true;
        for (std::vector<std::string> words = wordsOf(line());
             words.empty() || words[0] != "end_header";
             words = wordsOf(line())) {
            if (words.size() == 3 && words[0] == "format") {
                header_.ascii = words[1] == "ascii";
                header_.big_endian = words[1] == "binary_big_endian";
            } else if (words.size() == 3 && words[0] == "element") {
                in_vertex = words[1] == "vertex";
                if (in_vertex) {
                    const std::optional<long long> count = parseInteger(words[2]);
                    if (!count || *count < 0 || !first_element) {
                        refuse("its points are not the first element, or not counted");
                    }
                    header_.vertices = static_cast<uint64_t>(*count);
                }
                first_element = false;
            } else if (in_vertex && !words.empty() && words[0] == "property") {
                addProperty(words);
            }
        }
        header_.end = place_;
        checkHeader();
    }

    void addProperty(const std::vector<std::string>& words) {
        const auto type = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeName& known) {
            return words.size() == 3 && (words[1] == known.name || words[1] == known.other);
        });
        if (type == kTypes.end()) {
            refuse("a point has a property of an unknown type");
        }
        header_.properties.push_back({words[2], *type});
    }

    void checkHeader() {
        std::size_t bytes = 0;
        for (const Property& property : header_.properties) {
            bytes += header_.ascii ? 2 : property.type.bytes;
        }
        for (const char* axis : {"x", "y", "z"}) {
            if (std::none_of(header_.properties.begin(),
                             header_.properties.end(),
                             [&](const Property& p) { return p.name == axis; })) {
                refuse(std::string("its points have no ") + axis);
            }
        }
        if (header_.vertices > (bytes_.size() - header_.end + 1) / bytes) {
            refuse("it announces " + std::to_string(header_.vertices) +
                   " points, which the rest of the file cannot hold");
        }
    }

    template <class Number>
    double decode(std::size_t size) {
        std::array<char, sizeof(Number)> raw;
        std::memcpy(raw.data(), bytes_.data() + place_, size);
        if (header_.big_endian) {
            std::reverse(raw.begin(), raw.end());
        }
        return static_cast<double>(std::bit_cast<Number>(raw));
    }

    double binaryNumber(const TypeName& type) {
        if (type.bytes > bytes_.size() - place_) {
            refuse("the file ends within its points");
        }
        double value = 0;
        switch (type.type) {
            case Type::Int8:
                value = decode<int8_t>(1);
                break;
            case Type::Uint8:
                value = decode<uint8_t>(1);
                break;
            case Type::Int16:
                value = decode<int16_t>(2);
                break;
            case Type::Uint16:
                value = decode<uint16_t>(2);
                break;
            case Type::Int32:
                value = decode<int32_t>(4);
                break;
            case Type::Uint32:
                value = decode<uint32_t>(4);
                break;
            case Type::Float:
                value = decode<float>(4);
                break;
            case Type::Double:
                value = decode<double>(8);
                break;
        }
        place_ += type.bytes;
        return value;
    }

    double textNumber() {
        const std::size_t start = bytes_.find_first_not_of(" \t\r\n", place_);
        const std::size_t end = std::min(bytes_.find_first_of(" \t\r\n", start), bytes_.size());
        if (start == std::string::npos) {
            refuse("the file ends within its points");
        }
        const auto value = parseNumber(std::string_view(bytes_).substr(start, end - start));
        place_ = end;
        return value.value_or(std::nan(""));
    }

    void readVertex(SparseCloud& cloud) {
        SparsePoint point;
        point.color = {200, 200, 200};
        for (const Property& property : header_.properties) {
            const double value = header_.ascii ? textNumber() : binaryNumber(property.type);
            const bool is_float =
                property.type.type == Type::Float || property.type.type == Type::Double;
            const double shade = is_float ? value * 255 : value;
            const auto channel =
                static_cast<uint8_t>(std::isfinite(shade) ? std::clamp(shade, 0.0, 255.0) : 0.0);
            if (property.name.size() == 1 && property.name[0] >= 'x' && property.name[0] <= 'z') {
                point.position[property.name[0] - 'x'] = value;
            } else if (property.name == "red") {
                point.color[0] = channel;
            } else if (property.name == "green") {
                point.color[1] = channel;
            } else if (property.name == "blue") {
                point.color[2] = channel;
            }
        }
        if (const double size = length(point.position); std::isfinite(size) && size < 1e12) {
            cloud.points.push_back(std::move(point));
        }
    }

    const fs::path& path_;
    const std::string& bytes_;
    Header header_;
    std::size_t place_ = 0;
};

}  // namespace

SparseCloud readPointPly(const fs::path& path) {
    const std::string bytes = readFile(path, kMaxBytes);
    return PlyReader(path, bytes).read();
}

}  // namespace bozzetto
