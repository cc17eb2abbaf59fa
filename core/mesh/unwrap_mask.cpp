// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_mask.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bozzetto::unwrapping {
namespace {

// A centre this near an edge (in cells) counts as inside: rounding may put it there once the piece
// is moved.
constexpr double kSlack = 0.01;

/// The widest span first, then the others in van der Corput's order: a position is given up at the
/// first obstacle, and spans of neighbouring rows meet the same ones.
std::vector<Span> spreadOut(const std::vector<Span>& spans) {
    const size_t count = spans.size();
    const int bits = std::bit_width(count);
    std::vector<Span> spread;
    spread.reserve(count);
    for (size_t i = 0; i < size_t{1} << bits; ++i) {
        size_t reversed = 0;
        for (int b = 0; b < bits; ++b) {
            reversed |= (i >> b & 1) << (bits - 1 - b);
        }
        if (reversed < count) {
            spread.push_back(spans[reversed]);
        }
    }
    const auto widest =
        std::max_element(spread.begin(), spread.end(), [](const Span& a, const Span& b) {
            return a.end - a.begin < b.end - b.begin;
        });
    if (widest != spread.end()) {
        std::rotate(spread.begin(), widest, widest + 1);
    }
    return spread;
}

/// Cells of the longest run of zeros among the first `size` bits.
int longestZeros(const uint64_t* bits, int size) {
    int longest = 0, run = 0;
    for (int w = 0; 64 * w < size; ++w) {
        const int count = std::min(64, size - 64 * w);
        for (int x = 0; x < count;) {
            const uint64_t rest = bits[w] >> x;
            const int zeros = std::min(std::countr_zero(rest), count - x);
            longest = std::max(longest, run += zeros);
            x += zeros;
            if (x < count) {
                x += std::countr_one(bits[w] >> x);
                run = 0;
            }
        }
    }
    return longest;
}

class CellGrid {
public:
    CellGrid(int width, int height)
        : width_(width), height_(height), cells_(static_cast<size_t>(width) * height, 0) {}

    void set(int x, int y) {
        if (x >= 0 && x < width_ && y >= 0 && y < height_) {
            cells_[static_cast<size_t>(y) * width_ + x] = 1;
        }
    }

    /// Cells of row y whose centres lie in [low, high].
    void setCentres(int y, double low, double high) {
        const int begin = std::max(0, static_cast<int>(std::ceil(low - 0.5)));
        const int end = std::min(width_, static_cast<int>(std::floor(high - 0.5)) + 1);
        for (int x = begin; x < end; ++x) {
            cells_[static_cast<size_t>(y) * width_ + x] = 1;
        }
    }

    void addTriangle(const Vec2d (&p)[3]) {
        const double low = std::min({p[0].y, p[1].y, p[2].y}),
                     high = std::max({p[0].y, p[1].y, p[2].y});
        const int begin = std::max(0, static_cast<int>(std::ceil(low - kSlack - 0.5)));
        const int end = std::min(height_ - 1, static_cast<int>(std::floor(high + kSlack - 0.5)));
        for (int y = begin; y <= end; ++y) {
            const double centre = std::clamp(y + 0.5, low, high);
            double left = 1e300, right = -1e300;
            for (int k = 0; k < 3; ++k) {
                const Vec2d a = p[k], b = p[(k + 1) % 3];
                if (std::min(a.y, b.y) > centre || std::max(a.y, b.y) < centre) {
                    continue;
                }
                const double t = a.y == b.y ? 0 : (centre - a.y) / (b.y - a.y);
                const double x = a.x + t * (b.x - a.x), other = a.y == b.y ? b.x : x;
                left = std::min({left, x, other});
                right = std::max({right, x, other});
            }
            setCentres(y, left - kSlack, right + kSlack);
        }
    }

    /// Every cell that the segment passes through.
    void addSegment(Vec2d a, Vec2d b) {
        const int steps =
            1 + static_cast<int>(4 * std::max(std::abs(b.x - a.x), std::abs(b.y - a.y)));
        for (int i = 0; i <= steps; ++i) {
            const Vec2d p = a + (b - a) * (static_cast<double>(i) / steps);
            set(static_cast<int>(std::floor(p.x)), static_cast<int>(std::floor(p.y)));
        }
    }

    Mask toMask() const {
        Mask mask;
        mask.width = width_;
        mask.height = height_;
        for (int y = 0; y < height_; ++y) {
            const uint8_t* row = &cells_[static_cast<size_t>(y) * width_];
            for (int x = 0; x < width_;) {
                if (!row[x]) {
                    ++x;
                    continue;
                }
                const int begin = x;
                while (x < width_ && row[x]) {
                    ++x;
                }
                mask.spans.push_back({y, begin, x});
                mask.cells += x - begin;
            }
        }
        mask.spans = spreadOut(mask.spans);
        return mask;
    }

private:
    int width_, height_;
    std::vector<uint8_t> cells_;
};

/// Blocks the positions x where bit x + a or x + b of `taken` is set. False if none of the words'
/// positions is free then.
BOZZETTO_CPU_CLONES bool blockMore(
    const uint64_t* taken, int a, int b, int first_word, int last_word, uint64_t* blocked) {
    const uint64_t *from_a = taken + a / 64, *from_b = taken + b / 64;
    const int shift_a = a % 64, shift_b = b % 64;
    uint64_t all = ~uint64_t{0};
    for (int w = first_word; w <= last_word; ++w) {
        // Two shifts to the left: one by 64 would be undefined.
        const uint64_t bits_a = from_a[w] >> shift_a | from_a[w + 1] << 1 << (63 - shift_a);
        const uint64_t bits_b = from_b[w] >> shift_b | from_b[w + 1] << 1 << (63 - shift_b);
        blocked[w] |= bits_a | bits_b;
        all &= blocked[w];
    }
    return all != ~uint64_t{0};
}

}  // namespace

Mask makeMask(const std::vector<Vec2d>& points,
              const std::vector<Vec3i>& triangles,
              const std::vector<int>& border,
              bool touched) {
    double right = 0, top = 0;
    for (const Vec2d& p : points) {
        right = std::max(right, p.x);
        top = std::max(top, p.y);
    }
    CellGrid grid(1 + static_cast<int>(right), 1 + static_cast<int>(top));
    for (const Vec3i& t : triangles) {
        grid.addTriangle({points[t.x], points[t.y], points[t.z]});
    }
    if (touched) {
        for (size_t i = 0; i < border.size(); ++i) {
            grid.addSegment(points[border[i]], points[border[(i + 1) % border.size()]]);
        }
    }
    return grid.toMask();
}

Mask turned(const Mask& mask) {
    CellGrid grid(mask.height, mask.width);
    for (const Span& s : mask.spans) {
        for (int x = s.begin; x < s.end; ++x) {
            grid.set(mask.height - 1 - s.row, x);
        }
    }
    return grid.toMask();
}

Mask halfTurned(Mask mask) {
    for (Span& s : mask.spans) {
        s = {mask.height - 1 - s.row, mask.width - s.end, mask.width - s.begin};
    }
    return mask;
}

CellMap::CellMap(int size) : size_(size), words_((size + 63) / 64), stride_(2 * words_ + 2) {
    const int levels = std::bit_width(static_cast<unsigned>(size));
    level_.assign(levels, std::vector<uint64_t>(static_cast<size_t>(size) * stride_, 0));
    longest_free_.assign(size, size);
}

bool CellMap::findPlace(const Mask& mask, int margin, int last_row, int* column, int* row) const {
    const int last_column = size_ - margin - mask.width;
    if (last_column < margin) {
        return false;
    }
    const int first_word = margin / 64, last_word = last_column / 64;
    std::vector<uint64_t> blocked(words_);
    last_row = std::min(last_row, size_ - margin);
    const Span widest = mask.spans.empty() ? Span{0, 0, 0} : mask.spans[0];
    for (int y = margin; y + mask.height <= last_row; ++y) {
        if (longest_free_[y + widest.row] < widest.end - widest.begin) {
            continue;
        }
        std::fill(blocked.begin(), blocked.end(), 0);
        blocked[first_word] |= (uint64_t{1} << (margin % 64)) - 1;
        if (last_column % 64 != 63) {
            blocked[last_word] |= ~uint64_t{0} << (last_column % 64 + 1);
        }
        bool some_free = true;
        for (size_t i = 0; some_free && i < mask.spans.size(); ++i) {
            const Span& s = mask.spans[i];
            const int k = std::bit_width(static_cast<unsigned>(s.end - s.begin)) - 1;
            const uint64_t* taken = &level_[k][static_cast<size_t>(y + s.row) * stride_];
            some_free =
                blockMore(taken, s.begin, s.end - (1 << k), first_word, last_word, blocked.data());
        }
        for (int w = first_word; some_free && w <= last_word; ++w) {
            if (blocked[w] != ~uint64_t{0}) {
                *column = 64 * w + std::countr_one(blocked[w]);
                *row = y;
                return true;
            }
        }
    }
    return false;
}

void CellMap::take(const Mask& mask, int column, int row, int gutter) {
    const auto line = [&](int k, int y) { return &level_[k][static_cast<size_t>(y) * stride_]; };
    const int first = std::max(0, row - gutter), last = std::min(size_, row + mask.height + gutter);
    for (const Span& s : mask.spans) {
        const int begin = std::max(0, column + s.begin - gutter),
                  end = std::min(size_, column + s.end + gutter);
        const int low = std::max(first, row + s.row - gutter),
                  high = std::min(last, row + s.row + gutter + 1);
        for (int y = low; y < high; ++y) {
            uint64_t* bits = line(0, y);
            for (int x = begin; x < end;) {
                const int count = std::min(end - x, 64 - x % 64);
                const uint64_t ones = count == 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
                bits[x / 64] |= ones << (x % 64);
                x += count;
            }
        }
    }
    for (int y = first; y < last; ++y) {
        longest_free_[y] = longestZeros(line(0, y), size_);
    }
    for (size_t k = 1; k < level_.size(); ++k) {
        const int shift = 1 << (k - 1);
        for (int y = first; y < last; ++y) {
            const uint64_t* from = line(static_cast<int>(k) - 1, y);
            uint64_t* to = line(static_cast<int>(k), y);
            for (int w = 0; w < words_; ++w) {
                const uint64_t* next = from + w + shift / 64;
                const int bit = shift % 64;
                const uint64_t moved = next[0] >> bit | next[1] << 1 << (63 - bit);
                to[w] = from[w] | moved;
            }
        }
    }
}

}  // namespace bozzetto::unwrapping
