// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"

#include <filesystem>

namespace bozzetto {

/// Copies a file that `bozzetto-cli cameras` wrote for the pictures of `set` to `to`, whose folder
/// is made. The copy names the pictures as they lie in the set's folder, so that it stays right
/// wherever itself and the pictures are moved; points are in the file, no PLY goes along. Throws
/// Error(Output); Error(Internal) if `from` is no such file.
void copyCameraDocument(const SetSource& set,
                        const std::filesystem::path& from,
                        const std::filesystem::path& to);

}  // namespace bozzetto
