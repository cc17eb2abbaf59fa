// SPDX-License-Identifier: Apache-2.0
#include "masks/occupancy.h"

#include "base/parallel_for.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto {
namespace {

Mat4d gridFrame(const RegionBox& box, double cell) {
    Mat4d frame = box.world_from_box;
    const Vec3d low{-box.half_size.x, -box.half_size.y, -box.half_size.z};
    const Vec3d corner = transformPoint(box.world_from_box, low);
    for (int r = 0; r < 3; ++r) {
        for (int c = 0; c < 3; ++c) {
            frame.m[r][c] *= cell;
        }
        frame.m[r][3] = corner[r];
    }
    return frame;
}

cv::Matx34f gridProjection(const WorkView& view, const Mat4d& world_from_grid) {
    const cv::Matx34d p = projectionMatrix(view);
    cv::Matx34f result;
    for (int r = 0; r < 3; ++r) {
        for (int c = 0; c < 4; ++c) {
            double sum = c == 3 ? p(r, 3) : 0;
            for (int k = 0; k < 3; ++k) {
                sum += p(r, k) * world_from_grid.m[k][c];
            }
            result(r, c) = static_cast<float>(sum);
        }
    }
    return result;
}

/// Votes of a picture, each pixel taking the best one within half a cell: thin parts count.
cv::Mat votesFor(const cv::Mat& evidence, const VoteWeights& weights, int reach) {
    cv::Mat votes(evidence.size(), CV_32FC1);
    votes.forEach<float>(
        [&](float& vote, const int* at) { vote = weights.of(evidence.at<float>(at[0], at[1])); });
    if (reach > 0) {
        cv::dilate(votes,
                   votes,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1}));
    }
    return votes;
}

/// Pixels that a cell's side covers in the middle of the box.
double pixelsOfCell(const Occupancy& o, const WorkView& view) {
    const Vec3d middle = transformPoint(o.box.world_from_box, Vec3d{0, 0, 0});
    const double depth = project(view, middle).depth;
    return depth > 0 ? o.cell * view.camera.fx / depth : 1;
}

int reachOf(const Occupancy& o, const WorkView& view) {
    return std::clamp(static_cast<int>(0.5 * pixelsOfCell(o, view)), 0, 12);
}

struct VoteMap {
    cv::Matx34f projection;
    cv::Mat votes;
};

/// One row of cells: adds the view's votes and counts it where it sees them.
void addVotes(const VoteMap& map, int j, int k, int nx, float* score, uint8_t* seen) {
    const cv::Matx34f& p = map.projection;
    const float y = static_cast<float>(j) + 0.5f, z = static_cast<float>(k) + 0.5f;
    const float bx = p(0, 1) * y + p(0, 2) * z + p(0, 3);
    const float by = p(1, 1) * y + p(1, 2) * z + p(1, 3);
    const float bw = p(2, 1) * y + p(2, 2) * z + p(2, 3);
    const auto width = static_cast<float>(map.votes.cols);
    const auto height = static_cast<float>(map.votes.rows);
    for (int i = 0; i < nx; ++i) {
        const float x = static_cast<float>(i) + 0.5f;
        const float w = p(2, 0) * x + bw;
        const float u = (p(0, 0) * x + bx) / w, v = (p(1, 0) * x + by) / w;
        if (w > 0 && u >= 0 && v >= 0 && u < width && v < height) {
            score[i] += map.votes.at<float>(static_cast<int>(v), static_cast<int>(u));
            ++seen[i];
        }
    }
}

}  // namespace

Occupancy occupancyOf(std::span<const WorkView> views,
                      std::span<const cv::Mat> evidence,
                      const RegionBox& box,
                      int cells_along_longest,
                      int least_seen,
                      const VoteWeights& weights,
                      const Task& task) {
    Occupancy o;
    o.weights = weights;
    o.box = box;
    const Vec3d h = box.half_size;
    o.cell = 2 * std::max({h.x, h.y, h.z}) / cells_along_longest;
    const auto cells = [&](double half) {
        return std::clamp(static_cast<int>(std::lround(2 * half / o.cell)), 1, cells_along_longest);
    };
    o.nx = cells(h.x), o.ny = cells(h.y), o.nz = cells(h.z);
    o.world_from_grid = gridFrame(box, o.cell);
    o.score.assign(static_cast<std::size_t>(o.nx) * o.ny * o.nz, 0.0f);
    std::vector<VoteMap> maps(views.size());
    parallelTasks(static_cast<int64_t>(views.size()), [&](int64_t v, int) {
        maps[v] = {gridProjection(views[v], o.world_from_grid),
                   votesFor(evidence[v], weights, reachOf(o, views[v]))};
    });
    parallelTasks(o.nz, [&](int64_t k, int) {
        task.poll();
        std::vector<uint8_t> seen(o.nx);
        for (int j = 0; j < o.ny; ++j) {
            float* row = &o.score[o.index(0, j, static_cast<int>(k))];
            std::fill(seen.begin(), seen.end(), uint8_t{0});
            for (std::size_t v = 0; v < maps.size() && v < 255; ++v) {
                addVotes(maps[v], j, static_cast<int>(k), o.nx, row, seen.data());
            }
            for (int i = 0; i < o.nx; ++i) {
                row[i] = seen[i] >= least_seen ? row[i] : 2 * kNothing;
            }
        }
    });
    return o;
}

namespace {

/// Cells in blocks: parts that are less than a block apart count as joined, as a thin stalk that
/// the cells do not resolve joins what it carries.
class Blocks {
public:
    explicit Blocks(const Occupancy& o)
        : o_(o),
          counts_{
              (o.nx + kSide - 1) / kSide, (o.ny + kSide - 1) / kSide, (o.nz + kSide - 1) / kSide},
          cells_(static_cast<std::size_t>(counts_[0]) * counts_[1] * counts_[2], 0),
          part_(cells_.size(), -1) {
        forCells([&](std::size_t cell, std::size_t block) {
            cells_[block] += o.score[cell] > 0 ? 1 : 0;
        });
        for (std::size_t block = 0; block < cells_.size(); ++block) {
            if (cells_[block] > 0 && part_[block] < 0) {
                sizes_.push_back(0);
                flood(block);
            }
        }
    }

    template <class Function>
    void forCells(const Function& fn) const {
        for (int k = 0; k < o_.nz; ++k) {
            for (int j = 0; j < o_.ny; ++j) {
                for (int i = 0; i < o_.nx; ++i) {
                    fn(o_.index(i, j, k), indexOf(i / kSide, j / kSide, k / kSide));
                }
            }
        }
    }

    bool isLarge(std::size_t block) const {
        constexpr double kLeastShare = 0.02;  // of the largest part
        const std::size_t largest = *std::max_element(sizes_.begin(), sizes_.end());
        return static_cast<double>(sizes_[static_cast<std::size_t>(part_[block])]) >=
               kLeastShare * static_cast<double>(largest);
    }

private:
    static constexpr int kSide = 3;

    std::size_t indexOf(int i, int j, int k) const {
        return (static_cast<std::size_t>(k) * counts_[1] + j) * counts_[0] + i;
    }

    void flood(std::size_t start) {
        const auto id = static_cast<int32_t>(sizes_.size()) - 1;
        std::vector<std::size_t> open{start};
        part_[start] = id;
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            sizes_.back() += cells_[at];
            const int i = static_cast<int>(at % counts_[0]);
            const int j = static_cast<int>(at / counts_[0] % counts_[1]);
            const int k = static_cast<int>(at / counts_[0] / counts_[1]);
            for (int z = std::max(0, k - 1); z <= std::min(counts_[2] - 1, k + 1); ++z) {
                for (int y = std::max(0, j - 1); y <= std::min(counts_[1] - 1, j + 1); ++y) {
                    for (int x = std::max(0, i - 1); x <= std::min(counts_[0] - 1, i + 1); ++x) {
                        const std::size_t next = indexOf(x, y, z);
                        if (cells_[next] > 0 && part_[next] < 0) {
                            part_[next] = id;
                            open.push_back(next);
                        }
                    }
                }
            }
        }
    }

    const Occupancy& o_;
    int counts_[3];
    std::vector<std::size_t> cells_;  // of the object, in each block
    std::vector<int32_t> part_;       // of each block; -1: empty
    std::vector<std::size_t> sizes_;  // cells of each part
};

}  // namespace

void keepLargestParts(Occupancy& o) {
    const Blocks blocks(o);
    blocks.forCells([&](std::size_t cell, std::size_t block) {
        if (o.score[cell] > 0 && !blocks.isLarge(block)) {
            o.score[cell] = -1;
        }
    });
}

namespace {

/// Where cells show in a view.
class CellShower {
public:
    CellShower(const Occupancy& o, const WorkView& view)
        : o_(o),
          projection_(gridProjection(view, o.world_from_grid)),
          size_(view.color.size()),
          reach_(0.5 * pixelsOfCell(o, view)) {}

    /// Pixel of a cell's centre and the pixels that the cell covers about; empty if out of frame.
    struct Shown {
        cv::Point at;
        cv::Rect area;
    };
    Shown show(int i, int j, int k) const {
        const cv::Vec3f q = projection_ * cv::Vec4f(static_cast<float>(i) + 0.5f,
                                                    static_cast<float>(j) + 0.5f,
                                                    static_cast<float>(k) + 0.5f,
                                                    1);
        const double x = q[0] / q[2], y = q[1] / q[2];
        if (!(q[2] > 0 && x >= 0 && y >= 0 && x < size_.width && y < size_.height)) {
            return {};
        }
        const int x0 = std::max(0, static_cast<int>(std::ceil(x - reach_ - 0.5)));
        const int x1 = std::min(size_.width - 1, static_cast<int>(std::floor(x + reach_)));
        const int y0 = std::max(0, static_cast<int>(std::ceil(y - reach_ - 0.5)));
        const int y1 = std::min(size_.height - 1, static_cast<int>(std::floor(y + reach_)));
        return {{static_cast<int>(x), static_cast<int>(y)}, {x0, y0, x1 - x0 + 1, y1 - y0 + 1}};
    }

    /// fn(score, shown) for all cells with at least that score.
    template <class Function>
    void forCells(float least, const Function& fn) const {
        for (int k = 0; k < o_.nz; ++k) {
            for (int j = 0; j < o_.ny; ++j) {
                const float* row = &o_.score[o_.index(0, j, k)];
                for (int i = 0; i < o_.nx; ++i) {
                    if (row[i] >= least) {
                        fn(row[i], i, j, k);
                    }
                }
            }
        }
    }

private:
    const Occupancy& o_;
    cv::Matx34f projection_;
    cv::Size size_;
    double reach_;
};

}  // namespace

cv::Mat seenByOthers(const Occupancy& o, const WorkView& view, const cv::Mat& evidence) {
    constexpr float kWorthShowing = -8.0f;
    const cv::Mat votes = votesFor(evidence, o.weights, reachOf(o, view));
    cv::Mat best(view.color.size(), CV_32FC1, cv::Scalar(kNothing));
    const CellShower shower(o, view);
    shower.forCells(kWorthShowing, [&](float score, int i, int j, int k) {
        const auto shown = shower.show(i, j, k);
        if (shown.area.empty()) {
            return;
        }
        const float others = score - votes.at<float>(shown.at);
        for (int y = shown.area.y; y < shown.area.y + shown.area.height; ++y) {
            auto* pixels = best.ptr<float>(y) + shown.area.x;
            for (int x = 0; x < shown.area.width; ++x) {
                pixels[x] = std::max(pixels[x], others);
            }
        }
    });
    return best;
}

cv::Mat hiddenBehind(const Occupancy& o, const WorkView& view, const Plane& plane, double height) {
    cv::Mat hidden(view.color.size(), CV_8UC1, cv::Scalar(0));
    const CellShower shower(o, view);
    shower.forCells(1e-6f, [&](float, int i, int j, int k) {
        if (dot(plane.normal, o.center(i, j, k)) < plane.offset + height) {
            return;
        }
        const auto shown = shower.show(i, j, k);
        if (!shown.area.empty()) {
            hidden(shown.area).setTo(255);
        }
    });
    return hidden;
}

std::optional<RegionBox> boundsOf(const Occupancy& o, double margin) {
    int low[3] = {o.nx, o.ny, o.nz}, high[3] = {-1, -1, -1};
    for (int k = 0; k < o.nz; ++k) {
        for (int j = 0; j < o.ny; ++j) {
            for (int i = 0; i < o.nx; ++i) {
                if (o.score[o.index(i, j, k)] > 0) {
                    const int at[3] = {i, j, k};
                    for (int axis = 0; axis < 3; ++axis) {
                        low[axis] = std::min(low[axis], at[axis]);
                        high[axis] = std::max(high[axis], at[axis]);
                    }
                }
            }
        }
    }
    if (high[0] < 0) {
        return std::nullopt;
    }
    const int longest = std::max({high[0] - low[0], high[1] - low[1], high[2] - low[2]}) + 1;
    RegionBox bounds = o.box;
    Vec3d middle;
    for (int axis = 0; axis < 3; ++axis) {
        const double a = low[axis] - margin * longest, b = high[axis] + 1 + margin * longest;
        bounds.half_size[axis] = 0.5 * (b - a) * o.cell;
        middle[axis] = 0.5 * (a + b);
    }
    const Vec3d center = transformPoint(o.world_from_grid, middle);
    for (int r = 0; r < 3; ++r) {
        bounds.world_from_box.m[r][3] = center[r];
    }
    return bounds;
}

cv::Mat evidenceOfMask(const cv::Mat& given) {
    constexpr double kStrong = 4;
    cv::Mat evidence;
    given.convertTo(evidence, CV_32F, 2 * kStrong / 255, -kStrong);
    return evidence;
}

std::optional<RegionBox> regionOfMasks(std::span<const WorkView> views,
                                       const RegionBox& start,
                                       const Task& task) {
    std::vector<cv::Mat> evidence;
    for (const WorkView& view : views) {
        evidence.push_back(evidenceOfMask(view.given));
    }
    const int least_seen = std::max(2, static_cast<int>(0.3 * static_cast<double>(views.size())));
    std::optional<RegionBox> region = start;
    for (const double margin : {0.1, 0.03}) {
        Occupancy cells = occupancyOf(views, evidence, *region, 64, least_seen, {}, task);
        keepLargestParts(cells);
        region = boundsOf(cells, margin);
        if (!region) {
            return std::nullopt;
        }
    }
    return region;
}

}  // namespace bozzetto
