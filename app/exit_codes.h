// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

namespace bozzetto {

// What bozzetto-cli ends with. Scripts depend on these numbers: they never change their meaning.
inline constexpr int kExitDone = 0;
inline constexpr int kExitUsage = 2;  // command line, settings or job file
inline constexpr int kExitInput = 3;
inline constexpr int kExitDevice = 4;
inline constexpr int kExitEngine = 5;  // engine failure, or only a part of a batch done
inline constexpr int kExitOutput = 6;  // output folder or disk
inline constexpr int kExitLocked = 7;  // another run holds the output, or it exists
inline constexpr int kExitOutOfMemory = 8;
inline constexpr int kExitTimeLimit = 9;     // the result is written and marked incomplete
inline constexpr int kExitSignalBase = 128;  // plus the signal: 130 Ctrl-C, 143 SIGTERM

int exitCodeOf(Error::Kind kind);

}  // namespace bozzetto
