// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cstdint>
#include <vector>

namespace bozzetto::unwrapping {

struct Span {
    int row, begin, end;  // cells [begin, end) of a row
};

/// The cells that a piece covers, as spans: the widest first, then from all over its height, so
/// that a test meets an obstacle early.
struct Mask {
    int width = 0, height = 0;
    std::vector<Span> spans;
    int64_t cells = 0;
};

/// `points` are in cells, not negative. A cell is covered if its centre is inside a triangle or
/// nearly so; where `touched` is set, if any of it is.
Mask makeMask(const std::vector<Vec2d>& points,
              const std::vector<Vec3i>& triangles,
              const std::vector<int>& border,
              bool touched);
/// Turned by 90 degrees counter-clockwise: cell (i, j) goes to (height - 1 - j, i).
Mask turned(const Mask& mask);
/// turned() twice.
Mask halfTurned(Mask mask);

/// A square of cells that are free or taken.
class CellMap {
public:
    explicit CellMap(int size);
    /// The lowest position, then the leftmost, with row + mask.height <= last_row where only free
    /// cells lie under the mask; false if there is none. `margin` cells are kept free along the
    /// edges.
    bool findPlace(const Mask& mask, int margin, int last_row, int* column, int* row) const;
    /// Takes the mask's cells there and those up to `gutter` away in rows, columns and diagonals.
    void take(const Mask& mask, int column, int row, int gutter);

private:
    // level[k]: bit x of a row is set where one of the cells x .. x + 2^k - 1 is taken: a span of
    // any length is two look-ups, and 64 positions go in one word.
    // Rows are twice as long as they need be, and free there, so that no shift reads past the end.
    int size_, words_, stride_;
    std::vector<std::vector<uint64_t>> level_;
    std::vector<int> longest_free_;  // of each row: cells of its longest free run
};

}  // namespace bozzetto::unwrapping
