// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "weights_store/manifest.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bozzetto {

/// Where one file is on its way; on the calling thread, often.
struct WeightProgress {
    const WeightFile& file;
    enum class Step { Fetching, Checking, Done } step;
    uint64_t done, total;  // bytes; total 0 while unknown
};

struct FetchOptions {
    std::string mirror;  // "https://host[/path]" in place of the files' own hosts; a file that it
                         // does not have (404) is asked for at its own
    std::function<void(const WeightProgress&)> on_file = {};
    int attempts = 5;  // of a connection that breaks, as long as none brought anything
    std::chrono::milliseconds first_wait{1000};  // before the second; doubled each time
};

/// Downloads the files into the folder, those that are there excepted. A download that was cut
/// goes on where it was, in this call or a later one, if the server says that the file is still the
/// same; what arrives is checked (size, format, SHA-256 where it is known) before it takes its
/// place in one step. Wrong bytes are kept as ".bad" for inspection. One process at a time; another
/// one waits.
/// Throws Error(BadInput) for licences that were not accepted or a mirror that is no address,
/// Error(Output) for too little space, Error(MissingWeights) with the cause if the server cannot be
/// reached or refuses, Error(BadWeights) for wrong bytes, Cancelled within a second.
void fetchWeights(const WeightManifest& manifest,
                  const std::vector<const WeightFile*>& files,
                  const std::filesystem::path& folder,
                  const FetchOptions& options,
                  const Task& task);

}  // namespace bozzetto
