// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/text.h"
#include "io/ply.h"

#include <bit>
#include <cstring>

namespace bozzetto {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the PLY writer copies little-endian numbers");

/// Puts the numbers of the body one after the other, in either format.
class Body {
public:
    Body(std::string& bytes, PlyText format) : bytes_(bytes), format_(format) {}

    template <class T>
    void put(T value) {
        if (format_ == PlyText::Binary) {
            char raw[sizeof value];
            std::memcpy(raw, &value, sizeof value);
            bytes_.append(raw, sizeof value);
            return;
        }
        if constexpr (std::is_same_v<T, float>) {
            bytes_ += formatNumber(value);
        } else {
            bytes_ += std::to_string(value);
        }
        bytes_ += ' ';
    }
    void put(Vec3f v) {
        put(v.x);
        put(v.y);
        put(v.z);
    }
    void endItem() {
        if (format_ == PlyText::Ascii) {
            bytes_.back() = '\n';
        }
    }

private:
    std::string& bytes_;
    PlyText format_;
};

std::string encodeHeader(const TexturedMesh& mesh, const PlyContent& content) {
    std::string text = std::string("ply\nformat ") +
                       (content.text == PlyText::Ascii ? "ascii" : "binary_little_endian") +
                       " 1.0\ncomment Bozzetto " BOZZETTO_VERSION "\n";
    if (!content.texture_file.empty()) {
        text += "comment TextureFile " + content.texture_file + "\n";
    }
    text += "element vertex " + std::to_string(mesh.mesh.positions.size()) +
            "\nproperty float x\nproperty float y\nproperty float z\n";
    if (!mesh.normals.empty()) {
        text += "property float nx\nproperty float ny\nproperty float nz\n";
    }
    if (!content.colors.empty()) {
        text += "property uchar red\nproperty uchar green\nproperty uchar blue\n";
    }
    text += "element face " + std::to_string(mesh.mesh.triangles.size()) +
            "\nproperty list uchar int vertex_indices\n";
    if (!mesh.uvs.empty()) {
        text += "property list uchar float texcoord\n";
    }
    return text + "end_header\n";
}

}  // namespace

std::string encodePly(const TexturedMesh& mesh, const PlyContent& content) {
    const std::vector<Vec3i>& triangles = mesh.mesh.triangles;
    require(mesh.uvs.empty() || mesh.uv_triangles.size() == triangles.size(),
            "encodePly: a UV triangle for each triangle");
    require(mesh.normals.empty() || mesh.normals.size() == mesh.mesh.positions.size(),
            "encodePly: a normal for each position");
    require(content.colors.empty() || content.colors.size() == 3 * mesh.mesh.positions.size(),
            "encodePly: a colour for each position");
    std::string bytes = encodeHeader(mesh, content);
    bytes.reserve(bytes.size() + 27 * mesh.mesh.positions.size() + 38 * triangles.size());
    Body body(bytes, content.text);
    for (size_t i = 0; i < mesh.mesh.positions.size(); ++i) {
        body.put(mesh.mesh.positions[i]);
        if (!mesh.normals.empty()) {
            body.put(mesh.normals[i]);
        }
        for (size_t c = 0; c < 3 && !content.colors.empty(); ++c) {
            body.put(content.colors[3 * i + c]);
        }
        body.endItem();
    }
    for (size_t t = 0; t < triangles.size(); ++t) {
        body.put(uint8_t{3});
        for (int k = 0; k < 3; ++k) {
            body.put(triangles[t][k]);
        }
        if (!mesh.uvs.empty()) {
            body.put(uint8_t{6});
            for (int k = 0; k < 3; ++k) {
                const Vec2f uv = mesh.uvs[mesh.uv_triangles[t][k]];
                body.put(uv.x);
                body.put(uv.y);
            }
        }
        body.endItem();
    }
    return bytes;
}

std::string encodePly(const TexturedMesh& mesh, const std::string& texture_file) {
    return encodePly(mesh, PlyContent{texture_file, {}, PlyText::Binary});
}

}  // namespace bozzetto
