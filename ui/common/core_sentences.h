// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>

namespace bozzetto::ui {

/// The sentences of core for translation (context "CoreWords"), in the order in which they are
/// tried; %1, %2 ... stand for what varies.
std::span<const char* const> coreSentenceTable();

}  // namespace bozzetto::ui
