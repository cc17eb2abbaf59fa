// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/sdf_band.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "geometry/device_checks.h"
#include "nvdiffrec/sdf_band_cuda.h"
#include "tensor/cuda.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace bozzetto {
namespace {

const float* floatsOf(const at::Tensor& t) {
    return t.defined() ? t.data_ptr<float>() : nullptr;
}

float trilinear(const Lattice& lattice, const float* values, Vec3d p) {
    int low[3];
    double f[3];
    for (int k = 0; k < 3; ++k) {
        const double t = std::clamp(
            (p[k] - lattice.origin[k]) / lattice.cell, 0.0, static_cast<double>(lattice.cells[k]));
        low[k] = std::min(static_cast<int>(t), lattice.cells[k] - 1);
        f[k] = t - low[k];
    }
    double sum = 0;
    for (int c = 0; c < 8; ++c) {
        const double w =
            (c & 1 ? f[0] : 1 - f[0]) * (c & 2 ? f[1] : 1 - f[1]) * (c & 4 ? f[2] : 1 - f[2]);
        sum +=
            w * values[lattice.index(low[0] + (c & 1), low[1] + ((c >> 1) & 1), low[2] + (c >> 2))];
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
                result[index(x, y, z)] = position({x, y, z});
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
    const at::Tensor known = volume.values.cpu();
    at::Tensor result = at::empty({lattice.points()});
    const auto scale = static_cast<float>(volume.lattice.cell / lattice.cell);
    const std::vector<Vec3f> positions = lattice.positions();
    const float* from = known.data_ptr<float>();
    float* to = result.data_ptr<float>();
    parallelFor(lattice.points(), 4096, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            const Vec3d p{positions[i].x, positions[i].y, positions[i].z};
            to[i] = scale * trilinear(volume.lattice, from, p);
        }
    });
    return {lattice, result.to(volume.values.device())};
}

void redistance(SdfVolume& volume) {
    const Lattice& l = volume.lattice;
    if (onGpu(volume.values)) {
        if constexpr (kCudaBuild) {
            redistanceCuda(l, volume.values.data_ptr<float>(), queueOf(volume.values));
        }
        return;
    }
    float* values = volume.values.data_ptr<float>();
    std::vector<float> steps(l.points(), kUnbounded);
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
        forNeighbours(i, [&](int64_t j) { near |= (values[i] < 0) != (values[j] < 0); });
        if (near) {
            steps[i] = std::min(std::abs(values[i]), 1.0f);
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
            values[i] = values[i] < 0 ? -steps[i] : steps[i];
        }
    }
}

namespace {

[[noreturn]] void failEmpty() {
    throw Error(Error::Kind::Engine,
                "The reconstruction vanished: no surface is left in the box",
                "Check the masks and cameras with 'bozzetto-cli info'; a mask that is empty or "
                "inverted removes the object.");
}

SdfBand cutOnCpu(const BandCut& cut) {
    const Lattice& l = cut.lattice;
    std::vector<int32_t> cubes;
    for (int x = 0; x < l.cells[0]; ++x) {
        for (int y = 0; y < l.cells[1]; ++y) {
            for (int z = 0; z < l.cells[2]; ++z) {
                if (keepsCube(cut, {x, y, z})) {
                    cubes.insert(cubes.end(), {x, y, z});
                }
            }
        }
    }
    SdfBand band;
    const auto count = static_cast<int64_t>(cubes.size() / 3);
    if (count == 0) {
        failEmpty();
    }
    band.cubes = sparseCubeGrid(l.resolution(), tensorOf(cubes, {count, 3}, at::kInt));
    const at::Tensor vertices = band.cubes.vertices.contiguous();
    const int64_t points = vertices.size(0);
    std::vector<int64_t> rows(points);
    std::vector<float> sdf(points), low(points), high(points);
    std::vector<Vec3f> positions(points);
    const auto* v = vertices.data_ptr<int32_t>();
    const int32_t* around = band.cubes.grid.vertex_cubes.data_ptr<int32_t>();
    for (int64_t i = 0; i < points; ++i) {
        const Vec3i p{v[3 * i], v[3 * i + 1], v[3 * i + 2]};
        const auto cubes_around =
            std::count_if(around + 8 * i, around + 8 * i + 8, [](int32_t c) { return c >= 0; });
        const BandVertex vertex = bandVertex(cut, p, static_cast<int>(cubes_around));
        rows[i] = l.index(p.x, p.y, p.z);
        positions[i] = l.position(p);
        sdf[i] = vertex.sdf;
        low[i] = vertex.low;
        high[i] = vertex.high;
    }
    band.rows = tensorOf(rows, {points}, at::kLong);
    band.positions = tensorOf(positions, {points, 3}, at::kFloat);
    band.sdf = tensorOf(sdf, {points}, at::kFloat);
    band.low = tensorOf(low, {points}, at::kFloat);
    band.high = tensorOf(high, {points}, at::kFloat);
    return band;
}

SdfBand cutOnGpu(const BandCut& cut, const at::Tensor& values) {
    SdfBand band;
    if constexpr (kCudaBuild) {
        const TensorQueue queue = queueOf(values);
        const BandCounts counts = countBandCuda(cut, queue);
        if (counts.cubes == 0) {
            failEmpty();
        }
        const int64_t cubes = counts.cubes, points = counts.vertices;
        const auto indices = [&](int64_t rows, int64_t columns) {
            return at::empty({rows, columns}, values.options().dtype(at::kInt));
        };
        CubeGrid& grid = band.cubes.grid;
        grid.resolution = cut.lattice.resolution();
        grid.vertex_count = points;
        grid.cubes = indices(cubes, 3);
        grid.corners = indices(cubes, 8);
        grid.vertex_cubes = indices(points, 8);
        grid.inner_edges = indices(points, 3);
        grid.tables = cubeTablesOn(values.device());
        band.cubes.vertices = indices(points, 3);
        band.rows = at::empty({points}, values.options().dtype(at::kLong));
        band.positions = at::empty({points, 3}, values.options());
        band.sdf = at::empty({points}, values.options());
        band.low = at::empty({points}, values.options());
        band.high = at::empty({points}, values.options());
        BandArrays out;
        out.cubes = grid.cubes.data_ptr<int32_t>();
        out.corners = grid.corners.data_ptr<int32_t>();
        out.vertex_cubes = grid.vertex_cubes.data_ptr<int32_t>();
        out.inner_edges = grid.inner_edges.data_ptr<int32_t>();
        out.vertices = band.cubes.vertices.data_ptr<int32_t>();
        out.rows = band.rows.data_ptr<int64_t>();
        out.positions = band.positions.data_ptr<float>();
        out.sdf = band.sdf.data_ptr<float>();
        out.low = band.low.data_ptr<float>();
        out.high = band.high.data_ptr<float>();
        fillBandCuda(cut, counts, out, queue);
    }
    return band;
}

}  // namespace

SdfBand cutBand(const SdfVolume& volume,
                const at::Tensor& hull,
                float half_width,
                float slack,
                const at::Tensor& region) {
    const at::Device device = volume.values.device();
    const int64_t points = volume.lattice.points();
    checkTensor(volume.values, "values", {points}, {at::kFloat}, device);
    checkTensor(hull, "hull", {points}, {at::kFloat}, device);
    if (region.defined()) {
        checkTensor(region, "region", {points}, {at::kFloat}, device);
    }
    const BandCut cut{volume.lattice,
                      floatsOf(volume.values),
                      floatsOf(hull),
                      floatsOf(region),
                      half_width,
                      slack};
    return onGpu(volume.values) ? cutOnGpu(cut, volume.values) : cutOnCpu(cut);
}

at::Tensor spreadOverBand(const Lattice& lattice,
                          const SdfBand& band,
                          const at::Tensor& points,
                          const at::Tensor& values) {
    const int64_t count = band.rows.size(0), channels = values.size(1);
    if (onGpu(values)) {
        at::Tensor result = at::empty({count, channels}, values.options());
        if constexpr (kCudaBuild) {
            BandSpread spread;
            spread.lattice = lattice;
            spread.rows = band.rows.data_ptr<int64_t>();
            spread.corners = band.cubes.grid.corners.data_ptr<int32_t>();
            spread.vertex_cubes = band.cubes.grid.vertex_cubes.data_ptr<int32_t>();
            spread.vertices = count;
            spread.points = points.data_ptr<float>();
            spread.values = values.data_ptr<float>();
            spread.count = points.size(0);
            spread.channels = channels;
            spread.result = result.data_ptr<float>();
            spreadOverBandCuda(spread, queueOf(values));
        }
        return result;
    }
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
    for (int pass = 0; pass < kBandSpreads; ++pass) {
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
