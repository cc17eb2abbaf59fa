// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

enum class PlyType { Int8, Uint8, Int16, Uint16, Int32, Uint32, Float32, Float64 };
size_t sizeOf(PlyType type);

struct PlyProperty {
    std::string name;
    PlyType type = PlyType::Float32;
    bool is_list = false;
    PlyType count_type = PlyType::Uint8;  // of a list
};

struct PlyElement {
    std::string name;
    uint64_t count = 0;
    std::vector<PlyProperty> properties;
    /// Fewest bytes (binary) or characters (ASCII) that an item can take.
    uint64_t minimumSize(bool ascii) const;
};

struct PlyHeader {
    enum class Format { Ascii, LittleEndian, BigEndian };
    Format format = Format::Ascii;
    std::vector<PlyElement> elements;
    std::string texture_file;
    size_t size = 0;  // bytes up to and with the line end after end_header
};

/// Throws Error(BadInput) naming file and reason; counts are checked against the bytes that follow,
/// so a lying one allocates nothing.
PlyHeader parsePlyHeader(std::string_view bytes, const std::filesystem::path& path);

[[noreturn]] void failPly(const std::filesystem::path& path,
                          const std::string& reason,
                          const std::string& hint = "Export the mesh again.");

}  // namespace bozzetto
