// SPDX-License-Identifier: Apache-2.0
#pragma once
// From photographs to what the image networks see. All steps are the original's, to the byte where
// they are Pillow's.
#include "reconviagen/pillow_resize.h"

#include <ATen/ATen.h>

#include <optional>
#include <vector>

namespace bozzetto {

/// Whether the picture says itself what the object is: RGBA with an alpha below 255 somewhere.
bool hasCutOut(const ByteImage& image);

/// The picture's colours, scaled (LANCZOS) so that no side is longer than `longest`: what a
/// background remover sees. RGB.
ByteImage scaledForMatting(const ByteImage& image, int longest = 1024);

/// RGB with alpha 255 where `mask` (grey, of the same size) is not 0, and 0 elsewhere.
ByteImage withMask(const ByteImage& rgb, const ByteImage& mask);

/// The object of an RGBA picture in the middle of a square of `resolution` pixels with a margin of
/// a tenth of its size: the bounding box of alpha > 204 (0.8) is cut out, padded with nothing,
/// scaled bilinearly without a wider filter, and colours outside alpha > 0.8 become black. RGBA. A
/// picture without any alpha > 204 comes back as it is, in RGB. Throws Error(BadInput) if the
/// object is less than two pixels large.
ByteImage centredObject(const ByteImage& rgba, int resolution = 518);

/// The square of an RGBA picture that centredObject scales, in its pixels; where it reaches over
/// the border it is padded. None if centredObject returns the picture as it is.
struct ObjectSquare {
    int left = 0, top = 0, side = 0;
};
std::optional<ObjectSquare> objectSquare(const ByteImage& rgba);

/// Pictures as the networks' input [S, 3, resolution, resolution] f32 in [0, 1], on the CPU: scaled
/// (LANCZOS, in both directions) where they are of another size; alpha is dropped. VGGT takes this,
/// DINOv2 takes imageNetNormalised() of it.
at::Tensor encoderInput(const std::vector<ByteImage>& images, int resolution = 518);

/// A background remover's input [1, 3, side, side] (bilinear, ImageNet's mean and deviation) and,
/// from its last logits [1, 1, h, w], its mask (0 or 255) of `width` x `height` pixels.
at::Tensor mattingInput(const ByteImage& rgb, int side = 1024);
ByteImage maskFromLogits(const at::Tensor& logits, int width, int height);

}  // namespace bozzetto
