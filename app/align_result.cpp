// SPDX-License-Identifier: Apache-2.0
#include "app/align_result.h"

#include "app/result_files.h"
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "io/cameras_json.h"
#include "mesh/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

struct Bounds {
    Vec3f low, high;
    explicit Bounds(const TriangleMesh& mesh) {
        const float far = std::numeric_limits<float>::max();
        low = {far, far, far}, high = -low;
        for (const Vec3i& t : mesh.triangles) {
            for (int k = 0; k < 3; ++k) {
                for (int axis = 0; axis < 3; ++axis) {
                    low[axis] = std::min(low[axis], mesh.positions[t[k]][axis]);
                    high[axis] = std::max(high[axis], mesh.positions[t[k]][axis]);
                }
            }
        }
    }
    bool holds(Vec3f p, float margin) const {
        for (int axis = 0; axis < 3; ++axis) {
            const float beyond = margin * (high[axis] - low[axis]);
            if (p[axis] < low[axis] - beyond || p[axis] > high[axis] + beyond) {
                return false;
            }
        }
        return true;
    }
};

Vec3f toFloat(Vec3d v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

Vec3d toDouble(Vec3f v) {
    return {v.x, v.y, v.z};
}

Vec3f faceNormalOf(const TriangleMesh& mesh, int triangle) {
    const Vec3i t = mesh.triangles[static_cast<size_t>(triangle)];
    const Vec3f a = mesh.positions[t.x];
    return normalize(cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a));
}

bool isInFrame(const Camera& camera, Vec3d point) {
    const Vec3d q = transformPoint(inverseRigid(camera.world_from_camera), point);
    if (!(q.z < 0)) {
        return false;
    }
    const double x = camera.cx - camera.fx * q.x / q.z, y = camera.cy + camera.fy * q.y / q.z;
    return x >= 0 && y >= 0 && x < camera.width && y < camera.height;
}

double intersectionOverUnion(const Image& mask, const Image& truth) {
    int64_t both = 0, either = 0;
    for (int y = 0; y < truth.height; ++y) {
        for (int x = 0; x < truth.width; ++x) {
            const bool a = mask.at(x, y)[mask.channels == 4 ? 0 : mask.channels - 1] >= 0.5f;
            const bool b = truth.at(x, y)[3] >= 0.5f;
            both += a && b ? 1 : 0;
            either += a || b ? 1 : 0;
        }
    }
    return either > 0 ? static_cast<double>(both) / static_cast<double>(either) : 1;
}

}  // namespace

ResultAlignment alignResult(const fs::path& result, const fs::path& true_cameras) {
    const fs::path folder = fs::is_directory(result) ? result : result.parent_path();
    const fs::path own = folder / "cameras.json";
    const std::optional<NamedCameras> cameras =
        fs::exists(own) ? readCamerasJson(own) : std::nullopt;
    if (!cameras) {
        throw Error(Error::Kind::BadInput,
                    displayPath(own) + ": is not there or not a result's own camera file",
                    "--align needs the cameras.json that reconstruct writes beside the mesh.",
                    own.string());
    }
    NamedCameras truth;
    ResultAlignment alignment;
    for (const View& view : readViews(true_cameras, Pictures::NotNeeded).views) {
        truth.push_back({view.name, *view.camera});
    }
    alignment.comparison = compareCameras(*cameras, truth);
    for (const auto& [name, camera] : truth) {
        if (std::any_of(
                cameras->begin(), cameras->end(), [&](const auto& c) { return c.first == name; })) {
            alignment.true_cameras.push_back(camera);
        }
    }
    return alignment;
}

TriangleMesh alignedMesh(const TriangleMesh& mesh, const Similarity& truth_from_result) {
    TriangleMesh moved = mesh;
    for (Vec3f& p : moved.positions) {
        p = toFloat(truth_from_result(toDouble(p)));
    }
    return moved;
}

Camera inResult(const Camera& true_camera, const Similarity& truth_from_result) {
    Similarity inverse;
    inverse.rotation = inverseRigid(truth_from_result.rotation);
    inverse.scale = 1 / truth_from_result.scale;
    inverse.translation =
        -(transformPoint(inverse.rotation, truth_from_result.translation) * inverse.scale);
    return inverse(true_camera);
}

std::function<bool(Vec3f point, int triangle)> seenByTwo(const TriangleMesh& truth,
                                                         std::vector<Camera> cameras) {
    const auto bvh = std::make_shared<TriangleBvh>(truth);
    const float lift = 1e-4f * static_cast<float>(boundingRadius(truth));
    return [&truth, bvh, lift, cameras = std::move(cameras)](Vec3f point, int triangle) {
        const Vec3f normal = faceNormalOf(truth, triangle);
        int seen = 0;
        for (const Camera& camera : cameras) {
            const Vec3f to = toFloat(camera.position() - toDouble(point));
            constexpr float kGrazing = 0.1f;  // cosine
            if (dot(to, normal) > kGrazing * length(to) && isInFrame(camera, toDouble(point)) &&
                !bvh->occluded(point + normal * lift, to, 1) && ++seen == 2) {
                return true;
            }
        }
        return false;
    };
}

double boundingRadius(const TriangleMesh& mesh) {
    const Bounds bounds(mesh);
    const Vec3f middle = (bounds.low + bounds.high) * 0.5f;
    float radius = 0;
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            radius = std::max(radius, length(mesh.positions[t[k]] - middle));
        }
    }
    return radius;
}

double shareBeyond(const TriangleMesh& mesh, const TriangleMesh& truth) {
    const Bounds bounds(truth);
    double beyond = 0, all = 0;
    for (const Vec3i& t : mesh.triangles) {
        const Vec3f a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
        const double area = length(cross(b - a, c - a));
        all += area;
        beyond += bounds.holds((a + b + c) * (1.0f / 3), 0.05f) ? 0 : area;
    }
    return all > 0 ? beyond / all : 0;
}

MaskScores scoreMasks(const fs::path& folder, const ImageSet& truth) {
    MaskScores scores;
    double sum = 0;
    for (const View& view : truth.views) {
        const fs::path path = folder / (view.name + ".png");
        if (!view.has_mask || !fs::exists(path)) {
            scores.missing += view.has_mask ? 1 : 0;
            continue;
        }
        const Image mask = readRawImage(path);
        if (mask.width != view.image.width || mask.height != view.image.height) {
            throw Error(Error::Kind::BadInput,
                        displayPath(path) + ": has another size than its view",
                        "Give masks of the photographs' size.",
                        path.string());
        }
        const double iou = intersectionOverUnion(mask, view.image);
        sum += iou;
        ++scores.views;
        if (iou < scores.worst) {
            scores.worst = iou;
            scores.worst_view = view.name;
        }
    }
    if (scores.views == 0) {
        throw Error(Error::Kind::BadInput,
                    displayPath(folder) + ": holds no mask of a view that has a true one",
                    "Give the folder that 'bozzetto-cli masks' wrote.",
                    folder.string());
    }
    scores.mean = sum / scores.views;
    return scores;
}

}  // namespace bozzetto
