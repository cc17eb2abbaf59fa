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
cv::Mat votesFor(const cv::Mat& evidence, int reach) {
    cv::Mat votes(evidence.size(), CV_32FC1);
    votes.forEach<float>(
        [&](float& vote, const int* at) { vote = voteOf(evidence.at<float>(at[0], at[1])); });
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
                      const Task& task) {
    Occupancy o;
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
                   votesFor(evidence[v], reachOf(o, views[v]))};
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

void keepLargestParts(Occupancy& o) {
    std::vector<int32_t> part(o.score.size(), -1);
    std::vector<std::size_t> sizes;
    std::vector<std::size_t> open;
    const std::ptrdiff_t strides[3] = {1, o.nx, static_cast<std::ptrdiff_t>(o.nx) * o.ny};
    const int counts[3] = {o.nx, o.ny, o.nz};
    for (std::size_t start = 0; start < o.score.size(); ++start) {
        if (o.score[start] <= 0 || part[start] >= 0) {
            continue;
        }
        const auto id = static_cast<int32_t>(sizes.size());
        sizes.push_back(0);
        part[start] = id;
        open.assign(1, start);
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            ++sizes.back();
            const int where[3] = {static_cast<int>(at % o.nx),
                                  static_cast<int>(at / o.nx % o.ny),
                                  static_cast<int>(at / o.nx / o.ny)};
            for (int axis = 0; axis < 3; ++axis) {
                for (const int sign : {-1, 1}) {
                    if (where[axis] + sign < 0 || where[axis] + sign >= counts[axis]) {
                        continue;
                    }
                    const std::size_t next = at + static_cast<std::size_t>(sign * strides[axis]);
                    if (o.score[next] > 0 && part[next] < 0) {
                        part[next] = id;
                        open.push_back(next);
                    }
                }
            }
        }
    }
    const std::size_t largest = sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end());
    for (std::size_t i = 0; i < o.score.size(); ++i) {
        if (part[i] >= 0 && 10 * sizes[static_cast<std::size_t>(part[i])] < largest) {
            o.score[i] = -1;
        }
    }
}

cv::Mat seenByOthers(const Occupancy& o, const WorkView& view, const cv::Mat& evidence) {
    constexpr float kWorthShowing = -8.0f;
    const cv::Mat votes = votesFor(evidence, reachOf(o, view));
    const cv::Matx34f p = gridProjection(view, o.world_from_grid);
    cv::Mat best(view.color.size(), CV_32FC1, cv::Scalar(kNothing));
    const double reach = 0.5 * pixelsOfCell(o, view);
    for (int k = 0; k < o.nz; ++k) {
        for (int j = 0; j < o.ny; ++j) {
            const float* row = &o.score[o.index(0, j, k)];
            for (int i = 0; i < o.nx; ++i) {
                if (row[i] < kWorthShowing) {
                    continue;
                }
                const cv::Vec3f q = p * cv::Vec4f(static_cast<float>(i) + 0.5f,
                                                  static_cast<float>(j) + 0.5f,
                                                  static_cast<float>(k) + 0.5f,
                                                  1);
                const double x = q[0] / q[2], y = q[1] / q[2];
                if (!(q[2] > 0 && x >= 0 && y >= 0 && x < best.cols && y < best.rows)) {
                    continue;
                }
                const float others =
                    row[i] - votes.at<float>(static_cast<int>(y), static_cast<int>(x));
                const int x0 = std::max(0, static_cast<int>(std::ceil(x - reach - 0.5)));
                const int x1 = std::min(best.cols - 1, static_cast<int>(std::floor(x + reach)));
                const int y0 = std::max(0, static_cast<int>(std::ceil(y - reach - 0.5)));
                const int y1 = std::min(best.rows - 1, static_cast<int>(std::floor(y + reach)));
                for (int py = y0; py <= y1; ++py) {
                    auto* pixels = best.ptr<float>(py);
                    for (int px = x0; px <= x1; ++px) {
                        pixels[px] = std::max(pixels[px], others);
                    }
                }
            }
        }
    }
    return best;
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
        Occupancy cells = occupancyOf(views, evidence, *region, 64, least_seen, task);
        keepLargestParts(cells);
        region = boundsOf(cells, margin);
        if (!region) {
            return std::nullopt;
        }
    }
    return region;
}

}  // namespace bozzetto
