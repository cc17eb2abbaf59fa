// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/splat_ply.h"

#include "base/error.h"

#include <bit>

namespace bozzetto {
namespace {

constexpr double kLeast = 1e-7;  // opacities this near to 0 and 1 have finite logits
constexpr const char* kProperties[] = {"x",
                                       "y",
                                       "z",
                                       "f_dc_0",
                                       "f_dc_1",
                                       "f_dc_2",
                                       "opacity",
                                       "scale_0",
                                       "scale_1",
                                       "scale_2",
                                       "rot_0",
                                       "rot_1",
                                       "rot_2",
                                       "rot_3"};
constexpr int64_t kColumns = std::size(kProperties);

static_assert(std::endian::native == std::endian::little, "rows are written as they are");

}  // namespace

at::Tensor splatTable(const Gaussians& g) {
    const int64_t count = g.xyz.size(0);
    const at::Tensor opacity = g.opacity.clamp(kLeast, 1 - kLeast).logit();
    return at::cat({g.xyz,
                    g.features_dc.reshape({count, 3}),
                    opacity.reshape({count, 1}),
                    g.scaling.clamp_min(kLeast).log(),
                    g.rotation},
                   1)
        .to(at::kFloat)
        .contiguous();
}

std::string encodeSplatPly(const at::Tensor& table) {
    require(table.dim() == 2 && table.size(1) == kColumns && table.scalar_type() == at::kFloat &&
                table.is_contiguous() && table.is_cpu(),
            "a table of splats has 14 columns");
    std::string bytes = "ply\nformat binary_little_endian 1.0\nelement vertex " +
                        std::to_string(table.size(0)) + "\n";
    for (const char* property : kProperties) {
        bytes += std::string("property float ") + property + "\n";
    }
    bytes += "end_header\n";
    return bytes.append(static_cast<const char*>(table.data_ptr()), table.nbytes());
}

}  // namespace bozzetto
