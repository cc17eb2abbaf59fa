// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bozzetto {

/// weights/manifest.json as it was when the program was built.
extern const char* const kOwnManifest;

}  // namespace bozzetto
