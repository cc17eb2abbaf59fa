// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/photo_view.h"

#include "base/error.h"
#include "base/files.h"

#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int64_t kMaxPixels = 4'000'000;  // as much as a large screen shows; 64 MB in memory

}  // namespace

std::function<Image()> photoLoader(const ViewSource& source, const ViewRules& rules) {
    return [source, rules] {
        LoadOptions options;
        options.max_pixels = kMaxPixels;
        options.depth = rules.depth_is_mask ? LoadOptions::Depth::Load : LoadOptions::Depth::Ignore;
        LoadedView loaded = loadView(source, options, rules);
        if (!loaded.view) {
            const bool told = !loaded.problems.empty();
            const std::string reason =
                told ? loaded.problems.front().reason : "The picture could not be read.";
            throw Error(
                Error::Kind::BadInput,
                displayPath(told ? loaded.problems.front().path : source.image) + ": " + reason,
                told ? loaded.problems.front().hint : std::string(),
                source.image.string());
        }
        return std::move(loaded.view->image);
    };
}

}  // namespace bozzetto::ui
