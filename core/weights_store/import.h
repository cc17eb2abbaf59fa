// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "weights_store/fetch.h"

namespace bozzetto {

struct ImportResult {
    std::vector<std::string> imported;  // names of the manifest
    std::vector<std::string> remarks;   // files that were not taken, and why
};

/// Copies what it finds below `from` of the files of the manifest into the weights folder, however
/// it came there: laid out as in the repository, as here, in Hugging Face's cache, or simply by its
/// name where that can be no other file. A file that is present already is left as it is. Pickles
/// (.pt, .ckpt, .bin, a .pth that is not the manifest's) are never taken: they are programs.
/// Checked and put in place as by fetchWeights, and throws as it does; Error(BadInput) if nothing
/// was found.
ImportResult importWeights(const WeightManifest& manifest,
                           const std::filesystem::path& from,
                           const std::filesystem::path& folder,
                           const FetchOptions& options,
                           const Task& task);

/// The files of the manifest that importWeights would find there: for their licences.
std::vector<const WeightFile*> findImports(const WeightManifest& manifest,
                                           const std::filesystem::path& from);

}  // namespace bozzetto
