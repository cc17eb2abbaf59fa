// SPDX-License-Identifier: Apache-2.0
#pragma once
// Memory on the GPU for the device programs, which have no LibTorch: arrays, and a queue whose
// scratch memory comes from one block that is used again for each op.
#include "device/cuda_check.h"
#include "device/cuda_queue.h"

#include <cuda_runtime_api.h>
#include <utility>
#include <vector>

namespace bozzetto::device_test {

template <class T>
class DeviceArray {
public:
    DeviceArray() = default;
    explicit DeviceArray(int64_t count) : count_(count) {
        checkCuda(cudaMalloc(reinterpret_cast<void**>(&data_), bytes()), "cudaMalloc");
    }
    explicit DeviceArray(const std::vector<T>& values)
        : DeviceArray(static_cast<int64_t>(values.size())) {
        checkCuda(cudaMemcpy(data_, values.data(), bytes(), cudaMemcpyHostToDevice), "upload");
    }
    DeviceArray(DeviceArray&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), count_(std::exchange(other.count_, 0)) {}
    DeviceArray& operator=(DeviceArray&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(count_, other.count_);
        return *this;
    }
    ~DeviceArray() { cudaFree(data_); }

    T* data() const { return data_; }
    int64_t count() const { return count_; }
    size_t bytes() const { return static_cast<size_t>(count_) * sizeof(T); }

    /// Waits for all work queued before.
    std::vector<T> download() const {
        std::vector<T> values(static_cast<size_t>(count_));
        checkCuda(cudaDeviceSynchronize(), "a kernel");
        checkCuda(cudaMemcpy(values.data(), data_, bytes(), cudaMemcpyDeviceToHost), "download");
        return values;
    }
    /// Every byte, on the default stream.
    void fillBytes(int value) { checkCuda(cudaMemsetAsync(data_, value, bytes()), "cudaMemset"); }

private:
    T* data_ = nullptr;
    int64_t count_ = 0;
};

/// Scratch memory for ops on the default stream, one after the other: begin() before each op frees
/// what the last one took (work on one stream runs in order, so it may be written again at once).
class ScratchQueue {
public:
    explicit ScratchQueue(int64_t bytes) : block_(bytes) {}

    const CudaQueue& begin(bool deterministic = false) {
        used_ = 0;
        queue_.deterministic = deterministic;
        queue_.owner = this;
        queue_.allocate = [](void* owner, size_t bytes) {
            return static_cast<ScratchQueue*>(owner)->take(bytes);
        };
        return queue_;
    }
    /// The most that one op took so far.
    size_t peak() const { return peak_; }

private:
    void* take(size_t bytes) {
        const size_t aligned = (bytes + 255) / 256 * 256;
        if (used_ + aligned > block_.bytes()) {
            throw Error(Error::Kind::OutOfMemory, "The scratch block is too small");
        }
        void* place = block_.data() + used_;
        used_ += aligned;
        peak_ = used_ > peak_ ? used_ : peak_;
        return place;
    }

    DeviceArray<uint8_t> block_;
    size_t used_ = 0, peak_ = 0;
    CudaQueue queue_;
};

}  // namespace bozzetto::device_test
