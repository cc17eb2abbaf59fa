// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// A checkpoint's tensors by their full key ("blocks.0.attn.qkv.weight").
using TensorMap = std::map<std::string, at::Tensor>;

/// A place in a checkpoint's tree of keys, from which a network takes its weights by the names
/// that it has them under: w / "blocks" / 0 / "attn" is what is below "blocks.0.attn.". Copies
/// share one record of what was read, so that nothing in a file goes unnoticed. For one thread.
class WeightScope {
public:
    /// `file` is named in messages. What get() gives is on `device`, float32 unless as() says
    /// otherwise.
    WeightScope(TensorMap tensors, std::string file, at::Device device = at::kCPU);

    WeightScope operator/(std::string_view name) const;
    WeightScope operator/(int64_t index) const;
    /// The same place; what is got from it and from places below is of `type`: kFloat, kHalf or
    /// kBFloat16.
    WeightScope as(at::ScalarType type) const;

    /// The tensor of that name, contiguous; not to be written to, for it may be the file's own
    /// memory. Throws Error(BadWeights) with the full key, and with the wanted and the found shape
    /// if it is missing, of another shape, not of floating point, or not finite in type(). On a GPU
    /// only requireFinite() says the last: each answer would have to be waited for.
    at::Tensor get(std::string_view name, at::IntArrayRef shape) const;
    bool has(std::string_view name) const;
    /// Throws Error(BadWeights) if there is no such tensor.
    std::vector<int64_t> shape(std::string_view name) const;

    at::ScalarType type() const { return type_; }
    at::Device device() const;
    const std::string& file() const;

    /// Throws Error(BadWeights) naming a tensor of the whole file that was read and is not finite.
    void requireFinite() const;

    /// The key `prefix`, and those below it, are known to be of no use: no warning about them.
    void unused(std::string_view prefix) const;
    /// The full keys of the whole file that were neither read nor declared unused, in order.
    std::vector<std::string> unread() const;

private:
    struct Shared;
    WeightScope(std::shared_ptr<Shared> shared, std::string prefix, at::ScalarType type);
    const at::Tensor& find(const std::string& key) const;
    [[noreturn]] void fail(const std::string& key, const std::string& what) const;

    std::shared_ptr<Shared> shared_;
    std::string prefix_;  // "" or ends with a dot
    at::ScalarType type_ = at::kFloat;
};

/// The tensors of a safetensors file, as views of a memory map that lives as long as any of them
/// does, or of a PyTorch zip (torch_zip.h). Which it is, its first bytes say. Nothing in it is
/// trusted. Throws Error(BadWeights) naming the file and what is wrong; Error(MissingWeights) if
/// there is none.
TensorMap openWeights(const std::filesystem::path& path);

}  // namespace bozzetto
