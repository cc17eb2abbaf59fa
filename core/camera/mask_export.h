// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "camera/view_source.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

/// How a program names mask files and what white means in them.
struct MaskConvention {
    enum class Naming {
        Stem,          // a.jpg -> a.png
        FileName,      // a.jpg -> a.jpg.png
        Suffix,        // a.jpg -> a_mask.png
        AlphaChannel,  // a.jpg -> a.png, the picture with the mask as its alpha
    };
    std::string id;     // "bozzetto", "nvdiffrec", "colmap", "nerfstudio", "postshot", "brush",
                        // "realityscan", "metashape"
    std::string title;  // of the program
    Naming naming = Naming::Stem;
    bool white_is_object = true;
    std::string folder;  // that the program looks in, beside the pictures' folder; "" = anywhere
    std::string suffix;  // of Naming::Suffix: "_mask"
};

/// All that are known, Bozzetto's own first.
const std::vector<MaskConvention>& maskConventions();
/// Throws Error(BadInput) naming the known ids.
const MaskConvention& maskConvention(std::string_view id);

/// One mask to write.
struct MaskToExport {
    std::filesystem::path picture;   // file; its name gives the mask's name
    std::filesystem::path relative;  // the picture under the set's root, for names with folders;
                                     // may be empty
    Image mask;                      // [H, W, 1] in [0, 1], 1 = object, in the frame of the file
};

/// Writes masks as 8-bit PNG, each file atomically. `folder` is made if it is not there; files of
/// the same names are replaced. Returns the files written, in order. Throws Error(Output);
/// Error(BadInput) when two pictures would get the same mask file.
std::vector<std::filesystem::path> exportMasks(const std::vector<MaskToExport>& masks,
                                               const std::filesystem::path& folder,
                                               const MaskConvention& convention);

/// The masks of a set's own views (alpha), for sets whose pictures were neither scaled nor
/// undistorted: otherwise mask and picture file would not fit. Views without a mask are left out.
std::vector<std::filesystem::path> exportMasks(const std::vector<View>& views,
                                               const std::filesystem::path& folder,
                                               const MaskConvention& convention);

/// A folder of masks matched to the pictures of a set by name, nothing taken yet.
struct MaskImport {
    struct Match {
        std::string view;
        std::filesystem::path picture, mask;
    };
    std::vector<Match> matches;                   // in the set's order
    std::vector<std::string> views_without_mask;  // names
    std::vector<std::filesystem::path> unused;    // files that belong to no view
    std::string naming;  // how most were matched: "a.png", "a.jpg.png", "a_mask.png",
                         // "a.mask.png", "alpha"
    /// What white seems to mean, by what touches the border; unset where the masks do not say.
    std::optional<bool> white_is_object;
    double evidence = 0;                 // share of the judged masks that say so, [0, 1]
    std::vector<InputProblem> problems;  // masks that cannot be read or have another size
};

/// Matches by name without regard to case: `<picture>.png`, `<name>.<ending>`, `<name>_mask.*`,
/// `<name>.mask.*`, also in folders as under the set's root; a Metashape-like template may be given
/// ("{filename}_m.png", "{filename}" = name without ending). Reads at most 12 masks to judge the
/// polarity. Throws Error(BadInput) when the folder does not exist or nothing matches.
MaskImport matchMasks(const SetSource& set,
                      const std::filesystem::path& folder,
                      const std::string& name_template = {});

/// Takes the masks: ViewSource::mask of the matched views; invert_mask where white means
/// background. The rest of the set keeps what it has. What was left over on either side is listed
/// in the problems.
void useMasks(SetSource& set, const MaskImport& import, bool white_is_object);

}  // namespace bozzetto
