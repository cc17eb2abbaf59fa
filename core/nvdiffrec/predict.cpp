// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/predict.h"
namespace bozzetto {
Prediction predictNvdiffrec(const ImageSet& headers, const NvdiffrecOptions& options, int threads) {
    (void)options; (void)threads;
    return {{{"pictures", headers.views.size()}}, 1};
}
}  // namespace bozzetto
