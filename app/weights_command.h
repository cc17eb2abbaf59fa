// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cli.h"

namespace bozzetto {

/// The weights of the networks (weights_store). With --events, beside those of task_reporter.h:
///   start   action, folder
///   file    name, step ("fetching", "checking", "done"), bytes, total (0 while unknown); at most
///           ten a second of a step
///   result  folder; fetch and import: files [name]; verify: findings [{"file", "problem" (empty:
///           none), "sha256", "known"}]; remove: bytes that were freed
/// Throws Error; returns the exit code.
int runWeights(const WeightsArguments& arguments, Program& program);

}  // namespace bozzetto
