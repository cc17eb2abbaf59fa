// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"

#include <filesystem>

namespace bozzetto::device_test {

/// Writes float32 tensors of any device as torch.save writes a state dict, one at a time. Throws
/// c10::Error if the file cannot be written.
void writeTorchZip(const std::filesystem::path& path, const TensorMap& tensors);

}  // namespace bozzetto::device_test
