// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "camera/image_set_reader.h"
#include "camera/view_source.h"
#include "image/mask.h"
#include "image/quality.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace bozzetto {

/// What a person changed about a set before the run; names are those of the views.
struct ImportEdits {
    std::set<std::string> excluded = {};
    std::set<std::string> inverted = {};                         // masks: black means object
    std::map<std::string, std::filesystem::path> replaced = {};  // another picture for this view
    bool operator==(const ImportEdits&) const = default;
};

enum class Severity { Note, Warning, Error };

struct ReviewProblem {
    enum class Kind {
        LeftOut,  // the reader cannot use the picture
        Reader,   // anything else that the reader says about the picture, its mask or depth
        Blurred,  // value: sharpness over the set's median
        TooDark,  // value: mean luminance of the object; reference: the set's median
        TooBright,
        Clipped,  // value: share of the object's pixels at the top
        MaskEmpty,
        MaskFull,
        MaskInverted,
        MaskWasInverted,  // by the reader: a mask file, black on white
        MaskSize,         // another size than the picture's; it was resized
        MaskSuspect,      // value: the mask's coverage; reference: the set's median
        NoMask,           // most others have one
        NoDepth,          // most others have one
        SparseDepth,      // value: share of the object with a depth
        OtherSize,        // of a size that few pictures of the set have
        Small,            // value: shorter side, pixels
        MaskShifted,      // fits the other views better when moved; value, reference: pixels to the
                          // right and down
        MaskFlickers,     // value: agreement with what the other masks say together
    };
    Kind kind = Kind::Reader;
    Severity severity = Severity::Note;
    std::string text, remedy;  // English; those of the kinds LeftOut and Reader by the reader
    double value = 0, reference = 0;
};

/// What looking at one picture's pixels gave.
struct PictureMeasures {
    PictureQuality quality;
    bool has_mask = false;
    View::MaskFrom mask_from = View::MaskFrom::Nothing;
    bool inverted = false;  // the view's mask was read inverted (ViewSource::invert_mask)
    MaskStatistics mask;
    double known_depth = 0;  // share of the object's pixels with a depth; 0 without depth
    bool has_depth = false;
    bool readable = true;
    int width = 0, height = 0;  // full size; 0 if unreadable
    std::vector<InputProblem> reader_problems;
};

struct PictureReview {
    std::string name;  // of the view; unreadable pictures too
    std::filesystem::path path, mask_path, depth_path;
    int width = 0, height = 0;  // as the reconstruction sees it (EXIF applied where it counts)
    View::MaskFrom mask_from = View::MaskFrom::Nothing;
    ViewSource::MaskPolarity mask_polarity = ViewSource::MaskPolarity::Guess;
    bool has_depth = false, has_camera = false;
    bool readable = true;   // the reader can use it
    bool measured = false;  // `measures` holds
    PictureMeasures measures;
    double relative_sharpness = 0;        // over the median of the set; 0 while unknown; by judge()
    std::vector<ReviewProblem> problems;  // most severe first; filled by judge()
    /// The worst of `problems`; Note for none.
    Severity severity() const;
};

/// A set as it is reviewed before a run.
struct ImportReview {
    SetSource source;  // views[i] belongs to pictures[i]
    std::vector<PictureReview> pictures;
    std::vector<InputProblem> problems;  // of the whole set
    std::vector<std::string> notes;
    bool assumed_cameras = false;
};

/// Finds the set's files and reads headers only. Throws as loadImageSet does, except that pictures
/// which cannot be read stay in the list with their reason.
ImportReview startReview(const std::filesystem::path& input, const FindOptions& options = {});

/// Decodes one view by the reader's own rules and looks at it. Never throws for a bad file. cache:
/// as LoadOptions has it.
PictureMeasures measurePicture(const ViewSource& view,
                               const SetSource& set,
                               const std::shared_ptr<const PictureCache>& cache = {});

/// Fills every picture's problems from headers, measures and the edits (an inverted mask is judged
/// as inverted). Thresholds that compare with the set use the median of what is measured so far.
void judge(ImportReview& review, const ImportEdits& edits);

/// Numbers for one line about a set; excluded and unreadable pictures do not count.
struct ReviewCounts {
    int pictures = 0, excluded = 0, unreadable = 0;
    int masks_alpha = 0, masks_file = 0, masks_depth = 0;
    int depth = 0, cameras = 0;
    int warnings = 0, errors = 0;  // pictures whose worst problem is one
    int measured = 0;
    std::map<std::pair<int, int>, int> sizes;  // (width, height) -> pictures
};
ReviewCounts countReview(const ImportReview& review, const ImportEdits& edits);

}  // namespace bozzetto
