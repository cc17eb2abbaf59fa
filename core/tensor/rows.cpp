// SPDX-License-Identifier: Apache-2.0
#include "tensor/rows.h"

#include "base/parallel_for.h"
#include "tensor/checks.h"
#include "tensor/cuda.h"
#include "tensor/rows_cuda.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <cstring>
#include <numeric>

namespace bozzetto {
namespace {

constexpr int64_t kGrain = 8192;

at::Tensor gather(const at::Tensor& values, const at::Tensor& index) {
    const int64_t channels = values.size(1), count = index.size(0), rows = values.size(0);
    at::Tensor out = at::empty({count, channels}, values.options());
    if (values.is_cuda()) {
        if constexpr (kCudaBuild) {
            gatherRowsCuda(values.data_ptr<float>(),
                           rows,
                           channels,
                           index.data_ptr<int64_t>(),
                           count,
                           out.data_ptr<float>(),
                           queueOf(values));
        }
        return out;
    }
    const float* from = values.data_ptr<float>();
    const int64_t* at_row = index.data_ptr<int64_t>();
    float* to = out.data_ptr<float>();
    parallelFor(count, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            require(at_row[i] >= 0 && at_row[i] < rows, "gatherRows: index out of range");
            std::memcpy(to + i * channels, from + at_row[i] * channels, channels * sizeof(float));
        }
    });
    return out;
}

void scatter(const at::Tensor& values, const at::Tensor& index, at::Tensor& out) {
    const int64_t channels = values.size(1), count = index.size(0), rows = out.size(0);
    if (values.is_cuda()) {
        if constexpr (kCudaBuild) {
            scatterRowsCuda(values.data_ptr<float>(),
                            index.data_ptr<int64_t>(),
                            count,
                            channels,
                            rows,
                            out.data_ptr<float>(),
                            queueOf(values));
        }
        return;
    }
    const float* from = values.data_ptr<float>();
    const int64_t* at_row = index.data_ptr<int64_t>();
    float* to = out.data_ptr<float>();
    parallelFor(count, kGrain, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            require(at_row[i] >= 0 && at_row[i] < rows, "scatterRows: index out of range");
            std::memcpy(to + at_row[i] * channels, from + i * channels, channels * sizeof(float));
        }
    });
}

struct GatherRows : torch::autograd::Function<GatherRows> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx,
                              const at::Tensor& values,
                              const at::Tensor& index) {
        ctx->save_for_backward({index});
        ctx->saved_data["rows"] = values.size(0);
        return gather(values, index);
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads) {
        const at::Tensor index = ctx->get_saved_variables()[0];
        const at::Tensor g = grads[0].contiguous();
        at::Tensor out = at::zeros({ctx->saved_data["rows"].toInt(), g.size(1)}, g.options());
        scatter(g, index, out);
        return {out, at::Tensor()};
    }
};

struct ScatterRows : torch::autograd::Function<ScatterRows> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx,
                              const at::Tensor& values,
                              const at::Tensor& index,
                              int64_t rows,
                              const at::Tensor& fill) {
        ctx->save_for_backward({index});
        at::Tensor out = fill.expand({rows, values.size(1)}).clone(at::MemoryFormat::Contiguous);
        scatter(values, index, out);
        return out;
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads) {
        const at::Tensor index = ctx->get_saved_variables()[0];
        return {gather(grads[0].contiguous(), index), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

/// Two kernels, where ones, zeros, two joins and scatterRows would be six.
struct ScatterColorsOnCuda : torch::autograd::Function<ScatterColorsOnCuda> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx,
                              const at::Tensor& color,
                              const at::Tensor& index,
                              int64_t rows,
                              const at::Tensor& background) {
        ctx->save_for_backward({index});
        at::Tensor out = at::empty({rows, 4}, color.options());
        if constexpr (kCudaBuild) {
            scatterColorsCuda(color.data_ptr<float>(),
                              index.data_ptr<int64_t>(),
                              index.size(0),
                              rows,
                              background.data_ptr<float>(),
                              out.data_ptr<float>(),
                              queueOf(color));
        }
        return out;
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads) {
        const at::Tensor index = ctx->get_saved_variables()[0];
        const at::Tensor g = grads[0].contiguous();
        at::Tensor out = at::empty({index.size(0), 3}, g.options());
        if constexpr (kCudaBuild) {
            gatherColorsCuda(g.data_ptr<float>(),
                             g.size(0),
                             index.data_ptr<int64_t>(),
                             index.size(0),
                             out.data_ptr<float>(),
                             queueOf(g));
        }
        return {out, at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

ColumnParts partsOf(const std::vector<int64_t>& widths, const std::vector<at::Tensor>& tensors) {
    ColumnParts parts;
    parts.count = static_cast<int>(widths.size());
    for (size_t i = 0; i < widths.size(); ++i) {
        parts.width[i] = static_cast<int>(widths[i]);
        parts.data[i] = tensors[i].defined() ? tensors[i].data_ptr<float>() : nullptr;
    }
    return parts;
}

struct SplitColumnsOnCuda : torch::autograd::Function<SplitColumnsOnCuda> {
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* ctx,
                                                  const at::Tensor& values,
                                                  const std::vector<int64_t>& widths) {
        ctx->saved_data["widths"] = widths;
        ctx->saved_data["rows"] = values.size(0);
        ctx->set_materialize_grads(false);
        torch::autograd::variable_list out;
        for (const int64_t width : widths) {
            out.push_back(at::empty({values.size(0), width}, values.options()));
        }
        if constexpr (kCudaBuild) {
            splitColumnsCuda(
                values.data_ptr<float>(), values.size(0), partsOf(widths, out), queueOf(values));
        }
        return out;
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads) {
        const std::vector<int64_t> widths = ctx->saved_data["widths"].toIntVector();
        const int64_t rows = ctx->saved_data["rows"].toInt();
        at::TensorOptions options;
        for (at::Tensor& g : grads) {
            if (g.defined()) {
                g = g.contiguous();
                options = g.options();
            }
        }
        const int64_t channels = std::accumulate(widths.begin(), widths.end(), int64_t{0});
        at::Tensor out = at::empty({rows, channels}, options);
        if constexpr (kCudaBuild) {
            joinColumnsCuda(partsOf(widths, grads), rows, out.data_ptr<float>(), queueOf(out));
        }
        return {out, at::Tensor()};
    }
};

/// The number of covered pixels is waited for: it is the result's size.
at::Tensor coveredPixelsOnCuda(const at::Tensor& rast) {
    const int64_t pixels = rast.numel() / 4;
    const at::TensorOptions options = rast.options().dtype(at::kLong);
    const at::Tensor index = at::empty({pixels}, options), count = at::empty({1}, options);
    if constexpr (kCudaBuild) {
        coveredPixelsCuda(rast.data_ptr<float>(),
                          pixels,
                          index.data_ptr<int64_t>(),
                          count.data_ptr<int64_t>(),
                          queueOf(rast));
    }
    return index.slice(0, 0, count.item<int64_t>());
}

/// A CUDA tensor's device in a build with kernels for it, else the CPU.
at::Device deviceOf(const at::Tensor& t) {
    return kCudaBuild && t.defined() && t.is_cuda() ? t.device() : at::Device(at::kCPU);
}

}  // namespace

at::Tensor gatherRows(const at::Tensor& values, const at::Tensor& index) {
    checkTensor(values, "values", {-1, -1}, {at::kFloat}, deviceOf(values));
    checkTensor(index, "index", {-1}, {at::kLong}, values.device());
    return GatherRows::apply(values, index);
}

at::Tensor scatterRows(const at::Tensor& values,
                       const at::Tensor& index,
                       int64_t rows,
                       const at::Tensor& fill) {
    checkTensor(values, "values", {index.size(0), -1}, {at::kFloat}, deviceOf(values));
    checkTensor(index, "index", {-1}, {at::kLong}, values.device());
    checkTensor(fill, "fill", {values.size(1)}, {at::kFloat}, values.device());
    return ScatterRows::apply(values, index, rows, fill);
}

at::Tensor scatterColors(const at::Tensor& color,
                         const at::Tensor& index,
                         int64_t rows,
                         const at::Tensor& background) {
    checkTensor(color, "color", {index.size(0), 3}, {at::kFloat}, deviceOf(color));
    checkTensor(index, "index", {-1}, {at::kLong}, color.device());
    checkTensor(background, "background", {3}, {at::kFloat}, color.device());
    if (color.is_cuda()) {
        return ScatterColorsOnCuda::apply(color, index, rows, background);
    }
    const at::Tensor covered = at::cat({color, at::ones({color.size(0), 1}, color.options())}, 1);
    const at::Tensor fill = at::cat({background, at::zeros({1}, background.options())});
    return scatterRows(covered, index, rows, fill);
}

std::vector<at::Tensor> splitColumns(const at::Tensor& values, const std::vector<int64_t>& widths) {
    const int64_t channels = std::accumulate(widths.begin(), widths.end(), int64_t{0});
    checkTensor(values, "values", {-1, channels}, {at::kFloat}, deviceOf(values));
    require(widths.size() <= kMaxColumnParts, "splitColumns: too many parts");
    if (values.is_cuda()) {
        return SplitColumnsOnCuda::apply(values, widths);
    }
    std::vector<at::Tensor> parts;
    int64_t first = 0;
    for (const int64_t width : widths) {
        parts.push_back(values.slice(1, first, first + width).contiguous());
        first += width;
    }
    return parts;
}

at::Tensor coveredPixels(const at::Tensor& rast) {
    checkTensor(rast, "rast", {-1, -1, -1, 4}, {at::kFloat}, deviceOf(rast));
    if (rast.is_cuda()) {
        return coveredPixelsOnCuda(rast);
    }
    const int64_t pixels = rast.numel() / 4;
    const float* r = rast.data_ptr<float>();
    int64_t count = 0;
    for (int64_t i = 0; i < pixels; ++i) {
        count += r[4 * i + 3] > 0.0f;
    }
    at::Tensor index = at::empty({count}, at::TensorOptions().dtype(at::kLong));
    int64_t* out = index.data_ptr<int64_t>();
    for (int64_t i = 0; i < pixels; ++i) {
        if (r[4 * i + 3] > 0.0f) {
            *out++ = i;
        }
    }
    return index;
}

}  // namespace bozzetto
