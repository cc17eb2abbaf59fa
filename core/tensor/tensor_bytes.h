// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// Tensors to bytes (dtype, shape, data) and back to CPU tensors, exactly: bytes do not depend on
/// the device. tensorsOfBytes checks every count against the bytes that are there and throws
/// Error(BadInput) when they do not fit: checkpoints come from disk.
std::string bytesOfTensors(const std::vector<at::Tensor>& tensors);
std::vector<at::Tensor> tensorsOfBytes(std::string_view bytes);

/// Throws Error(BadInput) saying that the checkpoint is damaged, with `what` for the log, unless
/// `condition` holds.
void requireUndamaged(bool condition, const char* what);

/// Length-prefixed pieces in one string.
std::string joinBytes(const std::vector<std::string_view>& pieces);
std::vector<std::string> splitBytes(std::string_view bytes);

}  // namespace bozzetto
