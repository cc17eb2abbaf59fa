// SPDX-License-Identifier: Apache-2.0
#include "io/obj.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "io/line_reader.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int kNone = -1;
constexpr size_t kMaxElements = std::numeric_limits<int32_t>::max();

void appendNumber(std::string& text, float value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    text += ' ';
    text.append(buffer, end.ptr);
}

void appendIndex(std::string& text, int index, char before) {
    char buffer[16];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, index + 1);
    text += before;
    text.append(buffer, end.ptr);
}

/// The corner of a face: indices into positions, UVs and normals; kNone where not given.
struct Corner {
    int position = kNone, uv = kNone, normal = kNone;
};

/// Fills an ObjMesh line by line.
class Parser {
public:
    Parser(std::string_view text, const fs::path& path) : lines_(text, path), path_(path) {}

    ObjMesh parse() {
        std::string_view line;
        while (lines_.next(line)) {
            std::string joined;
            while (line.ends_with('\\')) {  // continued on the next line
                joined.append(line.substr(0, line.size() - 1)).push_back(' ');
                if (!lines_.next(line)) {
                    line = {};
                }
            }
            if (!joined.empty()) {
                joined.append(line);
                line = joined;
            }
            parseLine(line);
        }
        return finish();
    }

private:
    void parseLine(std::string_view line) {
        const std::string_view key = nextWord(line);
        if (key == "v") {
            const Vec3f p{number(line), number(line), number(line)};
            result_.mesh.mesh.positions.push_back(p);
        } else if (key == "vt") {
            const float u = number(line);
            result_.mesh.uvs.push_back({u, trim(line).empty() ? 0.0f : number(line)});
        } else if (key == "vn") {
            const Vec3f n{number(line), number(line), number(line)};
            file_normals_.push_back(n);
        } else if (key == "f") {
            parseFace(line);
        } else if (key == "mtllib" && result_.mtl_name.empty()) {
            result_.mtl_name = trim(line);
        } else if (key == "usemtl") {
            useMaterial(std::string(trim(line)));
        }
        if (result_.mesh.mesh.positions.size() > kMaxElements ||
            result_.mesh.uvs.size() > kMaxElements) {
            lines_.fail("has more vertices than can be counted", "Reduce the mesh.");
        }
    }

    float number(std::string_view& line) {
        const std::string_view word = nextWord(line);
        const std::optional<double> value = parseNumber(word);
        if (!value || std::fabs(*value) > std::numeric_limits<float>::max()) {
            const bool comma = word.find(',') != std::string_view::npos;
            lines_.fail(
                word.empty() ? "a number is missing"
                             : "\"" + std::string(word.substr(0, 40)) + "\" is not a finite number",
                comma ? "The decimal point must be '.'; export again with an English locale."
                      : "Export the mesh again.");
        }
        return static_cast<float>(*value);
    }

    /// 1-based, or negative counted from the newest.
    int index(std::string_view text, size_t count, const char* what) {
        const std::optional<long long> value = parseInteger(text);
        if (!value) {
            lines_.fail("\"" + std::string(text.substr(0, 40)) + "\" is not a face corner",
                        "Export the mesh again.");
        }
        const auto size = static_cast<long long>(count);
        if (*value == 0 || *value > size || *value < -size) {
            lines_.fail(
                std::string(what) + " " + std::to_string(*value) + " does not exist (" +
                    std::to_string(size) + " so far, counted from 1)",
                "Export the mesh again; vertices must come before the faces that use them.");
        }
        return static_cast<int>(*value > 0 ? *value - 1 : size + *value);
    }

    Corner corner(std::string_view word) {
        Corner c;
        const size_t first = word.find('/');
        c.position = index(word.substr(0, first), result_.mesh.mesh.positions.size(), "vertex");
        if (first == std::string_view::npos) {
            return c;
        }
        word.remove_prefix(first + 1);
        const size_t second = word.find('/');
        if (const std::string_view uv = word.substr(0, second); !uv.empty()) {
            c.uv = index(uv, result_.mesh.uvs.size(), "texture coordinate");
        }
        if (second != std::string_view::npos && second + 1 < word.size()) {
            c.normal = index(word.substr(second + 1), file_normals_.size(), "normal");
        }
        return c;
    }

    void parseFace(std::string_view line) {
        corners_.clear();
        for (std::string_view word = nextWord(line); !word.empty(); word = nextWord(line)) {
            corners_.push_back(corner(word));
        }
        if (corners_.size() < 3) {
            lines_.fail(
                "a face has " + std::to_string(corners_.size()) + " corners; at least 3 are needed",
                "Remove loose edges and points, and export again.");
        }
        if (corners_.size() > 3) {
            polygons_ = true;
        }
        for (size_t k = 2; k < corners_.size(); ++k) {
            addTriangle(corners_[0], corners_[k - 1], corners_[k]);
        }
    }

    void addTriangle(const Corner& a, const Corner& b, const Corner& c) {
        if (result_.mesh.mesh.triangles.size() >= kMaxElements) {
            lines_.fail("has more triangles than can be counted", "Reduce the mesh.");
        }
        result_.mesh.mesh.triangles.push_back({a.position, b.position, c.position});
        result_.mesh.uv_triangles.push_back({a.uv, b.uv, c.uv});
        for (const Corner* corner : {&a, &b, &c}) {
            any_uv_ = any_uv_ || corner->uv != kNone;
            if (corner->normal != kNone) {
                result_.mesh.normals.resize(result_.mesh.mesh.positions.size());
                result_.mesh.normals[corner->position] += file_normals_[corner->normal];
            }
        }
    }

    void useMaterial(std::string name) {
        if (result_.material.empty()) {
            result_.material = std::move(name);
        } else if (name != result_.material && !several_materials_) {
            several_materials_ = true;
            result_.warnings.push_back(displayPath(path_) + ": uses several materials; only \"" +
                                       result_.material + "\" is used");
        }
    }

    ObjMesh finish() {
        if (result_.mesh.mesh.triangles.empty()) {
            throw Error(Error::Kind::BadInput,
                        displayPath(path_) + ": holds no faces",
                        "Give a file with a triangle mesh.",
                        path_.string());
        }
        if (polygons_) {
            result_.warnings.push_back(displayPath(path_) + ": polygons were cut into triangles");
        }
        finishUvs();
        if (!result_.mesh.normals.empty()) {
            result_.mesh.normals.resize(result_.mesh.mesh.positions.size());
            for (Vec3f& n : result_.mesh.normals) {
                n = normalize(n);
            }
        }
        return std::move(result_);
    }

    void finishUvs() {
        if (!any_uv_) {
            result_.mesh.uvs.clear();
            result_.mesh.uv_triangles.clear();
            return;
        }
        int missing = kNone;  // one shared coordinate for corners that have none
        for (Vec3i& t : result_.mesh.uv_triangles) {
            for (int k = 0; k < 3; ++k) {
                if (t[k] == kNone && missing == kNone) {
                    missing = static_cast<int>(result_.mesh.uvs.size());
                    result_.mesh.uvs.push_back({});
                    result_.warnings.push_back(displayPath(path_) +
                                               ": some faces have no texture coordinates");
                }
                if (t[k] == kNone) {
                    t[k] = missing;
                }
            }
        }
    }

    LineReader lines_;
    fs::path path_;
    ObjMesh result_;
    std::vector<Vec3f> file_normals_;
    std::vector<Corner> corners_;
    bool any_uv_ = false, polygons_ = false, several_materials_ = false;
};

}  // namespace

std::string encodeObj(const TexturedMesh& mesh,
                      const std::string& mtl_name,
                      const std::string& material) {
    const std::vector<Vec3i>& triangles = mesh.mesh.triangles;
    require(mesh.uvs.empty() || mesh.uv_triangles.size() == triangles.size(),
            "encodeObj: a UV triangle for each triangle");
    require(mesh.normals.empty() || mesh.normals.size() == mesh.mesh.positions.size(),
            "encodeObj: a normal for each position");
    std::string text = "# Bozzetto " BOZZETTO_VERSION "\nmtllib " + mtl_name + "\no mesh\n";
    text.reserve(40 * mesh.mesh.positions.size() + 24 * mesh.uvs.size() + 64 * triangles.size());
    const auto line = [&](const char* key, std::initializer_list<float> values) {
        text += key;
        for (const float value : values) {
            appendNumber(text, value);
        }
        text += '\n';
    };
    for (const Vec3f& p : mesh.mesh.positions) {
        line("v", {p.x, p.y, p.z});
    }
    for (const Vec2f& uv : mesh.uvs) {
        line("vt", {uv.x, uv.y});
    }
    for (const Vec3f& n : mesh.normals) {
        line("vn", {n.x, n.y, n.z});
    }
    text += "usemtl " + material + "\n";
    for (size_t t = 0; t < triangles.size(); ++t) {
        text += 'f';
        for (int k = 0; k < 3; ++k) {
            appendIndex(text, triangles[t][k], ' ');
            if (!mesh.uvs.empty()) {
                appendIndex(text, mesh.uv_triangles[t][k], '/');
            } else if (!mesh.normals.empty()) {
                text += '/';
            }
            if (!mesh.normals.empty()) {
                appendIndex(text, triangles[t][k], '/');
            }
        }
        text += '\n';
    }
    return text;
}

ObjMesh readObj(const fs::path& path) {
    const std::string text = readFile(path);
    if (text.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(path) + ": the file is empty",
                    "Export the mesh again.",
                    path.string());
    }
    return Parser(text, path).parse();
}

}  // namespace bozzetto
