// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"
#include "pipeline/job_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bozzetto {

/// Half-written results in OUT/.bozzetto have names that begin so.
inline constexpr const char* kPartialPrefix = "partial-";

/// One input file as the report and the fingerprint see it.
struct InputRecord {
    std::string name, path, sha256;
    std::string
        view_sha256;  // of the file and everything else known about the view: camera, mask, depth
};
/// Reads and hashes the image files of a set. Throws Error(BadInput) if one went away since it was
/// read.
std::vector<InputRecord> recordInputs(const ImageSet& images);

/// Hash of all that a checkpoint depends on: views, engine, settings in force, seed, program
/// version. Thread count and device are left out: another one may continue.
std::string fingerprint(const std::vector<InputRecord>& inputs,
                        const EngineInfo& engine,
                        const Settings& settings,
                        uint64_t seed);

/// What the report says beside the result itself.
struct RunRecord {
    JobFile job;  // with everything resolved: threads, device, one input
    std::vector<InputRecord> inputs;
    std::string images_json;         // what was found in the input: describe() of camera/describe.h
    std::string preparation_json;    // how cameras and masks were made: an object; may be empty
    std::vector<std::string> notes;  // of the reader: what was assumed, what was skipped
    std::vector<StageTime> stages;
    std::vector<std::string> warnings;
    double seconds = 0;  // computing time, a resumed run's earlier time included
};

/// Text of report.json. The engine's own section stands under the engine's id; its "scores" are
/// repeated at the top.
std::string encodeReport(const RunRecord& run,
                         const EngineInfo& engine,
                         const Reconstruction& result);

/// Writes OUT/<engine id>/ whole or not at all: mesh.obj, mesh.mtl, maps, mesh.ply, light.hdr (if
/// there is a light), what else the engine made, cameras.json, report.json, job.json. Everything is
/// written to a folder under `work` (same file system), read back, and moved into place in one
/// step; an earlier result is replaced. Returns the folder. Throws Error(Output).
std::filesystem::path writeResult(const std::filesystem::path& output,
                                  const std::filesystem::path& work,
                                  const EngineInfo& engine,
                                  const Reconstruction& result,
                                  const RunRecord& run);

}  // namespace bozzetto
