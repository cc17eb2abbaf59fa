// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/kuhn_tets.h"

#include <vector>

namespace bozzetto {

at::Tensor kuhnTets(const at::Tensor& corners) {
    constexpr int kPaths[6][4] = {
        {0, 1, 3, 7}, {0, 3, 2, 7}, {0, 2, 6, 7}, {0, 6, 4, 7}, {0, 4, 5, 7}, {0, 5, 1, 7}};
    std::vector<at::Tensor> tets;
    for (const auto& path : kPaths) {
        tets.push_back(at::stack({corners.select(1, path[0]),
                                  corners.select(1, path[1]),
                                  corners.select(1, path[2]),
                                  corners.select(1, path[3])},
                                 1));
    }
    return at::cat(tets, 0).contiguous();
}

}  // namespace bozzetto
