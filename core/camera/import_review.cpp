// SPDX-License-Identifier: Apache-2.0
#include "camera/import_review.h"

#include "base/files.h"
#include "camera/image_set_reader.h"
#include "camera/view_loader.h"

#include <algorithm>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using About = InputProblem::About;

// Enough for the fixed scale of measureQuality at any aspect.
constexpr int64_t kReviewPixels = 1 << 19;

/// Share of the object's pixels that have a depth.
double knownDepth(const View& view) {
    int64_t object = 0, known = 0;
    for (int y = 0; y < view.depth.height; ++y) {
        const int py = (2 * y + 1) * view.image.height / (2 * view.depth.height);
        for (int x = 0; x < view.depth.width; ++x) {
            const int px = (2 * x + 1) * view.image.width / (2 * view.depth.width);
            if (view.image.at(px, py)[3] >= 0.5f) {
                ++object;
                known += *view.depth.at(x, y) > 0 ? 1 : 0;
            }
        }
    }
    return object > 0 ? static_cast<double>(known) / static_cast<double>(object) : 0;
}

PictureReview pictureOf(const ViewSource& source, const View* view) {
    PictureReview picture;
    picture.name = source.name;
    picture.path = source.image;
    picture.mask_path = source.mask;
    picture.mask_polarity = source.mask_polarity;
    picture.depth_path = source.depth;
    if (view != nullptr) {
        picture.width = view->image.width;
        picture.height = view->image.height;
        picture.mask_from = view->mask_from;
        picture.has_depth = view->depth.width > 0;
        picture.has_camera = view->camera.has_value();
    } else {
        picture.readable = false;
    }
    return picture;
}

}  // namespace

ImportReview startReview(const fs::path& input, const FindOptions& find) {
    ImportReview review;
    review.source = findImageSet(input, find);
    LoadOptions options;
    options.pixels = LoadOptions::Pixels::HeadersOnly;
    ImageSet set = loadImageSet(review.source, options);
    review.notes = std::move(set.notes);
    review.assumed_cameras = set.assumed_cameras;
    std::map<std::string, const View*> loaded;
    for (const View& view : set.views) {
        loaded[view.name] = &view;
    }
    std::map<fs::path, std::size_t> picture_at;
    for (const ViewSource& source : review.source.views) {
        const auto found = loaded.find(source.name);
        picture_at[source.image] = review.pictures.size();
        review.pictures.push_back(
            pictureOf(source, found == loaded.end() ? nullptr : found->second));
    }
    // What headers say about one picture is said again, in full, when it is measured.
    for (InputProblem& problem : set.problems) {
        if (problem.about == About::Summary) {
            continue;  // countReview says it, with the edits
        }
        const auto picture = picture_at.find(problem.path);
        if (picture == picture_at.end()) {
            review.problems.push_back(std::move(problem));
        } else if (problem.skipped) {
            review.pictures[picture->second].measures.reader_problems.push_back(std::move(problem));
        }
    }
    return review;
}

PictureMeasures measurePicture(const ViewSource& view,
                               const SetSource& set,
                               const std::shared_ptr<const PictureCache>& cache) {
    PictureMeasures measures;
    try {
        LoadOptions options;
        options.max_pixels = kReviewPixels;
        options.cache = cache;
        LoadedView loaded = loadView(view, options, ViewRules{set.is_six_view});
        measures.reader_problems = std::move(loaded.problems);
        measures.readable = loaded.view.has_value();
        measures.inverted = view.invert_mask;
        measures.mask = loaded.mask;
        if (loaded.view) {
            measures.width = loaded.full_width;
            measures.height = loaded.full_height;
            measures.has_mask = loaded.view->has_mask;
            measures.mask_from = loaded.view->mask_from;
            measures.quality = measureQuality(loaded.view->image);
            measures.has_depth = !loaded.view->depth.pixels.empty();
            measures.known_depth = measures.has_depth ? knownDepth(*loaded.view) : 0;
        }
    } catch (const std::exception& error) {  // no memory for what comes after the reading
        measures.readable = false;
        measures.reader_problems.push_back(
            {view.image, error.what(), "Close other programs and try again.", true, About::Other});
    }
    return measures;
}

Severity PictureReview::severity() const {
    Severity worst = Severity::Note;
    for (const ReviewProblem& problem : problems) {
        worst = std::max(worst, problem.severity);
    }
    return worst;
}

ReviewCounts countReview(const ImportReview& review, const ImportEdits& edits) {
    ReviewCounts counts;
    for (const PictureReview& picture : review.pictures) {
        counts.measured += picture.measured ? 1 : 0;
        if (edits.excluded.contains(picture.name)) {
            ++counts.excluded;
            continue;
        }
        counts.warnings += picture.severity() == Severity::Warning ? 1 : 0;
        counts.errors += picture.severity() == Severity::Error ? 1 : 0;
        if (!picture.readable) {
            ++counts.unreadable;
            continue;
        }
        ++counts.pictures;
        counts.masks_alpha += picture.mask_from == View::MaskFrom::Alpha ? 1 : 0;
        counts.masks_file += picture.mask_from == View::MaskFrom::File ? 1 : 0;
        counts.masks_depth += picture.mask_from == View::MaskFrom::Depth ? 1 : 0;
        counts.depth += picture.has_depth ? 1 : 0;
        counts.cameras += picture.has_camera ? 1 : 0;
        ++counts.sizes[{picture.width, picture.height}];
    }
    return counts;
}

}  // namespace bozzetto
