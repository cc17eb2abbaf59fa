// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <memory>

namespace bozzetto {

/// Brings tensors of main memory to a GPU, such as weights that lie in the map of a file. The
/// driver's own copy of such memory reads it on one thread and waits; here several threads read it
/// into one of two pinned buffers while the other is on its way. For one thread.
class HostUpload {
public:
    explicit HostUpload(const at::Device& device);
    ~HostUpload();
    HostUpload(const HostUpload&) = delete;
    HostUpload& operator=(const HostUpload&) = delete;

    /// A contiguous tensor -> the same on the device, ready for what is queued on its current
    /// stream. As Tensor::to() for the CPU and in a build without CUDA. Throws c10::Error as that
    /// does.
    at::Tensor operator()(const at::Tensor& host);

private:
    class Buffers;
    at::Device device_;
    std::unique_ptr<Buffers> buffers_;  // once needed
};

}  // namespace bozzetto
