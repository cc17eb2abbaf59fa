// SPDX-License-Identifier: Apache-2.0
#include "io/preview_file.h"

#include "base/error.h"
#include "base/files.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they are");

constexpr size_t kVertexBytes = 6 * sizeof(float) + 3;
constexpr size_t kTriangleBytes = 1 + 3 * sizeof(int32_t);
constexpr size_t kMaxCount = size_t{1} << 26;  // of vertices, of triangles
constexpr uint64_t kMaxFileBytes = uint64_t{1} << 31;

std::string headerOf(size_t vertices, size_t triangles) {
    return "ply\nformat binary_little_endian 1.0\ncomment Bozzetto preview\nelement vertex " +
           std::to_string(vertices) +
           "\nproperty float x\nproperty float y\nproperty float z\nproperty float nx\nproperty "
           "float ny\nproperty float nz\nproperty uchar red\nproperty uchar green\nproperty uchar "
           "blue\nelement face " +
           std::to_string(triangles) + "\nproperty list uchar int vertex_indices\nend_header\n";
}

[[noreturn]] void fail(const fs::path& path, const std::string& reason) {
    throw Error(Error::Kind::BadInput,
                displayPath(path) + ": " + reason,
                "It is a preview that is made anew while a run goes on; the run itself is fine.",
                path.string());
}

std::string encode(const PreviewMesh& preview) {
    const TriangleMesh& mesh = preview.mesh;
    std::string bytes = headerOf(mesh.positions.size(), mesh.triangles.size());
    const size_t header = bytes.size();
    bytes.resize(header + kVertexBytes * mesh.positions.size() +
                 kTriangleBytes * mesh.triangles.size());
    char* out = bytes.data() + header;
    for (size_t i = 0; i < mesh.positions.size(); ++i) {
        std::memcpy(out, &mesh.positions[i], 12);
        std::memcpy(out + 12, &preview.normals[i], 12);
        std::memcpy(out + 24, &preview.colors[3 * i], 3);
        out += kVertexBytes;
    }
    for (const Vec3i& triangle : mesh.triangles) {
        *out = 3;
        std::memcpy(out + 1, &triangle, 12);
        out += kTriangleBytes;
    }
    return bytes;
}

/// The number after `word` in the header.
size_t countAfter(const fs::path& path, std::string_view bytes, std::string_view word) {
    const size_t found = bytes.substr(0, 1000).find(word);
    size_t count = 0;
    const char* const end = bytes.data() + bytes.size();
    if (found == std::string_view::npos ||
        std::from_chars(bytes.data() + found + word.size(), end, count).ec != std::errc() ||
        count > kMaxCount) {
        fail(path, "is not a preview");
    }
    return count;
}

}  // namespace

void writePreview(const fs::path& path, const PreviewMesh& mesh) {
    require(mesh.normals.size() == mesh.mesh.positions.size() &&
                mesh.colors.size() == 3 * mesh.mesh.positions.size(),
            "a preview has a normal and a colour for every vertex");
    const std::string bytes = encode(mesh);
    fs::path partial = path;
    partial += ".partial";
    std::error_code error;
    std::ofstream file(partial, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (file) {
        fs::rename(partial, path, error);
    }
    if (!file || error) {
        std::error_code ignored;
        fs::remove(partial, ignored);
        throw Error(Error::Kind::Output,
                    displayPath(path) + ": the preview cannot be written",
                    "Make room on the disk; the run goes on without previews.",
                    path.string(),
                    error.message());
    }
}

PreviewMesh readPreview(const fs::path& path) {
    const std::string bytes = readFile(path, kMaxFileBytes);
    const size_t vertices = countAfter(path, bytes, "\nelement vertex ");
    const size_t triangles = countAfter(path, bytes, "\nelement face ");
    const std::string header = headerOf(vertices, triangles);
    if (!bytes.starts_with(header)) {
        fail(path, "is not a preview");
    }
    if (bytes.size() != header.size() + kVertexBytes * vertices + kTriangleBytes * triangles) {
        fail(path, "its size does not fit the number of vertices and triangles in it");
    }
    PreviewMesh preview;
    preview.mesh.positions.resize(vertices);
    preview.normals.resize(vertices);
    preview.colors.resize(3 * vertices);
    preview.mesh.triangles.resize(triangles);
    const char* in = bytes.data() + header.size();
    for (size_t i = 0; i < vertices; ++i) {
        float values[6];
        std::memcpy(values, in, sizeof values);
        for (const float value : values) {
            if (!std::isfinite(value)) {
                fail(path, "holds a value that is not a number");
            }
        }
        preview.mesh.positions[i] = {values[0], values[1], values[2]};
        preview.normals[i] = {values[3], values[4], values[5]};
        std::memcpy(&preview.colors[3 * i], in + sizeof values, 3);
        in += kVertexBytes;
    }
    for (Vec3i& triangle : preview.mesh.triangles) {
        int32_t index[3];
        std::memcpy(index, in + 1, sizeof index);
        for (const int32_t i : index) {
            if (*in != 3 || i < 0 || static_cast<size_t>(i) >= vertices) {
                fail(path, "holds a triangle of vertices that do not exist");
            }
        }
        triangle = {index[0], index[1], index[2]};
        in += kTriangleBytes;
    }
    return preview;
}

}  // namespace bozzetto
