// SPDX-License-Identifier: Apache-2.0
#include "ui/window/photo_views.h"

#include "base/error.h"
#include "camera/view_loader.h"
#include "ui/common/text.h"

namespace bozzetto::ui {
namespace {

/// As much as a large screen shows; comparing needs no more.
constexpr int64_t kMaxPixels = 4'000'000;

LoadOptions optionsFor(LoadOptions::Pixels pixels) {
    LoadOptions options;
    options.pixels = pixels;
    options.depth = LoadOptions::Depth::Ignore;
    options.max_pixels = pixels == LoadOptions::Pixels::Decode ? kMaxPixels : 0;
    return options;
}

}  // namespace

std::vector<PhotoView> photoViews(SetSource set, const ViewEdits& edits) {
    applyEdits(set, edits);
    ViewRules rules;
    rules.depth_is_mask = set.is_six_view;
    std::vector<PhotoView> photos;
    for (const ViewSource& source : set.views) {
        const LoadedView header =
            loadView(source, optionsFor(LoadOptions::Pixels::HeadersOnly), rules);
        if (!header.view || !header.view->camera) {
            continue;
        }
        PhotoView photo;
        photo.name = toQt(source.name);
        photo.camera = *header.view->camera;
        photo.load = [source, rules] {
            LoadedView loaded = loadView(source, optionsFor(LoadOptions::Pixels::Decode), rules);
            if (!loaded.view) {
                const InputProblem problem =
                    loaded.problems.empty() ? InputProblem() : loaded.problems.front();
                throw Error(Error::Kind::BadInput,
                            problem.path.string() + ": " + problem.reason,
                            problem.hint,
                            source.image.string());
            }
            return std::move(loaded.view->image);
        };
        photos.push_back(std::move(photo));
    }
    return photos;
}

}  // namespace bozzetto::ui
