// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/core/Tensor.h>

#include <thread>

namespace bozzetto {

/// Has CUDA's libraries load what the networks will ask of them, on a thread of its own while
/// pictures are prepared and the first weights come: a second in all, which would else be spent
/// before the first result of each network. Nothing for the CPU.
class WarmUp {
public:
    explicit WarmUp(const at::Device& device);
    ~WarmUp() { wait(); }
    WarmUp(const WarmUp&) = delete;
    WarmUp& operator=(const WarmUp&) = delete;

    /// Before a network runs: settings and work spaces of LibTorch are shared by all threads.
    void wait();

private:
    std::thread thread_;
};

}  // namespace bozzetto
