// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bozzetto {

enum class TextureFilter { Nearest, Linear, LinearMipmapNearest, LinearMipmapLinear };
enum class TextureBoundary { Wrap, Clamp, Zero, Cube };

}  // namespace bozzetto
