// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/mapped_file.h"
#include "checkpoint/weight_scope.h"

#include <map>
#include <memory>
#include <string>

namespace bozzetto {

/// Where a stored entry's bytes lie in a zip file.
struct ZipEntry {
    uint64_t begin = 0, end = 0;
};

/// The entries of a zip file by name, from its central directory. Only what PyTorch writes is
/// accepted: stored, unencrypted, one disk, below 4 GiB, no two entries that share bytes or a name.
/// Checksums are not compared (the store of weights compares those of whole files). Throws
/// Error(BadWeights).
std::map<std::string, ZipEntry> readZipDirectory(const MappedFile& file);

/// The tensors of a state dict that torch.save wrote as a zip (PyTorch 1.6 and later), as views of
/// the map. A pickle is a program: this interpreter knows the instructions and the names that a
/// dict of tensors needs, runs none of Python's, and refuses everything else. Throws
/// Error(BadWeights).
TensorMap readTorchZip(const std::shared_ptr<MappedFile>& file);

}  // namespace bozzetto
