// SPDX-License-Identifier: Apache-2.0
#include "geometry/visual_hull_device.h"

#include "geometry/device_checks.h"
#include "geometry/visual_hull_cuda.h"
#include "tensor/convert.h"
#include "tensor/cuda.h"

#include <cstring>

namespace bozzetto {
namespace {

at::Tensor distanceOnGpu(const std::vector<Silhouette>& views, const at::Tensor& points) {
    std::vector<at::Tensor> kept;  // what the pointers point into
    const auto upload = [&](HullMap& map) {
        if (map.values) {
            at::Tensor values = at::empty({map.height, map.width});
            std::memcpy(values.data_ptr(), map.values, values.nbytes());
            kept.push_back(values.to(points.device()));
            map.values = kept.back().data_ptr<float>();
        }
    };
    std::vector<HullView> looks = hullViews(views);
    for (HullView& look : looks) {
        upload(look.distance);
        upload(look.depth);
        upload(look.confidence);
    }
    at::Tensor bytes =
        at::empty({static_cast<int64_t>(looks.size() * sizeof(HullView))}, at::kByte);
    std::memcpy(bytes.data_ptr(), looks.data(), bytes.nbytes());
    bytes = bytes.to(points.device());
    at::Tensor distances = at::empty({points.size(0)}, points.options());
    if constexpr (kCudaBuild) {
        visualHullDistanceCuda(reinterpret_cast<const HullView*>(bytes.data_ptr<uint8_t>()),
                               static_cast<int>(looks.size()),
                               points.data_ptr<float>(),
                               points.size(0),
                               distances.data_ptr<float>(),
                               queueOf(points));
    }
    return distances;
}

}  // namespace

at::Tensor visualHullDistance(const std::vector<Silhouette>& views, const at::Tensor& points) {
    checkTensor(points, "points", {-1, 3}, {at::kFloat}, points.device());
    if (onGpu(points)) {
        return distanceOnGpu(views, points);
    }
    const std::vector<float> distances = visualHullDistance(views, toVec3f(points));
    return at::tensor(at::ArrayRef<float>(distances));
}

}  // namespace bozzetto
