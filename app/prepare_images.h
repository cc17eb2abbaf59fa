// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "camera/image_set_reader.h"
#include "masks/auto_masks.h"
#include "pipeline/engine.h"
#include "pipeline/job_file.h"
#include "sfm/estimate_cameras.h"

#include <filesystem>
#include <functional>
#include <optional>

namespace bozzetto {

/// The set of a job before anything is decoded: its files, the edits, the cameras of the file that
/// the job names (in the convention that it names) and the masks of its folder.
SetSource findJobSet(const JobFile& job);

/// No picture has a camera, and none is assumed for it: they can only be estimated.
bool lacksCameras(const SetSource& set);

/// Decodes a set. Sets beyond 100 megapixels in all are averaged down; with HeadersOnly sizes are
/// as they will be. `before_picture` is called before each picture, on any thread; it may wait or
/// throw.
ImageSet loadJobSet(const SetSource& set,
                    LoadOptions::Pixels pixels = LoadOptions::Pixels::Decode,
                    const std::function<void()>& before_picture = {});

struct PrepareOptions {
    bool cameras = true;            // estimate them where there are none
    bool masks = true;              // make them where there are none, and the job allows it
    std::filesystem::path scratch;  // temporary files go under it
    int threads = 0;
    /// What is about to take a while, before it does: "cameras" or "masks".
    std::function<void(const char* what)> starts = {};
    Task task;  // progress within it; check() may wait and throw Cancelled
};

/// What is between files and an engine: cameras by structure from motion where they are needed and
/// there are none, else the convention that the evidence shows where the job names none;
/// decoding; masks where there are none.
struct PreparedImages {
    SetSource set;  // that the images were read from: with cameras and their lenses
    ImageSet images;
    std::optional<CameraReport> cameras;  // if they were estimated
    std::optional<AutoMaskReport> masks;  // if some were made
};
PreparedImages prepareImages(SetSource set, const JobFile& job, const PrepareOptions& options);

/// Where estimated cameras are kept: $XDG_CACHE_HOME/bozzetto/cameras, empty without a home.
std::filesystem::path cameraCacheFolder();

/// Throws Error(BadInput) unless the set has as many views (with cameras, if it needs them) as the
/// engine asks for.
void checkEnoughViews(const ImageSet& images, const EngineInfo& engine);

}  // namespace bozzetto
