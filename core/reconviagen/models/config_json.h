// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

#include <nlohmann/json.hpp>

#include <string>

namespace bozzetto {

/// The number `key` of a network's arguments, or `otherwise` where there is none. Throws
/// Error(BadWeights) if it is no number, or, for a count, not from 1 to 2^20.
inline double numberOr(const nlohmann::json& args, const std::string& key, double otherwise) {
    const auto found = args.find(key);
    if (found == args.end() || found->is_null()) {
        return otherwise;
    }
    if (!found->is_number()) {
        throw Error(Error::Kind::BadWeights, "A network's description: '" + key + "' is no number");
    }
    return found->get<double>();
}

inline int64_t countOr(const nlohmann::json& args, const std::string& key, int64_t otherwise) {
    const double number = numberOr(args, key, static_cast<double>(otherwise));
    const double most = 1 << 20;
    if (!(number >= 1 && number <= most) || number != static_cast<double>(int64_t(number))) {
        throw Error(Error::Kind::BadWeights,
                    "A network's description: '" + key + "' is no count from 1 to 1048576");
    }
    return static_cast<int64_t>(number);
}

/// Throw Error(BadWeights) if it is there and no truth value, or no text.
inline bool flagOr(const nlohmann::json& args, const std::string& key, bool otherwise) {
    const auto found = args.find(key);
    if (found == args.end() || found->is_null()) {
        return otherwise;
    }
    if (!found->is_boolean()) {
        throw Error(Error::Kind::BadWeights,
                    "A network's description: '" + key + "' is neither true nor false");
    }
    return found->get<bool>();
}

inline std::string wordOr(const nlohmann::json& args,
                          const std::string& key,
                          const std::string& otherwise) {
    const auto found = args.find(key);
    if (found == args.end() || found->is_null()) {
        return otherwise;
    }
    if (!found->is_string()) {
        throw Error(Error::Kind::BadWeights, "A network's description: '" + key + "' is no text");
    }
    return found->get<std::string>();
}

}  // namespace bozzetto
