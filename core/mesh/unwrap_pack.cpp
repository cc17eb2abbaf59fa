// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_pack.h"

#include "mesh/unwrap_mask.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace bozzetto::unwrapping {
namespace {

// Finer cells than this gain nothing that one would see and cost time with the square.
constexpr int kMostCells = 1024;

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

struct Place {
    int turns, column, row;
};
struct Layout {
    double scale = 0;  // cells per unit
    std::vector<Place> places;
    std::vector<Mask> masks;  // unturned
};

class Packer {
public:
    Packer(const std::vector<Piece>& pieces,
           int cells,
           int gutter,
           bool touched,
           const std::function<void()>& tick)
        : pieces_(pieces), cells_(cells), gutter_(gutter), touched_(touched), tick_(tick) {}

    std::optional<Layout> tryScale(double scale) const {
        Layout layout;
        layout.scale = scale;
        layout.places.resize(pieces_.size());
        for (const Piece& piece : pieces_) {
            std::vector<Vec2d> points = piece.points;
            for (Vec2d& p : points) {
                p = p * scale;
            }
            // A thin piece can miss every centre: then the cells it touches are its own.
            Mask mask = makeMask(points, piece.triangles, piece.border, touched_);
            if (!touched_ && mask.cells < 64) {
                mask = makeMask(points, piece.triangles, piece.border, true);
            }
            layout.masks.push_back(std::move(mask));
        }
        std::vector<int> order(pieces_.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            return size(layout.masks[a]) > size(layout.masks[b]);
        });
        CellMap map(cells_);
        for (const int i : order) {
            tick_();
            if (!place(layout.masks[i], &map, &layout.places[i])) {
                return std::nullopt;
            }
        }
        return layout;
    }

private:
    static int64_t size(const Mask& mask) {
        const int64_t longer = std::max(mask.width, mask.height);
        return mask.cells + longer * longer / 2;
    }

    bool place(const Mask& mask, CellMap* map, Place* result) const {
        Mask turned_mask = mask, best_mask;
        int top = cells_ + 1;  // of the best place so far
        for (int turns = 0; turns < 4; ++turns) {
            int column, row;
            if (map->findPlace(turned_mask, (gutter_ + 1) / 2, top - 1, &column, &row)) {
                top = row + turned_mask.height;
                *result = {turns, column, row};
                best_mask = turned_mask;
            }
            turned_mask = turned(turned_mask);
        }
        if (top > cells_) {
            return false;
        }
        map->take(best_mask, result->column, result->row, gutter_);
        return true;
    }

    const std::vector<Piece>& pieces_;
    const int cells_, gutter_;
    const bool touched_;
    const std::function<void()>& tick_;
};

/// Larger and smaller scales around a guess, then between the two, until within half a percent of
/// the largest that fits.
std::optional<Layout> largestLayout(const Packer& packer, double guess, double least) {
    std::optional<Layout> best;
    double low = 0, high = 0;  // fits, does not fit
    for (double scale = guess; low == 0 || high == 0 || high > 1.005 * low;) {
        if (std::optional<Layout> layout = packer.tryScale(scale)) {
            best = std::move(layout);
            low = scale;
        } else {
            high = scale;
        }
        if (low > 0 && high > 0) {
            scale = std::sqrt(low * high);
        } else {
            scale *= low > 0 ? 1.03 : 0.95;
        }
        if (scale < least) {
            break;
        }
    }
    return best;
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
        layout = largestLayout(packer, 0.87 * full, 0.15 * full);
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
        for (const Vec2d& p : pieces[i].points) {
            const Vec2d q = turnedPoint(p * layout->scale, place.turns, layout->masks[i]);
            packing.points.back().push_back((q + Vec2d{double(place.column), double(place.row)}) *
                                            unit);
        }
    }
    return packing;
}

}  // namespace bozzetto::unwrapping
