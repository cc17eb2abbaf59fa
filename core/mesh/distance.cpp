// SPDX-License-Identifier: Apache-2.0
// Sources: Wald 2007, "On fast Construction of SAH-based Bounding Volume Hierarchies" (binned SAH);
// Ericson 2005, "Real-Time Collision Detection" 5.1.5 (closest point on a triangle).
#include "mesh/distance.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "base/random.h"
#include "mesh/ray_kernel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace bozzetto {
namespace {

constexpr int kLeafSize = 4;
constexpr int kBins = 16;
constexpr int kMaxDepth = 64;

struct Box {
    Vec3f low{std::numeric_limits<float>::max(),
              std::numeric_limits<float>::max(),
              std::numeric_limits<float>::max()};
    Vec3f high{-std::numeric_limits<float>::max(),
               -std::numeric_limits<float>::max(),
               -std::numeric_limits<float>::max()};

    void add(Vec3f p) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min(low[k], p[k]);
            high[k] = std::max(high[k], p[k]);
        }
    }
    void add(const Box& b) {
        add(b.low);
        add(b.high);
    }
    float halfArea() const {
        const Vec3f d = high - low;
        return d.x < 0 ? 0.0f : d.x * d.y + d.y * d.z + d.z * d.x;
    }
    float squaredDistance(Vec3f p) const {
        float sum = 0;
        for (int k = 0; k < 3; ++k) {
            const float d = std::max({low[k] - p[k], p[k] - high[k], 0.0f});
            sum += d * d;
        }
        return sum;
    }
};

/// Inner nodes have two children, `first` and `first` + 1; leaves `count` triangles from `first`.
struct Node {
    Box box;
    int first = 0, count = 0;
};

using Triangle = RayTriangle;

Vec3f closestPoint(const Triangle& t, Vec3f p) {
    const Vec3f ap = p - t.a;
    const float d1 = dot(t.ab, ap), d2 = dot(t.ac, ap);
    if (d1 <= 0 && d2 <= 0) {
        return t.a;
    }
    const Vec3f bp = ap - t.ab;
    const float d3 = dot(t.ab, bp), d4 = dot(t.ac, bp);
    if (d3 >= 0 && d4 <= d3) {
        return t.a + t.ab;
    }
    const Vec3f cp = ap - t.ac;
    const float d5 = dot(t.ab, cp), d6 = dot(t.ac, cp);
    if (d6 >= 0 && d5 <= d6) {
        return t.a + t.ac;
    }
    const float vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0 && d1 > d3) {
        return t.a + t.ab * (d1 / (d1 - d3));
    }
    const float vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0 && d2 > d6) {
        return t.a + t.ac * (d2 / (d2 - d6));
    }
    const float va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0 && (d4 - d3) + (d5 - d6) > 0) {
        return t.a + t.ab + (t.ac - t.ab) * ((d4 - d3) / ((d4 - d3) + (d5 - d6)));
    }
    const float sum = va + vb + vc;
    return sum > 0 ? t.a + t.ab * (vb / sum) + t.ac * (vc / sum) : t.a;
}

float enter(const Box& box, Vec3f p, Vec3f inverse, float t_max) {
    return enterBox(box.low, box.high, p, inverse, t_max);
}

}  // namespace

struct TriangleBvh::Data {
    std::vector<Node> nodes;
    std::vector<int> ids;             // triangle of each slot
    std::vector<Triangle> triangles;  // by slot

    void build(const TriangleMesh& mesh);

private:
    struct Item {
        Box box;
        Vec3f centre;
        int id;
    };
    void split(int node, std::vector<Item>& items, int begin, int end, int depth);
    static int partition(std::vector<Item>& items, int begin, int end);
};

void TriangleBvh::Data::build(const TriangleMesh& mesh) {
    std::vector<Item> items(mesh.triangles.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (int k = 0; k < 3; ++k) {
            items[i].box.add(mesh.positions[mesh.triangles[i][k]]);
        }
        items[i].centre = (items[i].box.low + items[i].box.high) * 0.5f;
        items[i].id = static_cast<int>(i);
    }
    nodes.reserve(2 * items.size() / kLeafSize + 2);
    nodes.emplace_back();
    if (!items.empty()) {
        split(0, items, 0, static_cast<int>(items.size()), 0);
    }
    for (const Item& item : items) {
        const Vec3i t = mesh.triangles[item.id];
        const Vec3f a = mesh.positions[t.x];
        ids.push_back(item.id);
        triangles.push_back({a, mesh.positions[t.y] - a, mesh.positions[t.z] - a});
    }
}

void TriangleBvh::Data::split(int node, std::vector<Item>& items, int begin, int end, int depth) {
    Box box;
    for (int i = begin; i < end; ++i) {
        box.add(items[i].box);
    }
    nodes[node] = {box, begin, end - begin};
    if (end - begin <= kLeafSize || depth >= kMaxDepth - 2) {
        return;
    }
    const int middle = partition(items, begin, end);
    const int left = static_cast<int>(nodes.size());
    nodes.resize(nodes.size() + 2);
    nodes[node] = {box, left, 0};
    split(left, items, begin, middle, depth + 1);
    split(left + 1, items, middle, end, depth + 1);
}

/// Splits at the bin border of least surface-area cost; in the middle of the list when all centres
/// agree.
int TriangleBvh::Data::partition(std::vector<Item>& items, int begin, int end) {
    Box centres;
    for (int i = begin; i < end; ++i) {
        centres.add(items[i].centre);
    }
    float best_cost = std::numeric_limits<float>::max();
    int best_axis = -1, best_bin = 0;
    const auto bin_of = [&centres](Vec3f p, int axis) {
        const float extent = centres.high[axis] - centres.low[axis];
        return std::min(kBins - 1,
                        static_cast<int>((p[axis] - centres.low[axis]) / extent * kBins));
    };
    for (int axis = 0; axis < 3; ++axis) {
        if (!(centres.high[axis] > centres.low[axis])) {
            continue;
        }
        Box boxes[kBins];
        int counts[kBins] = {};
        for (int i = begin; i < end; ++i) {
            const int bin = bin_of(items[i].centre, axis);
            boxes[bin].add(items[i].box);
            ++counts[bin];
        }
        float right_cost[kBins];
        Box right;
        int right_count = 0;
        for (int bin = kBins - 1; bin > 0; --bin) {
            right.add(boxes[bin]);
            right_count += counts[bin];
            right_cost[bin] = right.halfArea() * static_cast<float>(right_count);
        }
        Box left;
        int left_count = 0;
        for (int bin = 1; bin < kBins; ++bin) {
            left.add(boxes[bin - 1]);
            left_count += counts[bin - 1];
            const float cost = left.halfArea() * static_cast<float>(left_count) + right_cost[bin];
            if (left_count > 0 && left_count < end - begin && cost < best_cost) {
                best_cost = cost, best_axis = axis, best_bin = bin;
            }
        }
    }
    if (best_axis < 0) {
        return (begin + end) / 2;
    }
    const auto middle =
        std::stable_partition(items.begin() + begin, items.begin() + end, [&](const Item& item) {
            return bin_of(item.centre, best_axis) < best_bin;
        });
    return static_cast<int>(middle - items.begin());
}

TriangleBvh::TriangleBvh(const TriangleMesh& mesh) : data_(std::make_unique<Data>()) {
    data_->build(mesh);
}
TriangleBvh::~TriangleBvh() = default;
TriangleBvh::TriangleBvh(TriangleBvh&&) noexcept = default;
TriangleBvh& TriangleBvh::operator=(TriangleBvh&&) noexcept = default;

TriangleBvh::Closest TriangleBvh::closest(Vec3f p) const {
    Closest best;
    float best_squared = std::numeric_limits<float>::max();
    struct Entry {
        int node;
        float squared;
    } stack[kMaxDepth * 2];
    int top = 0;
    if (!data_->triangles.empty()) {
        stack[top++] = {0, data_->nodes[0].box.squaredDistance(p)};
    }
    while (top > 0) {
        const Entry entry = stack[--top];
        if (entry.squared >= best_squared) {
            continue;
        }
        const Node& node = data_->nodes[entry.node];
        if (node.count == 0) {
            Entry near = {node.first, data_->nodes[node.first].box.squaredDistance(p)};
            Entry far = {node.first + 1, data_->nodes[node.first + 1].box.squaredDistance(p)};
            if (far.squared < near.squared) {
                std::swap(near, far);
            }
            stack[top++] = far;
            stack[top++] = near;
            continue;
        }
        for (int slot = node.first; slot < node.first + node.count; ++slot) {
            const Vec3f q = closestPoint(data_->triangles[slot], p);
            const float squared = dot(q - p, q - p);
            if (squared < best_squared) {
                best_squared = squared;
                best.triangle = data_->ids[slot];
                best.point = q;
            }
        }
    }
    best.distance =
        best.triangle >= 0 ? std::sqrt(best_squared) : std::numeric_limits<float>::infinity();
    return best;
}

TriangleBvh::Hit TriangleBvh::firstHit(Vec3f p, Vec3f d, float t_max) const {
    Hit hit{t_max, -1};
    const Vec3f inverse = {1 / d.x, 1 / d.y, 1 / d.z};
    int stack[kMaxDepth * 2];
    int top = 0;
    if (!data_->triangles.empty()) {
        stack[top++] = 0;
    }
    while (top > 0) {
        const Node& node = data_->nodes[stack[--top]];
        if (node.count == 0) {
            const float first = enter(data_->nodes[node.first].box, p, inverse, hit.distance);
            const float second = enter(data_->nodes[node.first + 1].box, p, inverse, hit.distance);
            const int near = second < first ? 1 : 0;
            if (std::max(first, second) < std::numeric_limits<float>::infinity()) {
                stack[top++] = node.first + 1 - near;
            }
            if (std::min(first, second) < std::numeric_limits<float>::infinity()) {
                stack[top++] = node.first + near;
            }
            continue;
        }
        for (int slot = node.first; slot < node.first + node.count; ++slot) {
            const float t = meetTriangle(data_->triangles[slot], p, d);
            if (t > 0 && t < hit.distance) {
                hit = {t, data_->ids[slot]};
            }
        }
    }
    return hit;
}

bool TriangleBvh::occluded(Vec3f p, Vec3f d, float t_max) const {
    const Vec3f inverse = {1 / d.x, 1 / d.y, 1 / d.z};
    int stack[kMaxDepth * 2];
    int top = 0;
    if (!data_->triangles.empty()) {
        stack[top++] = 0;
    }
    while (top > 0) {
        const Node& node = data_->nodes[stack[--top]];
        if (enter(node.box, p, inverse, t_max) == std::numeric_limits<float>::infinity()) {
            continue;
        }
        if (node.count == 0) {
            stack[top++] = node.first + 1;
            stack[top++] = node.first;
            continue;
        }
        for (int slot = node.first; slot < node.first + node.count; ++slot) {
            const float t = meetTriangle(data_->triangles[slot], p, d);
            if (t > 0 && t < t_max) {
                return true;
            }
        }
    }
    return false;
}

namespace {

Vec3f faceNormal(const TriangleMesh& mesh, int triangle) {
    const Vec3i t = mesh.triangles[triangle];
    const Vec3f a = mesh.positions[t.x];
    return normalize(cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a));
}

/// Sums over `samples` area-weighted points of `from`, measured to `to`; lengths relative.
struct OneWay {
    double distance = 0, within_05 = 0, within_1 = 0, angle = 0;
};

/// Tells of a sample (a point of `from`, on a triangle) and of its closest point whether it counts.
using PairCounts = std::function<bool(Vec3f p, int triangle, const TriangleBvh::Closest& closest)>;

OneWay measure(const TriangleMesh& from,
               const TriangleMesh& to,
               const TriangleBvh& bvh,
               const PairCounts& counts,
               double diagonal,
               int64_t samples,
               uint64_t seed,
               uint64_t stream) {
    std::vector<double> area_before(from.triangles.size() + 1, 0.0);
    for (std::size_t i = 0; i < from.triangles.size(); ++i) {
        const Vec3i t = from.triangles[i];
        const Vec3f a = from.positions[t.x];
        area_before[i + 1] =
            area_before[i] + length(cross(from.positions[t.y] - a, from.positions[t.z] - a));
    }
    struct Sample {
        float distance, angle;
        bool counts;
    };
    std::vector<Sample> results(samples);
    parallelFor(samples, 256, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            // Stratified along the summed area: one sample per share of 1 / samples.
            const double position = (static_cast<double>(i) + randomUniform(seed, stream, 3 * i)) /
                                    static_cast<double>(samples);
            const auto after = std::upper_bound(
                area_before.begin() + 1, area_before.end() - 1, position * area_before.back());
            const int triangle = static_cast<int>(after - area_before.begin()) - 1;
            float u = randomUniform(seed, stream, 3 * i + 1),
                  v = randomUniform(seed, stream, 3 * i + 2);
            if (u + v > 1) {
                u = 1 - u, v = 1 - v;
            }
            const Vec3i t = from.triangles[triangle];
            const Vec3f a = from.positions[t.x];
            const Vec3f p = a + (from.positions[t.y] - a) * u + (from.positions[t.z] - a) * v;
            const TriangleBvh::Closest closest = bvh.closest(p);
            const float cosine = dot(faceNormal(from, triangle), faceNormal(to, closest.triangle));
            results[i] = {closest.distance,
                          std::acos(std::clamp(cosine, -1.0f, 1.0f)),
                          !counts || counts(p, triangle, closest)};
        }
    });
    OneWay sum;
    int64_t counted = 0;
    for (const Sample& s : results) {
        if (!s.counts) {
            continue;
        }
        ++counted;
        const double relative = s.distance / diagonal;
        sum.distance += relative;
        sum.within_05 += relative <= 0.005 ? 1 : 0;
        sum.within_1 += relative <= 0.01 ? 1 : 0;
        sum.angle += s.angle;
    }
    if (1000 * counted < samples) {
        throw Error(Error::Kind::BadInput,
                    "the part of the true surface that counts is (nearly) empty",
                    "Check that the cameras see the true mesh.");
    }
    const auto n = static_cast<double>(counted);
    return {sum.distance / n,
            sum.within_05 / n,
            sum.within_1 / n,
            sum.angle / n * 180 / std::numbers::pi};
}

double harmonicMean(double a, double b) {
    return a + b > 0 ? 2 * a * b / (a + b) : 0;
}

void checkSurface(const TriangleMesh& mesh, const char* name) {
    double area = 0;
    for (const Vec3i& t : mesh.triangles) {
        const Vec3f a = mesh.positions[t.x];
        area += length(cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a));
    }
    if (!(area > 0)) {
        throw Error(Error::Kind::BadInput,
                    std::string("the ") + name + " mesh has no surface",
                    "Give a mesh with triangles of non-zero area.");
    }
}

}  // namespace

SurfaceScores compareSurfaces(const TriangleMesh& mesh,
                              const TriangleMesh& truth,
                              int64_t samples,
                              uint64_t seed) {
    return compareSurfaces(mesh, truth, nullptr, samples, seed);
}

SurfaceScores compareSurfaces(const TriangleMesh& mesh,
                              const TriangleMesh& truth,
                              const std::function<bool(Vec3f point, int triangle)>& counts,
                              int64_t samples,
                              uint64_t seed) {
    checkSurface(mesh, "compared");
    checkSurface(truth, "true");
    Box box;
    for (const Vec3i& t : truth.triangles) {
        for (int k = 0; k < 3; ++k) {
            box.add(truth.positions[t[k]]);
        }
    }
    const double diagonal = length(box.high - box.low);
    const TriangleBvh mesh_bvh(mesh), truth_bvh(truth);
    PairCounts of_mesh, of_truth;
    if (counts) {
        of_mesh = [&](Vec3f, int, const TriangleBvh::Closest& closest) {
            return counts(closest.point, closest.triangle);
        };
        of_truth = [&](Vec3f p, int triangle, const TriangleBvh::Closest&) {
            return counts(p, triangle);
        };
    }
    const OneWay forward = measure(mesh, truth, truth_bvh, of_mesh, diagonal, samples, seed, 0);
    const OneWay backward = measure(truth, mesh, mesh_bvh, of_truth, diagonal, samples, seed, 1);
    return {0.5 * (forward.distance + backward.distance),
            harmonicMean(forward.within_05, backward.within_05),
            harmonicMean(forward.within_1, backward.within_1),
            0.5 * (forward.angle + backward.angle)};
}

}  // namespace bozzetto
