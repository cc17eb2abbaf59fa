// SPDX-License-Identifier: Apache-2.0
#include "nn/layer_scale.h"

#include "nn/float_type_of.h"
#include "nn/norm_cuda.h"
#include "tensor/cuda.h"

namespace bozzetto {

void LayerScale::add(at::Tensor& x, const at::Tensor& y) const {
    const int64_t dim = gamma.size(0);
    if constexpr (kCudaBuild) {
        if (x.is_cuda() && dim % 4 == 0 && x.is_contiguous() && y.is_contiguous()) {
            addScaledCuda(x.data_ptr<float>(),
                          y.data_ptr(),
                          floatTypeOf(y),
                          gamma.data_ptr<float>(),
                          x.numel() / dim,
                          static_cast<int>(dim),
                          queueOf(x));
            return;
        }
    }
    x.addcmul_(y, gamma);
}

}  // namespace bozzetto
