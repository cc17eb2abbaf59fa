// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/image.h"

namespace bozzetto {

/// Scores of a rendering against a photograph, both [H, W, 4] linear RGB with straight alpha.
struct ViewScores {
    double psnr = 0;  // dB, composited in display values over white, clamped to [0, 1]; at most 100
                      // (identical)
    double psnr_masked = 0;  // dB, inside the true mask (alpha >= 0.5)
    double ssim =
        0;  // luma-free mean over RGB, Gaussian 11x11 sigma 1.5 (Wang et al. 2004), over white
    double mask_iou = 0;  // of alpha >= 0.5; 1 when both are empty
};
/// SSIM takes longer than everything else; left out it stays 0.
enum class Ssim { Yes, No };
/// Both of one size, at least 11 x 11 (the SSIM window); Error(Internal) otherwise.
ViewScores scoreView(const Image& rendered, const Image& truth, Ssim ssim = Ssim::Yes);

}  // namespace bozzetto
