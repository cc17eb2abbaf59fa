// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "geometry/marching_tets.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bozzetto {
namespace {

using Point = std::array<int64_t, 3>;  // in half cells: corners are even, centres odd

/// Numbers of the lattice's points, and the tets and edges between them.
class BccLattice {
public:
    explicit BccLattice(int64_t resolution) : cells_(resolution) {}

    int64_t vertexCount() const { return cube(cells_ + 1) + cube(cells_); }

    int32_t vertex(const Point& p) const {
        const bool centre = p[0] % 2 != 0;
        const int64_t side = centre ? cells_ : cells_ + 1;
        const int64_t index = (p[0] / 2 * side + p[1] / 2) * side + p[2] / 2;
        return static_cast<int32_t>(centre ? cube(cells_ + 1) + index : index);
    }

    Point point(int64_t vertex) const {
        const bool centre = vertex >= cube(cells_ + 1);
        const int64_t side = centre ? cells_ : cells_ + 1, odd = centre ? 1 : 0;
        const int64_t index = centre ? vertex - cube(cells_ + 1) : vertex;
        return {
            index / side / side * 2 + odd, index / side % side * 2 + odd, index % side * 2 + odd};
    }

    /// Calls fn(low, high, corners) for every face: the centres on both sides (one of them outside
    /// the box for outer faces) and the four corners going round.
    template <class F>
    void forEachFace(const F& fn) const {
        for (int axis = 0; axis < 3; ++axis) {
            const int u = (axis + 1) % 3, v = (axis + 2) % 3;
            Point middle;
            for (middle[axis] = 0; middle[axis] <= 2 * cells_; middle[axis] += 2) {
                for (middle[u] = 1; middle[u] < 2 * cells_; middle[u] += 2) {
                    for (middle[v] = 1; middle[v] < 2 * cells_; middle[v] += 2) {
                        std::array<Point, 4> corners;
                        corners.fill(middle);
                        for (int k = 0; k < 4; ++k) {
                            corners[k][u] += k == 1 || k == 2 ? 1 : -1;
                            corners[k][v] += k >= 2 ? 1 : -1;
                        }
                        Point low = middle, high = middle;
                        --low[axis];
                        ++high[axis];
                        fn(low, high, corners);
                    }
                }
            }
        }
    }

    bool onSide(int64_t coordinate) const { return coordinate == 0 || coordinate == 2 * cells_; }
    bool inBox(const Point& p) const {
        return *std::min_element(p.begin(), p.end()) >= 0 &&
               *std::max_element(p.begin(), p.end()) <= 2 * cells_;
    }

private:
    static int64_t cube(int64_t n) { return n * n * n; }
    int64_t cells_;
};

int64_t determinant(const std::array<Point, 4>& p) {
    std::array<Point, 3> e;
    for (int k = 0; k < 3; ++k) {
        for (int i = 0; i < 3; ++i) {
            e[k][i] = p[k + 1][i] - p[0][i];
        }
    }
    return e[0][0] * (e[1][1] * e[2][2] - e[1][2] * e[2][1]) -
           e[0][1] * (e[1][0] * e[2][2] - e[1][2] * e[2][0]) +
           e[0][2] * (e[1][0] * e[2][1] - e[1][1] * e[2][0]);
}

std::vector<int32_t> listTets(const BccLattice& lattice) {
    std::vector<int32_t> tets;
    const auto add = [&](std::array<Point, 4> p) {
        if (determinant(p) < 0) {
            std::swap(p[2], p[3]);
        }
        for (const Point& corner : p) {
            tets.push_back(lattice.vertex(corner));
        }
    };
    lattice.forEachFace([&](const Point& low, const Point& high, const std::array<Point, 4>& c) {
        if (lattice.inBox(low) && lattice.inBox(high)) {
            for (int k = 0; k < 4; ++k) {
                add({low, high, c[k], c[(k + 1) % 4]});
            }
        } else {
            const Point& centre = lattice.inBox(low) ? low : high;
            add({centre, c[0], c[1], c[2]});
            add({centre, c[0], c[2], c[3]});
        }
    });
    return tets;
}

/// From each vertex to its neighbours of higher number, in their order: no sorting.
std::vector<int32_t> listEdges(const BccLattice& lattice) {
    // Among corners: along the axes, and the diagonals of outer faces (those across the axis that
    // is constant).
    constexpr Point kSteps[6] = {{0, 0, 2}, {0, 2, 0}, {0, 2, 2}, {2, 0, 0}, {2, 0, 2}, {2, 2, 0}};
    constexpr int kDiagonalAxis[6] = {-1, -1, 0, -1, 1, 2};
    std::vector<int32_t> edges;
    const auto add = [&](int64_t from, const Point& to) {
        if (lattice.inBox(to)) {
            edges.push_back(static_cast<int32_t>(from));
            edges.push_back(lattice.vertex(to));
        }
    };
    for (int64_t v = 0; v < lattice.vertexCount(); ++v) {
        const Point p = lattice.point(v);
        const bool centre = p[0] % 2 != 0;
        for (int i = 0; i < 6; ++i) {
            const int axis = kDiagonalAxis[i];
            if (axis < 0 || (!centre && lattice.onSide(p[axis]))) {
                add(v, {p[0] + kSteps[i][0], p[1] + kSteps[i][1], p[2] + kSteps[i][2]});
            }
        }
        for (int k = 0; !centre && k < 8; ++k) {
            add(v, {p[0] + (k & 4 ? 1 : -1), p[1] + (k & 2 ? 1 : -1), p[2] + (k & 1 ? 1 : -1)});
        }
    }
    return edges;
}

}  // namespace

TetGrid bccTetGrid(int64_t resolution) {
    if (resolution < 1 || resolution > 256) {
        throw Error(Error::Kind::BadInput,
                    "Tetrahedral grid of resolution " + std::to_string(resolution) +
                        " (1 to 256 are possible)",
                    "Choose another grid resolution.");
    }
    const BccLattice lattice(resolution);
    TetGrid grid;
    grid.vertices = at::empty({lattice.vertexCount(), 3}, at::kFloat);
    float* out = grid.vertices.data_ptr<float>();
    for (int64_t v = 0; v < lattice.vertexCount(); ++v) {
        for (const int64_t x : lattice.point(v)) {
            *out++ = static_cast<float>(static_cast<double>(x) / (2.0 * resolution) - 0.5);
        }
    }
    const std::vector<int32_t> tets = listTets(lattice);
    grid.tets = at::tensor(at::ArrayRef<int32_t>(tets), at::kInt).view({-1, 4});
    const std::vector<int32_t> edges = listEdges(lattice);
    grid.edges = at::tensor(at::ArrayRef<int32_t>(edges), at::kInt).view({-1, 2});
    return grid;
}

}  // namespace bozzetto
