// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/finish_mesh.h"

#include "bake/camera_placing.h"
#include "bake/camera_search.h"
#include "bake/display_values.h"
#include "bake/face_visibility.h"
#include "base/error.h"
#include "camera/scene_guess.h"
#include "image/resize.h"
#include "mesh/cleanup.h"
#include "mesh/fill_holes.h"
#include "mesh/hidden_faces.h"
#include "mesh/normals.h"
#include "mesh/simplify.h"
#include "mesh/unwrap.h"
#include "reconviagen/surface_colors.h"
#include "tensor/convert.h"
#include "texturing/lit_texture.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bozzetto {
namespace {

constexpr double kKeptFaces = 0.05;     // the original's share
constexpr int64_t kFewestFaces = 2000;  // what a small mesh keeps all the same
constexpr double kHoleEdges = 250;  // times the root of the share of faces kept, as the original
// As the original on a GPU; on a processor fewer and smaller pictures find the same walls.
VisibilityOptions visibilityOn(bool cuda) {
    return {.views = cuda ? 1000 : 200, .resolution = cuda ? 1024 : 384, .progress = {}};
}
constexpr double kPhotoPerTexture = 1.5;  // longest side of a photograph, against the texture's
constexpr double kUsualFov = 0.8;         // radians, of a photograph of which nothing is known
constexpr double kLeastPlaced = 0.5;      // mask IoU of a start that is worth searching around
constexpr double kPlacedTurn = 0.33;      // radians that a placed camera may be off
constexpr double kDoubtfulAngle = 5;      // degrees between found and given cameras
constexpr double kRoughFocal = 0.15, kUnknownFocal = 0.3;  // relative uncertainty

/// Shares of the whole time, by stage.
class Progress {
public:
    explicit Progress(const FinishOptions& options) : report_(options.progress) {}
    /// Reports what takes the whole up to `end`.
    std::function<void(double)> next(const char* what, double end) {
        const double begin = end_;
        end_ = end;
        return [this, what, begin, end](double fraction) {
            if (report_) {
                report_(begin + (end - begin) * fraction, what);
            }
        };
    }

private:
    const std::function<void(double, const char*)>& report_;
    double end_ = 0;
};

Error emptyMesh() {
    return {Error::Kind::Engine,
            "Nothing is left of the mesh",
            "Try another seed, or other photographs of the object."};
}

[[noreturn]] void badMesh(const std::string& what) {
    throw Error(Error::Kind::BadInput,
                "The decoder's mesh " + what,
                "Check the weights (bozzetto-cli weights verify), or try another seed.");
}

/// The decoder's mesh in main memory, checked.
struct CheckedMesh {
    TriangleMesh mesh;
    std::vector<Vec3f> colors;  // [V] linear RGB
};

CheckedMesh checked(const DecodedMesh& decoded) {
    const auto isTable = [](const at::Tensor& t, at::ScalarType type) {
        return t.defined() && t.dim() == 2 && t.size(1) == 3 && t.scalar_type() == type;
    };
    if (!isTable(decoded.vertices, at::kFloat) || !isTable(decoded.colors, at::kFloat) ||
        !isTable(decoded.triangles, at::kInt) ||
        decoded.vertices.size(0) != decoded.colors.size(0)) {
        badMesh("has parts of wrong shapes");
    }
    if (decoded.triangles.size(0) == 0) {
        throw emptyMesh();
    }
    const at::Tensor vertices = decoded.vertices.cpu().contiguous();
    const at::Tensor triangles = decoded.triangles.cpu().contiguous();
    if (!at::isfinite(vertices).all().item<bool>() ||
        !at::isfinite(decoded.colors).all().item<bool>()) {
        badMesh("holds values that are not numbers");
    }
    if (triangles.min().item<int>() < 0 || triangles.max().item<int>() >= vertices.size(0)) {
        badMesh("names a vertex that does not exist");
    }
    return {{toVec3f(vertices), toVec3i(triangles)},
            toVec3f(linearValues(decoded.colors.cpu()).contiguous())};
}

/// Decimated, without hidden faces and small holes.
TriangleMesh cleaned(const TriangleMesh& decoded,
                     const FinishOptions& options,
                     Progress& progress) {
    const auto faces = static_cast<int64_t>(decoded.triangles.size());
    TexturedMesh plain;
    plain.mesh = decoded;
    SimplifyOptions decimation;
    decimation.triangles =
        options.faces > 0
            ? std::max<int64_t>(4, options.faces)
            : std::max(static_cast<int64_t>(std::lround(kKeptFaces * static_cast<double>(faces))),
                       kFewestFaces);
    decimation.progress = progress.next("fewer faces", 0.1);
    TriangleMesh mesh = removeFins(removeDegenerate(simplify(plain, decimation).mesh.mesh));
    const double kept =
        std::min(1.0, static_cast<double>(mesh.triangles.size()) / static_cast<double>(faces));
    VisibilityOptions visibility = visibilityOn(options.device.is_cuda());
    visibility.progress = progress.next("hidden faces", 0.2);
    mesh = removeHiddenFaces(mesh, faceVisibility(mesh, visibility, options.device));
    HoleOptions holes;
    holes.edges = static_cast<int>(kHoleEdges * std::sqrt(kept));
    mesh = removeUnreferenced(fillHoles(mesh, holes));
    if (mesh.triangles.empty()) {
        throw emptyMesh();
    }
    return mesh;
}

/// A camera for a photograph of which nothing is known; where it stands does not matter.
Camera usualCamera(const Image& image) {
    Camera camera;
    camera.width = image.width;
    camera.height = image.height;
    camera.fx = camera.fy = 0.5 * std::max(image.width, image.height) / std::tan(0.5 * kUsualFov);
    camera.cx = 0.5 * image.width;
    camera.cy = 0.5 * image.height;
    return camera;
}

bool showsSomething(const Image& image) {
    if (image.channels != 4) {
        return false;
    }
    for (size_t i = 3; i < image.pixels.size(); i += 4) {
        if (image.pixels[i] >= 0.5f) {
            return true;
        }
    }
    return false;
}

/// Photographs no larger than the texture can use, in memory of their own where they were.
std::vector<FinishPhoto> fitting(const std::vector<FinishPhoto>& photos,
                                 int texture_size,
                                 std::vector<Image>& smaller) {
    std::vector<FinishPhoto> result = photos;
    const double most = kPhotoPerTexture * texture_size;
    smaller.reserve(photos.size());  // they are pointed to
    for (FinishPhoto& photo : result) {
        if (photo.image == nullptr || std::max(photo.image->width, photo.image->height) <= most) {
            continue;
        }
        const double factor = most / std::max(photo.image->width, photo.image->height);
        const int width = std::max(1, static_cast<int>(photo.image->width * factor));
        const int height = std::max(1, static_cast<int>(photo.image->height * factor));
        smaller.push_back(downsampleArea(*photo.image, width, height));
        photo.image = &smaller.back();
        if (photo.camera) {
            photo.camera = photo.camera->scaledTo(width, height);
        }
    }
    return result;
}

/// A photograph that was placed.
struct Placed {
    const FinishPhoto* photo = nullptr;
    Camera camera;  // in the mesh's world
};

class PhotoPlacer {
public:
    PhotoPlacer(const TriangleMesh& mesh,
                const std::vector<Vec3f>& colors,
                const std::vector<FinishPhoto>& photos,
                const FinishOptions& options,
                Progress& progress,
                std::vector<std::string>& notes)
        : mesh_(mesh), colors_(colors), options_(options), notes_(notes) {
        for (const FinishPhoto& photo : photos) {
            if (photo.image != nullptr && showsSomething(*photo.image)) {
                photos_.push_back(&photo);
            } else {
                notes_.push_back(photo.name + ": no texture from it, its mask is empty");
            }
        }
        placing_ = progress.next("cameras of the photographs", 0.65);
        search_ = progress.next("cameras of the photographs", 0.85);
    }

    std::vector<Placed> place() {
        std::vector<Placed> result;
        if (photos_.empty()) {
            return result;
        }
        std::vector<const FinishPhoto*> worth;
        CameraSearchInput input = starts(worth);
        if (worth.empty()) {
            return result;
        }
        CameraSearchOptions options = searchOptions(search_);
        options.turn = kPlacedTurn;
        const std::vector<FoundCamera> found = searchCameras(input, options);
        for (size_t i = 0; i < found.size(); ++i) {
            if (found[i].found) {
                result.push_back({worth[i], found[i].camera});
            } else {
                notePlaceless(*worth[i]);
            }
        }
        return result;
    }

private:
    CameraSearchOptions searchOptions(const std::function<void(double)>& progress) const {
        CameraSearchOptions options;
        options.device = options_.device;
        options.focal_sigma = options_.cameras == PhotoCameras::Given   ? 0
                              : options_.cameras == PhotoCameras::Rough ? kRoughFocal
                                                                        : kUnknownFocal;
        options.progress = progress;
        return options;
    }

    void notePlaceless(const FinishPhoto& photo) const {
        notes_.push_back(photo.name + ": no texture from it, the mesh does not look like it");
    }

    /// Cameras to start from, of the photographs that are worth it.
    CameraSearchInput starts(std::vector<const FinishPhoto*>& worth) const {
        CameraSearchInput result{&mesh_, colors_, {}};
        const auto take = [&](const CameraSearchInput& rig,
                              const std::vector<const FinishPhoto*>& photos,
                              const std::function<void(double)>& progress) {
            const PlacedCameras placed = placeCameras(rig, searchOptions(progress));
            for (size_t i = 0; i < photos.size(); ++i) {
                if (placed.mask_iou >= kLeastPlaced) {
                    result.photos.push_back({photos[i]->image, placed.cameras[i]});
                    worth.push_back(photos[i]);
                } else {
                    notePlaceless(*photos[i]);
                }
            }
        };
        const bool rig = options_.cameras != PhotoCameras::None &&
                         std::all_of(photos_.begin(), photos_.end(), [](const FinishPhoto* p) {
                             return p->camera.has_value();
                         });
        if (rig) {
            CameraSearchInput all{&mesh_, colors_, {}};
            for (const FinishPhoto* photo : photos_) {
                all.photos.push_back({photo->image, *photo->camera});
            }
            take(all, photos_, placing_);
            return result;
        }
        const auto count = static_cast<double>(photos_.size());
        for (size_t i = 0; i < photos_.size(); ++i) {
            const auto progress = [&, i](double fraction) {
                placing_((static_cast<double>(i) + fraction) / count);
            };
            take({&mesh_, colors_, {{photos_[i]->image, usualCamera(*photos_[i]->image)}}},
                 {photos_[i]},
                 progress);
        }
        return result;
    }

    const TriangleMesh& mesh_;
    const std::vector<Vec3f>& colors_;
    const FinishOptions& options_;
    std::vector<std::string>& notes_;
    std::vector<const FinishPhoto*> photos_;
    std::function<void(double)> placing_, search_;
};

/// Occlusion, roughness and metallic from orm [S, S, 3]; undefined: of a surface of which nothing
/// is known.
void setMaterial(Material& material, const at::Tensor& orm, int size) {
    if (!orm.defined()) {
        material.roughness = Image(size, size, 1, 1.0f);
        material.metallic = Image(size, size, 1, 0.0f);
        return;
    }
    const auto channel = [all = orm.cpu()](int64_t c) {
        return toImage(all.slice(2, c, c + 1).contiguous());
    };
    material.occlusion = channel(0);
    material.roughness = channel(1);
    material.metallic = channel(2);
}

/// Degrees between two viewing directions.
double angleBetween(const Camera& a, const Camera& b) {
    double cosine = 0;
    for (int k = 0; k < 3; ++k) {
        cosine += a.world_from_camera.m[k][2] * b.world_from_camera.m[k][2];
    }
    return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / std::numbers::pi;
}

/// Into the world of the given cameras, if enough were found; their own poses are kept.
void align(FinishedMesh& finished, const std::vector<Placed>& placed) {
    std::vector<Camera> canonical, world;
    for (const Placed& one : placed) {
        canonical.push_back(one.camera);
        world.push_back(*one.photo->camera);
    }
    if (placed.size() < 2) {
        finished.notes.emplace_back(
            "The mesh is in its own coordinates: fewer than two photographs could be placed");
        return;
    }
    const Similarity world_from_mesh = alignCameras(canonical, world);
    for (Vec3f& p : finished.mesh.mesh.positions) {
        const Vec3d q = world_from_mesh(Vec3d{p.x, p.y, p.z});
        p = {static_cast<float>(q.x), static_cast<float>(q.y), static_cast<float>(q.z)};
    }
    double worst = 0;
    for (size_t i = 0; i < placed.size(); ++i) {
        worst = std::max(worst, angleBetween(world_from_mesh(canonical[i]), world[i]));
        const Camera& found = finished.cameras[i].second;
        finished.cameras[i].second = world[i].scaledTo(found.width, found.height);
    }
    if (!finished.light.empty()) {
        finished.light = turnedLatLong(finished.light, world_from_mesh.rotation);
    }
    if (worst > kDoubtfulAngle) {
        finished.notes.push_back(
            "The mesh may not stand right among the cameras: by its looks they would be up to " +
            std::to_string(static_cast<int>(std::lround(worst))) + " degrees elsewhere");
    }
    finished.aligned = true;
}

}  // namespace

FinishedMesh finishMesh(const DecodedMesh& decoded,
                        const std::vector<FinishPhoto>& photos,
                        const FinishOptions& options) {
    // The networks' inference mode ends here: painting carries differences back by gradients.
    const c10::InferenceMode no_inference(false);
    const at::NoGradGuard no_grad;
    Progress progress(options);
    const CheckedMesh full = checked(decoded);
    FinishedMesh finished;
    TriangleMesh& mesh = finished.mesh.mesh;
    mesh =
        options.full_mesh ? removeUnreferenced(full.mesh) : cleaned(full.mesh, options, progress);
    UnwrapOptions unwrapping;
    unwrapping.resolution = options.texture_size;
    unwrapping.progress = progress.next("texture atlas", 0.4);
    const Atlas atlas = unwrap(mesh, unwrapping);
    const AtlasTexels texels = rasterizeAtlas(mesh, atlas, options.texture_size, options.device);

    const std::function<void(double)> baking = progress.next("colours", 0.5);
    const SurfaceColors surface(full.mesh, full.colors);
    const at::Tensor colors =
        toTensor(surface.at(toVec3f(texels.position.cpu()), baking)).to(options.device);
    at::Tensor map = mapOfTexels(texels, colors), orm;

    std::vector<Image> smaller;
    const std::vector<FinishPhoto> pictures = fitting(photos, options.texture_size, smaller);
    std::vector<Placed> placed;
    if (options.photo_texture && !photos.empty()) {
        const std::vector<Vec3f> vertex_colors = surface.at(mesh.positions, {});
        placed =
            PhotoPlacer(mesh, vertex_colors, pictures, options, progress, finished.notes).place();
        LitTextureInput texturing;
        texturing.steps = options.photo_texture_steps;
        texturing.metals = options.photo_metals;
        PhotoTextureInput& input = texturing.paint;
        input.mesh = &mesh;
        input.atlas = &atlas;
        input.texels = &texels;
        input.fallback = colors;
        input.vertex_fallback = vertex_colors;
        for (const Placed& one : placed) {
            input.photos.push_back({one.photo->image, one.camera});
            const FinishPhoto& photo = photos[static_cast<size_t>(one.photo - pictures.data())];
            finished.cameras.emplace_back(
                photo.name, one.camera.scaledTo(photo.image->width, photo.image->height));
        }
        if (!placed.empty()) {
            texturing.progress = progress.next("texture", 1);
            LitTexture painted = textureFromPhotos(texturing);
            map = painted.base_color;
            orm = painted.orm;
            finished.light = std::move(painted.light);
            finished.seen = std::move(painted.seen);
        } else {
            finished.seen.assign(mesh.triangles.size(), 0);
        }
        if (options.cameras == PhotoCameras::Given) {
            align(finished, placed);
        }
    }
    finished.mesh.normals = vertexNormals(mesh);
    finished.mesh.uvs = atlas.uvs;
    finished.mesh.uv_triangles = atlas.uv_triangles;
    finished.mesh.material.base_color = toImage(map.cpu());
    setMaterial(finished.mesh.material, orm, options.texture_size);
    return finished;
}

Camera wholePhotoCamera(
    const Camera& crop, double left, double top, double scale, int width, int height) {
    Camera whole = crop;
    whole.width = width;
    whole.height = height;
    whole.fx = crop.fx * scale;
    whole.fy = crop.fy * scale;
    whole.cx = crop.cx * scale + left;
    whole.cy = crop.cy * scale + top;
    return whole;
}

}  // namespace bozzetto
