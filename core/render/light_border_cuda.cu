// SPDX-License-Identifier: Apache-2.0
#include "render/cuda_light_border.h"
#include "render/shade_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;
constexpr double kCornerShare = 1.0 / 3;  // three texels meet at a corner of the cube

/// A place on a cube's face of S x S texels; its border has row or column -1 or S.
struct Place {
    int face, row, column;
};

/// Which cube a number belongs to that counts all cubes' texels.
__device__ int cubeOf(const LightLayout& layout, const int32_t* first, int32_t texel) {
    int cube = 0;
    while (cube + 1 < layout.cubes && texel >= first[cube + 1]) {
        ++cube;
    }
    return cube;
}
__device__ int texelAt(Place p, int size) {
    return (p.face * size + p.row) * size + p.column;
}
__device__ int borderedAt(Place p, int size) {
    return (p.face * (size + 2) + p.row + 1) * (size + 2) + p.column + 1;
}
/// The texel that a place across an edge stands for. In double, as on the CPU.
__device__ int acrossEdge(Place p, int size) {
    return cubeNearestTexel(cubeTexelDirection<double>(p.face, p.row, p.column, size), size);
}

__device__ Vec3f texelValue(const float* texels, int texel) {
    return {texels[3 * texel], texels[3 * texel + 1], texels[3 * texel + 2]};
}

__device__ Vec3f borderedValue(const float* texels, Place p, int size) {
    const auto inside = [size](int i) { return i >= 0 && i < size; };
    if (inside(p.row) && inside(p.column)) {
        return texelValue(texels, texelAt(p, size));
    }
    if (inside(p.row) || inside(p.column)) {
        return texelValue(texels, acrossEdge(p, size));
    }
    const int row = min(max(p.row, 0), size - 1), column = min(max(p.column, 0), size - 1);
    const Vec3f sum = texelValue(texels, texelAt({p.face, row, column}, size)) +
                      texelValue(texels, acrossEdge({p.face, p.row, column}, size)) +
                      texelValue(texels, acrossEdge({p.face, row, p.column}, size));
    return sum * static_cast<float>(kCornerShare);
}

__global__ void __launch_bounds__(kThreads)
    addKernel(const __grid_constant__ LightLayout layout, const float* texels, float4* bordered) {
    const auto i = static_cast<int32_t>(blockIdx.x * kThreads + threadIdx.x);
    if (i >= layout.bordered()) {
        return;
    }
    const int cube = cubeOf(layout, layout.first_bordered, i);
    const int size = layout.size[cube], row = size + 2;
    const int t = i - layout.first_bordered[cube];
    const Place place{t / (row * row), t / row % row - 1, t % row - 1};
    const Vec3f v = borderedValue(texels + int64_t{3} * layout.first[cube], place, size);
    bordered[i] = {v.x, v.y, v.z, 0};
}

template <class Sum>
__device__ Vec3f sumAt(const Sum* bordered, Place p, int size) {
    const Sum* s = bordered + int64_t{4} * borderedAt(p, size);
    return {valueOf(s[0]), valueOf(s[1]), valueOf(s[2])};
}

/// The part of the border texel that stands for `own` across the edge at `beyond`: the neighbour
/// there has own as its neighbour across the same edge.
template <class Sum>
__device__ Vec3f fromEdge(const Sum* bordered, Place own, Place beyond, int size) {
    const int neighbour = acrossEdge(beyond, size), wanted = texelAt(own, size);
    const Place n{neighbour / (size * size), neighbour / size % size, neighbour % size};
    const Place around[4] = {{n.face, n.row - 1, n.column},
                             {n.face, n.row + 1, n.column},
                             {n.face, n.row, n.column - 1},
                             {n.face, n.row, n.column + 1}};
    for (const Place& p : around) {
        const bool border = p.row < 0 || p.row >= size || p.column < 0 || p.column >= size;
        if (border && acrossEdge(p, size) == wanted) {
            return sumAt(bordered, p, size);
        }
    }
    return {};
}

/// The parts of the three border texels at one corner of the cube, which the corner of a face that
/// has own at it names.
template <class Sum>
__device__ Vec3f
fromCorner(const Sum* bordered, int face, bool low_row, bool low_column, int size) {
    const auto cornerOf = [](int f, bool low_b, bool low_a) {
        return cubeDirection(f, low_a ? -1 : 1, low_b ? -1 : 1);
    };
    const Vec3<int> corner = cornerOf(face, low_row, low_column);
    Vec3f sum{};
    for (int f = 0; f < 6; ++f) {
        for (int k = 0; k < 4; ++k) {
            const bool low_b = (k & 1) != 0, low_a = (k & 2) != 0;
            if (cornerOf(f, low_b, low_a) == corner) {
                sum += sumAt(bordered, {f, low_b ? -1 : size, low_a ? -1 : size}, size);
            }
        }
    }
    return sum * static_cast<float>(kCornerShare);
}

template <class Sum>
__global__ void __launch_bounds__(kThreads) foldKernel(const __grid_constant__ LightLayout layout,
                                                       const Sum* all_bordered,
                                                       float* light_gradient) {
    const auto i = static_cast<int32_t>(blockIdx.x * kThreads + threadIdx.x);
    if (i >= layout.texels()) {
        return;
    }
    const int cube = cubeOf(layout, layout.first, i);
    const int size = layout.size[cube];
    const int t = i - layout.first[cube];
    const Place own{t / (size * size), t / size % size, t % size};
    const Sum* bordered = all_bordered + int64_t{4} * layout.first_bordered[cube];
    Vec3f sum = sumAt(bordered, own, size);
    const bool on_row[2] = {own.row == size - 1, own.row == 0};
    const bool on_column[2] = {own.column == size - 1, own.column == 0};
    for (int low = 0; low < 2; ++low) {
        const int outside = low != 0 ? -1 : size;
        if (on_row[low]) {
            sum += fromEdge(bordered, own, {own.face, outside, own.column}, size);
        }
        if (on_column[low]) {
            sum += fromEdge(bordered, own, {own.face, own.row, outside}, size);
        }
        for (int low_column = 0; low_column < 2; ++low_column) {
            if (on_row[low] && on_column[low_column]) {
                sum += fromCorner(bordered, own.face, low != 0, low_column != 0, size);
            }
        }
    }
    light_gradient[3 * i] = sum.x;
    light_gradient[3 * i + 1] = sum.y;
    light_gradient[3 * i + 2] = sum.z;
}

template <class Sum>
void fold(const LightLayout& layout,
          const Sum* bordered,
          float* light_gradient,
          const CudaQueue& queue) {
    foldKernel<<<blocksFor(layout.texels(), kThreads), kThreads, 0, streamOf(queue)>>>(
        layout, bordered, light_gradient);
    checkLaunch("shade's gradient");
}

}  // namespace

void addBordersCuda(const LightLayout& layout,
                    const float* texels,
                    float* bordered,
                    const CudaQueue& queue) {
    addKernel<<<blocksFor(layout.bordered(), kThreads), kThreads, 0, streamOf(queue)>>>(
        layout, texels, reinterpret_cast<float4*>(bordered));
    checkLaunch("the light maps' borders");
}

void foldBorders(const LightLayout& layout,
                 const float* bordered,
                 float* light_gradient,
                 const CudaQueue& queue) {
    fold(layout, bordered, light_gradient, queue);
}
void foldBorders(const LightLayout& layout,
                 const FixedPoint* bordered,
                 float* light_gradient,
                 const CudaQueue& queue) {
    fold(layout, bordered, light_gradient, queue);
}

}  // namespace bozzetto
