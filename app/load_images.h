// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "pipeline/engine.h"
#include "pipeline/job_file.h"

#include <functional>

namespace bozzetto {

/// The first input of a job as its engine will get it, sizes included, without the pixels. Throws
/// Error(BadInput).
ImageSet loadHeaders(const JobFile& job);

/// The first input of a job, decoded: edited as the job says, and averaged down so that all
/// pictures together stay below 100 million pixels. before_picture: see LoadOptions. Throws
/// Error(BadInput).
ImageSet loadImages(const JobFile& job, const std::function<void()>& before_picture);

/// Throws Error(BadInput) if the set has too few views for the engine.
void checkEnoughViews(const ImageSet& images, const EngineInfo& engine);

}  // namespace bozzetto
