// SPDX-License-Identifier: Apache-2.0
#include "camera/scene_guess.h"

#include "base/error.h"
#include "camera/gravity.h"
#include "camera/table_plane.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>

namespace bozzetto {
namespace {

// Lengths are relative to the cameras' distance from what they look at.
constexpr double kCell = 0.07;     // of the footprint that joins points to one object
constexpr double kLowest = 0.004;  // points of the object are at least that high over the table
constexpr double kInFrame = 0.6;   // of the cameras must have a point of the object in the picture
constexpr double kMargin = 0.14;   // of the object's size, added on each side: bare parts
constexpr double kLeastMargin = 0.03;
constexpr double kStray = 0.004;  // of the object's points on each side may be strays
constexpr std::size_t kLeastPoints = 20;
const double kLevel = std::cos(5 * std::numbers::pi / 180);  // a plane to trust more than gravity

bool isInFrame(const Camera& camera, Vec3d p) {
    const Vec3d q = transformPoint(inverseRigid(camera.world_from_camera), p);
    if (!(q.z < 0)) {
        return false;
    }
    const double x = camera.cx - camera.fx * q.x / q.z, y = camera.cy + camera.fy * q.y / q.z;
    return x >= 0 && y >= 0 && x < camera.width && y < camera.height;
}

std::vector<WeightedPoint> usablePoints(const SparseCloud& cloud) {
    std::vector<WeightedPoint> points;
    points.reserve(cloud.points.size());
    for (const SparsePoint& p : cloud.points) {
        if (std::isfinite(p.position.x) && std::isfinite(p.position.y) &&
            std::isfinite(p.position.z)) {
            const double seen = static_cast<double>(p.seen_by.size());
            points.push_back({p.position, std::clamp(seen, 1.0, 20.0)});
        }
    }
    return points;
}

/// Axes of the box: two along the floor, the third up.
struct Axes {
    Vec3d x, y, up;
    Vec3d of(Vec3d p) const { return {dot(x, p), dot(y, p), dot(up, p)}; }
    Vec3d world(Vec3d local) const { return x * local.x + y * local.y + up * local.z; }
};

Axes axesAround(Vec3d up) {
    const Vec3d start = std::abs(up.x) < 0.9 ? Vec3d{1, 0, 0} : Vec3d{0, 1, 0};
    const Vec3d x = normalize(start - up * dot(start, up));
    return {x, cross(up, x), up};
}

Axes turned(const Axes& axes, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    return {axes.x * c + axes.y * s, axes.y * c - axes.x * s, axes.up};
}

/// The points of the object: over the floor, in most pictures, joined to the densest place near
/// the cameras' focus by a footprint without wide gaps.
class ObjectPoints {
public:
    ObjectPoints(std::span<const WeightedPoint> points,
                 std::span<const Camera> cameras,
                 const CameraRig& rig,
                 const Axes& axes,
                 std::optional<double> floor)
        : rig_(rig), axes_(axes), cell_(kCell * rig.distance) {
        for (const WeightedPoint& p : points) {
            const double height = dot(axes.up, p.position);
            if ((!floor || height > *floor + kLowest * rig.distance) &&
                isInMostPictures(p.position, cameras)) {
                cells_[cellOf(p.position)].push_back(p);
            }
        }
    }

    std::vector<Vec3d> collect() const {
        std::vector<Vec3d> found;
        std::map<Cell, bool> visited;
        std::vector<Cell> open;
        if (const std::optional<Cell> seed = densest()) {
            open.push_back(*seed);
            visited[*seed] = true;
        }
        while (!open.empty()) {
            const Cell cell = open.back();
            open.pop_back();
            for (const WeightedPoint& p : cells_.at(cell)) {
                found.push_back(p.position);
            }
            for (int dx = -1; dx <= 1; ++dx) {
                for (int dy = -1; dy <= 1; ++dy) {
                    const Cell next{cell.first + dx, cell.second + dy};
                    if (isOccupied(next) && !visited[next]) {
                        visited[next] = true;
                        open.push_back(next);
                    }
                }
            }
        }
        return found;
    }

private:
    using Cell = std::pair<int, int>;

    static bool isInMostPictures(Vec3d p, std::span<const Camera> cameras) {
        const auto seen = std::count_if(cameras.begin(), cameras.end(), [&](const Camera& camera) {
            return isInFrame(camera, p);
        });
        return static_cast<double>(seen) >= kInFrame * static_cast<double>(cameras.size());
    }

    Cell cellOf(Vec3d p) const {
        const Vec3d local = axes_.of(p - rig_.focus);
        return {static_cast<int>(std::floor(local.x / cell_)),
                static_cast<int>(std::floor(local.y / cell_))};
    }

    /// A lone point is most likely a wrong one.
    bool isOccupied(Cell cell) const {
        const auto found = cells_.find(cell);
        return found != cells_.end() && found->second.size() >= 2;
    }

    std::optional<Cell> densest() const {
        std::optional<Cell> best;
        double best_score = 0;
        for (const auto& [cell, points] : cells_) {
            double weight = 0;
            for (const WeightedPoint& p : points) {
                weight += p.weight;
            }
            const double x = (cell.first + 0.5) * kCell, y = (cell.second + 0.5) * kCell;
            const double score = weight * std::exp(-(x * x + y * y) / (2 * 0.15 * 0.15));
            if (isOccupied(cell) && score > best_score) {
                best_score = score;
                best = cell;
            }
        }
        return best;
    }

    const CameraRig& rig_;
    const Axes& axes_;
    double cell_;
    std::map<Cell, std::vector<WeightedPoint>> cells_;
};

struct Range {
    double low = 0, high = 0;
    double size() const { return high - low; }
};

Range robustRange(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto strays = static_cast<std::size_t>(kStray * static_cast<double>(values.size()));
    return {values[strays], values[values.size() - 1 - strays]};
}

struct Ranges {
    Range x, y, z;
};

Ranges rangesAlong(const Axes& axes, const std::vector<Vec3d>& points) {
    std::vector<double> along[3];
    for (const Vec3d& p : points) {
        const Vec3d local = axes.of(p);
        along[0].push_back(local.x), along[1].push_back(local.y), along[2].push_back(local.z);
    }
    return {robustRange(std::move(along[0])),
            robustRange(std::move(along[1])),
            robustRange(std::move(along[2]))};
}

/// The axes turned about up so that the box has the smallest footprint.
Axes tightest(const Axes& axes, const std::vector<Vec3d>& points) {
    Axes best = axes;
    double least = std::numeric_limits<double>::infinity();
    for (int degrees = 0; degrees < 90; degrees += 3) {
        const Axes other = turned(axes, degrees * std::numbers::pi / 180);
        const Ranges ranges = rangesAlong(other, points);
        if (const double area = ranges.x.size() * ranges.y.size(); area < 0.98 * least) {
            least = area;
            best = other;
        }
    }
    return best;
}

RegionBox boxOf(const Axes& axes, const Ranges& ranges) {
    RegionBox box;
    const Vec3d middle = axes.world({0.5 * (ranges.x.low + ranges.x.high),
                                     0.5 * (ranges.y.low + ranges.y.high),
                                     0.5 * (ranges.z.low + ranges.z.high)});
    const Vec3d columns[4] = {axes.x, axes.y, axes.up, middle};
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 4; ++j) {
            box.world_from_box.m[i][j] = columns[j][i];
        }
    }
    box.half_size = {0.5 * ranges.x.size(), 0.5 * ranges.y.size(), 0.5 * ranges.z.size()};
    return box;
}

RegionBox boxAround(const std::vector<Vec3d>& points,
                    const Axes& upright,
                    const CameraRig& rig,
                    std::optional<double> floor) {
    const Axes axes = tightest(upright, points);
    Ranges ranges = rangesAlong(axes, points);
    const double size = std::max({ranges.x.size(), ranges.y.size(), ranges.z.size()});
    const double margin = std::max(kMargin * size, kLeastMargin * rig.distance);
    for (Range* range : {&ranges.x, &ranges.y, &ranges.z}) {
        range->low -= margin, range->high += margin;
    }
    if (floor) {
        ranges.z.low = *floor;
    }
    return boxOf(axes, ranges);
}

/// Without points of the object: what fits the pictures of all cameras around their focus.
RegionBox boxOfViews(std::span<const Camera> cameras,
                     const Axes& axes,
                     const CameraRig& rig,
                     std::optional<double> floor) {
    std::vector<double> radii;
    for (const Camera& camera : cameras) {
        const double tangent = std::min(camera.width / camera.fx, camera.height / camera.fy) / 2;
        const double distance = length(camera.position() - rig.focus);
        if (std::isfinite(tangent * distance) && tangent > 0) {
            radii.push_back(0.85 * distance * std::sin(std::atan(tangent)));
        }
    }
    double radius = rig.distance > 0 ? 0.3 * rig.distance : 1;
    if (!radii.empty()) {
        const auto middle = radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2);
        std::nth_element(radii.begin(), middle, radii.end());
        radius = std::max(*middle, 1e-9);
    }
    const Vec3d c = axes.of(rig.focus);
    Ranges ranges{
        {c.x - radius, c.x + radius}, {c.y - radius, c.y + radius}, {c.z - radius, c.z + radius}};
    if (floor && *floor < ranges.z.high - 0.2 * radius) {
        ranges.z.low = *floor;
    }
    return boxOf(axes, ranges);
}

std::string percent(double share) {
    char text[16];
    std::snprintf(text, sizeof text, "%.0f %%", 100 * share);
    return text;
}

/// Up, how sure it is, and from what.
SceneGuess guessUp(std::span<const Camera> cameras,
                   const CameraRig& rig,
                   const std::optional<TablePlane>& table,
                   const std::optional<GravityUp>& gravity) {
    SceneGuess guess;
    const std::string felt = gravity ? "up as " + std::to_string(gravity->agreeing) + " of " +
                                           std::to_string(gravity->told) +
                                           " photographs with EXIF gravity felt it"
                                     : std::string();
    if (table) {
        guess.table = table->plane;
        guess.evidence = "a plane under the object holds " + std::to_string(table->points) +
                         " points (" + percent(table->share) + " of them)";
    }
    if (gravity && !(table && dot(table->plane.normal, gravity->up) > kLevel)) {
        guess.up_from = SceneGuess::UpFrom::Gravity;
        guess.frame.up = gravity->up;
        guess.up_confidence = 0.9 * gravity->agreeing / gravity->told;
        guess.evidence = felt + (table ? "; " + guess.evidence + ", and is not level"
                                       : "; no plane under the object was found");
    } else if (table) {
        guess.up_from = SceneGuess::UpFrom::Table;
        guess.frame.up = table->plane.normal;
        const double agrees = std::max(0.0, dot(rig.up, table->plane.normal));
        guess.up_confidence = std::min(1.0, 0.5 * std::min(1.0, 5 * table->share) + 0.5 * agrees);
        guess.evidence += gravity ? ", " + felt : "";
    } else {
        guess.frame.up = rig.up;
        guess.up_confidence = 0.7 * rig.up_confidence;
        guess.evidence = "up is across the right axes of " + std::to_string(cameras.size()) +
                         " cameras; no plane under the object was found";
    }
    return guess;
}

/// How far up the lowest corner of a box is.
double bottomOf(const RegionBox& box, Vec3d up) {
    const auto& m = box.world_from_box.m;
    double low = dot(up, Vec3d{m[0][3], m[1][3], m[2][3]});
    for (int axis = 0; axis < 3; ++axis) {
        low -= box.half_size[axis] * std::abs(dot(up, Vec3d{m[0][axis], m[1][axis], m[2][axis]}));
    }
    return low;
}

}  // namespace

const char* toString(SceneGuess::UpFrom from) {
    switch (from) {
        case SceneGuess::UpFrom::Table:
            return "table";
        case SceneGuess::UpFrom::Gravity:
            return "gravity";
        case SceneGuess::UpFrom::Cameras:
            break;
    }
    return "cameras";
}

SceneGuess guessScene(std::span<const Camera> cameras,
                      const SparseCloud& cloud,
                      std::span<const std::optional<Vec3d>> device_ups) {
    require(cameras.size() >= 2, "guessScene: at least two cameras");
    const std::optional<GravityUp> gravity = upByGravity(cameras, device_ups);
    CameraRig rig = studyCameras(cameras);
    if (gravity) {
        rig.up = gravity->up, rig.up_confidence = 1;
    }
    const std::vector<WeightedPoint> points = usablePoints(cloud);
    const std::optional<TablePlane> table = findTablePlane(points, cameras, rig);
    SceneGuess guess = guessUp(cameras, rig, table, gravity);

    // The object stands on its plane, level or not.
    const Axes axes = axesAround(table ? table->plane.normal : guess.frame.up);
    const std::optional<double> floor = table ? std::optional(table->plane.offset) : std::nullopt;
    const std::vector<Vec3d> object = ObjectPoints(points, cameras, rig, axes, floor).collect();
    if (object.size() >= kLeastPoints) {
        guess.region = boxAround(object, axes, rig, floor);
        guess.evidence +=
            "; " + std::to_string(object.size()) + " points on the object that most cameras see";
    } else {
        guess.region = boxOfViews(cameras, axes, rig, floor);
        guess.evidence += "; the region is what fits the pictures";
    }
    guess.frame.floor = guess.up_from == SceneGuess::UpFrom::Table
                            ? *floor
                            : bottomOf(guess.region, guess.frame.up);
    return guess;
}

std::optional<SceneFrame> frameFromFloor(Vec3d a,
                                         Vec3d b,
                                         Vec3d c,
                                         std::span<const Camera> cameras) {
    const Vec3d ab = b - a, ac = c - a;
    Vec3d normal = cross(ab, ac);
    const double size = length(normal), longest = std::max({length(ab), length(ac), length(c - b)});
    if (!(size > 1e-4 * longest * longest) || !std::isfinite(size)) {
        return std::nullopt;
    }
    normal = normal * (1 / size);
    const auto above = std::count_if(cameras.begin(), cameras.end(), [&](const Camera& camera) {
        return dot(normal, camera.position() - a) > 0;
    });
    if (2 * above < static_cast<std::ptrdiff_t>(cameras.size())) {
        normal = -normal;
    }
    SceneFrame frame;
    frame.up = normal;
    frame.floor = dot(normal, (a + b + c) * (1.0 / 3));
    return frame;
}

SceneFrame withLength(const SceneFrame& frame, Vec3d a, Vec3d b, double metres) {
    const double distance = length(b - a);
    if (!(distance > 0) || !std::isfinite(distance) || !(metres > 0) || !std::isfinite(metres)) {
        throw Error(Error::Kind::BadInput,
                    "a scale needs two different points and a length above zero",
                    "Click two points whose distance is known and give it.");
    }
    SceneFrame scaled = frame;
    scaled.scale = metres / distance;
    return scaled;
}

}  // namespace bozzetto
