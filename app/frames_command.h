// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/frames_arguments.h"

namespace bozzetto {

/// Takes frames of a video (video/video.h). With --events, beside those of task_reporter.h:
///   start   input, output (null: the cache)
///   result  folder, count, notes, seconds
/// Throws Error; returns the exit code.
int runFrames(const FramesArguments& arguments);

}  // namespace bozzetto
