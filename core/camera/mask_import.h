// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/view_source.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// A folder of masks matched to the pictures of a set by name; nothing is taken yet.
struct MaskImport {
    struct Match {
        std::string view;
        std::filesystem::path picture, mask;
    };
    std::vector<Match> matches;                   // in the set's order
    std::vector<std::string> views_without_mask;  // names
    std::vector<std::filesystem::path> unused;    // picture files that belong to no view
    std::string
        naming;  // how most were named: "a.png", "a.jpg.png", "a_mask.png", "a.jpg.mask.png"
    /// What white seems to mean, by what touches the border and fills the middle; unset where the
    /// masks do not say.
    std::optional<bool> white_is_object;
    double evidence = 0;                 // share of the judged masks that say so, [0, 1]
    int judged = 0;                      // masks that were looked at
    std::vector<InputProblem> problems;  // masks that cannot be read, several for one picture
};

/// Matches without regard to case: `<name>.*` and `<name>.<ending>.*`, each also with _mask, .mask,
/// -mask, _masks, _segmentation, _seg or _alpha before the last ending; in the folder and up to
/// four levels under it, where pictures of one name are told apart by their folder's name. A
/// template as Metashape has it may be given: "{filename}" stands for the picture's name without
/// ending
/// ("{filename}_m.png"). At most twelve masks are read to judge the polarity. Throws
/// Error(BadInput) when the folder does not exist, holds too many files or nothing matches.
MaskImport matchMasks(const SetSource& set,
                      const std::filesystem::path& folder,
                      const std::string& name_template = {});

/// Takes the masks: ViewSource::mask and mask_polarity of the matched views; the others keep what
/// they have. What was left over on either side is listed in the set's problems.
void useMasks(SetSource& set, const MaskImport& import, bool white_is_object);

}  // namespace bozzetto
