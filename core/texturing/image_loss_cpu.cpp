// SPDX-License-Identifier: Apache-2.0
#include "texturing/image_loss_kernel.h"

namespace bozzetto {

BOZZETTO_CPU_CLONES double imageLossRange(const ImageLossParams& p, int64_t begin, int64_t end) {
    double sum = 0;
    for (int64_t i = begin; i < end; ++i) {
        sum += imageLossPixel(p, i);
    }
    return sum;
}

}  // namespace bozzetto
