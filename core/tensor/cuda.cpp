// SPDX-License-Identifier: Apache-2.0
#include "tensor/cuda.h"

#include "base/error.h"
#include "tensor/errors.h"

#if defined(BOZZETTO_CUDA)
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace bozzetto {
namespace {

#if defined(BOZZETTO_CUDA)
using Scratch = std::vector<c10::DataPtr>;

void* currentStream(const at::Tensor& t) {
    return c10::cuda::getCurrentCUDAStream(t.device().index()).stream();
}

void* allocateScratch(void* owner, size_t bytes) {
    try {
        auto& scratch = *static_cast<Scratch*>(owner);
        scratch.push_back(c10::cuda::CUDACachingAllocator::get()->allocate(bytes));
        return scratch.back().get();
    } catch (const c10::Error& error) {
        throw errorOf(error);
    }
}
#else
void* currentStream(const at::Tensor&) {
    return nullptr;
}
constexpr void* (*allocateScratch)(void*, size_t) = nullptr;
#endif

}  // namespace

TensorQueue::TensorQueue(const at::Tensor& t) {
    if (!kCudaBuild || !t.is_cuda()) {
        throw Error(Error::Kind::Unsupported,
                    "There are no kernels for device " + t.device().str(),
                    "Use --device cpu.");
    }
    guard_.reset_device(t.device());
    queue_.device = t.device().index();
    queue_.stream = currentStream(t);
    queue_.deterministic = at::globalContext().deterministicAlgorithms();
    queue_.allocate = allocateScratch;
    queue_.owner = &scratch_;
}

TensorQueue queueOf(const at::Tensor& t) {
    return TensorQueue(t);
}

}  // namespace bozzetto
