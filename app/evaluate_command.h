// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/arguments.h"

namespace bozzetto {

/// `evaluate`: prints the scores of a result as a table or, with --json, as one object (keys:
/// views, psnr, psnr_masked, ssim, mask_iou, albedo_psnr, roughness_error, metallic_error,
/// closed, edge_manifold, components, degenerate_faces ...; with --mesh surface_l1 (a fraction of
/// the true box's diagonal), fscore_05, fscore_1, normal_error_deg). Throws Error.
void runEvaluate(const EvaluateArguments& arguments);

}  // namespace bozzetto
