// SPDX-License-Identifier: Apache-2.0
#include "tensor/host_upload.h"

#if defined(BOZZETTO_CUDA)
#include "base/parallel_for.h"

#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <cuda_runtime_api.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <array>
#include <cstring>

namespace bozzetto {

#if defined(BOZZETTO_CUDA)
namespace {

constexpr int64_t kBufferBytes = int64_t{32} << 20;
constexpr int64_t kBytesPerThread = int64_t{1} << 20;

/// Asks for pages that are still on the disk all at once: touching them one by one waits for each.
void expectReading(const char* begin, int64_t bytes) {
    static const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto start = reinterpret_cast<uintptr_t>(begin) / page * page;
    const auto end = reinterpret_cast<uintptr_t>(begin) + static_cast<uintptr_t>(bytes);
    // It may fail for memory that is no file's: then there is nothing to read.
    ::madvise(reinterpret_cast<void*>(start), end - start, MADV_WILLNEED);
}

void copyOnAllThreads(char* to, const char* from, int64_t bytes) {
    parallelFor(bytes, kBytesPerThread, [&](int64_t begin, int64_t end, int) {
        expectReading(from + begin, end - begin);
        std::memcpy(to + begin, from + begin, static_cast<size_t>(end - begin));
    });
}

}  // namespace

/// Two pinned buffers that are filled in turn; small tensors share one.
class HostUpload::Buffers {
public:
    Buffers() {
        const auto pinned = at::TensorOptions(at::kByte).pinned_memory(true);
        for (Buffer& buffer : buffers_) {
            buffer.bytes = at::empty({kBufferBytes}, pinned);
            C10_CUDA_CHECK(cudaEventCreateWithFlags(&buffer.sent, cudaEventDisableTiming));
        }
    }
    /// The memory goes back to LibTorch, which may give it to others at once.
    ~Buffers() {
        for (Buffer& buffer : buffers_) {
            cudaEventSynchronize(buffer.sent);
            cudaEventDestroy(buffer.sent);
        }
    }
    Buffers(const Buffers&) = delete;
    Buffers& operator=(const Buffers&) = delete;

    void send(char* to, const char* from, int64_t bytes, cudaStream_t stream) {
        while (bytes > 0) {
            if (used_ == kBufferBytes) {
                takeOther();
            }
            Buffer& buffer = buffers_[current_];
            const int64_t piece = std::min(bytes, kBufferBytes - used_);
            char* pinned = static_cast<char*>(buffer.bytes.data_ptr()) + used_;
            copyOnAllThreads(pinned, from, piece);
            C10_CUDA_CHECK(cudaMemcpyAsync(
                to, pinned, static_cast<size_t>(piece), cudaMemcpyHostToDevice, stream));
            C10_CUDA_CHECK(cudaEventRecord(buffer.sent, stream));
            used_ += piece;
            to += piece;
            from += piece;
            bytes -= piece;
        }
    }

private:
    struct Buffer {
        at::Tensor bytes;            // [kBufferBytes]
        cudaEvent_t sent = nullptr;  // what was last sent of it has arrived
    };

    void takeOther() {
        current_ = 1 - current_;
        used_ = 0;
        C10_CUDA_CHECK(cudaEventSynchronize(buffers_[current_].sent));
    }

    std::array<Buffer, 2> buffers_;
    size_t current_ = 0;
    int64_t used_ = 0;  // bytes of the current one that may be on their way
};

at::Tensor HostUpload::operator()(const at::Tensor& host) {
    if (!device_.is_cuda() || !host.is_cpu() || host.numel() == 0) {
        return host.to(device_);
    }
    const c10::cuda::CUDAGuard guard(device_);
    at::Tensor there = at::empty(host.sizes(), host.options().device(device_));
    if (!buffers_) {
        buffers_ = std::make_unique<Buffers>();
    }
    const at::Tensor from = host.contiguous();
    buffers_->send(static_cast<char*>(there.data_ptr()),
                   static_cast<const char*>(from.data_ptr()),
                   static_cast<int64_t>(from.nbytes()),
                   c10::cuda::getCurrentCUDAStream(device_.index()).stream());
    return there;
}

#else

class HostUpload::Buffers {};

at::Tensor HostUpload::operator()(const at::Tensor& host) {
    return host.to(device_);
}

#endif

HostUpload::HostUpload(const at::Device& device) : device_(device) {}
HostUpload::~HostUpload() = default;

}  // namespace bozzetto
