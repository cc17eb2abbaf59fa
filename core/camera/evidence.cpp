// SPDX-License-Identifier: Apache-2.0
#include "camera/set_checks.h"

namespace bozzetto {

void checkEvidence(ImageSet&) {}

}  // namespace bozzetto
