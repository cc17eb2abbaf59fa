// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/job_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// A configuration file of the original nvdiffrec as a job.
struct OriginalConfig {
    /// inputs, output, engine and settings that the file says; the rest has its defaults.
    JobFile job;
    /// A sentence for each key that is not known, means something else here, or cannot be done.
    std::vector<std::string> remarks;
};

/// Reads the original's JSON keys ("ref_mesh", "iter", "train_res", ...). Paths in it are relative
/// to where its programs were started: looked for below the current folder, then below the file's
/// folder and the one above it. Throws Error(BadInput) naming file and key for a wrong type or
/// value, no data, or data that is not there; Error(Unsupported) for what would be another task
/// (a mesh as data, a mesh to start from).
OriginalConfig readOriginalConfig(const std::filesystem::path& path);

}  // namespace bozzetto
