// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/arguments.h"

namespace bozzetto {

/// `evaluate`: prints the scores of a result as a table or, with --json, as one object (keys:
/// views, psnr, psnr_masked, ssim, mask_iou, albedo_psnr, roughness_error, metallic_error,
/// closed, edge_manifold, components, degenerate_faces ...; with --mesh surface_l1 (a fraction of
/// the true box's diagonal), fscore_05, fscore_1, normal_error_deg, beyond_truth (share of the area
/// beyond the true bounds and 5 %); with --seen these count only where at least two photographs see
/// the true surface. With --align the result is first brought onto the truth by its cameras:
/// cameras, cameras_missing, position_error (of the true bounding sphere's radius; needs --mesh),
/// rotation_error_deg, both also ..._worst, focal_error. With --masks: masks, masks_missing,
/// masks_iou, masks_iou_worst). Views without mask but with depth show the object where there is
/// depth. Throws Error.
void runEvaluate(const EvaluateArguments& arguments);

}  // namespace bozzetto
