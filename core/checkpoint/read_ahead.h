// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <thread>
#include <vector>

namespace bozzetto {

/// Has files read into the system's cache, one after the other, while others compute: a disk that
/// waits for each network's turn stands still in between. Nothing if main memory has not twice
/// their room. Files that cannot be read are passed over; who needs them says why.
class ReadAhead {
public:
    explicit ReadAhead(std::vector<std::filesystem::path> files);

private:
    std::jthread thread_;  // ends early when this object does
};

}  // namespace bozzetto
