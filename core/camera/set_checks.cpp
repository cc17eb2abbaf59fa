// SPDX-License-Identifier: Apache-2.0
#include "camera/set_checks.h"

#include "base/error.h"
#include "base/files.h"

#include <algorithm>
#include <map>

namespace bozzetto {
namespace {

std::string outOf(int64_t part, std::size_t all) {
    return std::to_string(part) + " of " + std::to_string(all);
}

}  // namespace

void checkMasks(ImageSet& set, std::vector<LoadedView>& loaded) {
    const auto count = [&](const auto& holds) {
        return std::count_if(loaded.begin(), loaded.end(), [&](const LoadedView& one) {
            return one.view && holds(one);
        });
    };
    const auto views = count([](const LoadedView&) { return true; });
    const auto masked = count([](const LoadedView& one) { return one.view->has_mask; });
    const auto decoded =
        count([](const LoadedView& one) { return !one.view->image.pixels.empty(); });
    if (masked == 0) {
        return;
    }
    if (decoded > 0 && masked == count([](const LoadedView& one) {
                           return one.view->has_mask && one.mask.isFull();
                       })) {
        throw Error(Error::Kind::BadInput,
                    displayPath(set.root) + ": every mask covers its whole picture",
                    "Give masks that show only the object in white, or remove the masks.",
                    set.root.string());
    }
    if (2 * masked > views) {
        for (LoadedView& one : loaded) {
            if (one.view && !one.view->has_mask) {
                set.problems.push_back(
                    {one.view->path,
                     "has no mask, while most pictures have one; it was left out",
                     "Add a mask for it, or remove all masks.",
                     true,
                     InputProblem::About::NoMask});
                one.view.reset();
            }
        }
    } else if (masked < views) {
        set.problems.push_back(
            {set.root,
             "only " + outOf(masked, static_cast<std::size_t>(views)) + " pictures have a mask",
             "Give masks for all pictures, or for none.",
             false});
    }
    const auto cut =
        count([](const LoadedView& one) { return one.view->has_mask && one.mask.touchesBorder(); });
    if (masked > 1 && 2 * cut > masked) {
        set.problems.push_back(
            {set.root,
             "the object touches the border in " + outOf(cut, static_cast<std::size_t>(masked)) +
                 " pictures: parts of it were never seen",
             "Take pictures that show the whole object, with some space around it.",
             false});
    }
}

void summarizeProblems(ImageSet& set, std::size_t listed) {
    std::map<std::string, std::size_t> first_of;
    std::vector<InputProblem> folded;
    std::map<std::size_t, int64_t> repeats;
    int64_t skipped = 0;
    for (InputProblem& problem : set.problems) {
        skipped += problem.skipped ? 1 : 0;
        const auto [known, is_new] =
            first_of.emplace(problem.reason + "\n" + problem.hint, folded.size());
        if (problem.skipped || is_new) {
            folded.push_back(std::move(problem));
        } else {
            ++repeats[known->second];
        }
    }
    for (const auto& [index, count] : repeats) {
        folded[index].reason += " (and " + std::to_string(count) + " more like it)";
    }
    if (skipped > 0) {
        folded.insert(
            folded.begin(),
            {set.root,
             outOf(skipped,
                   std::max(listed, set.views.size() + static_cast<std::size_t>(skipped))) +
                 " pictures were left out; " + std::to_string(set.views.size()) + " are used",
             "See the reasons below; the rest is used as it is.",
             false,
             InputProblem::About::Summary});
    }
    set.problems = std::move(folded);
}

}  // namespace bozzetto
