// SPDX-License-Identifier: Apache-2.0
#include "io/gltf.h"

#include "base/error.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <sstream>
#include <tiny_gltf.h>
#include <unordered_map>

namespace bozzetto {
namespace {

constexpr uint64_t kMaxGlbBytes = std::numeric_limits<uint32_t>::max();

/// glTF has one index for all attributes of a vertex: a vertex for each pair of a position and a
/// UV.
struct Vertices {
    std::vector<Vec3f> positions, normals;
    std::vector<Vec2f> uvs;
    std::vector<Vec4f> tangents;
    std::vector<uint32_t> indices;
};

Vertices joinIndices(const TexturedMesh& mesh) {
    Vertices result;
    std::unordered_map<uint64_t, uint32_t> known;
    known.reserve(mesh.uvs.size() + mesh.mesh.positions.size());
    result.indices.reserve(3 * mesh.mesh.triangles.size());
    for (size_t t = 0; t < mesh.mesh.triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const int p = mesh.mesh.triangles[t][k];
            const int u = mesh.uvs.empty() ? 0 : mesh.uv_triangles[t][k];
            const uint64_t key = (static_cast<uint64_t>(p) << 32) | static_cast<uint32_t>(u);
            const auto [entry, added] =
                known.emplace(key, static_cast<uint32_t>(result.positions.size()));
            result.indices.push_back(entry->second);
            if (!added) {
                continue;
            }
            result.positions.push_back(mesh.mesh.positions[p]);
            if (!mesh.normals.empty()) {
                result.normals.push_back(mesh.normals[p]);
            }
            if (!mesh.uvs.empty()) {
                result.uvs.push_back({mesh.uvs[u].x, 1 - mesh.uvs[u].y});
            }
            // The tangent's sign stays: green means "up in the picture" here and there, and only
            // the number that says how far up is counted from another edge.
            if (!mesh.tangents.empty()) {
                result.tangents.push_back(mesh.tangents[u]);
            }
        }
    }
    return result;
}

/// Fills one buffer with views and accessors into it.
class Builder {
public:
    explicit Builder(tinygltf::Model& model) : model_(model) { model.buffers.emplace_back(); }

    int addView(const void* data, size_t size, int target) {
        std::vector<unsigned char>& bytes = model_.buffers[0].data;
        bytes.resize((bytes.size() + 3) / 4 * 4);  // every view starts on a multiple of four
        if (bytes.size() + size > kMaxGlbBytes - (1 << 20)) {
            throw Error(Error::Kind::Output,
                        "The mesh and its textures do not fit in a GLB file (4 GiB).",
                        "Choose smaller textures or fewer triangles, or another format.");
        }
        tinygltf::BufferView view;
        view.buffer = 0;
        view.byteOffset = bytes.size();
        view.byteLength = size;
        view.target = target;
        const auto* first = static_cast<const unsigned char*>(data);
        bytes.insert(bytes.end(), first, first + size);
        model_.bufferViews.push_back(view);
        return static_cast<int>(model_.bufferViews.size()) - 1;
    }

    template <class T>
    int addAttribute(const std::vector<T>& values, int type) {
        tinygltf::Accessor accessor;
        accessor.bufferView =
            addView(values.data(), values.size() * sizeof(T), TINYGLTF_TARGET_ARRAY_BUFFER);
        accessor.componentType = TINYGLTF_COMPONENT_TYPE_FLOAT;
        accessor.type = type;
        accessor.count = values.size();
        return add(accessor);
    }

    int addPositions(const std::vector<Vec3f>& positions) {
        const int index = addAttribute(positions, TINYGLTF_TYPE_VEC3);
        tinygltf::Accessor& accessor = model_.accessors[index];
        Vec3f low = positions.front(), high = low;
        for (const Vec3f& p : positions) {
            for (int c = 0; c < 3; ++c) {
                low[c] = std::min(low[c], p[c]);
                high[c] = std::max(high[c], p[c]);
            }
        }
        accessor.minValues = {low.x, low.y, low.z};
        accessor.maxValues = {high.x, high.y, high.z};
        return index;
    }

    /// 16 bits where they are enough; the largest 16-bit number itself is not allowed as an index.
    int addIndices(const std::vector<uint32_t>& indices, size_t vertices) {
        tinygltf::Accessor accessor;
        accessor.type = TINYGLTF_TYPE_SCALAR;
        accessor.count = indices.size();
        if (vertices <= 65535) {
            const std::vector<uint16_t> small(indices.begin(), indices.end());
            accessor.componentType = TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT;
            accessor.bufferView = addView(small.data(),
                                          small.size() * sizeof(uint16_t),
                                          TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER);
        } else {
            accessor.componentType = TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT;
            accessor.bufferView = addView(indices.data(),
                                          indices.size() * sizeof(uint32_t),
                                          TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER);
        }
        return add(accessor);
    }

    /// Index of the texture; -1 for no picture.
    int addTexture(const GlbImage& source, const std::string& name) {
        if (source.bytes.empty()) {
            return -1;
        }
        if (model_.samplers.empty()) {
            tinygltf::Sampler sampler;
            sampler.minFilter = TINYGLTF_TEXTURE_FILTER_LINEAR_MIPMAP_LINEAR;
            sampler.magFilter = TINYGLTF_TEXTURE_FILTER_LINEAR;
            sampler.wrapS = sampler.wrapT = TINYGLTF_TEXTURE_WRAP_CLAMP_TO_EDGE;
            model_.samplers.push_back(sampler);
        }
        tinygltf::Image image;
        image.name = name;
        image.mimeType = source.mime_type;
        image.bufferView = addView(source.bytes.data(), source.bytes.size(), 0);
        model_.images.push_back(image);
        tinygltf::Texture texture;
        texture.sampler = 0;
        texture.source = static_cast<int>(model_.images.size()) - 1;
        model_.textures.push_back(texture);
        return static_cast<int>(model_.textures.size()) - 1;
    }

private:
    int add(const tinygltf::Accessor& accessor) {
        model_.accessors.push_back(accessor);
        return static_cast<int>(model_.accessors.size()) - 1;
    }

    tinygltf::Model& model_;
};

int addMaterial(tinygltf::Model& model,
                Builder& builder,
                const GlbMaterial& source,
                const std::string& name) {
    tinygltf::Material material;
    material.name = name;
    material.alphaMode = "OPAQUE";
    material.doubleSided = false;
    material.pbrMetallicRoughness.baseColorTexture.index =
        builder.addTexture(source.base_color, name + "_BaseColor");
    const int orm = builder.addTexture(source.orm, name + "_ORM");
    material.pbrMetallicRoughness.metallicRoughnessTexture.index = orm;
    if (orm < 0) {
        material.pbrMetallicRoughness.metallicFactor = 0;  // its default is a metal
    } else if (source.orm_has_occlusion) {
        material.occlusionTexture.index = orm;
    }
    material.normalTexture.index = builder.addTexture(source.normal, name + "_Normal");
    model.materials.push_back(material);
    return static_cast<int>(model.materials.size()) - 1;
}

tinygltf::Primitive addPrimitive(Builder& builder, const Vertices& vertices) {
    tinygltf::Primitive primitive;
    primitive.mode = TINYGLTF_MODE_TRIANGLES;
    primitive.indices = builder.addIndices(vertices.indices, vertices.positions.size());
    primitive.attributes["POSITION"] = builder.addPositions(vertices.positions);
    if (!vertices.normals.empty()) {
        primitive.attributes["NORMAL"] = builder.addAttribute(vertices.normals, TINYGLTF_TYPE_VEC3);
    }
    if (!vertices.uvs.empty()) {
        primitive.attributes["TEXCOORD_0"] = builder.addAttribute(vertices.uvs, TINYGLTF_TYPE_VEC2);
    }
    if (!vertices.tangents.empty()) {
        primitive.attributes["TANGENT"] =
            builder.addAttribute(vertices.tangents, TINYGLTF_TYPE_VEC4);
    }
    return primitive;
}

}  // namespace

std::string encodeGlb(const TexturedMesh& mesh,
                      const GlbMaterial& material,
                      const std::string& name,
                      const std::string& copyright) {
    require(!mesh.mesh.triangles.empty(), "encodeGlb: no triangles");
    require(mesh.uvs.empty() || mesh.uv_triangles.size() == mesh.mesh.triangles.size(),
            "encodeGlb: a UV triangle for each triangle");
    require(mesh.tangents.empty() || mesh.tangents.size() == mesh.uvs.size(),
            "encodeGlb: a tangent for each UV");
    require(mesh.normals.empty() || mesh.normals.size() == mesh.mesh.positions.size(),
            "encodeGlb: a normal for each position");
    tinygltf::Model model;
    model.asset.version = "2.0";
    model.asset.copyright = copyright;
    model.asset.generator = "Bozzetto " BOZZETTO_VERSION;
    Builder builder(model);
    tinygltf::Primitive primitive = addPrimitive(builder, joinIndices(mesh));
    primitive.material = addMaterial(model, builder, material, name);
    tinygltf::Mesh out;
    out.name = name;
    out.primitives.push_back(primitive);
    model.meshes.push_back(out);
    tinygltf::Node node;
    node.name = name;
    node.mesh = 0;
    model.nodes.push_back(node);
    tinygltf::Scene scene;
    scene.nodes.push_back(0);
    model.scenes.push_back(scene);
    model.defaultScene = 0;
    std::ostringstream stream(std::ios::binary);
    require(tinygltf::TinyGLTF().WriteGltfSceneToStream(&model, stream, false, true),
            "encodeGlb: the writer failed");
    return std::move(stream).str();
}

}  // namespace bozzetto
