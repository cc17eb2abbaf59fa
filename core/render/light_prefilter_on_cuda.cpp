// SPDX-License-Identifier: Apache-2.0
#include "render/light_prefilter_on_cuda.h"

#include "base/error.h"
#include "tensor/cuda.h"
#include "tensor/precompiled.h"

namespace bozzetto {
namespace {

template <class T>
at::Tensor uploaded(const std::vector<T>& values, at::ScalarType type, const at::Device& device) {
    return at::from_blob(const_cast<T*>(values.data()), {static_cast<int64_t>(values.size())}, type)
        .clone()
        .to(device);
}

PyramidParams pyramidParams(const std::vector<int>& size,
                            const std::vector<int64_t>& offset,
                            const at::Tensor& share) {
    require(size.size() <= kMaxPyramidLevels, "LightPrefilter: too many levels");
    PyramidParams p;
    p.levels = static_cast<int>(size.size());
    std::copy(size.begin(), size.end(), p.size);
    for (size_t i = 0; i < offset.size(); ++i) {
        p.offset[i] = static_cast<int32_t>(offset[i]);
    }
    p.share = share.data_ptr<float>();
    return p;
}

}  // namespace

SparseMapParams LightPrefilterOnCuda::Map::params() const {
    return {rows,
            row_start.data_ptr<int32_t>(),
            reinterpret_cast<const uint16_t*>(column.data_ptr<int16_t>()),
            weight.data_ptr<float>()};
}

LightPrefilterOnCuda::LightPrefilterOnCuda(const CubePyramid& pyramid,
                                           const SparseMap& forward,
                                           const SparseMap& backward,
                                           const at::Device& device)
    : size_(pyramid.size),
      offset_(pyramid.offset),
      share_(uploaded(pyramid.share, at::kFloat, device)),
      forward_(upload(forward, device)),
      backward_(upload(backward, device)) {}

LightPrefilterOnCuda::Map LightPrefilterOnCuda::upload(const SparseMap& map,
                                                       const at::Device& device) {
    const std::vector<int32_t> row_start(map.row_start.begin(), map.row_start.end());
    const std::vector<int16_t> column(map.column.begin(), map.column.end());
    return {map.rows,
            uploaded(row_start, at::kInt, device),
            uploaded(column, at::kShort, device),
            uploaded(map.weight, at::kFloat, device)};
}

at::Tensor LightPrefilterOnCuda::filter(const at::Tensor& base) const {
    at::Tensor out = at::empty({forward_.rows, 3}, base.options());
    if constexpr (kCudaBuild) {
        const TensorQueue queue = queueOf(base);
        at::Tensor values = at::empty({offset_.back(), 4}, base.options());
        buildPyramidCuda(pyramidParams(size_, offset_, share_),
                         base.data_ptr<float>(),
                         values.data_ptr<float>(),
                         queue);
        filterLightCuda(forward_.params(), values.data_ptr<float>(), out.data_ptr<float>(), queue);
    }
    return out;
}

at::Tensor LightPrefilterOnCuda::gradient(const at::Tensor& texels) const {
    at::Tensor out = at::empty({6, size_[0], size_[0], 3}, texels.options());
    if constexpr (kCudaBuild) {
        const TensorQueue queue = queueOf(texels);
        at::Tensor values = at::empty({offset_.back(), 4}, texels.options());
        filterLightGradCuda(
            backward_.params(), texels.data_ptr<float>(), values.data_ptr<float>(), queue);
        foldPyramidCuda(pyramidParams(size_, offset_, share_),
                        values.data_ptr<float>(),
                        out.data_ptr<float>(),
                        queue);
    }
    return out;
}

}  // namespace bozzetto
