// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "tensor/rows_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

/// Which row and channel a number belongs to; 32 bits are enough nearly always, and divide quickly.
struct Element {
    int64_t row, channel;
};
__device__ __forceinline__ Element elementAt(int64_t i, int64_t channels) {
    if (i <= 0xffffffff) {
        const auto n = static_cast<uint32_t>(i), c = static_cast<uint32_t>(channels);
        return {n / c, n % c};
    }
    return {i / channels, i % channels};
}

/// One thread a T, a number or four: neighbours write neighbours. channels: of T.
template <class T>
__global__ void __launch_bounds__(kThreads) gatherKernel(
    const T* values, int64_t rows, int64_t channels, const int64_t* index, int64_t total, T* out) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < total) {
        const Element e = elementAt(i, channels);
        const int64_t row = index[e.row];
        out[i] = row >= 0 && row < rows ? values[row * channels + e.channel] : T{};
    }
}

template <class T>
__global__ void __launch_bounds__(kThreads) scatterKernel(
    const T* values, const int64_t* index, int64_t total, int64_t channels, int64_t rows, T* out) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < total) {
        const Element e = elementAt(i, channels);
        const int64_t row = index[e.row];
        if (row >= 0 && row < rows) {
            out[row * channels + e.channel] = values[i];
        }
    }
}

template <class T>
void gather(const float* values,
            int64_t rows,
            int64_t channels,
            const int64_t* index,
            int64_t total,
            float* out,
            const CudaQueue& queue) {
    gatherKernel<T><<<blocksFor(total, kThreads), kThreads, 0, streamOf(queue)>>>(
        reinterpret_cast<const T*>(values),
        rows,
        channels,
        index,
        total,
        reinterpret_cast<T*>(out));
    checkLaunch("gatherRows");
}

template <class T>
void scatter(const float* values,
             const int64_t* index,
             int64_t total,
             int64_t channels,
             int64_t rows,
             float* out,
             const CudaQueue& queue) {
    scatterKernel<T><<<blocksFor(total, kThreads), kThreads, 0, streamOf(queue)>>>(
        reinterpret_cast<const T*>(values),
        index,
        total,
        channels,
        rows,
        reinterpret_cast<T*>(out));
    checkLaunch("scatterRows");
}

/// Whether rows can be moved four numbers at a time.
bool inFours(const float* a, const float* b, int64_t channels) {
    const auto aligned = [](const float* p) { return reinterpret_cast<uintptr_t>(p) % 16 == 0; };
    return channels % 4 == 0 && aligned(a) && aligned(b);
}

__global__ void __launch_bounds__(kThreads)
    backgroundKernel(const float* background, int64_t rows, float4* out) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < rows) {
        out[i] = {background[0], background[1], background[2], 0};
    }
}

__global__ void __launch_bounds__(kThreads) scatterColorsKernel(
    const float* color, const int64_t* index, int64_t count, int64_t rows, float4* out) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < count && index[i] >= 0 && index[i] < rows) {
        out[index[i]] = {color[3 * i], color[3 * i + 1], color[3 * i + 2], 1};
    }
}

__global__ void __launch_bounds__(kThreads) gatherColorsKernel(
    const float4* grad, int64_t rows, const int64_t* index, int64_t count, float* out) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < count) {
        const bool inside = index[i] >= 0 && index[i] < rows;
        const float4 g = inside ? grad[index[i]] : float4{0, 0, 0, 0};
        out[3 * i] = g.x, out[3 * i + 1] = g.y, out[3 * i + 2] = g.z;
    }
}

/// Where a channel of the joined array lies in its part; null: nowhere.
__device__ __forceinline__ float* partElement(const ColumnParts& parts, int64_t row, int channel) {
    int part = 0;
    while (channel >= parts.width[part]) {
        channel -= parts.width[part++];
    }
    float* data = parts.data[part];
    return data != nullptr ? data + row * parts.width[part] + channel : nullptr;
}

__global__ void __launch_bounds__(kThreads) splitColumnsKernel(
    const float* values, int64_t total, int channels, const __grid_constant__ ColumnParts parts) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < total) {
        const Element e = elementAt(i, channels);
        *partElement(parts, e.row, static_cast<int>(e.channel)) = values[i];
    }
}

__global__ void __launch_bounds__(kThreads) joinColumnsKernel(
    const __grid_constant__ ColumnParts parts, int64_t total, int channels, float* values) {
    const int64_t i = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (i < total) {
        const Element e = elementAt(i, channels);
        const float* from = partElement(parts, e.row, static_cast<int>(e.channel));
        values[i] = from != nullptr ? *from : 0.0f;
    }
}

int channelsOf(const ColumnParts& parts) {
    int channels = 0;
    for (int i = 0; i < parts.count; ++i) {
        channels += parts.width[i];
    }
    return channels;
}

}  // namespace

void gatherRowsCuda(const float* values,
                    int64_t rows,
                    int64_t channels,
                    const int64_t* index,
                    int64_t count,
                    float* out,
                    const CudaQueue& queue) {
    if (count == 0 || channels == 0) {
        return;
    }
    if (inFours(values, out, channels)) {
        gather<float4>(values, rows, channels / 4, index, count * channels / 4, out, queue);
    } else {
        gather<float>(values, rows, channels, index, count * channels, out, queue);
    }
}

void scatterRowsCuda(const float* values,
                     const int64_t* index,
                     int64_t count,
                     int64_t channels,
                     int64_t rows,
                     float* out,
                     const CudaQueue& queue) {
    if (count == 0 || channels == 0) {
        return;
    }
    if (inFours(values, out, channels)) {
        scatter<float4>(values, index, count * channels / 4, channels / 4, rows, out, queue);
    } else {
        scatter<float>(values, index, count * channels, channels, rows, out, queue);
    }
}

void scatterColorsCuda(const float* color,
                       const int64_t* index,
                       int64_t count,
                       int64_t rows,
                       const float* background,
                       float* out,
                       const CudaQueue& queue) {
    auto* pixels = reinterpret_cast<float4*>(out);
    if (rows > 0) {
        backgroundKernel<<<blocksFor(rows, kThreads), kThreads, 0, streamOf(queue)>>>(
            background, rows, pixels);
        checkLaunch("scatterColors");
    }
    if (count > 0) {
        scatterColorsKernel<<<blocksFor(count, kThreads), kThreads, 0, streamOf(queue)>>>(
            color, index, count, rows, pixels);
        checkLaunch("scatterColors");
    }
}

void gatherColorsCuda(const float* grad,
                      int64_t rows,
                      const int64_t* index,
                      int64_t count,
                      float* out,
                      const CudaQueue& queue) {
    if (count > 0) {
        gatherColorsKernel<<<blocksFor(count, kThreads), kThreads, 0, streamOf(queue)>>>(
            reinterpret_cast<const float4*>(grad), rows, index, count, out);
        checkLaunch("scatterColors' gradient");
    }
}

void splitColumnsCuda(const float* values,
                      int64_t rows,
                      const ColumnParts& parts,
                      const CudaQueue& queue) {
    const int channels = channelsOf(parts);
    if (rows * channels > 0) {
        splitColumnsKernel<<<blocksFor(rows * channels, kThreads), kThreads, 0, streamOf(queue)>>>(
            values, rows * channels, channels, parts);
        checkLaunch("splitColumns");
    }
}

void joinColumnsCuda(const ColumnParts& parts,
                     int64_t rows,
                     float* values,
                     const CudaQueue& queue) {
    const int channels = channelsOf(parts);
    if (rows * channels > 0) {
        joinColumnsKernel<<<blocksFor(rows * channels, kThreads), kThreads, 0, streamOf(queue)>>>(
            parts, rows * channels, channels, values);
        checkLaunch("splitColumns' gradient");
    }
}

}  // namespace bozzetto
