// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/arguments.h"

namespace bozzetto {

/// `render`: one 8-bit RGBA PNG a view, named as the view. Shaded and albedo are display values
/// (sRGB), the other modes linear; depth is 16-bit grey in thousandths of a world unit, 0 =
/// nothing. Throws Error.
void runRender(const RenderArguments& arguments);

}  // namespace bozzetto
