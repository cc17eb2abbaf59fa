// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/run.h"

namespace bozzetto {

bool Run::lower(Rungs rungs, const std::string& before, const std::string& after) {
    const std::optional<std::string> lowered = lowerOneRung(options, rungs);
    if (!lowered) {
        return false;
    }
    const std::string text = before + *lowered + after;
    job.warn(text);
    if (device().is_cuda()) {
        report["device_memory"]["lowered"].push_back(text);
    }
    return true;
}

}  // namespace bozzetto
