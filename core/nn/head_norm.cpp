// SPDX-License-Identifier: Apache-2.0
#include "nn/head_norm.h"

#include "nn/float_type_of.h"
#include "tensor/cuda.h"

namespace bozzetto {
namespace {

/// Elements from a token [heads, D] to the next; 0 if there is no one stride.
int64_t tokenStride(const at::Tensor& x) {
    const int64_t heads = x.dim() - 2;
    if (heads < 1 || x.stride(-1) != 1 || x.stride(-2) != x.size(-1)) {
        return 0;
    }
    for (int64_t axis = 0; axis + 1 < heads; ++axis) {
        if (x.size(axis) != 1 && x.stride(axis) != x.stride(axis + 1) * x.size(axis + 1)) {
            return 0;
        }
    }
    return x.stride(heads - 1);
}

}  // namespace

bool canNormaliseHeads(const at::Tensor& x) {
    return kCudaBuild && x.is_cuda() && x.size(-1) % 4 == 0 && x.size(-1) <= kMaxHeadDim &&
           tokenStride(x) > 0;
}

void normaliseHeads(HeadNormParams params, const at::Tensor& x, const at::Tensor& out) {
    params.x = x.data_ptr();
    params.stride = tokenStride(x);
    params.out = out.data_ptr();
    params.out_stride = tokenStride(out);
    params.type = floatTypeOf(x);
    params.heads = static_cast<int>(x.size(-2));
    params.head_dim = static_cast<int>(x.size(-1));
    params.tokens = x.numel() / (x.size(-2) * x.size(-1));
    require(params.out_stride > 0 && out.scalar_type() == x.scalar_type(),
            "normaliseHeads: what comes out is laid out as what goes in");
    if constexpr (kCudaBuild) {
        headNormCuda(params, queueOf(x));
    }
}

}  // namespace bozzetto
