// SPDX-License-Identifier: Apache-2.0
#include "nn/hash_grid.h"

#include "base/denormals.h"
#include "base/error.h"
#include "base/parallel_for.h"
#include "nn/hash_grid_cuda.h"
#include "nn/hash_grid_kernel.h"
#include "tensor/checks.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace bozzetto {

static_assert(HashGrid::kFeatures == kHashGridFeatures);

/// Everything on one device. The optimiser's state has the table's shape [E, F].
struct HashGrid::Data {
    HashGridOptions options;
    std::vector<HashGridLevel> levels;
    int64_t rows = 0;
    at::Tensor table, grad, first, second;
    at::Tensor fixed_grad;  // int64, in place of grad while LibTorch asks for deterministic sums
    at::Tensor steps;       // [E] int16 with the bits of an unsigned number
    at::Tensor touched;     // [E] uint8, on the CPU only
    at::Tensor anchor;  // requires a gradient, so that a lookup at constant points is recorded too

    bool onCuda() const { return kCudaBuild && table.is_cuda(); }
    uint16_t* stepData() const { return reinterpret_cast<uint16_t*>(steps.data_ptr<int16_t>()); }
    unsigned long long* fixedSums();
};

/// Null where sums may come in any order, and on the CPU, where they have one order anyway.
unsigned long long* HashGrid::Data::fixedSums() {
    if (!onCuda() || !at::globalContext().deterministicAlgorithms()) {
        return nullptr;
    }
    if (!fixed_grad.defined()) {
        fixed_grad = at::zeros({rows, kFeatures}, table.options().dtype(at::kLong));
    }
    return reinterpret_cast<unsigned long long*>(fixed_grad.data_ptr<int64_t>());
}

namespace {

/// Keeps the table alive as long as the graph that looks it up.
struct TableHolder : torch::CustomClassHolder {
    std::shared_ptr<void> keep_alive;
    HashGridParams params;
};

void lookUp(const HashGridParams& p, const at::Tensor& out) {
    if (out.is_cuda()) {
        if constexpr (kCudaBuild) {
            hashGridForwardCuda(p, queueOf(out));
        }
        return;
    }
    parallelFor(p.point_count, 1024, [&](int64_t begin, int64_t end, int) {
        hashGridForward(p, begin, end);
    });
}

void addToTable(const HashGridParams& p, const at::Tensor& grad_out) {
    if (grad_out.is_cuda()) {
        if constexpr (kCudaBuild) {
            hashGridGradTableCuda(p, queueOf(grad_out));
        }
        return;
    }
    // Finest level first: it takes longest.
    parallelTasks(p.level_count, [&](int64_t l, int) {
        const DenormalsAreZero guard;
        hashGridGradTable(p, p.level_count - 1 - static_cast<int>(l));
    });
}

void gradientOfPoints(const HashGridParams& p, const at::Tensor& grad_points) {
    if (grad_points.is_cuda()) {
        if constexpr (kCudaBuild) {
            hashGridGradPointsCuda(p, queueOf(grad_points));
        }
        return;
    }
    parallelFor(p.point_count, 1024, [&](int64_t begin, int64_t end, int) {
        hashGridGradPoints(p, begin, end);
    });
}

struct Lookup : torch::autograd::Function<Lookup> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx,
                              const at::Tensor& points,
                              const at::Tensor& /*anchor*/,
                              c10::intrusive_ptr<TableHolder> table) {
        ctx->save_for_backward({points});
        ctx->saved_data["table"] = c10::IValue::make_capsule(table);
        at::Tensor out = at::empty({points.size(0), kHashGridFeatures}, points.options());
        HashGridParams p = table->params;
        p.points = points.data_ptr<float>();
        p.out = out.data_ptr<float>();
        lookUp(p, out);
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads) {
        const auto capsule = ctx->saved_data["table"].toCapsule();
        HashGridParams p = static_cast<TableHolder*>(capsule.get())->params;
        const at::Tensor points = ctx->get_saved_variables()[0];
        const at::Tensor grad_out = grads[0].contiguous();
        p.points = points.data_ptr<float>();
        p.grad_out = grad_out.data_ptr<float>();
        addToTable(p, grad_out);
        at::Tensor grad_points;
        if (ctx->needs_input_grad(0)) {
            grad_points = at::empty_like(points);
            p.grad_points = grad_points.data_ptr<float>();
            gradientOfPoints(p, grad_points);
        }
        return {grad_points, at::Tensor(), at::Tensor()};
    }
};

}  // namespace

HashGrid::HashGrid(const HashGridOptions& options) : data_(std::make_shared<Data>()) {
    require(options.levels <= kMaxHashGridLevels, "HashGrid: too many levels");
    Data& d = *data_;
    d.options = options;
    double resolution = options.base_resolution;
    for (int l = 0; l < options.levels; ++l, resolution *= options.growth) {
        HashGridLevel level;
        level.resolution = static_cast<int>(std::lround(resolution));
        level.offset = d.rows;
        const int64_t points = static_cast<int64_t>(std::pow(level.resolution + 1.0, 3.0));
        level.hashed = points > options.table_size;
        level.entries = level.hashed ? options.table_size : points;
        d.rows += level.entries;
        d.levels.push_back(level);
    }
    const at::TensorOptions on_device = at::TensorOptions().device(options.device);
    for (at::Tensor* state : {&d.table, &d.grad, &d.first, &d.second}) {
        *state = at::zeros({d.rows, kFeatures}, on_device.dtype(at::kFloat));
    }
    d.steps = at::zeros({d.rows}, on_device.dtype(at::kShort));
    d.touched = at::zeros({d.onCuda() ? 0 : d.rows}, at::kByte);
    d.anchor = at::zeros({1}, on_device.dtype(at::kFloat)).requires_grad_();
}
HashGrid::~HashGrid() = default;
HashGrid::HashGrid(HashGrid&&) noexcept = default;
HashGrid& HashGrid::operator=(HashGrid&&) noexcept = default;

at::Tensor HashGrid::operator()(const at::Tensor& points, int levels) {
    Data& d = *data_;
    checkTensor(points, "points", {-1, 3}, {at::kFloat}, d.table.device());
    auto holder = c10::make_intrusive<TableHolder>();
    holder->keep_alive = data_;
    HashGridParams& p = holder->params;
    std::copy(d.levels.begin(), d.levels.end(), p.levels);
    p.level_count = std::min<int>(levels, static_cast<int>(d.levels.size()));
    p.point_count = points.size(0);
    p.table = d.table.data_ptr<float>();
    p.grad_table = d.grad.data_ptr<float>();
    p.fixed_grad_table = d.fixedSums();
    p.touched = d.touched.data_ptr<uint8_t>();
    return Lookup::apply(points, d.anchor, holder);
}

void HashGrid::step(const float* learning_rate) {
    Data& d = *data_;
    HashGridAdam adam;
    adam.rows = d.rows;
    adam.table = d.table.data_ptr<float>();
    adam.grad = d.grad.data_ptr<float>();
    adam.fixed_grad = d.fixedSums();
    adam.first = d.first.data_ptr<float>();
    adam.second = d.second.data_ptr<float>();
    adam.steps = d.stepData();
    adam.touched = d.touched.data_ptr<uint8_t>();
    std::copy(learning_rate, learning_rate + kFeatures, adam.learning_rate);
    adam.beta1 = d.options.beta1;
    adam.beta2 = d.options.beta2;
    adam.epsilon = d.options.epsilon;
    if (d.onCuda()) {
        if constexpr (kCudaBuild) {
            hashGridAdamCuda(adam, queueOf(d.table));
        }
        return;
    }
    parallelFor(d.rows, 4096, [&](int64_t begin, int64_t end, int) {
        const DenormalsAreZero guard;
        hashGridAdamRows(adam, begin, end);
    });
}

void HashGrid::zeroGradient() {
    data_->grad.zero_();
    data_->touched.zero_();
    if (data_->fixed_grad.defined()) {
        data_->fixed_grad.zero_();
    }
}

std::string HashGrid::serialize() const {
    std::string bytes;
    for (const at::Tensor& t : {data_->table, data_->first, data_->second, data_->steps}) {
        const at::Tensor on_cpu = t.cpu();
        bytes.append(static_cast<const char*>(on_cpu.data_ptr()), on_cpu.nbytes());
    }
    return bytes;
}

void HashGrid::deserialize(std::string_view bytes) {
    Data& d = *data_;
    if (bytes.size() != 3 * d.table.nbytes() + d.steps.nbytes()) {
        throw Error(Error::Kind::BadInput,
                    "The checkpoint's appearance grid has another size",
                    "Start the run afresh without --resume.");
    }
    for (const at::Tensor& t : {d.table, d.first, d.second, d.steps}) {
        at::Tensor on_cpu = at::empty(t.sizes(), t.options().device(at::kCPU));
        std::memcpy(on_cpu.data_ptr(), bytes.data(), on_cpu.nbytes());
        bytes.remove_prefix(on_cpu.nbytes());
        t.copy_(on_cpu);
    }
    zeroGradient();
}

}  // namespace bozzetto
