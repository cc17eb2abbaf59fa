// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/options.h"

#include <ATen/ATen.h>
#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

class JobContext;

/// What may be lowered to save memory. Before a run everything; once there is a distance field not
/// its grid, once there are maps not their size either.
enum class Rungs { All, Maps, Step };
/// The next rung down: fewer views a step, smaller pictures, then smaller maps, then a coarser
/// grid. Returns what was lowered ("views a step 8 -> 4"); nullopt at the lowest.
std::optional<std::string> lowerOneRung(NvdiffrecOptions& options, Rungs rungs);

/// Settings that fit into a GPU's memory, and how they came about.
struct DeviceFit {
    NvdiffrecOptions options;
    uint64_t needed = 0;             // bytes that a run with them is expected to take at its peak
    bool fits = true;                // false: too much even at the lowest
    std::vector<std::string> steps;  // what was lowered, a sentence each
};
/// Lowers the views a step, then the resolution of pictures and maps, then the grid until the run
/// needs at most `budget` bytes. Each costs quality, in this order the least.
DeviceFit fitToMemory(const ImageSet& images,
                      NvdiffrecOptions options,
                      uint64_t budget,
                      Rungs rungs = Rungs::All);

/// The settings for this device. On a GPU: as many views a step as it likes unless set, lowered
/// until they fit (every step is a warning and stands in `report`), and a limit from which on
/// allocations fail. `rungs`: what may be lowered. Throws Error(OutOfMemory) with advice when
/// nothing fits. On the CPU the settings stay.
NvdiffrecOptions fitToDevice(const ImageSet& images,
                             const NvdiffrecOptions& options,
                             Rungs rungs,
                             const at::Device& device,
                             JobContext& job,
                             nlohmann::json& report);

/// What the run took of the GPU's memory, for report.json. Nothing on the CPU.
void reportDeviceMemory(const at::Device& device, nlohmann::json& report);

}  // namespace bozzetto
