// SPDX-License-Identifier: Apache-2.0
// Counts what a program asks of the GPU, by kernel:
//   LD_PRELOAD=libcount_launches.so program ...
// prints to stderr when it ends. The difference of two runs that differ by some steps is what these
// steps cost.
#include <algorithm>
#include <cstdio>
#include <cuda_runtime_api.h>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace {

class Counts {
public:
    void add(const std::string& what) {
        const std::lock_guard lock(mutex_);
        ++count_[what];
    }
    /// Its name is asked for at once: when the program ends, CUDA may have ended before.
    void addKernel(const void* function) {
        const std::lock_guard lock(mutex_);
        auto [kernel, is_new] = kernel_.try_emplace(function);
        if (is_new) {
            const char* name = nullptr;
            const bool known = cudaFuncGetName(&name, function) == cudaSuccess && name != nullptr;
            kernel->second.name = known ? name : "unknown kernel";
        }
        ++kernel->second.count;
    }
    void print() {
        const std::lock_guard lock(mutex_);
        long kernels = 0;
        std::map<std::string, long> named = count_;
        for (const auto& [function, kernel] : kernel_) {
            named[kernel.name] += kernel.count;
            kernels += kernel.count;
        }
        std::vector<std::pair<long, std::string>> rows;
        for (const auto& [name, count] : named) {
            rows.emplace_back(count, name);
        }
        std::sort(rows.rbegin(), rows.rend());
        std::fprintf(stderr, "launches: %ld kernels\n", kernels);
        for (const auto& [count, name] : rows) {
            std::fprintf(stderr, "launches: %8ld %s\n", count, name.c_str());
        }
    }
    ~Counts() { print(); }

private:
    std::mutex mutex_;
    struct Kernel {
        std::string name;
        long count = 0;
    };
    std::map<const void*, Kernel> kernel_;
    std::map<std::string, long> count_;
};

Counts& counts() {
    static Counts all;
    return all;
}

/// The function that this one stands in front of.
template <class Function>
Function* next(Function*, const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

// The declarations are CUDA's own; so are the names that hide them.
extern "C" {

cudaError_t cudaLaunchKernel(const void* function,
                             dim3 grid,
                             dim3 block,
                             void** arguments,
                             size_t shared,
                             cudaStream_t stream) {
    static auto* const real = next(&cudaLaunchKernel, "cudaLaunchKernel");
    counts().addKernel(function);
    return real(function, grid, block, arguments, shared, stream);
}

/// What nvcc writes for kernel<<<...>>> since CUDA 13.
cudaError_t __cudaLaunchKernel(cudaKernel_t kernel,
                               dim3 grid,
                               dim3 block,
                               void** arguments,
                               size_t shared,
                               cudaStream_t stream) {
    static auto* const real = next(&__cudaLaunchKernel, "__cudaLaunchKernel");
    counts().addKernel(kernel);
    return real(kernel, grid, block, arguments, shared, stream);
}

cudaError_t cudaLaunchKernelExC(const cudaLaunchConfig_t* config,
                                const void* function,
                                void** arguments) {
    static auto* const real = next(&cudaLaunchKernelExC, "cudaLaunchKernelExC");
    counts().addKernel(function);
    return real(config, function, arguments);
}

cudaError_t cudaMemsetAsync(void* pointer, int value, size_t bytes, cudaStream_t stream) {
    static auto* const real = next(&cudaMemsetAsync, "cudaMemsetAsync");
    counts().add("(memset)");
    return real(pointer, value, bytes, stream);
}

cudaError_t cudaMemcpyAsync(
    void* to, const void* from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
    static auto* const real = next(&cudaMemcpyAsync, "cudaMemcpyAsync");
    counts().add(kind == cudaMemcpyDeviceToHost   ? "(copy to main memory)"
                 : kind == cudaMemcpyHostToDevice ? "(copy to the GPU)"
                                                  : "(copy on the GPU)");
    return real(to, from, bytes, kind, stream);
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
    static auto* const real = next(&cudaStreamSynchronize, "cudaStreamSynchronize");
    counts().add("(wait for the GPU)");
    return real(stream);
}
}
