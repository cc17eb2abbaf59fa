// SPDX-License-Identifier: Apache-2.0
#include "ui/window/photo_views.h"

#include "camera/view_loader.h"
#include "ui/common/text.h"

#include <map>

namespace bozzetto::ui {

std::vector<PhotoView> photoViews(const SolvedSet& solved) {
    ViewRules rules;
    rules.depth_is_mask = solved.source.is_six_view;
    std::map<std::string, const ViewSource*> sources;
    for (const ViewSource& view : solved.source.views) {
        sources[view.name] = &view;
    }
    std::vector<PhotoView> photos;
    for (const auto& [name, camera] : solved.cameras) {
        PhotoView photo;
        photo.name = toQt(name);
        photo.camera = camera;
        photo.load = photoLoader(*sources.at(name), rules);
        photos.push_back(std::move(photo));
    }
    return photos;
}

}  // namespace bozzetto::ui
