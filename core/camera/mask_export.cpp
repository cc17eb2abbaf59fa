// SPDX-License-Identifier: Apache-2.0
// Source: the manuals of the programs named below. RealityScan: "Alpha Channel Masks" (black is
// unmasked, white is masked) and "Image Layers" (a.jpg.mask.png) of its help.
#include "camera/mask_export.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/view_loader.h"
#include "image/codec.h"
#include "image/mask.h"
#include "image/orientation.h"

#include <algorithm>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

using Naming = MaskConvention::Naming;

fs::path fileFor(const MaskToExport& mask,
                 const fs::path& folder,
                 const MaskConvention& convention) {
    const fs::path base =
        convention.naming == Naming::FileName ? mask.picture.filename() : mask.picture.stem();
    const fs::path inside = mask.relative.parent_path().lexically_normal();
    const bool leads_out = inside.is_absolute() || (!inside.empty() && *inside.begin() == "..");
    const fs::path place = leads_out || inside == "." ? folder : folder / inside;
    return place / (base.string() + convention.suffix + ".png");
}

void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw Error(Error::Kind::Output,
                    displayPath(folder) + ": cannot be made: " + error.message(),
                    "Give a folder that can be written to.",
                    folder.string());
    }
}

/// The picture as RGBA with the mask as alpha, in the frame of the stored pixels.
Image withAlpha(const MaskToExport& mask, const Image& stored_mask) {
    std::vector<std::string> ignored;
    ReadOptions options;
    options.warnings = &ignored;
    Image picture = readImage(mask.picture, options);
    if (picture.width != stored_mask.width || picture.height != stored_mask.height) {
        throw Error(Error::Kind::BadInput,
                    displayPath(mask.picture) + ": its mask has another size",
                    "Make or edit the mask again.",
                    mask.picture.string());
    }
    for (std::size_t i = 0; i < stored_mask.pixels.size(); ++i) {
        picture.pixels[4 * i + 3] = stored_mask.pixels[i];
    }
    return picture;
}

/// The mask in the frame of the stored pixels.
Image storedFrame(const MaskToExport& mask) {
    const int orientation = mask.upright ? readImageHeader(mask.picture).orientation : 1;
    return applyOrientation(mask.mask, inverseOrientation(orientation));
}

Image alphaOf(const Image& image) {
    Image mask(image.width, image.height, 1);
    for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
        mask.pixels[i] = image.pixels[i * image.channels + image.channels - 1];
    }
    return mask;
}

/// The mask of a view as the reader understands it, at full size, distortion left in.
MaskToExport maskOf(ViewSource view, const SetSource& set) {
    view.intrinsics.lens = Lens();
    LoadOptions options;
    options.depth = LoadOptions::Depth::Ignore;
    LoadedView loaded = loadView(view, options, ViewRules{set.is_six_view});
    MaskToExport mask;
    mask.picture = view.image;
    if (loaded.view && loaded.view->has_mask) {
        mask.mask = alphaOf(loaded.view->image);
        mask.upright = loaded.view->upright;
    }
    return mask;
}

/// Pictures' paths under the folder that holds them all; only file names if they are in one.
std::vector<fs::path> relativePaths(const SetSource& set) {
    std::vector<fs::path> paths;
    if (set.views.empty()) {
        return paths;
    }
    fs::path common = set.views.front().image.parent_path();
    for (const ViewSource& view : set.views) {
        while (!common.empty() && common.has_relative_path()) {
            const fs::path below = view.image.lexically_relative(common);
            if (!below.empty() && *below.begin() != "..") {
                break;
            }
            common = common.parent_path();
        }
    }
    for (const ViewSource& view : set.views) {
        paths.push_back(view.image.lexically_relative(common));
    }
    return paths;
}

}  // namespace

const std::vector<MaskConvention>& maskConventions() {
    static const std::vector<MaskConvention> conventions = {
        {"bozzetto", "Bozzetto", Naming::Stem, "", true, "masks"},
        {"alpha", "Pictures with alpha", Naming::AlphaChannel, "", true, ""},
        {"nvdiffrec", "nvdiffrec", Naming::Stem, "", true, "masks"},
        {"colmap", "COLMAP", Naming::FileName, "", true, "masks"},
        {"nerfstudio", "nerfstudio", Naming::Stem, "", true, "masks"},
        {"postshot", "Postshot", Naming::Stem, "", true, "masks"},
        {"brush", "Brush", Naming::Stem, "", true, "masks"},
        {"realityscan", "RealityScan", Naming::FileName, ".mask", false, ""},
        {"metashape", "Metashape", Naming::Stem, "_mask", true, ""},
    };
    return conventions;
}

const MaskConvention& maskConvention(std::string_view id) {
    std::string known;
    for (const MaskConvention& convention : maskConventions()) {
        if (convention.id == id) {
            return convention;
        }
        known += (known.empty() ? "" : ", ") + convention.id;
    }
    throw Error(Error::Kind::BadInput,
                "'" + displayPath(fs::path(id)) + "' is no convention for masks",
                "Give one of: " + known + ".");
}

fs::path exportMask(const MaskToExport& mask,
                    const fs::path& folder,
                    const MaskConvention& convention) {
    const fs::path file = fileFor(mask, folder, convention);
    makeFolder(file.parent_path());
    Image image = storedFrame(mask);
    if (convention.naming == Naming::AlphaChannel) {
        writePng(file, withAlpha(mask, image), 8, PngValues::SrgbFromLinear);
        return file;
    }
    if (!convention.white_is_object) {
        invertMask(image);
    }
    writePng(file, image);
    return file;
}

void checkIsNoPicture(const fs::path& file, const SetSource& set) {
    std::error_code error;
    if (!fs::exists(file, error)) {
        return;
    }
    for (const ViewSource& view : set.views) {
        if (fs::equivalent(file, view.image, error)) {
            throw Error(Error::Kind::BadInput,
                        displayPath(file) + ": is a picture of the set, and would be overwritten",
                        "Choose another folder for the masks.",
                        file.string());
        }
    }
}

std::vector<fs::path> exportMasks(const SetSource& set,
                                  const fs::path& folder,
                                  const MaskConvention& convention,
                                  const Task& task) {
    const std::vector<fs::path> relative = relativePaths(set);
    std::vector<fs::path> files;
    std::map<fs::path, fs::path> pictures;
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        task.at("masks", static_cast<double>(i) / static_cast<double>(set.views.size()));
        MaskToExport mask = maskOf(set.views[i], set);
        mask.relative = relative[i];
        if (mask.mask.empty()) {
            continue;
        }
        const auto [taken, is_new] =
            pictures.emplace(fileFor(mask, folder, convention), mask.picture);
        if (!is_new) {
            throw Error(Error::Kind::BadInput,
                        displayPath(mask.picture) + ": would get the same mask file as " +
                            displayPath(taken->second),
                        "Rename one of the two pictures.",
                        mask.picture.string());
        }
        checkIsNoPicture(taken->first, set);
        files.push_back(exportMask(mask, folder, convention));
    }
    if (files.empty()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(set.input) + ": no picture of the set has a mask",
                    "Make masks first.",
                    set.input.string());
    }
    task.at("masks", 1);
    return files;
}

}  // namespace bozzetto
