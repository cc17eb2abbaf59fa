// SPDX-License-Identifier: Apache-2.0
#include "masks/lint_masks.h"

#include "base/parallel_for.h"
#include "camera/silhouettes.h"
#include "image/mask.h"
#include "masks/occupancy.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

using Kind = MaskFinding::Kind;

constexpr int kSide = 256;              // masks are compared at this size
constexpr std::size_t kLeastMasks = 4;  // for comparing a view with the others
constexpr int kReach = 24;              // largest shift that is tried, work pixels
constexpr double kLeastShift = 1.5;     // work pixels
constexpr double kClearGain = 0.03;     // of the agreement by shifting
constexpr double kCutOff = 0.04;        // of the frame is object

double overlap(const cv::Mat& a, const cv::Mat& b) {
    const double any = cv::countNonZero(a | b);
    return any > 0 ? cv::countNonZero(a & b) / any : 1;
}

/// The mask moved by whole pixels; what comes in is background.
cv::Mat moved(const cv::Mat& mask, int dx, int dy) {
    cv::Mat result(mask.size(), mask.type(), cv::Scalar(0));
    const cv::Rect frame(0, 0, mask.cols, mask.rows);
    const cv::Rect to = cv::Rect(dx, dy, mask.cols, mask.rows) & frame;
    if (to.area() > 0) {
        mask(to - cv::Point(dx, dy)).copyTo(result(to));
    }
    return result;
}

struct Shift {
    double x = 0, y = 0;  // work pixels
    double gain = 0;      // of the agreement
};

/// Vertex of the parabola through three values at -1, 0, 1.
double vertex(double before, double at, double after) {
    const double bend = before - 2 * at + after;
    return bend < 0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
}

/// The shift under which the mask fits best: coarse steps first.
Shift bestShift(const cv::Mat& mask, const cv::Mat& expected) {
    const auto score = [&](int dx, int dy) { return overlap(moved(mask, dx, dy), expected); };
    const double unmoved = score(0, 0);
    int best_x = 0, best_y = 0;
    double best = unmoved;
    const auto tryAround = [&](int cx, int cy, int reach, int step) {
        for (int dy = -reach; dy <= reach; dy += step) {
            for (int dx = -reach; dx <= reach; dx += step) {
                if (const double s = score(cx + dx, cy + dy); s > best) {
                    best = s;
                    best_x = cx + dx, best_y = cy + dy;
                }
            }
        }
    };
    tryAround(0, 0, kReach, 4);
    tryAround(best_x, best_y, 3, 1);
    Shift shift;
    shift.x = best_x + vertex(score(best_x - 1, best_y), best, score(best_x + 1, best_y));
    shift.y = best_y + vertex(score(best_x, best_y - 1), best, score(best_x, best_y + 1));
    shift.gain = best - unmoved;
    return shift;
}

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Findings of each mask by itself; indexed like the set's views.
std::vector<std::vector<MaskFinding>> lintAlone(const ImageSet& set) {
    std::vector<std::vector<MaskFinding>> found(set.views.size());
    parallelTasks(static_cast<int64_t>(set.views.size()), [&](int64_t i, int) {
        const View& view = set.views[i];
        if (!view.has_mask || view.image.pixels.empty()) {
            return;
        }
        const MaskStatistics mask = maskStatistics(view.image, 3);
        const auto add = [&](Kind kind) { found[i].push_back({kind, view.name}); };
        if (mask.isEmpty()) {
            add(Kind::Empty);
        } else if (mask.isFull()) {
            add(Kind::Full);
        } else if (mask.isInverted()) {
            add(Kind::Inverted);
        } else if (mask.border_coverage > kCutOff) {
            add(Kind::CutOff);
        }
        const Image& confidence = view.mask_confidence;
        if (!confidence.empty() &&
            (confidence.width != view.image.width || confidence.height != view.image.height)) {
            add(Kind::WrongSize);
        }
    });
    return found;
}

class HullCheck {
public:
    HullCheck(const ImageSet& set,
              const std::vector<std::vector<MaskFinding>>& alone,
              const Task& task)
        : set_(set), task_(task) {
        for (std::size_t i = 0; i < set.views.size(); ++i) {
            const View& view = set.views[i];
            const bool usable = std::all_of(alone[i].begin(), alone[i].end(), [](const auto& f) {
                return f.kind == Kind::CutOff || f.kind == Kind::WrongSize;
            });
            if (view.camera && view.has_mask && !view.image.pixels.empty() && usable) {
                views_.push_back(makeWorkView(view, i, kSide));
            }
        }
    }

    void run(std::vector<std::vector<MaskFinding>>& found) {
        if (views_.size() < kLeastMasks) {
            return;
        }
        const std::optional<RegionBox> region = regionOfMasks(views_, start(), task_);
        if (!region) {
            return;
        }
        compare(*region);
        const double typical = medianOf(agreement_);
        for (std::size_t v = 0; v < views_.size(); ++v) {
            if (const std::optional<MaskFinding> finding = judge(v, typical)) {
                found[views_[v].index].push_back(*finding);
            }
        }
    }

private:
    RegionBox start() const {
        const Meeting meeting = meetingOfAxes(set_);
        RegionBox box;
        double half = 0;
        for (const WorkView& view : views_) {
            const Camera& c = view.camera;
            const double tangent = 0.5 * std::max(c.width / c.fx, c.height / c.fy);
            half = std::max(half, tangent * length(c.position() - meeting.point));
        }
        for (int r = 0; r < 3; ++r) {
            box.world_from_box.m[r][3] = meeting.point[r];
        }
        box.half_size = {half, half, half};
        return box;
    }

    void compare(const RegionBox& region) {
        std::vector<cv::Mat> evidence;
        for (const WorkView& view : views_) {
            evidence.push_back(evidenceOfMask(view.given));
        }
        const int least_seen =
            std::max(2, static_cast<int>(0.3 * static_cast<double>(views_.size())));
        Occupancy cells = occupancyOf(views_, evidence, region, 112, least_seen, {}, task_);
        keepLargestParts(cells);
        agreement_.resize(views_.size());
        inside_.resize(views_.size());
        expected_.resize(views_.size());
        parallelTasks(static_cast<int64_t>(views_.size()), [&](int64_t i, int) {
            task_.poll();
            const auto v = static_cast<std::size_t>(i);
            expected_[v] = seenByOthers(cells, views_[v], evidence[v]) > 0;
            agreement_[v] = overlap(views_[v].given, expected_[v]);
            const double own = cv::countNonZero(views_[v].given);
            inside_[v] = cv::countNonZero(views_[v].given & expected_[v]) / std::max(1.0, own);
        });
    }

    std::optional<MaskFinding> judge(std::size_t v, double typical) const {
        const View& view = set_.views[views_[v].index];
        MaskFinding finding{Kind::Flickers, view.name, agreement_[v]};
        // The hull of the others holds the object, so a true mask lies inside of it; it is larger
        // than the object by about as much in every view.
        const bool fits = inside_[v] > 0.97 && agreement_[v] > typical - 0.06;
        if (fits) {
            return std::nullopt;
        }
        const Shift shift = bestShift(views_[v].given, expected_[v]);
        const bool is_shift = std::hypot(shift.x, shift.y) >= kLeastShift &&
                              shift.gain > kClearGain &&
                              agreement_[v] + shift.gain > typical - 0.05;
        if (is_shift) {
            finding.kind = Kind::Shifted;
            const double scale = static_cast<double>(view.image.width) / views_[v].given.cols;
            finding.shift_x = scale * shift.x, finding.shift_y = scale * shift.y;
            return finding;
        }
        const bool disagrees = inside_[v] < 0.9 || agreement_[v] < typical - 0.12;
        return disagrees ? std::optional(finding) : std::nullopt;
    }

    const ImageSet& set_;
    const Task& task_;
    std::vector<WorkView> views_;
    std::vector<cv::Mat> expected_;
    std::vector<double> agreement_, inside_;
};

std::string percentText(double share) {
    return std::to_string(static_cast<int>(std::lround(100 * share))) + " %";
}

std::string pixelsText(double pixels) {
    const auto rounded = std::lround(pixels);
    return (rounded > 0 ? "+" : "") + std::to_string(rounded);
}

}  // namespace

const char* toString(MaskFinding::Kind kind) {
    switch (kind) {
        case Kind::Empty:
            return "empty";
        case Kind::Full:
            return "full";
        case Kind::Inverted:
            return "inverted";
        case Kind::WrongSize:
            return "wrong size";
        case Kind::CutOff:
            return "cut off";
        case Kind::Shifted:
            return "shifted";
        case Kind::Flickers:
            return "flickers";
    }
    return "";
}

std::vector<MaskFinding> lintMasks(const ImageSet& set, const Task& task) {
    std::vector<std::vector<MaskFinding>> found = lintAlone(set);
    HullCheck(set, found, task).run(found);
    std::vector<MaskFinding> result;
    for (const auto& findings : found) {
        result.insert(result.end(), findings.begin(), findings.end());
    }
    return result;
}

InputProblem describeFinding(const MaskFinding& finding, const std::filesystem::path& path) {
    using About = InputProblem::About;
    switch (finding.kind) {
        case Kind::Empty:
            return {path,
                    "the mask is empty: no pixel belongs to the object",
                    "Draw the mask, or leave the picture out.",
                    false,
                    About::MaskEmpty};
        case Kind::Full:
            return {path,
                    "the mask covers the whole picture",
                    "Give a mask that shows only the object in white.",
                    false,
                    About::MaskFull};
        case Kind::Inverted:
            return {path,
                    "the mask looks inverted: the border is white and the middle black",
                    "Invert the mask, unless the object is the outer part.",
                    false,
                    About::AlphaInverted};
        case Kind::WrongSize:
            return {path,
                    "the mask is not of the picture's size",
                    "Give a mask of the picture's own size.",
                    false,
                    About::MaskSize};
        case Kind::CutOff:
            return {path,
                    "the object is cut off by the picture's frame",
                    "Nothing to do if other pictures show that part."};
        case Kind::Shifted:
            return {path,
                    "the mask seems shifted: moved by (" + pixelsText(finding.shift_x) + ", " +
                        pixelsText(finding.shift_y) +
                        ") pixels (right, down) it would fit the other pictures",
                    "Check that the mask belongs to this picture and was not cropped."};
        case Kind::Flickers:
            return {path,
                    "the mask agrees only to " + percentText(finding.agreement) +
                        " with the masks of the other pictures",
                    "Look at this mask: a part may be missing or too much."};
    }
    return {};
}

}  // namespace bozzetto
