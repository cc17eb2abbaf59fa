// SPDX-License-Identifier: Apache-2.0
#include "mesh/hidden_faces.h"

#include "base/error.h"
#include "mesh/cleanup.h"
#include "mesh/face_edges.h"
#include "mesh/min_cut.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace bozzetto {
namespace {

// A face is well seen if it is seen more often than three quarters of its component's, within
// these bounds.
constexpr double kQuantile = 0.75, kLeastWellSeen = 0.25, kMostWellSeen = 0.5;
constexpr double kCapacity = 1000;  // of one: the cut counts in whole numbers

/// Disjoint sets of 0 .. count - 1; each is named by its lowest member.
class Groups {
public:
    explicit Groups(size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }
    int of(int i) {
        while (parent_[i] != i) {
            i = parent_[i] = parent_[parent_[i]];
        }
        return i;
    }
    void join(int a, int b) {
        a = of(a), b = of(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<int> parent_;
};

/// Members of each group, in order of the groups' names.
std::vector<std::vector<int>> membersOf(Groups& groups, const std::vector<int>& items) {
    std::vector<std::pair<int, int>> named;
    for (const int item : items) {
        named.emplace_back(groups.of(item), item);
    }
    std::sort(named.begin(), named.end());
    std::vector<std::vector<int>> members;
    for (size_t i = 0; i < named.size(); ++i) {
        if (i == 0 || named[i].first != named[i - 1].first) {
            members.emplace_back();
        }
        members.back().push_back(named[i].second);
    }
    return members;
}

/// Linear between the values around it. values: not empty.
double quantile(std::vector<float> values, double share) {
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<size_t>(place);
    const size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

class HiddenFaces {
public:
    HiddenFaces(const TriangleMesh& mesh,
                const std::vector<float>& visibility,
                const HiddenFaceOptions& options)
        : mesh_(mesh), visibility_(visibility), options_(options), all_(mesh.triangles.size()) {
        std::iota(all_.begin(), all_.end(), 0);
        edges_ = faceEdges(mesh, all_);
    }

    TriangleMesh removed() const {
        std::vector<bool> gone(mesh_.triangles.size());
        for (const std::vector<int>& piece : unseenPieces()) {
            if (mayGo(piece)) {
                for (const int face : piece) {
                    gone[face] = true;
                }
            }
        }
        TriangleMesh kept{mesh_.positions, {}};
        for (const int face : all_) {
            if (!gone[face]) {
                kept.triangles.push_back(mesh_.triangles[face]);
            }
        }
        return removeUnreferenced(kept);
    }

private:
    /// Connected pieces on the unseen side of the cut.
    std::vector<std::vector<int>> unseenPieces() const {
        const std::vector<bool> unseen = cut();
        std::vector<int> faces;
        std::copy_if(
            all_.begin(), all_.end(), std::back_inserter(faces), [&](int f) { return unseen[f]; });
        Groups groups(all_.size());
        forEachEdge(faceEdges(mesh_, faces), [&](std::span<const FaceEdge> sides) {
            for (const FaceEdge& side : sides) {
                groups.join(sides.front().face, side.face);
            }
        });
        return membersOf(groups, faces);
    }

    std::vector<bool> cut() const {
        MinCut graph(static_cast<int>(all_.size()));
        Groups components(all_.size());
        forEachEdge(edges_, [&](std::span<const FaceEdge> sides) {
            if (sides.size() == 2) {
                const FaceEdge& edge = sides.front();
                const double size = length(mesh_.positions[edge.low] - mesh_.positions[edge.high]);
                graph.connect(edge.face,
                              sides.back().face,
                              static_cast<int64_t>(std::lround(size * kCapacity)));
                components.join(edge.face, sides.back().face);
            }
        });
        for (const std::vector<int>& component : membersOf(components, all_)) {
            std::vector<float> values;
            for (const int face : component) {
                values.push_back(visibility_[face]);
            }
            const double well =
                std::clamp(quantile(values, kQuantile), kLeastWellSeen, kMostWellSeen);
            for (const int face : component) {
                if (visibility_[face] == 0) {
                    graph.connectSource(face, static_cast<int64_t>(kCapacity));
                } else if (visibility_[face] > well) {
                    graph.connectSink(face, static_cast<int64_t>(kCapacity));
                }
            }
        }
        return graph.sourceSide();
    }

    bool mayGo(const std::vector<int>& piece) const {
        std::vector<float> values;
        for (const int face : piece) {
            values.push_back(visibility_[face]);
        }
        const auto middle = values.begin() + static_cast<int64_t>((values.size() - 1) / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle <= options_.most_visible && largestNewHole(piece) <= options_.largest_hole;
    }

    /// True if the mesh has a single face at this edge.
    bool isBorder(const FaceEdge& edge) const {
        const auto before = [](const FaceEdge& a, const FaceEdge& b) {
            return a.low != b.low ? a.low < b.low : a.high < b.high;
        };
        const auto [begin, end] = std::equal_range(edges_.begin(), edges_.end(), edge, before);
        return end - begin == 1;
    }

    /// Area of the fan over the largest loop that taking the piece out would open.
    double largestNewHole(const std::vector<int>& piece) const {
        std::vector<FaceEdge> opened;
        forEachEdge(faceEdges(mesh_, piece), [&](std::span<const FaceEdge> sides) {
            if (sides.size() == 1 && !isBorder(sides.front())) {
                opened.push_back(sides.front());
            }
        });
        Groups loops(mesh_.positions.size());
        for (const FaceEdge& edge : opened) {
            loops.join(edge.low, edge.high);
        }
        std::vector<std::pair<int, size_t>> named;
        for (size_t i = 0; i < opened.size(); ++i) {
            named.emplace_back(loops.of(opened[i].low), i);
        }
        std::sort(named.begin(), named.end());
        double largest = 0;
        for (size_t begin = 0, end = 0; begin < named.size(); begin = end) {
            std::vector<FaceEdge> loop;
            for (; end < named.size() && named[end].first == named[begin].first; ++end) {
                loop.push_back(opened[named[end].second]);
            }
            largest = std::max(largest, fanArea(loop));
        }
        return largest;
    }

    double fanArea(const std::vector<FaceEdge>& loop) const {
        Vec3f middle;
        for (const FaceEdge& edge : loop) {
            middle += (mesh_.positions[edge.low] + mesh_.positions[edge.high]) *
                      (0.5f / static_cast<float>(loop.size()));
        }
        double area = 0;
        for (const FaceEdge& edge : loop) {
            area += 0.5 * length(cross(mesh_.positions[edge.low] - middle,
                                       mesh_.positions[edge.high] - middle));
        }
        return area;
    }

    const TriangleMesh& mesh_;
    const std::vector<float>& visibility_;
    HiddenFaceOptions options_;
    std::vector<int> all_;  // every face
    std::vector<FaceEdge> edges_;
};

}  // namespace

TriangleMesh removeHiddenFaces(const TriangleMesh& mesh,
                               const std::vector<float>& visibility,
                               const HiddenFaceOptions& options) {
    require(visibility.size() == mesh.triangles.size(), "hidden faces: one visibility a face");
    if (std::find(visibility.begin(), visibility.end(), 0.0f) == visibility.end()) {
        return mesh;
    }
    return HiddenFaces(mesh, visibility, options).removed();
}

}  // namespace bozzetto
