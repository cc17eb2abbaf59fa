// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "camera/import_review.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bozzetto {
namespace {

using About = InputProblem::About;
using Kind = ReviewProblem::Kind;

constexpr std::size_t kEnoughToCompare = 4;  // pictures before one is compared with the others

/// What is usual in this set, told from the pictures that are used.
struct Usual {
    double sharpness = 0, mean = 0, coverage = 0;  // medians
    std::size_t pictures = 0, masked = 0, with_depth = 0, measured = 0;
    std::map<std::pair<int, int>, std::size_t> sizes;
};

double median(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The edit came after the measuring.
bool mustFlip(const PictureReview& picture, const ImportEdits& edits) {
    return edits.inverted.contains(picture.name) != picture.measures.inverted;
}

MaskStatistics editedMask(const PictureReview& picture, const ImportEdits& edits) {
    MaskStatistics mask = picture.measures.mask;
    if (mustFlip(picture, edits)) {
        mask = {1 - mask.coverage, 1 - mask.border_coverage, 1 - mask.center_coverage};
    }
    return mask;
}

Usual usualOf(const ImportReview& review, const ImportEdits& edits) {
    Usual usual;
    std::vector<double> sharpness, mean, coverage;
    for (const PictureReview& picture : review.pictures) {
        if (!picture.readable || edits.excluded.contains(picture.name)) {
            continue;
        }
        ++usual.pictures;
        usual.masked += picture.mask_from != View::MaskFrom::Nothing ? 1 : 0;
        usual.with_depth += picture.has_depth ? 1 : 0;
        ++usual.sizes[{picture.width, picture.height}];
        if (picture.measured) {
            ++usual.measured;
            sharpness.push_back(picture.measures.quality.sharpness);
            mean.push_back(picture.measures.quality.mean);
            if (picture.measures.has_mask) {
                coverage.push_back(editedMask(picture, edits).coverage);
            }
        }
    }
    usual.sharpness = median(std::move(sharpness));
    usual.mean = median(std::move(mean));
    usual.coverage = median(std::move(coverage));
    return usual;
}

std::string percent(double share) {
    return std::to_string(std::lround(100 * share)) + " %";
}

/// Finds the problems of one picture.
class Judge {
public:
    Judge(const PictureReview& picture, const Usual& usual, const ImportEdits& edits)
        : picture_(picture), usual_(usual), edits_(edits) {}

    std::vector<ReviewProblem> judge() {
        repeatReader();
        judgeSize();
        judgeMissing();
        if (picture_.measured && picture_.measures.readable) {
            judgeSharpness();
            judgeExposure();
            judgeMask();
            judgeDepth();
        }
        std::stable_sort(
            found_.begin(), found_.end(), [](const ReviewProblem& a, const ReviewProblem& b) {
                return a.severity > b.severity;
            });
        return std::move(found_);
    }

private:
    void add(Kind kind,
             Severity severity,
             std::string text,
             std::string remedy,
             double value = 0,
             double reference = 0) {
        found_.push_back({kind, severity, std::move(text), std::move(remedy), value, reference});
    }

    void repeatReader() {
        for (const InputProblem& problem : picture_.measures.reader_problems) {
            switch (problem.about) {
                case About::MaskFull:
                case About::AlphaInverted:
                    break;  // judged below, with the edits
                case About::MaskEmpty:
                    judgeEmptyMask(problem);
                    break;
                case About::NoMask:
                    break;  // judged below
                case About::MaskWasInverted:
                    add(Kind::MaskWasInverted, Severity::Note, problem.reason, problem.hint);
                    break;
                case About::MaskSize:
                    add(Kind::MaskSize, Severity::Warning, problem.reason, problem.hint);
                    break;
                case About::Remark:
                    add(Kind::Reader, Severity::Note, problem.reason, problem.hint);
                    break;
                default:
                    add(problem.skipped ? Kind::LeftOut : Kind::Reader,
                        problem.skipped ? Severity::Error : Severity::Warning,
                        problem.reason,
                        problem.hint);
            }
        }
    }

    void judgeEmptyMask(const InputProblem& problem) {
        if (mustFlip(picture_, edits_)) {
            addFullMask();
        } else {
            add(Kind::MaskEmpty, Severity::Error, problem.reason, problem.hint);
        }
    }

    void addFullMask() {
        add(Kind::MaskFull,
            Severity::Warning,
            "the mask covers the whole picture",
            "Give a mask that shows only the object in white.");
    }

    void judgeSize() {
        if (!picture_.readable) {
            return;
        }
        constexpr int kSmall = 256;
        const int shorter = std::min(picture_.width, picture_.height);
        if (shorter < kSmall) {
            add(Kind::Small,
                Severity::Note,
                "is small: " + std::to_string(shorter) + " pixels on its shorter side",
                "Larger pictures give finer textures.",
                shorter);
        }
        const auto same = usual_.sizes.find({picture_.width, picture_.height});
        if (same != usual_.sizes.end() && 5 * same->second < usual_.pictures) {
            add(Kind::OtherSize,
                Severity::Note,
                "has another size than most pictures",
                "Nothing to do if it was taken that way.");
        }
    }

    void judgeMissing() {
        const bool left_out_for_it =
            std::any_of(picture_.measures.reader_problems.begin(),
                        picture_.measures.reader_problems.end(),
                        [](const InputProblem& p) { return p.about == About::NoMask; });
        const bool has_none = picture_.readable && picture_.mask_from == View::MaskFrom::Nothing;
        if (left_out_for_it || (has_none && 2 * usual_.masked > usual_.pictures)) {
            add(Kind::NoMask,
                Severity::Error,
                "has no mask, while most pictures have one; it is left out",
                "Add a mask for it, or exclude it.");
        }
        if (picture_.readable && !picture_.has_depth && 2 * usual_.with_depth > usual_.pictures) {
            add(Kind::NoDepth,
                Severity::Note,
                "has no depth, while most pictures have it",
                "Add its depth picture if there is one.");
        }
    }

    bool canCompare() const { return usual_.measured >= kEnoughToCompare; }

    void judgeSharpness() {
        constexpr double kBlurred = 0.35;
        const double ratio = picture_.relative_sharpness;
        if (canCompare() && usual_.sharpness > 0 && ratio < kBlurred) {
            add(Kind::Blurred,
                Severity::Warning,
                "is blurred: " + percent(ratio) + " of the detail of the other pictures",
                "Exclude it, or take it again.",
                ratio);
        }
    }

    void judgeExposure() {
        const PictureQuality& quality = picture_.measures.quality;
        constexpr double kNearlyBlack = 0.02, kTooManyClipped = 0.2;
        const bool darker =
            canCompare() && quality.mean < 0.5 * usual_.mean && quality.mean < usual_.mean - 0.08;
        const bool brighter =
            canCompare() && quality.mean > 1.6 * usual_.mean && quality.mean > usual_.mean + 0.15;
        if (quality.mean < kNearlyBlack || darker) {
            add(Kind::TooDark,
                Severity::Warning,
                "is darker than the others: brightness " + percent(quality.mean) + ", usual " +
                    percent(usual_.mean),
                "Use the same exposure for all pictures, or exclude it.",
                quality.mean,
                usual_.mean);
        } else if (brighter) {
            add(Kind::TooBright,
                Severity::Warning,
                "is brighter than the others: brightness " + percent(quality.mean) + ", usual " +
                    percent(usual_.mean),
                "Use the same exposure for all pictures, or exclude it.",
                quality.mean,
                usual_.mean);
        }
        if (quality.clipped_bright > kTooManyClipped) {
            add(Kind::Clipped,
                Severity::Warning,
                percent(quality.clipped_bright) + " of the object is overexposed",
                "Take it again with less exposure.",
                quality.clipped_bright);
        }
    }

    void judgeMask() {
        if (picture_.mask_from == View::MaskFrom::Nothing) {
            return;
        }
        const MaskStatistics mask = editedMask(picture_, edits_);
        if (mask.isFull()) {
            addFullMask();
        } else if (mask.isEmpty()) {
            add(Kind::MaskEmpty,
                Severity::Error,
                "the mask is empty: no pixel belongs to the object",
                "Give a mask that shows the object in white, or exclude the picture.");
        } else if (mask.isInverted()) {
            add(Kind::MaskInverted,
                Severity::Warning,
                "the mask looks inverted: the border belongs to the object, the middle does not",
                "Invert the mask.");
        } else if (canCompare() && mask.coverage < 0.15 * usual_.coverage) {
            add(Kind::MaskSuspect,
                Severity::Warning,
                "its object is much smaller than in the other pictures: " + percent(mask.coverage) +
                    " of the picture, usual " + percent(usual_.coverage),
                "Look at its mask.",
                mask.coverage,
                usual_.coverage);
        }
    }

    void judgeDepth() {
        constexpr double kSparse = 0.5;
        const PictureMeasures& measures = picture_.measures;
        if (measures.has_depth && measures.known_depth < kSparse && !mustFlip(picture_, edits_)) {
            add(Kind::SparseDepth,
                Severity::Warning,
                "its depth covers only " + percent(measures.known_depth) + " of the object",
                "Check that depth and picture show the same frame.",
                measures.known_depth);
        }
    }

    const PictureReview& picture_;
    const Usual& usual_;
    const ImportEdits& edits_;
    std::vector<ReviewProblem> found_;
};

}  // namespace

void judge(ImportReview& review, const ImportEdits& edits) {
    const Usual usual = usualOf(review, edits);
    for (PictureReview& picture : review.pictures) {
        picture.relative_sharpness = picture.measured && usual.sharpness > 0
                                         ? picture.measures.quality.sharpness / usual.sharpness
                                         : 0;
        picture.problems = Judge(picture, usual, edits).judge();
    }
}

}  // namespace bozzetto
