// SPDX-License-Identifier: Apache-2.0
#include "ui/window/photo_views.h"

#include "camera/view_loader.h"
#include "ui/common/text.h"

namespace bozzetto::ui {

std::vector<PhotoView> photoViews(SetSource set, const ViewEdits& edits) {
    applyEdits(set, edits);
    ViewRules rules;
    rules.depth_is_mask = set.is_six_view;
    LoadOptions headers_only;
    headers_only.pixels = LoadOptions::Pixels::HeadersOnly;
    headers_only.depth = LoadOptions::Depth::Ignore;
    std::vector<PhotoView> photos;
    for (const ViewSource& source : set.views) {
        const LoadedView header = loadView(source, headers_only, rules);
        if (!header.view || !header.view->camera) {
            continue;
        }
        PhotoView photo;
        photo.name = toQt(source.name);
        photo.camera = *header.view->camera;
        photo.load = photoLoader(source, rules);
        photos.push_back(std::move(photo));
    }
    return photos;
}

}  // namespace bozzetto::ui
