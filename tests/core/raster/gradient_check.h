// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>
#include <QtTest>

#include <functional>
#include <string>
#include <vector>

namespace bozzetto::test {

/// Compares the gradients of sum(f(inputs) * weights), weights random but fixed, with central
/// differences at every element (or `samples` of them) of every input, in double. Returns what is
/// wrong, or an empty string. `tolerance`: of the input's largest gradient.
inline std::string gradientProblem(
    const std::function<at::Tensor(const std::vector<at::Tensor>&)>& f,
    const std::vector<at::Tensor>& inputs,
    double tolerance = 1e-5,
    double step = 1e-6,
    int64_t samples = 400) {
    std::vector<at::Tensor> leaves;
    for (const at::Tensor& input : inputs) {
        leaves.push_back(input.detach().to(at::kDouble).clone().requires_grad_(true));
    }
    const at::Tensor out = f(leaves);
    const at::Tensor weights = at::rand_like(out) - 0.5;
    (out * weights).sum().backward();
    const auto value = [&] { return (f(leaves).detach() * weights).sum().item<double>(); };
    for (size_t i = 0; i < leaves.size(); ++i) {
        const at::Tensor analytic = leaves[i].grad();
        if (!analytic.defined()) {
            return "input " + std::to_string(i) + " has no gradient";
        }
        double largest = analytic.abs().max().item<double>();
        double worst = 0, seen = 0;
        double* x = leaves[i].data_ptr<double>();
        const double* g = analytic.contiguous().data_ptr<double>();
        const at::Tensor kept = analytic.contiguous();
        g = kept.data_ptr<double>();
        const int64_t stride = std::max<int64_t>(1, leaves[i].numel() / samples);
        for (int64_t k = 0; k < leaves[i].numel(); k += stride) {
            const double at = x[k];
            x[k] = at + step;
            const double up = value();
            x[k] = at - step;
            const double down = value();
            x[k] = at;
            const double numeric = (up - down) / (2 * step);
            worst = std::max(worst, std::abs(numeric - g[k]));
            seen = std::max(seen, std::abs(numeric));
        }
        largest = std::max(largest, 1e-12);
        if (seen == 0) {
            return "input " + std::to_string(i) +
                   ": the numeric gradient is zero, the check is empty";
        }
        if (!(worst <= tolerance * largest)) {
            return "input " + std::to_string(i) + ": off by " + std::to_string(worst / largest) +
                   " of the largest";
        }
    }
    return {};
}

#define VERIFY_GRADIENT(...)                                                      \
    do {                                                                          \
        const std::string problem = bozzetto::test::gradientProblem(__VA_ARGS__); \
        QVERIFY2(problem.empty(), problem.c_str());                               \
    } while (false)

}  // namespace bozzetto::test
