// SPDX-License-Identifier: Apache-2.0
#include "io/ply.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "io/ply_header.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

static_assert(std::endian::native == std::endian::little,
              "the PLY reader turns big-endian numbers round");
constexpr uint64_t kMaxCorners = 1 << 16;  // of one face

/// Hands out the numbers of the body one by one, whatever the format.
class Body {
public:
    Body(std::string_view bytes, PlyHeader::Format format, const fs::path& path)
        : bytes_(bytes), format_(format), path_(path) {}

    double next(PlyType type) {
        return format_ == PlyHeader::Format::Ascii ? nextAscii() : nextBinary(type);
    }
    /// Fails if `count` more values of the type cannot be there.
    void expect(uint64_t count, PlyType type) const {
        if (count > bytes_.size() / (format_ == PlyHeader::Format::Ascii ? 1 : sizeOf(type))) {
            failPly(path_,
                    "a list is longer than the file",
                    "The file is cut short or damaged; export the mesh again.");
        }
    }

private:
    double nextAscii() {
        const size_t first = std::min(bytes_.find_first_not_of(" \t\r\n"), bytes_.size());
        bytes_.remove_prefix(first);
        const size_t length = std::min(bytes_.find_first_of(" \t\r\n"), bytes_.size());
        const std::string_view word = bytes_.substr(0, length);
        bytes_.remove_prefix(length);
        const std::optional<double> value = parseNumber(word);
        if (!value) {
            failPly(path_,
                    word.empty() ? "the file is cut short"
                                 : "\"" + displayPath(std::string(word.substr(0, 40))) +
                                       "\" is not a finite number");
        }
        return *value;
    }

    double nextBinary(PlyType type) {
        const size_t size = sizeOf(type);
        if (bytes_.size() < size) {
            failPly(path_, "the file is cut short");
        }
        char raw[8];
        std::memcpy(raw, bytes_.data(), size);
        bytes_.remove_prefix(size);
        if (format_ == PlyHeader::Format::BigEndian) {
            std::reverse(raw, raw + size);
        }
        switch (type) {
            case PlyType::Int8:
                return valueOf<int8_t>(raw);
            case PlyType::Uint8:
                return valueOf<uint8_t>(raw);
            case PlyType::Int16:
                return valueOf<int16_t>(raw);
            case PlyType::Uint16:
                return valueOf<uint16_t>(raw);
            case PlyType::Int32:
                return valueOf<int32_t>(raw);
            case PlyType::Uint32:
                return valueOf<uint32_t>(raw);
            case PlyType::Float32:
                return valueOf<float>(raw);
            case PlyType::Float64:
                return valueOf<double>(raw);
        }
        return 0;
    }

    template <class T>
    static double valueOf(const char* raw) {
        T value;
        std::memcpy(&value, raw, sizeof value);
        return static_cast<double>(value);
    }

    std::string_view bytes_;
    PlyHeader::Format format_;
    fs::path path_;
};

/// What a scalar property of a vertex means to us; -1 = skipped.
int vertexSlot(const std::string& name) {
    static const std::vector<std::vector<std::string>> kSlots = {{"x"},
                                                                 {"y"},
                                                                 {"z"},
                                                                 {"nx"},
                                                                 {"ny"},
                                                                 {"nz"},
                                                                 {"s", "u", "texture_u"},
                                                                 {"t", "v", "texture_v"}};
    for (size_t i = 0; i < kSlots.size(); ++i) {
        if (std::find(kSlots[i].begin(), kSlots[i].end(), name) != kSlots[i].end()) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

class Reader {
public:
    Reader(std::string_view bytes, const PlyHeader& header, const fs::path& path)
        : header_(header), path_(path), body_(bytes.substr(header.size), header.format, path) {}

    TexturedMesh read() {
        for (const PlyElement& element : header_.elements) {
            if (element.name == "vertex") {
                readVertices(element);
            } else if (element.name == "face") {
                readFaces(element);
            } else {
                skip(element);
            }
        }
        if (mesh_.mesh.triangles.empty()) {
            failPly(path_,
                    "holds no faces" +
                        std::string(mesh_.mesh.positions.empty() ? "" : " (it is a point cloud)"),
                    "Give a triangle mesh.");
        }
        checkIndices();
        if (vertex_uvs_) {
            mesh_.uv_triangles = mesh_.mesh.triangles;
        }
        return std::move(mesh_);
    }

private:
    void readVertices(const PlyElement& element) {
        if (element.count > static_cast<uint64_t>(std::numeric_limits<int32_t>::max())) {
            failPly(path_, "has more vertices than can be counted", "Reduce the mesh.");
        }
        bool has[8] = {};
        for (const PlyProperty& property : element.properties) {
            if (const int slot = property.is_list ? -1 : vertexSlot(property.name); slot >= 0) {
                has[slot] = true;
            }
        }
        if (!has[0] || !has[1] || !has[2]) {
            failPly(path_, "its vertices have no x, y and z");
        }
        const bool normals = has[3] && has[4] && has[5];
        vertex_uvs_ = has[6] && has[7];
        for (uint64_t i = 0; i < element.count; ++i) {
            float values[8] = {};
            for (const PlyProperty& property : element.properties) {
                readVertexProperty(property, values, i);
            }
            mesh_.mesh.positions.push_back({values[0], values[1], values[2]});
            if (normals) {
                mesh_.normals.push_back({values[3], values[4], values[5]});
            }
            if (vertex_uvs_) {
                mesh_.uvs.push_back({values[6], values[7]});
            }
        }
    }

    void readVertexProperty(const PlyProperty& property, float* values, uint64_t item) {
        const int slot = property.is_list ? -1 : vertexSlot(property.name);
        if (slot < 0) {
            skip(property);
            return;
        }
        const double value = body_.next(property.type);
        if (!std::isfinite(value) || std::fabs(value) > std::numeric_limits<float>::max()) {
            failPly(path_,
                    "vertex " + std::to_string(item) + ": " + property.name +
                        " is not a finite number");
        }
        values[slot] = static_cast<float>(value);
    }

    void readFaces(const PlyElement& element) {
        for (uint64_t i = 0; i < element.count; ++i) {
            corners_.clear();
            texcoords_.clear();
            for (const PlyProperty& property : element.properties) {
                if (property.is_list &&
                    (property.name == "vertex_indices" || property.name == "vertex_index")) {
                    readList(property, corners_, i);
                } else if (property.is_list && property.name == "texcoord") {
                    readList(property, texcoords_, i);
                } else {
                    skip(property);
                }
            }
            addFace(i);
        }
    }

    void readList(const PlyProperty& property, std::vector<double>& values, uint64_t item) {
        const double count = body_.next(property.count_type);
        if (count < 0 || count != std::floor(count) || count > static_cast<double>(kMaxCorners)) {
            failPly(path_,
                    "face " + std::to_string(item) + ": a list has " + formatNumber(count) +
                        " entries");
        }
        body_.expect(static_cast<uint64_t>(count), property.type);
        for (uint64_t k = 0; k < static_cast<uint64_t>(count); ++k) {
            values.push_back(body_.next(property.type));
        }
    }

    void addFace(uint64_t item) {
        if (corners_.size() < 3) {
            failPly(path_,
                    "face " + std::to_string(item) + " has " + std::to_string(corners_.size()) +
                        " corners; at least 3 are needed");
        }
        if (mesh_.mesh.triangles.size() + corners_.size() >
            static_cast<size_t>(std::numeric_limits<int32_t>::max() / 4)) {
            failPly(path_, "has more triangles than can be counted", "Reduce the mesh.");
        }
        const bool textured = !vertex_uvs_ && texcoords_.size() == 2 * corners_.size();
        const int first_uv = static_cast<int>(mesh_.uvs.size());
        for (size_t k = 0; textured && k < corners_.size(); ++k) {
            const Vec2f uv{static_cast<float>(texcoords_[2 * k]),
                           static_cast<float>(texcoords_[2 * k + 1])};
            if (!std::isfinite(uv.x) || !std::isfinite(uv.y)) {
                failPly(path_,
                        "face " + std::to_string(item) +
                            ": a texture coordinate is not a finite number");
            }
            mesh_.uvs.push_back(uv);
        }
        for (size_t k = 2; k < corners_.size(); ++k) {
            mesh_.mesh.triangles.push_back(
                {index(corners_[0], item), index(corners_[k - 1], item), index(corners_[k], item)});
            if (textured) {
                mesh_.uv_triangles.push_back(
                    {first_uv, first_uv + static_cast<int>(k) - 1, first_uv + static_cast<int>(k)});
            }
        }
    }

    int index(double value, uint64_t item) const {
        if (!(value >= 0 && value <= std::numeric_limits<int32_t>::max()) ||
            value != std::floor(value)) {
            failPly(path_,
                    "face " + std::to_string(item) + ": vertex " + formatNumber(value) +
                        " does not exist");
        }
        return static_cast<int>(value);
    }

    void checkIndices() {
        const auto count = static_cast<int64_t>(mesh_.mesh.positions.size());
        for (const Vec3i& t : mesh_.mesh.triangles) {
            for (int k = 0; k < 3; ++k) {
                if (t[k] >= count) {
                    failPly(path_,
                            "vertex " + std::to_string(t[k]) + " does not exist (there are " +
                                std::to_string(count) + ")");
                }
            }
        }
        if (!mesh_.uv_triangles.empty() &&
            mesh_.uv_triangles.size() != mesh_.mesh.triangles.size()) {
            failPly(path_, "only some faces have texture coordinates");
        }
    }

    void skip(const PlyProperty& property) {
        if (!property.is_list) {
            body_.next(property.type);
            return;
        }
        const double count = body_.next(property.count_type);
        if (count < 0) {
            failPly(path_, "a list has a negative length");
        }
        body_.expect(static_cast<uint64_t>(count), property.type);
        for (uint64_t k = 0; k < static_cast<uint64_t>(count); ++k) {
            body_.next(property.type);
        }
    }

    void skip(const PlyElement& element) {
        for (uint64_t i = 0; i < element.count; ++i) {
            for (const PlyProperty& property : element.properties) {
                skip(property);
            }
        }
    }

    const PlyHeader& header_;
    fs::path path_;
    Body body_;
    TexturedMesh mesh_;
    bool vertex_uvs_ = false;
    std::vector<double> corners_, texcoords_;
};

}  // namespace

TexturedMesh readPly(const fs::path& path, std::string* texture_file) {
    const std::string bytes = readFile(path, uint64_t{1} << 34);
    const PlyHeader header = parsePlyHeader(bytes, path);
    if (texture_file != nullptr) {
        *texture_file = header.texture_file;
    }
    return Reader(bytes, header, path).read();
}

}  // namespace bozzetto
