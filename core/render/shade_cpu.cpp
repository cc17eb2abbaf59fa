// SPDX-License-Identifier: Apache-2.0
#include "render/shade_cpu.h"

#include "base/parallel_for.h"
#include "render/shade_kernel.h"
#include "render/shading_normal_kernel.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 2048;  // pixels: about 100 us of work

BOZZETTO_CPU_CLONES void shadeRange(const ShadeParams<float>& p,
                                    int64_t begin,
                                    int64_t end,
                                    float* out) {
    for (int64_t i = begin; i < end; ++i) {
        shadePixel(p, i, out);
    }
}
BOZZETTO_CPU_CLONES void shadeRange(const ShadeParams<double>& p,
                                    int64_t begin,
                                    int64_t end,
                                    double* out) {
    for (int64_t i = begin; i < end; ++i) {
        shadePixel(p, i, out);
    }
}
BOZZETTO_CPU_CLONES void shadeGradientRange(const ShadeParams<float>& p,
                                            int64_t begin,
                                            int64_t end,
                                            const float* grad_out,
                                            const ShadeGradients<float>& out) {
    for (int64_t i = begin; i < end; ++i) {
        shadePixelGradient(p, i, grad_out, out, AccumulateLight<float>{out});
    }
}
BOZZETTO_CPU_CLONES void shadeGradientRange(const ShadeParams<double>& p,
                                            int64_t begin,
                                            int64_t end,
                                            const double* grad_out,
                                            const ShadeGradients<double>& out) {
    for (int64_t i = begin; i < end; ++i) {
        shadePixelGradient(p, i, grad_out, out, AccumulateLight<double>{out});
    }
}

template <class Scalar>
int64_t lightTexels(const ShadeParams<Scalar>& p) {
    int64_t texels = borderedTexels(p.diffuse.size);
    for (int i = 0; i < p.levels; ++i) {
        texels += borderedTexels(p.specular[i].size);
    }
    return texels;
}

/// Points the gradient cubes into one worker's buffer.
template <class Scalar>
ShadeGradients<Scalar> withLight(const ShadeParams<Scalar>& p,
                                 ShadeGradients<Scalar> gradients,
                                 Scalar* buffer) {
    gradients.light = true;
    gradients.diffuse = {buffer, p.diffuse.size};
    buffer += 4 * borderedTexels(p.diffuse.size);
    for (int i = 0; i < p.levels; ++i) {
        gradients.specular[i] = {buffer, p.specular[i].size};
        buffer += 4 * borderedTexels(p.specular[i].size);
    }
    return gradients;
}

template <class Scalar>
void forwardAll(const ShadeParams<Scalar>& p, Scalar* out) {
    parallelFor(
        p.count, kGrain, [&](int64_t begin, int64_t end, int) { shadeRange(p, begin, end, out); });
}

template <class Scalar>
void backwardAll(const ShadeParams<Scalar>& p,
                 const Scalar* grad_out,
                 const ShadeGradients<Scalar>& gradients,
                 Scalar* light_gradient) {
    const int64_t values = 4 * lightTexels(p);
    // Worker 0 adds to the result itself, the others to buffers of their own that are added in
    // their order.
    std::vector<std::vector<Scalar>> buffers(light_gradient ? threadCount() : 0);
    parallelFor(p.count, kGrain, [&](int64_t begin, int64_t end, int worker) {
        ShadeGradients<Scalar> mine = gradients;
        if (light_gradient) {
            if (worker > 0) {
                buffers[worker].assign(values, Scalar(0));
            }
            mine = withLight(p, gradients, worker > 0 ? buffers[worker].data() : light_gradient);
        }
        shadeGradientRange(p, begin, end, grad_out, mine);
    });
    for (const std::vector<Scalar>& buffer : buffers) {
        for (std::size_t i = 0; i < buffer.size(); ++i) {
            light_gradient[i] += buffer[i];
        }
    }
}

/// Calls fn(bordered texel, source texel, weight) for the border: along an edge its one neighbour,
/// at a corner the three texels that meet.
template <class Fn>
void forEachBorderTexel(int size, const Fn& fn) {
    const auto source = [size](int face, int row, int column) {
        return cubeNearestTexel(cubeTexelDirection<double>(face, row, column, size), size);
    };
    const auto bordered = [size](int face, int row, int column) {
        return (face * (size + 2) + row + 1) * (size + 2) + column + 1;
    };
    for (int face = 0; face < 6; ++face) {
        for (int i = 0; i < size; ++i) {
            fn(bordered(face, -1, i), source(face, -1, i), 1.0);
            fn(bordered(face, size, i), source(face, size, i), 1.0);
            fn(bordered(face, i, -1), source(face, i, -1), 1.0);
            fn(bordered(face, i, size), source(face, i, size), 1.0);
        }
        for (const int row : {-1, size}) {
            for (const int column : {-1, size}) {
                const int inner_row = std::clamp(row, 0, size - 1),
                          inner_column = std::clamp(column, 0, size - 1);
                fn(bordered(face, row, column), source(face, inner_row, inner_column), 1.0 / 3);
                fn(bordered(face, row, column), source(face, row, inner_column), 1.0 / 3);
                fn(bordered(face, row, column), source(face, inner_row, column), 1.0 / 3);
            }
        }
    }
}

template <class Scalar>
void addBorderImpl(const Scalar* cube, int size, Scalar* bordered) {
    std::fill(bordered, bordered + 4 * borderedTexels(size), Scalar(0));
    for (int r = 0; r < 6 * size; ++r) {
        Scalar* to = bordered + 4 * ((r / size * (size + 2) + r % size + 1) * (size + 2) + 1);
        for (int c = 0; c < size; ++c) {
            for (int k = 0; k < 3; ++k) {
                to[4 * c + k] = cube[3 * (r * size + c) + k];
            }
        }
    }
    forEachBorderTexel(size, [&](int to, int from, double weight) {
        for (int k = 0; k < 3; ++k) {
            bordered[4 * to + k] += static_cast<Scalar>(weight) * cube[3 * from + k];
        }
    });
}

template <class Scalar>
void foldBorderImpl(const Scalar* bordered, int size, Scalar* cube) {
    for (int r = 0; r < 6 * size; ++r) {
        const Scalar* from =
            bordered + 4 * ((r / size * (size + 2) + r % size + 1) * (size + 2) + 1);
        for (int c = 0; c < size; ++c) {
            for (int k = 0; k < 3; ++k) {
                cube[3 * (r * size + c) + k] = from[4 * c + k];
            }
        }
    }
    forEachBorderTexel(size, [&](int from, int to, double weight) {
        for (int k = 0; k < 3; ++k) {
            cube[3 * to + k] += static_cast<Scalar>(weight) * bordered[4 * from + k];
        }
    });
}

template <class Scalar>
void shadingNormalAll(const ShadingNormalParams<Scalar>& p, Scalar* out) {
    parallelFor(p.count, 2 * kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            shadingNormalPixel(p, i, out);
        }
    });
}

template <class Scalar>
void shadingNormalGradientAll(const ShadingNormalParams<Scalar>& p,
                              const Scalar* grad_out,
                              const ShadingNormalGradients<Scalar>& gradients) {
    parallelFor(p.count, 2 * kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            shadingNormalGradientPixel(p, i, grad_out, gradients);
        }
    });
}

}  // namespace

void shadeForward(const ShadeParams<float>& params, float* out) {
    forwardAll(params, out);
}
void shadeForward(const ShadeParams<double>& params, double* out) {
    forwardAll(params, out);
}

void shadeBackward(const ShadeParams<float>& params,
                   const float* grad_out,
                   const ShadeGradients<float>& gradients,
                   float* light_gradient) {
    backwardAll(params, grad_out, gradients, light_gradient);
}
void shadeBackward(const ShadeParams<double>& params,
                   const double* grad_out,
                   const ShadeGradients<double>& gradients,
                   double* light_gradient) {
    backwardAll(params, grad_out, gradients, light_gradient);
}

void shadingNormalForward(const ShadingNormalParams<float>& params, float* out) {
    shadingNormalAll(params, out);
}
void shadingNormalForward(const ShadingNormalParams<double>& params, double* out) {
    shadingNormalAll(params, out);
}
void shadingNormalBackward(const ShadingNormalParams<float>& params,
                           const float* grad_out,
                           const ShadingNormalGradients<float>& gradients) {
    shadingNormalGradientAll(params, grad_out, gradients);
}
void shadingNormalBackward(const ShadingNormalParams<double>& params,
                           const double* grad_out,
                           const ShadingNormalGradients<double>& gradients) {
    shadingNormalGradientAll(params, grad_out, gradients);
}

void addBorder(const float* cube, int size, float* bordered) {
    addBorderImpl(cube, size, bordered);
}
void addBorder(const double* cube, int size, double* bordered) {
    addBorderImpl(cube, size, bordered);
}
void foldBorder(const float* bordered, int size, float* cube) {
    foldBorderImpl(bordered, size, cube);
}
void foldBorder(const double* bordered, int size, double* cube) {
    foldBorderImpl(bordered, size, cube);
}

}  // namespace bozzetto
