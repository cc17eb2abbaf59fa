// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "weights_store/manifest.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace bozzetto {

/// The licences that somebody accepted for this weights folder: "licences.json" in it, {"accepted":
/// {id: {"title", "url", "time"}}}, time in UTC. One that is damaged counts as none.
std::set<std::string> acceptedLicences(const std::filesystem::path& folder);

/// Adds to the record. Throws Error(BadInput) for an id that the manifest does not have,
/// Error(Output).
void acceptLicences(const std::filesystem::path& folder,
                    const WeightManifest& manifest,
                    const std::vector<std::string>& ids);

/// Throws Error(BadInput) with the licences of `files` that were not accepted: what each allows,
/// and how to accept it.
void requireAccepted(const std::filesystem::path& folder,
                     const WeightManifest& manifest,
                     const std::vector<const WeightFile*>& files);

}  // namespace bozzetto
