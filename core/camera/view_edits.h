// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace bozzetto {

/// What a person changed about a set before the run. Names are those of the views (View::name).
struct ViewEdits {
    std::set<std::string> exclude = {};       // views that are left out
    std::set<std::string> invert_masks = {};  // views whose mask, as the reader understands it, is
                                              // the background
    bool invert_all_masks = false;
    std::map<std::string, std::filesystem::path> replace =
        {};  // another picture for a view, whose camera, mask and depth stay
    bool operator==(const ViewEdits&) const = default;
    bool empty() const { return *this == ViewEdits(); }
};

/// Changes the views of a set that was found but not read yet. A name that no view has is listed in
/// the set's problems; what was excluded is noted.
void applyEdits(SetSource& set, const ViewEdits& edits);

}  // namespace bozzetto
