// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_flatten.h"

#include <Eigen/SparseCholesky>

#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>
#include <unordered_map>

namespace bozzetto::unwrapping {
namespace {

using Points = Eigen::Matrix<double, Eigen::Dynamic, 2>;
using SparseMatrix = Eigen::SparseMatrix<double>;
using Solver = Eigen::SimplicialLDLT<SparseMatrix>;

// Needles and caps are flattened as if their height were this share of their longest side: the
// plane then has room for them, which costs next to no area, and their neighbours can move.
constexpr double kLeastHeight = 0.12;
constexpr int kMemory = 6;           // pairs that L-BFGS keeps
constexpr double kSmallGain = 2e-4;  // relative; an iteration that gains less is the last

/// One triangle's shape at rest: corners (0, 0), (m00, 0), (m01, m11).
struct Rest {
    double inverse00, inverse01, inverse11;  // of [m00 m01; 0 m11]
    double area, weight;
};

Rest restShape(const Surface& surface, int t) {
    const double a = surface.lengths[3 * t], b = surface.lengths[3 * t + 1],
                 c = surface.lengths[3 * t + 2];
    const double longest = std::max({a, b, c, 1e-9});
    const double height_on_longest =
        std::max(2 * surface.areas[t] / longest, kLeastHeight * longest);
    // The foot of the height divides the longest side; with the height raised the two other sides
    // follow.
    const int k = longest == a ? 0 : longest == b ? 1 : 2;
    const double left = k == 0 ? c : k == 1 ? a : b, right = k == 0 ? b : k == 1 ? c : a;
    const double foot =
        std::clamp((longest * longest + left * left - right * right) / (2 * longest), 0.0, longest);
    // Corners k, k + 1, k + 2 at (0, 0), (longest, 0), (foot, height); then turned so that corner 0
    // comes first.
    const Vec2d p[3] = {{0, 0}, {longest, 0}, {foot, height_on_longest}};
    const Vec2d origin = p[(3 - k) % 3], e1 = p[(4 - k) % 3] - origin, e2 = p[(5 - k) % 3] - origin;
    const double m00 = std::sqrt(dot(e1, e1)), m01 = dot(e1, e2) / m00, m11 = cross(e1, e2) / m00;
    const double area = 0.5 * m00 * m11;
    return {1 / m00, -m01 / (m00 * m11), 1 / m11, area, area};
}

/// Symmetric Dirichlet energy |J|^2 + |J^-1|^2 of the map from the rest shapes (Smith and Schaefer
/// 2015, "Bijective Parameterization with Free Boundaries"), infinite where a triangle folds.
class Energy {
public:
    Energy(const std::vector<Vec3i>& corners, std::vector<Rest> rest)
        : corners_(corners), rest_(std::move(rest)) {}

    std::vector<Rest>& rest() { return rest_; }

    double value(const Points& x) const {
        double sum = 0;
        for (size_t i = 0; i < corners_.size(); ++i) {
            const Jacobian j = jacobian(i, x);
            if (!(j.determinant > 0)) {
                return HUGE_VAL;
            }
            sum += rest_[i].weight * j.norm * (1 + 1 / (j.determinant * j.determinant));
        }
        return sum;
    }

    void gradient(const Points& x, Points* g) const {
        g->setZero();
        for (size_t i = 0; i < corners_.size(); ++i) {
            const Jacobian j = jacobian(i, x);
            const double d2 = 1 / (j.determinant * j.determinant);
            const double p = 2 * rest_[i].weight * (1 + d2);
            const double q = 2 * rest_[i].weight * j.norm * d2 / j.determinant;
            // dE/dJ = p J - q cofactor(J)
            const double g00 = p * j.j00 - q * j.j11, g01 = p * j.j01 + q * j.j10;
            const double g10 = p * j.j10 + q * j.j01, g11 = p * j.j11 - q * j.j00;
            const Rest& r = rest_[i];
            const double u1 = g00 * r.inverse00 + g01 * r.inverse01, u2 = g01 * r.inverse11;
            const double v1 = g10 * r.inverse00 + g11 * r.inverse01, v2 = g11 * r.inverse11;
            const Vec3i& c = corners_[i];
            (*g)(c.x, 0) -= u1 + u2;
            (*g)(c.x, 1) -= v1 + v2;
            (*g)(c.y, 0) += u1;
            (*g)(c.y, 1) += v1;
            (*g)(c.z, 0) += u2;
            (*g)(c.z, 1) += v2;
        }
    }

    /// Largest step along d before the first triangle folds.
    double largestStep(const Points& x, const Points& d) const {
        double largest = HUGE_VAL;
        for (const Vec3i& c : corners_) {
            const Vec2d e1 = edge(x, c.x, c.y), e2 = edge(x, c.x, c.z);
            const Vec2d d1 = edge(d, c.x, c.y), d2 = edge(d, c.x, c.z);
            const double qa = cross(d1, d2), qb = cross(e1, d2) + cross(d1, e2), qc = cross(e1, e2);
            largest = std::min(largest, smallestPositiveRoot(qa, qb, qc));
        }
        return largest;
    }

private:
    struct Jacobian {
        double j00, j01, j10, j11, determinant, norm;
    };

    static Vec2d edge(const Points& x, int from, int to) {
        return {x(to, 0) - x(from, 0), x(to, 1) - x(from, 1)};
    }

    Jacobian jacobian(size_t i, const Points& x) const {
        const Vec3i& c = corners_[i];
        const Rest& r = rest_[i];
        const Vec2d e1 = edge(x, c.x, c.y), e2 = edge(x, c.x, c.z);
        Jacobian j;
        j.j00 = e1.x * r.inverse00;
        j.j10 = e1.y * r.inverse00;
        j.j01 = e1.x * r.inverse01 + e2.x * r.inverse11;
        j.j11 = e1.y * r.inverse01 + e2.y * r.inverse11;
        j.determinant = j.j00 * j.j11 - j.j01 * j.j10;
        j.norm = j.j00 * j.j00 + j.j01 * j.j01 + j.j10 * j.j10 + j.j11 * j.j11;
        return j;
    }

    static double smallestPositiveRoot(double a, double b, double c) {
        if (std::abs(a) < 1e-300) {
            return b < 0 ? -c / b : HUGE_VAL;
        }
        const double discriminant = b * b - 4 * a * c;
        if (discriminant < 0) {
            return HUGE_VAL;
        }
        const double q = -0.5 * (b + std::copysign(std::sqrt(discriminant), b));
        double smallest = HUGE_VAL;
        for (const double root : {q / a, q != 0 ? c / q : HUGE_VAL}) {
            if (root > 0) {
                smallest = std::min(smallest, root);
            }
        }
        return smallest;
    }

    const std::vector<Vec3i>& corners_;
    std::vector<Rest> rest_;
};

double inner(const Points& a, const Points& b) {
    return a.cwiseProduct(b).sum();
}

/// L-BFGS whose first guess of the inverse Hessian is the inverse Laplacian: few iterations, one
/// factorisation. (After Zhu et al. 2018, "Blended Cured Quasi-Newton", without the blending.)
class Minimiser {
public:
    Minimiser(const Energy& energy, const Solver& laplacian)
        : energy_(energy), laplacian_(laplacian) {}

    void run(Points* x, int iterations) {
        Points gradient(x->rows(), 2), direction, next;
        history_.clear();
        double value = energy_.value(*x);
        energy_.gradient(*x, &gradient);
        for (int i = 0; i < iterations; ++i) {
            direction = -inverseHessianTimes(gradient);
            double slope = inner(gradient, direction);
            if (!(slope < 0)) {
                history_.clear();
                direction = -inverseHessianTimes(gradient);
                slope = inner(gradient, direction);
                if (!(slope < 0)) {
                    return;
                }
            }
            double step = std::min(1.0, 0.9 * energy_.largestStep(*x, direction));
            double next_value = HUGE_VAL;
            for (int halvings = 0; halvings < 25; ++halvings, step *= 0.5) {
                next = *x + step * direction;
                next_value = energy_.value(next);
                if (next_value <= value + 1e-4 * step * slope) {
                    break;
                }
            }
            if (!(next_value < value)) {
                return;
            }
            Points next_gradient(x->rows(), 2);
            energy_.gradient(next, &next_gradient);
            remember(next - *x, next_gradient - gradient);
            x->swap(next);
            gradient.swap(next_gradient);
            const double gain = value - next_value;
            value = next_value;
            if (gain < kSmallGain * value) {
                return;
            }
        }
    }

private:
    struct Step {
        Points s, y;
        double rho;
    };

    Points inverseHessianTimes(const Points& gradient) const {
        Points q = gradient;
        std::vector<double> alpha(history_.size());
        for (int i = static_cast<int>(history_.size()) - 1; i >= 0; --i) {
            alpha[i] = history_[i].rho * inner(history_[i].s, q);
            q -= alpha[i] * history_[i].y;
        }
        Points r = scale_ * laplacian_.solve(q);
        for (size_t i = 0; i < history_.size(); ++i) {
            r += (alpha[i] - history_[i].rho * inner(history_[i].y, r)) * history_[i].s;
        }
        return r;
    }

    void remember(Points s, Points y) {
        const double sy = inner(s, y);
        if (!(sy > 0)) {
            return;
        }
        scale_ = sy / inner(y, laplacian_.solve(y));
        if (history_.size() == kMemory) {
            history_.pop_front();
        }
        history_.push_back({std::move(s), std::move(y), 1 / sy});
    }

    const Energy& energy_;
    const Solver& laplacian_;
    std::deque<Step> history_;
    double scale_ = 0.25;
};

/// Numbers the chart's vertices: corners connected through glued half-edges.
void numberVertices(const Surface& surface, Chart* chart) {
    std::unordered_map<int, int> position;
    const int count = static_cast<int>(chart->triangles.size());
    position.reserve(count);
    for (int i = 0; i < count; ++i) {
        position.emplace(chart->triangles[i], i);
    }
    chart->corners.assign(count, {-1, -1, -1});
    const auto corner = [&](int h) -> int& { return chart->corners[position.at(h / 3)][h % 3]; };
    int vertices = 0;
    for (const int t : chart->triangles) {
        for (int h = 3 * t; h < 3 * t + 3; ++h) {
            if (corner(h) >= 0) {
                continue;
            }
            int g = h;
            do {  // one way round, as far as it goes
                corner(g) = vertices;
                g = surface.glued[g] ? nextHalfEdge(surface.twin[g]) : -1;
            } while (g >= 0 && g != h);
            for (g = h; g != -1 && surface.glued[previousHalfEdge(g)];) {  // and the other
                g = surface.twin[previousHalfEdge(g)];
                if (corner(g) >= 0) {
                    break;
                }
                corner(g) = vertices;
            }
            ++vertices;
        }
    }
    chart->uvs.resize(vertices);
    for (const int t : chart->triangles) {
        for (int start = 3 * t; start < 3 * t + 3; ++start) {
            if (!surface.glued[start]) {
                int h = start;
                do {
                    chart->border.push_back(corner(h));
                    h = nextOnBorder(surface, h);
                } while (h != start);
                return;
            }
        }
    }
}

/// Cotangent weights of the rest shapes, kept positive: Tutte's theorem needs that, and the
/// minimiser no more than it.
SparseMatrix laplacian(const Chart& chart, const std::vector<Rest>& rest) {
    std::vector<Eigen::Triplet<double>> entries;
    entries.reserve(12 * rest.size());
    for (size_t i = 0; i < rest.size(); ++i) {
        const double m00 = 1 / rest[i].inverse00, m11 = 1 / rest[i].inverse11;
        const double m01 = -rest[i].inverse01 * m00 * m11;
        const double double_area = m00 * m11;
        const double cotangents[3] = {m01 * m00 / double_area,
                                      (m00 - m01) * m00 / double_area,
                                      (m01 * m01 + m11 * m11 - m01 * m00) / double_area};
        for (int k = 0; k < 3; ++k) {
            const double w = std::max(0.5 * cotangents[k], 0.05);
            const int a = chart.corners[i][(k + 1) % 3], b = chart.corners[i][(k + 2) % 3];
            entries.emplace_back(a, a, w);
            entries.emplace_back(b, b, w);
            entries.emplace_back(a, b, -w);
            entries.emplace_back(b, a, -w);
        }
    }
    const int n = static_cast<int>(chart.uvs.size());
    SparseMatrix matrix(n, n);
    matrix.setFromTriplets(entries.begin(), entries.end());
    return matrix;
}

/// Border on the circle by its length, the rest in the weighted middle of their neighbours: folds
/// nothing (Tutte 1963).
Points tutteMap(const Surface& surface,
                const Chart& chart,
                const SparseMatrix& matrix,
                double radius) {
    const int n = static_cast<int>(chart.uvs.size()),
              border = static_cast<int>(chart.border.size());
    std::vector<int> inside(n, 0);
    for (const int v : chart.border) {
        inside[v] = -1;
    }
    int free = 0;
    for (int& i : inside) {
        i = i < 0 ? -1 : free++;
    }
    std::vector<Vec3d> position(n);
    for (size_t i = 0; i < chart.corners.size(); ++i) {
        for (int k = 0; k < 3; ++k) {
            position[chart.corners[i][k]] = surface.cornerPoint(3 * chart.triangles[i] + k);
        }
    }
    std::vector<double> along(border + 1, 0.0);
    for (int i = 0; i < border; ++i) {
        along[i + 1] =
            along[i] + length(position[chart.border[(i + 1) % border]] - position[chart.border[i]]);
    }
    const double least = 0.02 * along[border] / border + 1e-12;  // no two in one place
    Points x = Points::Zero(n, 2);
    for (int i = 0; i < border; ++i) {
        const double angle =
            2 * std::numbers::pi * (along[i] + least * i) / (along[border] + least * border);
        x.row(chart.border[i]) << radius * std::cos(angle), radius * std::sin(angle);
    }
    if (free == 0) {
        return x;
    }
    std::vector<Eigen::Triplet<double>> entries;
    Points right = Points::Zero(free, 2);
    for (int column = 0; column < n; ++column) {
        for (SparseMatrix::InnerIterator it(matrix, column); it; ++it) {
            const int row = inside[it.row()];
            if (row < 0) {
                continue;
            }
            if (inside[column] >= 0) {
                entries.emplace_back(row, inside[column], it.value());
            } else {
                right.row(row) -= it.value() * x.row(column);
            }
        }
    }
    SparseMatrix reduced(free, free);
    reduced.setFromTriplets(entries.begin(), entries.end());
    const Points solution = Solver(reduced).solve(right);
    for (int v = 0; v < n; ++v) {
        if (inside[v] >= 0) {
            x.row(v) = solution.row(inside[v]);
        }
    }
    return x;
}

/// Singular values of the map from the plane to space (Sander et al. 2001), for one triangle.
struct Stretch {
    double largest, smallest;
};
Stretch stretchOf(const Vec3d (&p)[3], const Vec2d (&q)[3]) {
    const double double_area = cross(q[1] - q[0], q[2] - q[0]);
    const Vec3d s = (p[1] - p[0]) * ((q[2].y - q[0].y) / double_area) -
                    (p[2] - p[0]) * ((q[1].y - q[0].y) / double_area);
    const Vec3d t = (p[2] - p[0]) * ((q[1].x - q[0].x) / double_area) -
                    (p[1] - p[0]) * ((q[2].x - q[0].x) / double_area);
    const double a = dot(s, s), b = dot(s, t), c = dot(t, t);
    const double root = std::sqrt((a - c) * (a - c) + 4 * b * b);
    return {std::sqrt(std::max(0.0, 0.5 * (a + c + root))),
            std::sqrt(std::max(0.0, 0.5 * (a + c - root)))};
}

/// Per-triangle stretch into the chart's sums; returns the largest singular value of each triangle.
std::vector<double> measure(const Surface& surface, Chart* chart) {
    std::vector<double> largest;
    largest.reserve(chart->triangles.size());
    chart->area = chart->uv_area = chart->stretch_squared = chart->worst = 0;
    for (size_t i = 0; i < chart->triangles.size(); ++i) {
        const int t = chart->triangles[i];
        const Vec3i& c = chart->corners[i];
        const Vec3d p[3] = {surface.cornerPoint(3 * t),
                            surface.cornerPoint(3 * t + 1),
                            surface.cornerPoint(3 * t + 2)};
        const Vec2d q[3] = {chart->uvs[c.x], chart->uvs[c.y], chart->uvs[c.z]};
        const Stretch stretch = stretchOf(p, q);
        largest.push_back(stretch.largest);
        chart->area += surface.areas[t];
        chart->uv_area += 0.5 * cross(q[1] - q[0], q[2] - q[0]);
        chart->stretch_squared +=
            surface.areas[t] * 0.5 *
            (stretch.largest * stretch.largest + stretch.smallest * stretch.smallest);
        chart->worst = std::max(chart->worst, stretch.largest);
    }
    return largest;
}

/// True if two segments of the closed polygon cross. By a sweep along x.
bool crossesItself(const Chart& chart) {
    struct Segment {
        Vec2d a, b;
        double low, high;
    };
    const int count = static_cast<int>(chart.border.size());
    std::vector<Segment> segments(count);
    for (int i = 0; i < count; ++i) {
        const Vec2d a = chart.uvs[chart.border[i]], b = chart.uvs[chart.border[(i + 1) % count]];
        segments[i] = {a, b, std::min(a.x, b.x), std::max(a.x, b.x)};
    }
    std::sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) {
        return a.low < b.low;
    });
    const auto side = [](Vec2d a, Vec2d b, Vec2d p) { return cross(b - a, p - a); };
    for (int i = 0; i < count; ++i) {
        const Segment& s = segments[i];
        for (int j = i + 1; j < count && segments[j].low <= s.high; ++j) {
            const Segment& o = segments[j];
            if (std::max(s.a.y, s.b.y) < std::min(o.a.y, o.b.y) ||
                std::max(o.a.y, o.b.y) < std::min(s.a.y, s.b.y)) {
                continue;
            }
            if (side(s.a, s.b, o.a) * side(s.a, s.b, o.b) < 0 &&
                side(o.a, o.b, s.a) * side(o.a, o.b, s.b) < 0) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

Chart flattenChart(const Surface& surface,
                   const std::vector<int>& triangles,
                   const FlattenSettings& settings) {
    Chart chart;
    chart.triangles = triangles;
    numberVertices(surface, &chart);
    std::vector<Rest> rest;
    double area = 0;
    for (const int t : triangles) {
        rest.push_back(restShape(surface, t));
        area += rest.back().area;
    }
    SparseMatrix matrix = laplacian(chart, rest);
    Points x = tutteMap(surface, chart, matrix, std::sqrt(area / std::numbers::pi));
    const double shift = 1e-7 * matrix.diagonal().mean();
    for (int i = 0; i < matrix.rows(); ++i) {
        matrix.coeffRef(i, i) +=
            shift;  // moving everything costs nothing: without this it has no inverse
    }
    Energy energy(chart.corners, std::move(rest));
    const auto store = [&] {
        for (size_t v = 0; v < chart.uvs.size(); ++v) {
            chart.uvs[v] = {x(v, 0), x(v, 1)};
        }
    };
    if (!std::isfinite(energy.value(x))) {
        return chart;  // too thin for Tutte's map in floating point
    }
    const Solver solver(matrix);
    Minimiser(energy, solver).run(&x, settings.iterations);
    store();
    std::vector<double> largest = measure(surface, &chart);
    for (int round = 0; round < 3 && chart.worst > settings.good_worst; ++round) {
        for (size_t i = 0; i < largest.size(); ++i) {
            const double excess = largest[i] / (0.7 * settings.good_worst);
            energy.rest()[i].weight *= std::clamp(excess * excess, 1.0, 16.0);
        }
        Minimiser(energy, solver).run(&x, settings.iterations / 3);
        store();
        largest = measure(surface, &chart);
    }
    chart.valid = !crossesItself(chart);
    return chart;
}

}  // namespace bozzetto::unwrapping
