// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <QtGlobal>

namespace bozzetto::ui {

/// What an engine cannot run without and that is not in the weights folder.
struct WeightsNeed {
    int files = 0;
    quint64 bytes = 0;  // to be fetched, as far as that is known
};

/// Looks at the folder in use, at sizes only: quick. Nothing is missing for an engine without
/// weights.
WeightsNeed weightsNeedOf(const EngineInfo& engine);

}  // namespace bozzetto::ui
