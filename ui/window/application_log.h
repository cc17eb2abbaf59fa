// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace bozzetto::ui {

/// From now on what the program and Qt have to say goes to bozzetto.log under stateFolder()/logs,
/// and warnings to the terminal too. One file a start; the last five are kept. Never throws:
/// without a place for a log there is none.
void startApplicationLog();
/// The file; empty if there is none.
QString applicationLogPath();

}  // namespace bozzetto::ui
