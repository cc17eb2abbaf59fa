// SPDX-License-Identifier: Apache-2.0
#include "tensor/convert.h"

#include "tensor/checks.h"

#include <cstring>

namespace bozzetto {
namespace {

template <class T>
at::Tensor copyOf(const T* data, at::IntArrayRef shape, at::ScalarType dtype) {
    at::Tensor t = at::empty(shape, at::TensorOptions().dtype(dtype));
    if (t.numel() > 0) {
        std::memcpy(t.data_ptr(), data, t.nbytes());
    }
    return t;
}

template <class T>
std::vector<T> vectorOf(const at::Tensor& tensor, at::ScalarType dtype) {
    const at::Tensor t = tensor.detach().to(at::kCPU, dtype).contiguous();
    require(t.dim() == 2 && t.size(1) * t.element_size() == static_cast<int64_t>(sizeof(T)),
            "vectorOf: shape");
    std::vector<T> values(t.size(0));
    if (!values.empty()) {
        std::memcpy(values.data(), t.data_ptr(), t.nbytes());
    }
    return values;
}

}  // namespace

at::Tensor toTensor(const Image& image) {
    return copyOf(image.pixels.data(), {image.height, image.width, image.channels}, at::kFloat);
}
at::Tensor toTensor(const std::vector<Vec2f>& values) {
    return copyOf(values.data(), {static_cast<int64_t>(values.size()), 2}, at::kFloat);
}
at::Tensor toTensor(const std::vector<Vec3f>& values) {
    return copyOf(values.data(), {static_cast<int64_t>(values.size()), 3}, at::kFloat);
}
at::Tensor toTensor(const std::vector<Vec4f>& values) {
    return copyOf(values.data(), {static_cast<int64_t>(values.size()), 4}, at::kFloat);
}
at::Tensor toTensor(const std::vector<Vec3i>& values) {
    return copyOf(values.data(), {static_cast<int64_t>(values.size()), 3}, at::kInt);
}
at::Tensor toTensor(const Mat4d& matrix) {
    return copyOf(&matrix.m[0][0], {4, 4}, at::kDouble).to(at::kFloat);
}

Image toImage(const at::Tensor& tensor) {
    const at::Tensor t = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    require(t.dim() == 3, "toImage: [H, W, C] expected");
    Image image(
        static_cast<int>(t.size(1)), static_cast<int>(t.size(0)), static_cast<int>(t.size(2)));
    if (!image.pixels.empty()) {
        std::memcpy(image.pixels.data(), t.data_ptr(), t.nbytes());
    }
    return image;
}
std::vector<Vec3f> toVec3f(const at::Tensor& tensor) {
    return vectorOf<Vec3f>(tensor, at::kFloat);
}
std::vector<Vec3i> toVec3i(const at::Tensor& tensor) {
    return vectorOf<Vec3i>(tensor, at::kInt);
}

}  // namespace bozzetto
