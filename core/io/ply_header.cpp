// SPDX-License-Identifier: Apache-2.0
#include "io/ply_header.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "io/line_reader.h"

#include <algorithm>
#include <map>
#include <optional>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr size_t kMaxHeader = 1 << 20;
constexpr size_t kMaxProperties = 1000;  // of all elements together

PlyType parseType(std::string_view name, const fs::path& path) {
    static const std::map<std::string_view, PlyType> kTypes = {{"char", PlyType::Int8},
                                                               {"int8", PlyType::Int8},
                                                               {"uchar", PlyType::Uint8},
                                                               {"uint8", PlyType::Uint8},
                                                               {"short", PlyType::Int16},
                                                               {"int16", PlyType::Int16},
                                                               {"ushort", PlyType::Uint16},
                                                               {"uint16", PlyType::Uint16},
                                                               {"int", PlyType::Int32},
                                                               {"int32", PlyType::Int32},
                                                               {"uint", PlyType::Uint32},
                                                               {"uint32", PlyType::Uint32},
                                                               {"float", PlyType::Float32},
                                                               {"float32", PlyType::Float32},
                                                               {"double", PlyType::Float64},
                                                               {"float64", PlyType::Float64}};
    const auto found = kTypes.find(name);
    if (found == kTypes.end()) {
        failPly(path,
                "the header has the unknown type \"" + std::string(name.substr(0, 40)) + "\"");
    }
    return found->second;
}

PlyHeader::Format parseFormat(std::string_view line, const fs::path& path) {
    const std::string_view name = nextWord(line);
    if (nextWord(line) != "1.0") {
        failPly(path, "is a PLY file of another version than 1.0");
    }
    if (name == "ascii") {
        return PlyHeader::Format::Ascii;
    }
    if (name == "binary_little_endian") {
        return PlyHeader::Format::LittleEndian;
    }
    if (name == "binary_big_endian") {
        return PlyHeader::Format::BigEndian;
    }
    failPly(path, "the header has the unknown format \"" + std::string(name.substr(0, 40)) + "\"");
}

PlyElement parseElement(std::string_view line, const fs::path& path) {
    PlyElement element;
    element.name = nextWord(line);
    const std::string_view count_text = nextWord(line);
    const std::optional<long long> count = parseInteger(count_text);
    if (element.name.empty() || !count || *count < 0) {
        failPly(
            path,
            "the header's count of element \"" + element.name.substr(0, 40) + "\" is not a number");
    }
    element.count = static_cast<uint64_t>(*count);
    return element;
}

PlyProperty parseProperty(std::string_view line, const fs::path& path) {
    PlyProperty property;
    std::string_view word = nextWord(line);
    if (word == "list") {
        property.is_list = true;
        property.count_type = parseType(nextWord(line), path);
        if (property.count_type == PlyType::Float32 || property.count_type == PlyType::Float64) {
            failPly(path, "the header counts a list with fractions");
        }
        word = nextWord(line);
    }
    property.type = parseType(word, path);
    property.name = nextWord(line);
    if (property.name.empty()) {
        failPly(path, "the header has a property without a name");
    }
    return property;
}

void refuseSplats(const PlyHeader& header, const fs::path& path) {
    for (const PlyElement& element : header.elements) {
        for (const PlyProperty& property : element.properties) {
            if (property.name == "f_dc_0" || property.name == "scale_0") {
                failPly(path,
                        "holds Gaussian splats, not a mesh",
                        "Give a triangle mesh; splats have no surface to compare.");
            }
        }
    }
}

void checkCounts(const PlyHeader& header, uint64_t remaining, const fs::path& path) {
    const bool ascii = header.format == PlyHeader::Format::Ascii;
    for (const PlyElement& element : header.elements) {
        const uint64_t size = element.minimumSize(ascii);
        if (size == 0 ? element.count > 0 : element.count > remaining / size) {
            failPly(path,
                    "promises " + std::to_string(element.count) + " items of \"" + element.name +
                        "\", more than the file can hold",
                    "The file is cut short or damaged; export the mesh again.");
        }
        remaining -= element.count * size;
    }
}

}  // namespace

size_t sizeOf(PlyType type) {
    switch (type) {
        case PlyType::Int8:
        case PlyType::Uint8:
            return 1;
        case PlyType::Int16:
        case PlyType::Uint16:
            return 2;
        case PlyType::Int32:
        case PlyType::Uint32:
        case PlyType::Float32:
            return 4;
        case PlyType::Float64:
            return 8;
    }
    return 8;
}

uint64_t PlyElement::minimumSize(bool ascii) const {
    uint64_t size = 0;
    for (const PlyProperty& property : properties) {
        size += ascii ? 1 : sizeOf(property.is_list ? property.count_type : property.type);
    }
    return size;
}

PlyHeader parsePlyHeader(std::string_view bytes, const fs::path& path) {
    if (bytes.empty()) {
        failPly(path, "the file is empty");
    }
    if (!bytes.starts_with("ply\n") && !bytes.starts_with("ply\r")) {
        failPly(path, "is not a PLY file", "Give a .ply triangle mesh.");
    }
    PlyHeader header;
    size_t position = 0, properties = 0;
    bool has_format = false;
    while (position < std::min(bytes.size(), kMaxHeader)) {
        const size_t end = bytes.find_first_of("\r\n", position);
        if (end == std::string_view::npos) {
            break;
        }
        std::string_view line = bytes.substr(position, end - position);
        const bool pair = bytes[end] == '\r' && end + 1 < bytes.size() && bytes[end + 1] == '\n';
        position = end + (pair ? 2 : 1);
        const std::string_view key = nextWord(line);
        if (key == "end_header") {
            if (!has_format) {
                failPly(path, "the header does not say its format");
            }
            header.size = position;
            refuseSplats(header, path);
            checkCounts(header, bytes.size() - position, path);
            return header;
        }
        if (key == "format") {
            header.format = parseFormat(line, path);
            has_format = true;
        } else if (key == "element") {
            header.elements.push_back(parseElement(line, path));
        } else if (key == "property" && !header.elements.empty() &&
                   ++properties <= kMaxProperties) {
            header.elements.back().properties.push_back(parseProperty(line, path));
        } else if (key == "comment") {
            if (nextWord(line) == "TextureFile" && header.texture_file.empty()) {
                header.texture_file = trim(line);
            }
        } else if (key != "ply" && key != "obj_info" && !key.empty()) {
            failPly(path,
                    "the header has the unknown line \"" + std::string(key.substr(0, 40)) + "\"");
        }
    }
    failPly(path,
            "the header has no end (end_header)",
            "The file is cut short or damaged; export the mesh again.");
}

void failPly(const fs::path& path, const std::string& reason, const std::string& hint) {
    throw Error(Error::Kind::BadInput, displayPath(path) + ": " + reason, hint, path.string());
}

}  // namespace bozzetto
