// SPDX-License-Identifier: Apache-2.0
#include "camera/view_edits.h"

#include "base/text.h"

#include <algorithm>

namespace bozzetto {
namespace {

void reportUnknown(SetSource& set,
                   const std::vector<std::string>& names,
                   const std::string& name,
                   const std::string& wish) {
    if (std::find(names.begin(), names.end(), name) != names.end()) {
        return;
    }
    const auto near = nearestWord(name, names);
    set.problems.push_back({set.root,
                            "no picture is called \"" + name + "\", which was to be " + wish,
                            near ? "Did you mean \"" + *near + "\"?"
                                 : "Names are those of the pictures, without folder and ending.",
                            false});
}

}  // namespace

void applyEdits(SetSource& set, const ViewEdits& edits) {
    std::vector<std::string> names;
    for (const ViewSource& view : set.views) {
        names.push_back(view.name);
    }
    for (const std::string& name : edits.exclude) {
        reportUnknown(set, names, name, "excluded");
    }
    for (const std::string& name : edits.invert_masks) {
        reportUnknown(set, names, name, "read with an inverted mask");
    }
    for (const auto& [name, picture] : edits.replace) {
        reportUnknown(set, names, name, "replaced");
    }
    const std::size_t excluded = std::erase_if(
        set.views, [&](const ViewSource& view) { return edits.exclude.contains(view.name); });
    if (excluded > 0) {
        set.listed -= std::min(excluded, set.listed);
        set.notes.push_back(std::to_string(excluded) + (excluded == 1
                                                            ? " picture was excluded."
                                                            : " pictures were excluded."));
    }
    for (ViewSource& view : set.views) {
        view.invert_mask = edits.invert_all_masks || edits.invert_masks.contains(view.name);
        if (const auto other = edits.replace.find(view.name); other != edits.replace.end()) {
            view.image = other->second;
        }
    }
}

}  // namespace bozzetto
