// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "weights_store/fetch.h"

namespace bozzetto {

struct WeightFinding {
    std::string file;     // name of the manifest
    std::string problem;  // empty: the bytes are right, as far as that can be known
    std::string sha256;   // of what is there; empty if it could not be read
    bool known = false;   // the list, or the server it came from, said what the checksum must be
};

/// Reads every file that is there to its end: size, format and checksum (the manifest's where it is
/// sure, else the one that was noted when the file came). Throws Cancelled; nothing else.
std::vector<WeightFinding> verifyFiles(const std::vector<const WeightFile*>& files,
                                       const std::filesystem::path& folder,
                                       const FetchOptions& options,
                                       const Task& task);

}  // namespace bozzetto
