// SPDX-License-Identifier: Apache-2.0
#include "io/export_maps.h"

#include "base/error.h"
#include "image/codec.h"
#include "image/color.h"
#include "image/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace bozzetto {
namespace {

constexpr float kPlainGrey = 0.5f;  // display value of a surface without a colour

/// "chair" and a role to "chair_Roughness".
std::string mapName(const std::string& name, MapRole role, const ExportOptions& options) {
    const bool down = options.normal_green == NormalGreen::Down;
    const char* normal = options.names != MapNames::NamedNormal ? "_Normal"
                         : down                                 ? "_NormalDX"
                                                                : "_NormalGL";
    using Suffixes = std::array<const char*, 7>;  // by MapRole
    const auto suffixes = [&]() -> Suffixes {
        switch (options.names) {
            case MapNames::Unreal:
                return {"_BC", "_R", "_M", "_N", "_AO", "_ORM", "_MaskMap"};
            case MapNames::Unity:
                return {"_BaseMap",
                        "_Roughness",
                        "_Metallic",
                        "_Normal",
                        "_Occlusion",
                        "_ORM",
                        "_MaskMap"};
            case MapNames::LowerCase:
                return {"_albedo", "_roughness", "_metallic", "_normal", "_ao", "_orm", "_mask"};
            case MapNames::Standard:
            case MapNames::NamedNormal:
                break;
        }
        return {"_BaseColor", "_Roughness", "_Metallic", normal, "_AO", "_ORM", "_MaskMap"};
    }();
    return (options.names == MapNames::Unreal ? "T_" : "") + name +
           suffixes[static_cast<size_t>(role)];
}

/// The size of a map after the limit on its longer side.
ImageSize limited(int width, int height, int limit) {
    const int longer = std::max(width, height);
    if (limit <= 0 || longer <= limit) {
        return {width, height};
    }
    const auto scaled = [&](int side) {
        const double share = static_cast<double>(side) * limit / longer;
        return std::max(1, static_cast<int>(std::lround(share)));
    };
    return {scaled(width), scaled(height)};
}

Image fitted(const Image& image, int width, int height) {
    if (image.width == width && image.height == height) {
        return image;
    }
    return width <= image.width && height <= image.height ? downsampleArea(image, width, height)
                                                          : resizeNearest(image, width, height);
}

/// Unit normals again after averaging, as picture values.
Image encodedNormals(Image normals, NormalGreen green) {
    const float sign = green == NormalGreen::Down ? -1.0f : 1.0f;
    for (size_t i = 0; i + 2 < normals.pixels.size(); i += 3) {
        float* n = &normals.pixels[i];
        n[1] *= sign;
        for (int c = 0; c < 3; ++c) {
            n[c] = n[c] * 0.5f + 0.5f;
        }
    }
    return normals;
}

Image normalMap(const Image& source, const PlannedMap& map, NormalGreen green) {
    Image normals = fitted(source, map.width, map.height);
    if (normals.width != source.width) {
        for (size_t i = 0; i + 2 < normals.pixels.size(); i += 3) {
            const Vec3f n =
                normalize(Vec3f{normals.pixels[i], normals.pixels[i + 1], normals.pixels[i + 2]});
            const bool lost = dot(n, n) == 0;
            normals.pixels[i] = n.x;
            normals.pixels[i + 1] = n.y;
            normals.pixels[i + 2] = lost ? 1 : n.z;
        }
    }
    return encodedNormals(std::move(normals), green);
}

/// A grey map of the planned size; `plain` everywhere if the material has none.
Image channelMap(const Image& source, const PlannedMap& map, float plain) {
    return source.empty() ? Image(map.width, map.height, 1, plain)
                          : fitted(source, map.width, map.height);
}

Image packed(const std::vector<Image>& channels) {
    Image result(channels[0].width, channels[0].height, static_cast<int>(channels.size()));
    for (size_t i = 0; i < channels[0].pixels.size(); ++i) {
        for (size_t c = 0; c < channels.size(); ++c) {
            result.pixels[i * channels.size() + c] = channels[c].pixels[i];
        }
    }
    return result;
}

Image pictureOf(const Material& material, const PlannedMap& map, NormalGreen green) {
    switch (map.role) {
        case MapRole::BaseColor:
            return fitted(material.base_color, map.width, map.height);
        case MapRole::Normal:
            return normalMap(material.normal, map, green);
        case MapRole::Roughness:
            return channelMap(material.roughness, map, 1);
        case MapRole::Metallic:
            return channelMap(material.metallic, map, 0);
        case MapRole::Occlusion:
            return channelMap(material.occlusion, map, 1);
        case MapRole::Orm:
            return packed({channelMap(material.occlusion, map, 1),
                           channelMap(material.roughness, map, 1),
                           channelMap(material.metallic, map, 0)});
        case MapRole::UnityMask: {
            Image smoothness = channelMap(material.roughness, map, 1);
            for (float& value : smoothness.pixels) {
                value = 1 - value;
            }
            return packed({channelMap(material.metallic, map, 0),
                           channelMap(material.occlusion, map, 1),
                           Image(map.width, map.height, 1, 0.0f),
                           std::move(smoothness)});
        }
    }
    return {};
}

/// Adds maps one by one.
class Planner {
public:
    Planner(const MeshFacts& mesh, const ExportOptions& options) : mesh_(mesh), options_(options) {}

    void add(MapRole role, int width, int height, int channels) {
        const ImageSize size = limited(width, height, options_.map_size);
        PlannedMap map{role, {}, size.width, size.height, channels, 8, false};
        map.jpeg = options_.map_file == MapFile::Jpeg && role != MapRole::Normal &&
                   role != MapRole::UnityMask;
        map.bits = options_.map_file == MapFile::PngNormal16 && role == MapRole::Normal ? 16 : 8;
        map.file_name = mapName(options_.name, role, options_) + (map.jpeg ? ".jpg" : ".png");
        maps_.push_back(map);
    }
    void addColor() { add(MapRole::BaseColor, mesh_.map_width, mesh_.map_height, 3); }
    void addSurface() {
        // Packed channels share the larger of the two sizes; a value that is the same everywhere
        // is a map of one texel.
        const bool rough = mesh_.roughness_width >= mesh_.metallic_width;
        const int width = rough ? mesh_.roughness_width : mesh_.metallic_width;
        const int height = rough ? mesh_.roughness_height : mesh_.metallic_height;
        if (options_.packing == MapPacking::Orm) {
            add(MapRole::Orm, std::max(width, 1), std::max(height, 1), 3);
        } else if (options_.packing == MapPacking::UnityMask) {
            add(MapRole::UnityMask, std::max(width, 1), std::max(height, 1), 4);
        } else {
            add(MapRole::Roughness,
                std::max(mesh_.roughness_width, 1),
                std::max(mesh_.roughness_height, 1),
                1);
            add(MapRole::Metallic,
                std::max(mesh_.metallic_width, 1),
                std::max(mesh_.metallic_height, 1),
                1);
            if (mesh_.occlusion_width > 0) {
                add(MapRole::Occlusion, mesh_.occlusion_width, mesh_.occlusion_height, 1);
            }
        }
        if (mesh_.normal_width > 0) {
            add(MapRole::Normal, mesh_.normal_width, mesh_.normal_height, 3);
        }
    }
    std::vector<PlannedMap> take() { return std::move(maps_); }

private:
    const MeshFacts& mesh_;
    const ExportOptions& options_;
    std::vector<PlannedMap> maps_;
};

/// The value between texel centres; texels beyond the rim are those of the rim.
Vec3f sampleColor(const Image& map, Vec2f uv) {
    const float x = std::clamp(uv.x, 0.0f, 1.0f) * static_cast<float>(map.width) - 0.5f;
    const float y = (1 - std::clamp(uv.y, 0.0f, 1.0f)) * static_cast<float>(map.height) - 0.5f;
    const float left = std::floor(x), top = std::floor(y);
    Vec3f sum;
    for (int j = 0; j < 2; ++j) {
        for (int i = 0; i < 2; ++i) {
            const float weight =
                (i == 0 ? 1 - (x - left) : x - left) * (j == 0 ? 1 - (y - top) : y - top);
            const float* texel = map.at(std::clamp(static_cast<int>(left) + i, 0, map.width - 1),
                                        std::clamp(static_cast<int>(top) + j, 0, map.height - 1));
            sum += Vec3f{texel[0], texel[1], texel[2]} * weight;
        }
    }
    return sum;
}

}  // namespace

uint64_t PlannedMap::estimatedBytes() const {
    // Bytes a texel of typical results.
    const double of_png = channels == 1 ? 0.45 : channels == 3 ? 1.3 : 1.6;
    const double a_texel = jpeg ? 0.35 : of_png * (bits == 16 ? 3.2 : 1);
    return static_cast<uint64_t>(a_texel * width * height) + 512;
}

std::vector<PlannedMap> planMaps(const MeshFacts& mesh, const ExportOptions& options) {
    Planner planner(mesh, options);
    if (!mesh.has_texture()) {
        return {};
    }
    if (options.format != ExportFormat::Ply) {
        planner.addColor();
        planner.addSurface();
    } else if (options.ply_color == PlyColor::Texture) {
        planner.addColor();
    }
    return planner.take();
}

std::string encodeMap(const Material& material,
                      const PlannedMap& map,
                      const ExportOptions& options) {
    const Image picture = pictureOf(material, map, options.normal_green);
    const PngValues values =
        map.role == MapRole::BaseColor ? PngValues::SrgbFromLinear : PngValues::AsIs;
    return map.jpeg ? encodeJpeg(picture, options.jpeg_quality, values)
                    : encodePng(picture, map.bits, values);
}

std::vector<uint8_t> vertexColors(const TexturedMesh& mesh) {
    const size_t count = mesh.mesh.positions.size();
    std::vector<Vec3f> sums(count);
    std::vector<float> weights(count, 0.0f);
    const Image& map = mesh.material.base_color;
    for (size_t t = 0; t < mesh.uv_triangles.size() && !map.empty(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const int vertex = mesh.mesh.triangles[t][k];
            sums[vertex] += sampleColor(map, mesh.uvs[mesh.uv_triangles[t][k]]);
            weights[vertex] += 1;
        }
    }
    std::vector<uint8_t> colors;
    colors.reserve(3 * count);
    for (size_t v = 0; v < count; ++v) {
        for (int c = 0; c < 3; ++c) {
            const float shown =
                weights[v] > 0 ? srgbFromLinear(std::clamp(sums[v][c] / weights[v], 0.0f, 1.0f))
                               : kPlainGrey;
            colors.push_back(static_cast<uint8_t>(std::lround(shown * 255)));
        }
    }
    return colors;
}

float meanOf(const Image& map, float fallback) {
    if (map.empty()) {
        return fallback;
    }
    const double sum = std::accumulate(map.pixels.begin(), map.pixels.end(), 0.0);
    return static_cast<float>(sum / static_cast<double>(map.pixels.size()));
}

}  // namespace bozzetto
