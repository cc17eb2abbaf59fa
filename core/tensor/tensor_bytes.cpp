// SPDX-License-Identifier: Apache-2.0
#include "tensor/tensor_bytes.h"

#include "base/error.h"

#include <algorithm>
#include <cstring>

namespace bozzetto {
namespace {

[[noreturn]] void fail(const char* what = "sizes") {
    throw Error(Error::Kind::BadInput,
                "The checkpoint is damaged",
                "Start the run afresh: without --resume, with --overwrite.",
                {},
                what);
}

void put(std::string& bytes, int64_t value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

int64_t take(std::string_view& bytes) {
    int64_t value = 0;
    if (bytes.size() < sizeof value) {
        fail();
    }
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return value;
}

/// A number of things, each of which takes bytes: checked one by one as they are read.
int64_t takeCount(std::string_view& bytes) {
    const int64_t count = take(bytes);
    if (count < 0) {
        fail();
    }
    return count;
}

void requireEnd(std::string_view bytes) {
    if (!bytes.empty()) {
        fail();
    }
}

}  // namespace

std::string bytesOfTensors(const std::vector<at::Tensor>& tensors) {
    size_t size = sizeof(int64_t);
    for (const at::Tensor& tensor : tensors) {
        size += sizeof(int64_t) * (2 + tensor.dim()) + tensor.nbytes();
    }
    std::string bytes;
    bytes.reserve(size);  // hundreds of megabytes: growing would need them twice
    put(bytes, static_cast<int64_t>(tensors.size()));
    for (const at::Tensor& tensor : tensors) {
        const at::Tensor t = tensor.detach().contiguous().cpu();
        put(bytes, static_cast<int64_t>(t.scalar_type()));
        put(bytes, t.dim());
        for (const int64_t size : t.sizes()) {
            put(bytes, size);
        }
        bytes.append(static_cast<const char*>(t.data_ptr()), t.nbytes());
    }
    return bytes;
}

std::vector<at::Tensor> tensorsOfBytes(std::string_view bytes) {
    std::vector<at::Tensor> tensors;
    const int64_t count = takeCount(bytes);
    for (int64_t i = 0; i < count; ++i) {
        const int64_t type = take(bytes), dim = take(bytes);
        if (type < 0 || type > static_cast<int64_t>(at::kDouble) || dim < 0 || dim > 8) {
            fail();
        }
        const auto scalar = static_cast<at::ScalarType>(type);
        std::vector<int64_t> shape(dim);
        // `extent` counts empty sides as 1: strides must not overflow either.
        auto size = static_cast<int64_t>(at::elementSize(scalar)), extent = size;
        for (int64_t& s : shape) {
            s = take(bytes);
            if (s < 0 || __builtin_mul_overflow(extent, std::max<int64_t>(s, 1), &extent)) {
                fail();
            }
            size *= s;
        }
        if (size > static_cast<int64_t>(bytes.size())) {
            fail();
        }
        at::Tensor t = at::empty(shape, at::TensorOptions().dtype(scalar));
        if (size > 0) {
            std::memcpy(t.data_ptr(), bytes.data(), size);
        }
        bytes.remove_prefix(size);
        tensors.push_back(t);
    }
    requireEnd(bytes);
    return tensors;
}

void requireUndamaged(bool condition, const char* what) {
    if (!condition) {
        fail(what);
    }
}

std::string joinBytes(const std::vector<std::string_view>& pieces) {
    size_t size = sizeof(int64_t) * (1 + pieces.size());
    for (const std::string_view piece : pieces) {
        size += piece.size();
    }
    std::string bytes;
    bytes.reserve(size);
    put(bytes, static_cast<int64_t>(pieces.size()));
    for (const std::string_view piece : pieces) {
        put(bytes, static_cast<int64_t>(piece.size()));
        bytes += piece;
    }
    return bytes;
}

std::vector<std::string> splitBytes(std::string_view bytes) {
    std::vector<std::string> pieces;
    const int64_t count = takeCount(bytes);
    for (int64_t i = 0; i < count; ++i) {
        const int64_t size = take(bytes);
        if (size < 0 || size > static_cast<int64_t>(bytes.size())) {
            fail();
        }
        pieces.emplace_back(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    requireEnd(bytes);
    return pieces;
}

}  // namespace bozzetto
