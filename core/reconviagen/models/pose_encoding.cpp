// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/pose_encoding.h"

namespace bozzetto {
namespace {

/// The rotation of a quaternion of any length but 0: [..., 4] (x, y, z, w) -> [..., 3, 3].
at::Tensor rotationOf(const at::Tensor& quaternion) {
    const auto q = quaternion.unbind(-1);
    const at::Tensor &x = q[0], &y = q[1], &z = q[2], &w = q[3];
    const at::Tensor two = 2 / quaternion.square().sum(-1);
    const at::Tensor entries = at::stack({1 - two * (y * y + z * z),
                                          two * (x * y - z * w),
                                          two * (x * z + y * w),
                                          two * (x * y + z * w),
                                          1 - two * (x * x + z * z),
                                          two * (y * z - x * w),
                                          two * (x * z - y * w),
                                          two * (y * z + x * w),
                                          1 - two * (x * x + y * y)},
                                         -1);
    return entries.unflatten(-1, {3, 3});
}

/// [..., 3, 3] -> [..., 4] (x, y, z, w), w >= 0. Each of the four numbers can be divided by; the
/// largest is the safe one (Shepperd 1978).
at::Tensor quaternionOf(const at::Tensor& rotation) {
    const auto m = [&](int row, int column) { return rotation.select(-2, row).select(-1, column); };
    const at::Tensor xx = m(0, 0), yy = m(1, 1), zz = m(2, 2);
    const at::Tensor squares =
        at::stack({1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz}, -1);
    const at::Tensor doubled = at::sqrt(at::clamp_min(squares, 0));  // 2 |x|, 2 |y|, 2 |z|, 2 |w|
    const at::Tensor sum_xy = m(1, 0) + m(0, 1), sum_xz = m(0, 2) + m(2, 0);
    const at::Tensor sum_yz = m(1, 2) + m(2, 1), difference_x = m(2, 1) - m(1, 2);
    const at::Tensor difference_y = m(0, 2) - m(2, 0), difference_z = m(1, 0) - m(0, 1);
    const auto d = squares.unbind(-1);
    const at::Tensor candidates =
        at::stack({at::stack({d[0], sum_xy, sum_xz, difference_x}, -1),
                   at::stack({sum_xy, d[1], sum_yz, difference_y}, -1),
                   at::stack({sum_xz, sum_yz, d[2], difference_z}, -1),
                   at::stack({difference_x, difference_y, difference_z, d[3]}, -1)},
                  -2);  // [..., 4, 4]: row i is 4 |q_i| times the quaternion
    const at::Tensor best = doubled.argmax(-1, true);
    const at::Tensor divisor = doubled.gather(-1, best) * 2;
    std::vector<int64_t> row = best.sizes().vec();
    row.back() = 1;
    row.push_back(4);
    const at::Tensor chosen =
        candidates.gather(-2, best.unsqueeze(-1).expand(row)).squeeze(-2) / divisor;
    return at::where(chosen.narrow(-1, 3, 1) < 0, -chosen, chosen);
}

}  // namespace

VggtCameras decodePoses(const at::Tensor& pose, int64_t height, int64_t width) {
    const at::Tensor translation = pose.narrow(-1, 0, 3).unsqueeze(-1);
    const at::Tensor fov = pose.narrow(-1, 7, 2);
    const at::Tensor fy = height / 2.0 / at::tan(fov.select(-1, 0) / 2);
    const at::Tensor fx = width / 2.0 / at::tan(fov.select(-1, 1) / 2);
    const at::Tensor zero = at::zeros_like(fx), one = at::ones_like(fx);
    const at::Tensor intrinsics = at::stack(
        {fx, zero, one * (width / 2.0), zero, fy, one * (height / 2.0), zero, zero, one}, -1);
    return {at::cat({rotationOf(pose.narrow(-1, 3, 4)), translation}, -1),
            intrinsics.unflatten(-1, {3, 3})};
}

at::Tensor encodePoses(const VggtCameras& cameras, int64_t height, int64_t width) {
    const at::Tensor fx = cameras.intrinsics.select(-2, 0).select(-1, 0);
    const at::Tensor fy = cameras.intrinsics.select(-2, 1).select(-1, 1);
    const at::Tensor fov =
        at::stack({2 * at::atan(height / 2.0 / fy), 2 * at::atan(width / 2.0 / fx)}, -1);
    return at::cat(
        {cameras.extrinsics.select(-1, 3), quaternionOf(cameras.extrinsics.narrow(-1, 0, 3)), fov},
        -1);
}

}  // namespace bozzetto
