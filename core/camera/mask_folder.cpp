// SPDX-License-Identifier: Apache-2.0
#include "camera/mask_folder.h"

namespace bozzetto {
namespace fs = std::filesystem;

fs::path maskFileOf(const fs::path& folder, const std::string& view_name) {
    return folder / (view_name + ".png");
}

void useMaskFolder(SetSource& set, const fs::path& folder) {
    if (folder.empty()) {
        return;
    }
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        set.problems.push_back({folder,
                                "the folder of edited masks is missing; the set's own are used",
                                "Put the folder back, or edit or make the masks again.",
                                false});
        return;
    }
    for (ViewSource& view : set.views) {
        const fs::path mask = maskFileOf(folder, view.name);
        if (fs::is_regular_file(mask, ignored)) {
            view.mask = mask;
            view.mask_polarity = ViewSource::MaskPolarity::WhiteIsObject;
        }
    }
}

}  // namespace bozzetto
