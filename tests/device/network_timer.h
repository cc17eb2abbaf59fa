// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long a network takes on a device, in three ways. In a build without CUDA: wall time alone.
#include "tensor/gpu.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#if defined(BOZZETTO_CUDA)
#include <cuda_runtime_api.h>
#endif

namespace bozzetto::device_test {

struct NetworkTime {
    double gpu = 0;   // ms of the GPU alone: everything was queued before it began
    double wall = 0;  // ms from the call until its result is there
    double peak = 0;  // GiB in tensors at once, those that were there before included
};

class NetworkTimer {
public:
    explicit NetworkTimer(const at::Device& device) : device_(device) {}

    /// Medians of `runs`, after two that are not counted.
    NetworkTime time(const std::function<void()>& run, int runs = 5) const {
        run();
        run();
        wait();
        resetDeviceMemoryPeak(device_);
        std::vector<double> wall, gpu;
        for (int i = 0; i < runs; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            run();
            wait();
            const std::chrono::duration<double, std::milli> took =
                std::chrono::steady_clock::now() - begin;
            wall.push_back(took.count());
        }
        NetworkTime result;
        result.wall = median(wall);
        result.peak = static_cast<double>(readDeviceMemory(device_).most_allocated) / (1 << 30);
        for (int i = 0; i < runs; ++i) {
            gpu.push_back(gpuAlone(run, result.wall));
        }
        result.gpu = median(gpu);
        return result;
    }

    void print(const char* row, const NetworkTime& t, const char* bar) const {
        std::printf("%-34s gpu %8.2f ms  wall %8.2f ms  peak %6.2f GiB  %s\n",
                    row,
                    t.gpu,
                    t.wall,
                    t.peak,
                    bar);
        std::fflush(stdout);
    }

    void wait() const {
#if defined(BOZZETTO_CUDA)
        if (device_.is_cuda()) {
            cudaDeviceSynchronize();
        }
#endif
    }

private:
    static double median(std::vector<double> values) {
        const auto middle = values.begin() + static_cast<int64_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }

    /// The GPU is kept busy with something else for twice the wall time, so that run() is queued
    /// whole when its first kernel starts. Where run() waits for the GPU itself, this is its wall
    /// time.
    double gpuAlone(const std::function<void()>& run, double wall) const {
#if defined(BOZZETTO_CUDA)
        if (device_.is_cuda()) {
            constexpr int64_t kSide = 4096;  // a product of f32 numbers: about 3 ms on an H100
            const at::Tensor a = at::ones({kSide, kSide}, at::TensorOptions().device(device_));
            at::Tensor product = at::empty_like(a);
            for (int i = 0; i < static_cast<int>(2 * wall / 3) + 2; ++i) {
                at::mm_out(product, a, a);
            }
            cudaEvent_t begin, end;
            cudaEventCreate(&begin);
            cudaEventCreate(&end);
            cudaEventRecord(begin);
            run();
            cudaEventRecord(end);
            wait();
            float milliseconds = 0;
            cudaEventElapsedTime(&milliseconds, begin, end);
            cudaEventDestroy(begin);
            cudaEventDestroy(end);
            return milliseconds;
        }
#endif
        (void)run;
        return wall;
    }

    at::Device device_;
};

}  // namespace bozzetto::device_test
