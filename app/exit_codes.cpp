// SPDX-License-Identifier: Apache-2.0
#include "app/exit_codes.h"

namespace bozzetto {

int exitCodeOf(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::BadInput:
        case Error::Kind::MissingWeights:
        case Error::Kind::BadWeights:
            return kExitInput;
        case Error::Kind::Unsupported:
        case Error::Kind::Device:
            return kExitDevice;
        case Error::Kind::Output:
            return kExitOutput;
        case Error::Kind::Locked:
            return kExitLocked;
        case Error::Kind::OutOfMemory:
            return kExitOutOfMemory;
        case Error::Kind::TimeLimit:
            return kExitTimeLimit;
        case Error::Kind::Engine:
        case Error::Kind::Internal:
            return kExitEngine;
    }
    return kExitEngine;
}

}  // namespace bozzetto
