// SPDX-License-Identifier: Apache-2.0
#include "bake/camera_match.h"

#include "bake/display_values.h"
#include "base/error.h"
#include "image/resize.h"
#include "mesh/simplify.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "tensor/convert.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto {
namespace {

// Samples a pixel and side: antialias() smooths outlines, not triangles smaller than pixels.
constexpr int kSupersampling = 2;
constexpr double kStep = 0.5;  // pixels that the derivatives' pictures are off
constexpr double kZoomStep = 0.03;
constexpr double kHuber = 0.15;  // display values; beyond, a difference of colour counts linearly
// Of a zoom off by its sigma, in a pixel of the object's: pictures of a true mesh fit to 1e-3.
constexpr double kZoomPenalty = 2e-5;
constexpr double kUnlikeColor = 0.3;
constexpr int64_t kFewTriangles = 4000;
constexpr int kMotions = 7;
constexpr int kChannels = 4;  // of a residual: colour, coverage

struct MaskBox {
    int x0, y0, x1, y1;
};

MaskBox maskBox(const Image& photo) {
    MaskBox box{photo.width, photo.height, 0, 0};
    for (int y = 0; y < photo.height; ++y) {
        for (int x = 0; x < photo.width; ++x) {
            if (photo.at(x, y)[3] >= 0.5f) {
                box = {std::min(box.x0, x),
                       std::min(box.y0, y),
                       std::max(box.x1, x + 1),
                       std::max(box.y1, y + 1)};
            }
        }
    }
    if (box.x0 >= box.x1) {
        throw Error(Error::Kind::BadInput,
                    "The mask of a photograph is empty",
                    "Give a mask that shows the object, or leave the photograph out.");
    }
    return box;
}

at::Tensor clipMatrix(const Camera& camera, const MatchObject& object) {
    const double depth = -transformPoint(inverseRigid(camera.world_from_camera), object.middle).z;
    const double far = std::max(depth + 1.05 * object.radius, 1e-6);
    const double near = std::max(depth - 1.05 * object.radius, 0.01 * far);
    return toTensor(clipFromWorld(camera, near, far));
}

/// Differences of pictures [N, S, S, 5] to the target: [N, S * S, 4].
at::Tensor residuals(const at::Tensor& pictures,
                     const at::Tensor& sure,  // [S, S, 1]
                     const MatchTarget& target,
                     double color_weight) {
    const at::Tensor color =
        (pictures.slice(3, 0, 3) - target.picture.slice(2, 0, 3)) * (sure * color_weight);
    const at::Tensor coverage = pictures.slice(3, 4, 5) - target.picture.slice(2, 3, 4);
    return at::cat({color, coverage}, 3).view({pictures.size(0), -1, kChannels});
}

/// Square roots of Huber's weights for the residuals' colours.
at::Tensor huberRoots(const at::Tensor& residual, double color_weight) {
    at::Tensor roots = at::ones_like(residual);
    const at::Tensor size = residual.slice(1, 0, 3).norm(2, 1, true) / std::max(color_weight, 1e-9);
    roots.slice(1, 0, 3).copy_(
        (kHuber / size.clamp_min(kHuber)).sqrt().expand({residual.size(0), 3}));
    return roots;
}

/// Solves the damped normal equations by Cholesky's factorisation; false if they are singular.
bool solve(const double (&a)[kMotions][kMotions],
           const double (&b)[kMotions],
           double damping,
           CameraMotion& x) {
    double l[kMotions][kMotions] = {};
    for (int i = 0; i < kMotions; ++i) {
        for (int j = 0; j <= i; ++j) {
            double sum = a[i][j] + (i == j ? damping * a[i][i] : 0);
            for (int k = 0; k < j; ++k) {
                sum -= l[i][k] * l[j][k];
            }
            if (i == j && !(sum > 0)) {
                return false;
            }
            l[i][j] = i == j ? std::sqrt(sum) : sum / l[j][j];
        }
    }
    for (int i = 0; i < kMotions; ++i) {
        x[i] = b[i];
        for (int k = 0; k < i; ++k) {
            x[i] -= l[i][k] * x[k];
        }
        x[i] /= l[i][i];
    }
    for (int i = kMotions - 1; i >= 0; --i) {
        for (int k = i + 1; k < kMotions; ++k) {
            x[i] -= l[k][i] * x[k];
        }
        x[i] /= l[i][i];
    }
    return true;
}

class Refinement {
public:
    Refinement(const MatchObject& object,
               const MatchTarget& target,
               const Camera& start,
               const RefineOptions& options)
        : object_(object), target_(target), options_(options) {
        best_.camera = start;
        best_.zoom = options.started_zoom;
    }

    RefinedCamera run() {
        double damping = 1e-3;
        linearise();
        for (int i = 0; i < options_.iterations && damping < 1e4; ++i) {
            if (options_.tick) {
                options_.tick();
            }
            CameraMotion step{};
            if (!solve(hessian_, downhill_, damping, step)) {
                damping *= 10;
                continue;
            }
            const Camera camera = moved(best_.camera, object_, step);
            const double zoom = best_.zoom + step[6];
            const at::Tensor picture = drawMatch(object_, {target_.cut(camera)}, target_.inside);
            const double cost = costOf(picture, zoom);
            if (cost < best_.cost) {
                const bool settled = best_.cost - cost < 1e-5 * best_.cost;
                best_.camera = camera;
                best_.zoom = zoom;
                damping = std::max(1e-6, damping * 0.3);
                if (settled) {
                    best_.cost = cost;
                    break;
                }
                linearise();
            } else {
                damping *= 5;
            }
        }
        best_.cost /= target_.alpha_sum;
        return best_;
    }

private:
    double zoomPenalty(double zoom) const {
        const double sigma = std::max(options_.zoom_sigma, 1e-4);
        return kZoomPenalty * target_.alpha_sum * zoom * zoom / (sigma * sigma);
    }

    double costOf(const at::Tensor& picture, double zoom) const {
        const at::Tensor r = residuals(picture, sure_, target_, options_.color_weight)[0] * roots_;
        return r.square().sum().item<double>() + zoomPenalty(zoom);
    }

    /// Normal equations around the best camera; weights are those of its picture.
    void linearise() {
        const double pixels = target_.cut(best_.camera).fx * object_.radius / distance();
        CameraMotion step;
        step.fill(kStep / std::max(1.0, pixels));
        step[5] *= distance() / object_.radius;
        step[6] = kZoomStep;
        std::vector<Camera> cameras{target_.cut(best_.camera)};
        for (int k = 0; k < kMotions; ++k) {
            for (const double sign : {1.0, -1.0}) {
                CameraMotion motion{};
                motion[k] = sign * step[k];
                cameras.push_back(target_.cut(moved(best_.camera, object_, motion)));
            }
        }
        const at::Tensor pictures = drawMatch(object_, cameras, target_.inside);
        sure_ = pictures[0].slice(2, 3, 4).clamp(0, 1);
        const at::Tensor all = residuals(pictures, sure_, target_, options_.color_weight);
        roots_ = huberRoots(all[0], options_.color_weight);
        best_.cost = costOf(pictures.slice(0, 0, 1), best_.zoom);
        const at::Tensor weighted = (all * roots_).view({all.size(0), -1});
        std::vector<at::Tensor> columns{weighted[0]};
        for (int k = 0; k < kMotions; ++k) {
            columns.push_back((weighted[1 + 2 * k] - weighted[2 + 2 * k]) / (2 * step[k]));
        }
        const at::Tensor j = at::stack(columns, 1);  // [P, 8], residuals first
        const at::Tensor products = j.t().matmul(j).cpu().to(at::kDouble).contiguous();
        const auto value = products.accessor<double, 2>();
        for (int a = 0; a < kMotions; ++a) {
            downhill_[a] = -value[0][a + 1];
            for (int b = 0; b < kMotions; ++b) {
                hessian_[a][b] = value[a + 1][b + 1];
            }
            hessian_[a][a] += 1e-9 * target_.alpha_sum;
        }
        const double pull = zoomPenalty(1);
        hessian_[6][6] += pull;
        downhill_[6] -= pull * best_.zoom;
    }

    double distance() const {
        return std::max(
            -transformPoint(inverseRigid(best_.camera.world_from_camera), object_.middle).z,
            1e-3 * object_.radius);
    }

    const MatchObject& object_;
    const MatchTarget& target_;
    RefineOptions options_;
    RefinedCamera best_;
    at::Tensor sure_, roots_;  // [S, S, 1], [S * S, 4]
    double hessian_[kMotions][kMotions] = {}, downhill_[kMotions] = {};
};

}  // namespace

MatchObject::MatchObject(const TriangleMesh& mesh, const at::Device& device) {
    const at::Tensor positions = toTensor(mesh.positions).to(device);
    corners = at::cat({positions, at::ones({positions.size(0), 1}, positions.options())}, 1);
    triangles = toTensor(mesh.triangles).to(device);
    topology = edgeTopology(triangles, positions.size(0));
    colors = at::zeros({positions.size(0), 4}, positions.options());
    Vec3d low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
    for (const Vec3f& p : mesh.positions) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min<double>(low[k], p[k]);
            high[k] = std::max<double>(high[k], p[k]);
        }
    }
    middle = (low + high) * 0.5;
    radius = 0.5 * length(high - low);
}

void MatchObject::setColors(const at::Tensor& linear, const at::Tensor& sure) {
    colors = at::cat({displayValues(linear), sure.view({-1, 1})}, 1).contiguous();
}

MatchTarget::MatchTarget(const Image& photo, int wanted, double margin, const at::Device& device) {
    const MaskBox box = maskBox(photo);
    const int whole =
        static_cast<int>(std::ceil(margin * std::max(box.x1 - box.x0, box.y1 - box.y0)));
    size = std::min(wanted, whole);
    side = whole;
    left = (box.x0 + box.x1 - whole) / 2;
    top = (box.y0 + box.y1 - whole) / 2;
    Image square(whole, whole, 4), within(whole, whole, 1);
    for (int y = 0; y < whole; ++y) {
        for (int x = 0; x < whole; ++x) {
            const int u = x + static_cast<int>(left), v = y + static_cast<int>(top);
            if (u >= 0 && v >= 0 && u < photo.width && v < photo.height) {
                std::copy_n(photo.at(u, v), 4, square.at(x, y));
                *within.at(x, y) = 1;
            }
        }
    }
    inside = toTensor(downsampleArea(within, size, size)).to(device);
    const at::Tensor shrunk = toTensor(downsampleArea(square, size, size)).to(device);
    const at::Tensor alpha = shrunk.slice(2, 3, 4);
    const at::Tensor color = displayValues(shrunk.slice(2, 0, 3)) * alpha;
    picture = at::cat({color, alpha}, 2).contiguous();
    alpha_sum = alpha.sum().item<double>();
    const at::Tensor place = at::arange(size, alpha.options()) + 0.5;
    middle_x = (alpha.select(2, 0).sum(0) * place).sum().item<double>() / alpha_sum;
    middle_y = (alpha.select(2, 0).sum(1) * place).sum().item<double>() / alpha_sum;
}

Camera MatchTarget::cut(const Camera& whole) const {
    Camera camera = whole;
    const double factor = size / side;
    camera.width = camera.height = size;
    camera.fx *= factor;
    camera.fy *= factor;
    camera.cx = (whole.cx - left) * factor;
    camera.cy = (whole.cy - top) * factor;
    return camera;
}

at::Tensor drawMatch(const MatchObject& object,
                     const std::vector<Camera>& cameras,
                     const at::Tensor& inside) {
    const at::NoGradGuard no_grad;
    std::vector<at::Tensor> matrices;
    for (const Camera& camera : cameras) {
        matrices.push_back(clipMatrix(camera, object).t());
    }
    const at::Tensor clip =
        at::matmul(object.corners, at::stack(matrices).to(object.corners.device())).contiguous();
    const int64_t height = cameras[0].height, width = cameras[0].width;
    const Raster raster = rasterize(
        clip, object.triangles, kSupersampling * height, kSupersampling * width, Derivatives::No);
    const at::Tensor color = interpolate(object.colors.unsqueeze(0), raster.rast, object.triangles);
    const at::Tensor covered = raster.rast.slice(3, 3, 4).gt(0).to(at::kFloat);
    const at::Tensor pictures =
        antialias(at::cat({color, covered}, 3).contiguous(),
                  raster.rast,
                  clip,
                  object.triangles,
                  object.topology)
            .view({clip.size(0), height, kSupersampling, width, kSupersampling, -1})
            .mean(at::IntArrayRef{2, 4});
    return pictures * inside;
}

at::Tensor coverageMoments(const at::Tensor& pictures) {
    const at::Tensor coverage = pictures.select(3, 4);
    const at::Tensor place = at::arange(coverage.size(1), coverage.options()) + 0.5;
    const at::Tensor area = coverage.sum(at::IntArrayRef{1, 2});
    const at::Tensor safe = area.clamp_min(1e-3);
    const at::Tensor x = (coverage.sum(1) * place).sum(1) / safe;
    const at::Tensor y = (coverage.sum(2) * place).sum(1) / safe;
    return at::stack({area, x, y}, 1).cpu().to(at::kDouble).contiguous();
}

at::Tensor unlikeness(const at::Tensor& pictures, const at::Tensor& targets) {
    const at::Tensor wanted = targets.select(-1, 3);
    const at::Tensor coverage = (pictures.select(3, 4) - wanted).abs().sum(at::IntArrayRef{1, 2});
    const at::Tensor color = ((pictures.slice(3, 0, 3) - targets.slice(-1, 0, 3)).abs().mean(3) *
                              pictures.select(3, 3).clamp(0, 1))
                                 .sum(at::IntArrayRef{1, 2});
    return (coverage + kUnlikeColor * color) / wanted.sum(at::IntArrayRef{-2, -1});
}

Mat4d turnBy(Vec3d axis_angle) {
    const double angle = length(axis_angle);
    const Vec3d a = angle > 0 ? axis_angle * (1 / angle) : Vec3d{0, 0, 1};
    const double c = std::cos(angle), s = std::sin(angle);
    Mat4d r;
    const double k[3][3] = {{0, -a.z, a.y}, {a.z, 0, -a.x}, {-a.y, a.x, 0}};
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            r.m[i][j] = (i == j ? c : 0) + s * k[i][j] + (1 - c) * a[i] * a[j];
        }
    }
    return r;
}

MatchObject fewTriangles(const TriangleMesh& mesh,
                         const std::vector<Vec3f>& colors,
                         const at::Device& device) {
    TexturedMesh plain;
    plain.mesh = mesh;
    SimplifyOptions options;
    options.triangles = kFewTriangles;
    const TriangleMesh few = simplify(plain, options).mesh.mesh;
    MatchObject object(few, device);
    if (!colors.empty()) {
        // Vertices that are left stand where they stood: their colours are those of the same place.
        const at::Tensor all = toTensor(mesh.positions).to(device);
        std::vector<at::Tensor> nearest;
        for (const at::Tensor& part : toTensor(few.positions).to(device).split(256)) {
            nearest.push_back(at::cdist(part, all).argmin(1));
        }
        object.setColors(toTensor(colors).to(device).index_select(0, at::cat(nearest)),
                         at::ones({object.corners.size(0)}, all.options()));
    }
    return object;
}

Camera moved(const Camera& camera, const MatchObject& object, const CameraMotion& motion) {
    const Mat4d camera_from_world = inverseRigid(camera.world_from_camera);
    const Vec3d middle = transformPoint(camera_from_world, object.middle);
    Mat4d motion_matrix = turnBy({motion[0], motion[1], motion[2]});
    const Vec3d turned = transformPoint(motion_matrix, middle);
    const double zoom = std::exp(motion[6]);
    const Vec3d target = Vec3d{middle.x, middle.y, middle.z * zoom} +
                         Vec3d{motion[3], motion[4], motion[5]} * object.radius;
    for (int k = 0; k < 3; ++k) {
        motion_matrix.m[k][3] = target[k] - turned[k];
    }
    Camera result = camera;
    result.fx *= zoom;
    result.fy *= zoom;
    result.world_from_camera = inverseRigid(motion_matrix * camera_from_world);
    return result;
}

RefinedCamera refineCamera(const MatchObject& object,
                           const MatchTarget& target,
                           const Camera& start,
                           const RefineOptions& options) {
    const at::NoGradGuard no_grad;
    return Refinement(object, target, start, options).run();
}

}  // namespace bozzetto
