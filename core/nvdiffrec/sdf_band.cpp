// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/sdf_band.h"

#include "base/error.h"
#include "base/parallel_for.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace bozzetto {
namespace {

constexpr float kUnbounded = 1e9f;
constexpr float kPinned = 0.05f;  // cells: how far a pinned sign stays from zero

float trilinear(const SdfVolume& v, Vec3d p) {
    int low[3];
    double f[3];
    for (int k = 0; k < 3; ++k) {
        const double t = std::clamp((p[k] - v.lattice.origin[k]) / v.lattice.cell,
                                    0.0,
                                    static_cast<double>(v.lattice.cells[k]));
        low[k] = std::min(static_cast<int>(t), v.lattice.cells[k] - 1);
        f[k] = t - low[k];
    }
    double sum = 0;
    for (int c = 0; c < 8; ++c) {
        const double w =
            (c & 1 ? f[0] : 1 - f[0]) * (c & 2 ? f[1] : 1 - f[1]) * (c & 4 ? f[2] : 1 - f[2]);
        sum +=
            w *
            v.values[v.lattice.index(low[0] + (c & 1), low[1] + ((c >> 1) & 1), low[2] + (c >> 2))];
    }
    return static_cast<float>(sum);
}

template <class T>
at::Tensor tensorOf(const std::vector<T>& values, std::vector<int64_t> shape, at::ScalarType type) {
    at::Tensor t = at::empty(shape, at::TensorOptions().dtype(type));
    if (!values.empty()) {
        std::memcpy(t.data_ptr(), values.data(), values.size() * sizeof(T));
    }
    return t;
}

}  // namespace

std::vector<Vec3f> Lattice::positions() const {
    std::vector<Vec3f> result(points());
    for (int x = 0; x <= cells[0]; ++x) {
        for (int y = 0; y <= cells[1]; ++y) {
            for (int z = 0; z <= cells[2]; ++z) {
                result[index(x, y, z)] = {static_cast<float>(origin.x + x * cell),
                                          static_cast<float>(origin.y + y * cell),
                                          static_cast<float>(origin.z + z * cell)};
            }
        }
    }
    return result;
}

Lattice makeLattice(const Box& box, int grid) {
    Lattice lattice;
    const Vec3d size = box.high - box.low;
    lattice.cell = std::max({size.x, size.y, size.z}) / grid;
    for (int k = 0; k < 3; ++k) {
        lattice.cells[k] = std::clamp(static_cast<int>(std::ceil(size[k] / lattice.cell)), 4, grid);
        lattice.origin[k] =
            0.5 * (box.low[k] + box.high[k]) - 0.5 * lattice.cells[k] * lattice.cell;
    }
    return lattice;
}

SdfVolume resample(const SdfVolume& volume, const Lattice& lattice) {
    SdfVolume result{lattice, std::vector<float>(lattice.points())};
    const auto scale = static_cast<float>(volume.lattice.cell / lattice.cell);
    const std::vector<Vec3f> positions = lattice.positions();
    parallelFor(lattice.points(), 4096, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            result.values[i] =
                scale * trilinear(volume, {positions[i].x, positions[i].y, positions[i].z});
        }
    });
    return result;
}

void redistance(SdfVolume& volume) {
    const Lattice& l = volume.lattice;
    std::vector<float> steps(volume.values.size(), kUnbounded);
    std::vector<int64_t> front;
    const int64_t stride[3] = {
        static_cast<int64_t>(l.cells[1] + 1) * (l.cells[2] + 1), l.cells[2] + 1, 1};
    const auto forNeighbours = [&](int64_t i, auto&& visit) {
        const int at[3] = {static_cast<int>(i / stride[0]),
                           static_cast<int>(i / stride[1] % (l.cells[1] + 1)),
                           static_cast<int>(i % stride[1])};
        for (int k = 0; k < 3; ++k) {
            if (at[k] > 0) {
                visit(i - stride[k]);
            }
            if (at[k] < l.cells[k]) {
                visit(i + stride[k]);
            }
        }
    };
    for (int64_t i = 0; i < l.points(); ++i) {
        bool near = false;
        forNeighbours(i,
                      [&](int64_t j) { near |= (volume.values[i] < 0) != (volume.values[j] < 0); });
        if (near) {
            steps[i] = std::min(std::abs(volume.values[i]), 1.0f);
            front.push_back(i);
        }
    }
    while (!front.empty()) {
        std::vector<int64_t> next;
        for (const int64_t i : front) {
            forNeighbours(i, [&](int64_t j) {
                if (steps[j] == kUnbounded) {
                    steps[j] = steps[i] + 1.0f;
                    next.push_back(j);
                }
            });
        }
        front = std::move(next);
    }
    for (int64_t i = 0; i < l.points(); ++i) {
        if (steps[i] != kUnbounded) {
            volume.values[i] = volume.values[i] < 0 ? -steps[i] : steps[i];
        }
    }
}

SdfBand SdfBand::to(const at::Device& device) const {
    return {{cubes.grid.to(device), cubes.vertices.to(device)},
            rows.to(device),
            positions.to(device),
            sdf.to(device),
            low.to(device),
            high.to(device)};
}

SdfBand cutBand(const SdfVolume& volume,
                const std::vector<float>& hull,
                float half_width,
                float slack,
                const std::vector<float>& region) {
    const Lattice& l = volume.lattice;
    std::vector<int32_t> cubes;
    for (int x = 0; x < l.cells[0]; ++x) {
        for (int y = 0; y < l.cells[1]; ++y) {
            for (int z = 0; z < l.cells[2]; ++z) {
                float nearest = kUnbounded;
                bool inside = false, outside = false;
                for (int c = 0; c < 8; ++c) {
                    const float s =
                        volume.values[l.index(x + (c & 1), y + ((c >> 1) & 1), z + (c >> 2))];
                    nearest = std::min(nearest, std::abs(s));
                    (s < 0 ? inside : outside) = true;
                }
                if (nearest < half_width || (inside && outside)) {
                    cubes.insert(cubes.end(), {x, y, z});
                }
            }
        }
    }
    SdfBand band;
    const auto count = static_cast<int64_t>(cubes.size() / 3);
    if (count == 0) {
        throw Error(Error::Kind::Engine,
                    "The reconstruction vanished: no surface is left in the box",
                    "Check the masks and cameras with 'bozzetto-cli info'; a mask that is empty or "
                    "inverted removes the object.");
    }
    band.cubes = sparseCubeGrid(l.resolution(), tensorOf(cubes, {count, 3}, at::kInt));
    const at::Tensor vertices = band.cubes.vertices.contiguous();
    const int64_t points = vertices.size(0);
    std::vector<int64_t> rows(points);
    std::vector<float> sdf(points), low(points, -kUnbounded), high(points, kUnbounded);
    std::vector<Vec3f> positions(points);
    const auto* v = vertices.data_ptr<int32_t>();
    std::vector<int> cubes_around(points, 0);
    const at::Tensor corners = band.cubes.grid.corners.contiguous();
    for (int64_t i = 0; i < corners.numel(); ++i) {
        ++cubes_around[corners.data_ptr<int32_t>()[i]];
    }
    for (int64_t i = 0; i < points; ++i) {
        const int32_t x = v[3 * i], y = v[3 * i + 1], z = v[3 * i + 2];
        rows[i] = l.index(x, y, z);
        positions[i] = {static_cast<float>(l.origin.x + x * l.cell),
                        static_cast<float>(l.origin.y + y * l.cell),
                        static_cast<float>(l.origin.z + z * l.cell)};
        const bool lattice_border =
            x == 0 || y == 0 || z == 0 || x == l.cells[0] || y == l.cells[1] || z == l.cells[2];
        const bool outside = hull[rows[i]] > slack || lattice_border;
        sdf[i] = volume.values[rows[i]];
        if (outside || (cubes_around[i] < 8 && sdf[i] >= 0)) {
            low[i] = kPinned;
        } else if (cubes_around[i] < 8) {
            high[i] = -kPinned;
        }
        if (!region.empty()) {
            // The intersection with the box. A pinned inside stays one, if barely: the band's end.
            low[i] = std::max(low[i], std::min(region[rows[i]], high[i]));
        }
        sdf[i] = std::clamp(sdf[i], low[i], high[i]);
    }
    band.rows = tensorOf(rows, {points}, at::kLong);
    band.positions = tensorOf(positions, {points, 3}, at::kFloat);
    band.sdf = tensorOf(sdf, {points}, at::kFloat);
    band.low = tensorOf(low, {points}, at::kFloat);
    band.high = tensorOf(high, {points}, at::kFloat);
    return band;
}

at::Tensor spreadOverBand(const Lattice& lattice,
                          const SdfBand& band,
                          const at::Tensor& points,
                          const at::Tensor& values) {
    const int64_t count = band.rows.size(0), channels = values.size(1);
    std::vector<int32_t> place(lattice.points(), -1);
    for (int64_t i = 0; i < count; ++i) {
        place[band.rows.data_ptr<int64_t>()[i]] = static_cast<int32_t>(i);
    }
    std::vector<float> sum(count * channels, 0.0f), weight(count, 0.0f);
    const float* p = points.data_ptr<float>();
    const float* v = values.data_ptr<float>();
    for (int64_t i = 0; i < points.size(0); ++i) {
        int low[3];
        for (int k = 0; k < 3; ++k) {
            low[k] = std::clamp(static_cast<int>((p[3 * i + k] - lattice.origin[k]) / lattice.cell),
                                0,
                                lattice.cells[k] - 1);
        }
        for (int c = 0; c < 8; ++c) {
            const int32_t to =
                place[lattice.index(low[0] + (c & 1), low[1] + ((c >> 1) & 1), low[2] + (c >> 2))];
            if (to >= 0) {
                weight[to] += 1.0f;
                for (int64_t k = 0; k < channels; ++k) {
                    sum[to * channels + k] += v[i * channels + k];
                }
            }
        }
    }
    const at::Tensor corners = band.cubes.grid.corners.contiguous();
    const int32_t* corner = corners.data_ptr<int32_t>();
    constexpr int kSpreads = 4;  // cells: wider than the band
    for (int pass = 0; pass < kSpreads; ++pass) {
        std::vector<float> more_sum(sum.size(), 0.0f), more_weight(count, 0.0f);
        for (int64_t cube = 0; cube < corners.size(0); ++cube) {
            for (int a = 0; a < 8; ++a) {
                const int32_t from = corner[8 * cube + a];
                for (int b = 0; weight[from] > 0 && b < 8; ++b) {
                    const int32_t to = corner[8 * cube + b];
                    if (weight[to] == 0) {
                        more_weight[to] += 1.0f;
                        for (int64_t k = 0; k < channels; ++k) {
                            more_sum[to * channels + k] += sum[from * channels + k] / weight[from];
                        }
                    }
                }
            }
        }
        for (int64_t i = 0; i < count; ++i) {
            if (more_weight[i] > 0) {
                weight[i] = more_weight[i];
                std::copy(
                    &more_sum[i * channels], &more_sum[(i + 1) * channels], &sum[i * channels]);
            }
        }
    }
    at::Tensor result = at::ones({count, channels});
    for (int64_t i = 0; i < count; ++i) {
        for (int64_t k = 0; weight[i] > 0 && k < channels; ++k) {
            result.data_ptr<float>()[i * channels + k] = sum[i * channels + k] / weight[i];
        }
    }
    return result;
}

}  // namespace bozzetto
