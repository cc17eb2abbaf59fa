// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/noise.h"

#include <regex>

namespace bozzetto::parity {
namespace {

/// Equal bits between builds that take the vector path; without AVX2 the transform rounds
/// otherwise.
void same(Fixture& fixture, const char* what, const at::Tensor& got, const at::Tensor& want) {
    if (__builtin_cpu_supports("avx2")) {
        fixture.equal(what, got, want);
    } else {
        fixture.close(what, got, want, 1e-6);
    }
}

/// Rows of the second draw, as the file's config tells them: "..., randn(12345,8); ...".
int64_t drawnVoxels(const Fixture& fixture) {
    const std::string order = fixture.config.at("draw_order");
    std::smatch match;
    if (!std::regex_search(order, match, std::regex(R"(randn\((\d+), ?\d+\))"))) {
        throw Error(Error::Kind::BadInput, fixture.name() + ": says no second draw");
    }
    return std::stol(match[1]);
}

}  // namespace

void checkRandomNumbers(Fixture& fixture) {
    const int64_t rows = drawnVoxels(fixture);
    const at::Tensor want_structure = fixture.out("ss_noise").cpu();
    const at::Tensor want_head = fixture.out("slat_noise_head").cpu();
    const at::Tensor want_tail = fixture.out("slat_noise_tail").cpu();

    FlowNoise noise(fixture.config.at("manual_seed").get<uint64_t>());
    const at::Tensor structure = noise.structure(want_structure.size(1), want_structure.size(4));
    same(fixture,
         "structure",
         structure.narrow(2, 0, want_structure.size(2)).contiguous(),
         want_structure);
    const at::Tensor voxels = noise.voxels(rows, want_head.size(1));
    same(fixture, "first voxels", voxels.narrow(0, 0, want_head.size(0)), want_head);
    same(fixture,
         "last voxels",
         voxels.narrow(0, rows - want_tail.size(0), want_tail.size(0)),
         want_tail);
    fixture.close("sum of all voxels",
                  voxels.to(at::kDouble).sum().reshape({1}),
                  fixture.out("slat_noise_sum"),
                  1e-6);
}

}  // namespace bozzetto::parity
