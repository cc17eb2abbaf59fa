// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

namespace bozzetto {

const char* toString(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::BadInput:
            return "bad_input";
        case Error::Kind::MissingWeights:
            return "missing_weights";
        case Error::Kind::BadWeights:
            return "bad_weights";
        case Error::Kind::OutOfMemory:
            return "out_of_memory";
        case Error::Kind::Unsupported:
            return "unsupported";
        case Error::Kind::Device:
            return "device";
        case Error::Kind::Output:
            return "output";
        case Error::Kind::Locked:
            return "locked";
        case Error::Kind::TimeLimit:
            return "time_limit";
        case Error::Kind::Engine:
            return "engine";
        case Error::Kind::Internal:
            return "internal";
    }
    return "internal";
}

}  // namespace bozzetto
