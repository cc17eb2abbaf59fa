// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_pack.h"

#include "base/parallel_for.h"
#include "mesh/unwrap_mask.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

namespace bozzetto::unwrapping {
namespace {

// Finer cells than this gain nothing that one would see and cost time with the square.
constexpr int kMostCells = 1024;

constexpr double kStepDown = 0.94;  // from a scale to the next smaller one that is tried
constexpr int kStepsAtOnce = 4;     // more seldom pay: the first guess is near

/// Counter-clockwise convex hull (Andrew's monotone chain).
std::vector<Vec2d> convexHull(std::vector<Vec2d> points) {
    std::sort(points.begin(), points.end(), [](Vec2d a, Vec2d b) {
        return a.x != b.x ? a.x < b.x : a.y < b.y;
    });
    std::vector<Vec2d> hull;
    for (int half = 0; half < 2; ++half) {
        const size_t base = hull.size();
        for (const Vec2d& p : points) {
            while (hull.size() >= base + 2 &&
                   cross(hull.back() - hull[hull.size() - 2], p - hull.back()) <= 0) {
                hull.pop_back();
            }
            hull.push_back(p);
        }
        hull.pop_back();
        std::reverse(points.begin(), points.end());
    }
    return hull;
}

/// Turns the piece so that its bounding box is the smallest possible, and moves it to the origin.
void alignToSmallestBox(Piece* piece) {
    std::vector<Vec2d> border;
    for (const int v : piece->border) {
        border.push_back(piece->points[v]);
    }
    const std::vector<Vec2d> hull = convexHull(border);
    Vec2d best{1, 0};
    double least = 1e300;
    for (size_t i = 0; i < hull.size(); ++i) {
        Vec2d u = hull[(i + 1) % hull.size()] - hull[i];
        const double size = std::sqrt(dot(u, u));
        if (!(size > 0)) {
            continue;
        }
        u = u * (1 / size);
        double low_x = 1e300, high_x = -1e300, low_y = 1e300, high_y = -1e300;
        for (const Vec2d& p : hull) {
            low_x = std::min(low_x, dot(u, p));
            high_x = std::max(high_x, dot(u, p));
            low_y = std::min(low_y, cross(u, p));
            high_y = std::max(high_y, cross(u, p));
        }
        const double area = (high_x - low_x) * (high_y - low_y);
        if (area < least) {
            least = area;
            best = u;
        }
    }
    Vec2d low{1e300, 1e300};
    for (Vec2d& p : piece->points) {
        p = {dot(best, p), cross(best, p)};
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    }
    for (Vec2d& p : piece->points) {
        p = p - low;
    }
}

double areaOf(const Piece& piece) {
    double sum = 0;
    for (const Vec3i& t : piece.triangles) {
        sum += 0.5 *
               cross(piece.points[t.y] - piece.points[t.x], piece.points[t.z] - piece.points[t.x]);
    }
    return sum;
}

// Eighths of a full turn: quarters of the piece as it is, then of the piece turned by 45 degrees.
constexpr int kTurns = 8;

struct Place {
    int turns, column, row;
};
/// And moved to the origin again.
std::vector<Vec2d> turnedByAnEighth(std::vector<Vec2d> points) {
    const double half = std::sqrt(0.5);
    Vec2d low{HUGE_VAL, HUGE_VAL};
    for (Vec2d& p : points) {
        p = Vec2d{p.x - p.y, p.x + p.y} * half;
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    }
    for (Vec2d& p : points) {
        p = p - low;
    }
    return points;
}

struct Layout {
    double scale = 0;  // cells per unit
    std::vector<Place> places;
    std::vector<std::array<Mask, kTurns>> masks;  // of each piece, by turns
};

/// How pieces are ordered and which turn wins. None is best for all, and trying them all is cheap.
struct Strategy {
    int turns;             // how many of them are tried
    double length_weight;  // order by cells + this * (longer side)^2, largest first
    double low_weight;     // take the turn with the least top + this * bottom
};
constexpr Strategy kStrategies[] = {{4, 0.5, 0},
                                    {8, 0.5, 0},
                                    {4, 0.5, 1},
                                    {8, 0.5, 1},
                                    {4, 2, 0},
                                    {8, 2, 0},
                                    {4, 2, 1},
                                    {8, 2, 1},
                                    {4, 0, 0},
                                    {8, 0, 0},
                                    {4, 0, 1},
                                    {8, 0, 1},
                                    {4, 2, 0.3},
                                    {8, 2, 0.3},
                                    {4, 0.5, 0.3},
                                    {8, 0.5, 0.3}};

/// What a sequence of attempts is asked for: the first that succeeds, whoever finishes first.
class FirstSuccess {
public:
    bool isBeaten(int64_t attempt) const { return attempt > first_; }
    void succeeded(int64_t attempt) {
        int64_t first = first_;
        while (attempt < first && !first_.compare_exchange_weak(first, attempt)) {
        }
    }
    void stop() { first_ = -1; }
    int64_t first() const { return first_; }

private:
    std::atomic<int64_t> first_{std::numeric_limits<int64_t>::max()};
};

class Packer {
public:
    Packer(const std::vector<Piece>& pieces,
           int cells,
           int gutter,
           bool touched,
           const std::function<void()>& tick)
        : pieces_(pieces), cells_(cells), gutter_(gutter), touched_(touched), tick_(tick) {}

    size_t pieceCount() const { return pieces_.size(); }

    /// The first of the scales that fits, with the first of the first `strategies` that makes it
    /// fit. All are tried at the same time, on as many threads as there are.
    std::optional<Layout> firstThatFits(const std::vector<double>& scales,
                                        size_t strategies) const {
        std::vector<Layout> layouts(scales.size());
        for (size_t i = 0; i < scales.size(); ++i) {
            layouts[i].scale = scales[i];
            layouts[i].masks.resize(pieces_.size());
        }
        const auto pieces = static_cast<int64_t>(pieces_.size());
        const auto count = static_cast<int64_t>(scales.size());
        parallelTasks(count * pieces, [&](int64_t task, int worker) {
            tickOn(worker);
            Layout& layout = layouts[task / pieces];
            layout.masks[task % pieces] = masksOf(pieces_[task % pieces], layout.scale);
        });
        const auto tries = static_cast<int64_t>(strategies);
        std::vector<std::vector<Place>> places(count * tries);
        FirstSuccess success;
        parallelTasks(count * tries, [&](int64_t task, int worker) {
            try {
                const auto goesOn = [&] {
                    tickOn(worker);
                    return !success.isBeaten(task);
                };
                places[task] =
                    placeAll(kStrategies[task % tries], layouts[task / tries].masks, goesOn);
            } catch (...) {
                success.stop();
                throw;
            }
            if (!places[task].empty()) {
                success.succeeded(task);
            }
        });
        if (success.first() >= count * tries) {
            return std::nullopt;
        }
        Layout& found = layouts[success.first() / tries];
        found.places = std::move(places[success.first()]);
        return std::move(found);
    }

private:
    /// The caller's thread is worker 0.
    void tickOn(int worker) const {
        if (worker == 0) {
            tick_();
        }
    }

    std::array<Mask, kTurns> masksOf(const Piece& piece, double scale) const {
        std::array<Mask, kTurns> masks;
        for (int i = 0; i < kTurns; ++i) {
            if (i % 4 > 0) {
                masks[i] = i % 4 == 1 ? turned(masks[i - 1]) : halfTurned(masks[i - 2]);
                continue;
            }
            std::vector<Vec2d> points = i == 0 ? piece.points : turnedByAnEighth(piece.points);
            for (Vec2d& p : points) {
                p = p * scale;
            }
            masks[i] = makeMask(points, piece.triangles, piece.border, touched_);
            // A thin piece can miss every centre: then the cells it touches are its own.
            if (!touched_ && masks[i].cells < 64) {
                masks[i] = makeMask(points, piece.triangles, piece.border, true);
            }
        }
        return masks;
    }

    /// A place for each piece; none if they do not fit, or when goesOn() says no between two.
    std::vector<Place> placeAll(const Strategy& strategy,
                                const std::vector<std::array<Mask, kTurns>>& all_masks,
                                const std::function<bool()>& goesOn) const {
        std::vector<double> sizes;
        for (const auto& masks : all_masks) {
            const double longer = std::max(masks[0].width, masks[0].height);
            sizes.push_back(static_cast<double>(masks[0].cells) +
                            strategy.length_weight * longer * longer);
        }
        std::vector<int> order(pieces_.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(
            order.begin(), order.end(), [&](int a, int b) { return sizes[a] > sizes[b]; });
        std::vector<Place> places(pieces_.size());
        CellMap map(cells_);
        for (const int i : order) {
            if (!goesOn() || !place(all_masks[i], strategy, &map, &places[i])) {
                return {};
            }
        }
        return places;
    }

    bool place(const std::array<Mask, kTurns>& masks,
               const Strategy& strategy,
               CellMap* map,
               Place* result) const {
        double best = HUGE_VAL;
        for (int turns = 0; turns < strategy.turns; ++turns) {
            const Mask& mask = masks[turns];
            int column, row;
            // A row above this one cannot win any more.
            const double highest = (best - mask.height) / (1 + strategy.low_weight);
            const int last_row =
                highest < cells_ ? static_cast<int>(std::ceil(highest)) - 1 + mask.height : cells_;
            if (map->findPlace(mask, (gutter_ + 1) / 2, last_row, &column, &row)) {
                best = row + mask.height + strategy.low_weight * row;
                *result = {turns, column, row};
            }
        }
        if (best == HUGE_VAL) {
            return false;
        }
        map->take(masks[result->turns], result->column, result->row, gutter_);
        return true;
    }

    const std::vector<Piece>& pieces_;
    const int cells_, gutter_;
    const bool touched_;
    const std::function<void()>& tick_;
};

/// Down from the guess with one strategy until something fits; then, from larger to smaller, the
/// scales above that with all strategies: what fits at one scale need not fit at a smaller one.
/// Nothing if not even `least` fits.
std::optional<Layout> largestLayout(const Packer& packer, double guess, double least) {
    std::optional<Layout> first;
    // Some steps at once where there are threads for them; the result is that of one by one.
    const int at_once = std::clamp(threadCount(), 1, kStepsAtOnce);
    for (double scale = guess; !first;) {
        std::vector<double> scales;
        for (; static_cast<int>(scales.size()) < at_once && scale >= least; scale *= kStepDown) {
            scales.push_back(scale);
        }
        if (scales.empty()) {
            return std::nullopt;
        }
        first = packer.firstThatFits(scales, 1);
    }
    // The more pieces, the less there is to win, and the longer it takes.
    const size_t strategies =
        std::clamp<size_t>(4000 / packer.pieceCount(), 1, std::size(kStrategies));
    for (const double larger : {1.09, 1.075, 1.06, 1.045, 1.035, 1.025, 1.015, 1.007}) {
        if (std::optional<Layout> layout =
                packer.firstThatFits({larger * first->scale}, strategies)) {
            return layout;
        }
    }
    return first;
}

Vec2d turnedPoint(Vec2d p, int turns, const Mask& mask) {
    int width = mask.width, height = mask.height;
    for (int i = 0; i < turns; ++i) {
        p = {height - p.y, p.x};
        std::swap(width, height);
    }
    return p;
}

}  // namespace

Packing packPieces(std::vector<Piece> pieces,
                   int resolution,
                   int gutter,
                   const std::function<void()>& tick) {
    double area = 0;
    for (Piece& piece : pieces) {
        alignToSmallestBox(&piece);
        area += areaOf(piece);
    }
    const int texels_per_cell = (resolution + kMostCells - 1) / kMostCells;
    int cells = resolution / texels_per_cell;
    int gutter_cells = (gutter + texels_per_cell - 1) / texels_per_cell;
    std::optional<Layout> layout;
    double used = static_cast<double>(cells) * texels_per_cell / resolution;
    for (;;) {
        const Packer packer(pieces, cells, gutter_cells, texels_per_cell > 1, tick);
        const double full = cells / std::sqrt(area);  // cells per unit if nothing were wasted
        layout = largestLayout(packer, 0.98 * full, 0.15 * full);
        if (layout) {
            break;
        }
        // More pieces than the map has room for: narrower gutters, then cells smaller than a texel.
        if (gutter_cells > 1) {
            gutter_cells /= 2;
        } else {
            cells *= 2;
        }
    }
    Packing packing;
    const double unit = used / cells;
    packing.scale = layout->scale * unit;
    packing.gutter = gutter_cells * resolution / cells;
    for (size_t i = 0; i < pieces.size(); ++i) {
        const Place& place = layout->places[i];
        packing.points.emplace_back();
        const bool eighth = place.turns >= 4;
        const Mask& unturned = layout->masks[i][eighth ? 4 : 0];
        for (const Vec2d& p : eighth ? turnedByAnEighth(pieces[i].points) : pieces[i].points) {
            const Vec2d q = turnedPoint(p * layout->scale, place.turns % 4, unturned);
            packing.points.back().push_back((q + Vec2d{double(place.column), double(place.row)}) *
                                            unit);
        }
    }
    return packing;
}

}  // namespace bozzetto::unwrapping
