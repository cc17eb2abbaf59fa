// SPDX-License-Identifier: Apache-2.0
#include "sfm/matching_plan.h"

#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace bozzetto {
namespace {

constexpr size_t kOverlap = 10, kKeyPictures = 60;
constexpr size_t kSlowPairs = 10000;

/// The last number in a name, and what stands before it.
std::optional<std::pair<std::string, long long>> splitNumber(const std::string& name) {
    size_t end = name.size();
    while (end > 0 && std::isdigit(static_cast<unsigned char>(name[end - 1])) == 0) {
        --end;
    }
    size_t begin = end;
    while (begin > 0 && std::isdigit(static_cast<unsigned char>(name[begin - 1])) != 0) {
        --begin;
    }
    const std::optional<long long> number = parseInteger(name.substr(begin, end - begin));
    return number ? std::optional(std::pair(name.substr(0, begin), *number)) : std::nullopt;
}

bool namesCountUp(const SetSource& set) {
    constexpr long long kGap = 3;
    size_t steps = 0;
    for (size_t i = 1; i < set.views.size(); ++i) {
        const auto last = splitNumber(set.views[i - 1].name), next = splitNumber(set.views[i].name);
        const bool follows = last && next && last->first == next->first &&
                             next->second > last->second && next->second - last->second <= kGap;
        steps += follows ? 1 : 0;
    }
    return steps * 10 >= (set.views.size() - 1) * 9;
}

bool timesCountUp(const std::vector<SfmPicture>& pictures) {
    for (size_t i = 0; i < pictures.size(); ++i) {
        if (pictures[i].taken.empty() || (i > 0 && pictures[i].taken < pictures[i - 1].taken)) {
            return false;
        }
    }
    return pictures.size() > 1 && pictures.front().taken < pictures.back().taken;
}

PicturePairs allPairs(const std::vector<size_t>& used) {
    PicturePairs pairs;
    for (size_t i = 0; i < used.size(); ++i) {
        for (size_t j = i + 1; j < used.size(); ++j) {
            pairs.emplace_back(used[i], used[j]);
        }
    }
    return pairs;
}

PicturePairs pathPairs(const std::vector<size_t>& used) {
    PicturePairs pairs;
    for (size_t i = 0; i < used.size(); ++i) {
        for (size_t step = 1; i + step < used.size(); step = step < kOverlap    ? step + 1
                                                             : step == kOverlap ? 16
                                                                                : 2 * step) {
            pairs.emplace_back(used[i], used[i + step]);
        }
    }
    const size_t stride = std::max<size_t>(1, used.size() / kKeyPictures);
    for (size_t i = 0; i < used.size(); i += stride) {
        for (size_t j = i + stride; j < used.size(); j += stride) {
            pairs.emplace_back(used[i], used[j]);
        }
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

}  // namespace

bool isPath(const SetSource& set, const std::vector<SfmPicture>& pictures) {
    return set.views.size() > 1 && (timesCountUp(pictures) || namesCountUp(set));
}

MatchingPlan planMatching(const SetSource& set,
                          const std::vector<SfmPicture>& pictures,
                          const std::vector<size_t>& used,
                          CameraEstimateOptions::Matching matching) {
    using Matching = CameraEstimateOptions::Matching;
    MatchingPlan plan;
    plan.is_sequential =
        matching == Matching::Sequential ||
        (matching == Matching::Auto && used.size() > kExhaustiveLimit && isPath(set, pictures));
    plan.pairs = plan.is_sequential ? pathPairs(used) : allPairs(used);
    if (!plan.is_sequential && plan.pairs.size() > kSlowPairs) {
        plan.warning = std::to_string(used.size()) +
                       " pictures in no order were all compared with each other (" +
                       std::to_string(plan.pairs.size()) + " pairs), which takes long";
    }
    return plan;
}

}  // namespace bozzetto
