// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/hollow_trials.h"

#include "tensor/tensor_bytes.h"

#include <ATen/Functions.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr double kLeap = 1.0;  // cells: materials still find a surface that moved by so much
// Doubt, in units of the mean error, from which on a part is tried, and in full.
constexpr double kDoubtful = 1.6, kVeryDoubtful = 2.2;
constexpr double kLeastViews = 3;   // that must look at a point
constexpr double kNoError = 0.01;   // in display values: noise, and what 8 bits cannot show
constexpr int kBeside = 2;          // cells around a doubtful point that move with it
constexpr double kLeastHalf = 2.5;  // cells from the surface to the middle of what is not thin
constexpr double kClearly = 1.0;    // cells that what is shown must be further in
constexpr int kJudged = 3;          // cells around a point whose pixels judge it
constexpr double kClear = 0.03;     // share of the error that a clear change is
constexpr double kFar = 1.2;        // cells that a trial may move a surface without a proof
constexpr int kLeftAlone = 1;       // cells around a failed trial that are not tried again

/// The lattice as a picture of one channel.
at::Tensor asVolume(const Lattice& l, const at::Tensor& values) {
    return values.view({1, 1, l.cells[0] + 1, l.cells[1] + 1, l.cells[2] + 1});
}
/// The mean, and the most, of the cube of points up to `cells` away: axis by axis, which costs a
/// sixteenth of a large cube at once.
at::Tensor meanAround(const Lattice& l, const at::Tensor& values, int64_t cells) {
    const int64_t side = 2 * cells + 1;
    at::Tensor v = asVolume(l, values);
    v = at::avg_pool3d(v, {side, 1, 1}, {1, 1, 1}, {cells, 0, 0});
    v = at::avg_pool3d(v, {1, side, 1}, {1, 1, 1}, {0, cells, 0});
    return at::avg_pool3d(v, {1, 1, side}, {1, 1, 1}, {0, 0, cells}).view({-1});
}
at::Tensor mostAround(const Lattice& l, const at::Tensor& values, int64_t cells) {
    const int64_t side = 2 * cells + 1;
    at::Tensor v = asVolume(l, values);
    v = at::max_pool3d(v, {side, 1, 1}, {1, 1, 1}, {cells, 0, 0});
    v = at::max_pool3d(v, {1, side, 1}, {1, 1, 1}, {0, cells, 0});
    return at::max_pool3d(v, {1, 1, side}, {1, 1, 1}, {0, 0, cells}).view({-1});
}

/// values [P] of the pixels that `counts` [P] added up at their lattice points.
at::Tensor sumAtPoints(const Lattice& lattice,
                       const at::Tensor& point,
                       const at::Tensor& counts,
                       const at::Tensor& values) {
    return at::zeros({lattice.points()}, values.options())
        .index_add_(0,
                    point.masked_select(counts).to(at::kLong),
                    values.masked_select(counts).contiguous());
}

bool comparable(const std::vector<Misfit>& a, const std::vector<Misfit>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Misfit& x, const Misfit& y) {
        return x.error.sizes() == y.error.sizes();
    });
}

}  // namespace

at::Tensor doubtOf(const std::vector<Misfit>& seen, const Lattice& lattice) {
    at::Tensor sum, views;
    for (const Misfit& misfit : seen) {
        for (int64_t i = 0; i < misfit.pattern.size(0); ++i) {
            const at::Tensor point = misfit.point[i], pattern = misfit.pattern[i];
            const at::Tensor counts = point.ge(0).logical_and(pattern.ge(0));
            const at::Tensor pixels = sumAtPoints(lattice, point, counts, at::ones_like(pattern));
            const at::Tensor error =
                sumAtPoints(lattice, point, counts, pattern) / pixels.clamp_min(1.0);
            const at::Tensor usual = (pattern * counts).sum() / counts.sum().clamp_min(1);
            const at::Tensor looks = pixels.gt(0).to(at::kFloat);
            const at::Tensor more = looks * ((error + kNoError).log() - (usual + kNoError).log());
            sum = sum.defined() ? sum + more : more;
            views = views.defined() ? views + looks : looks;
        }
    }
    return (sum / views.clamp_min(1.0)).exp() * views.ge(kLeastViews).to(at::kFloat);
}

FitChange fitChange(const std::vector<Misfit>& before,
                    const std::vector<Misfit>& now,
                    const Lattice& lattice) {
    at::Tensor worse, all, against, votes;
    const auto add = [](at::Tensor& sum, const at::Tensor& more) {
        sum = sum.defined() ? sum + more : more;
    };
    for (size_t k = 0; k < before.size(); ++k) {
        for (int64_t i = 0; i < before[k].error.size(0); ++i) {
            const at::Tensor was = before[k].error[i], is = now[k].error[i];
            // A pixel speaks for what it saw before and for what it sees now.
            at::Tensor more = at::zeros({lattice.points()}, was.options());
            at::Tensor sum = at::zeros_like(more);
            for (const at::Tensor& point : {before[k].point[i], now[k].point[i]}) {
                const at::Tensor sees = point.ge(0);
                more = more + sumAtPoints(lattice, point, sees, is - was);
                sum = sum + sumAtPoints(lattice, point, sees, was + kNoError);
            }
            more = meanAround(lattice, more, kJudged);
            sum = meanAround(lattice, sum, kJudged);
            add(worse, more);
            add(all, sum);
            add(against, more.gt(0).to(at::kFloat));
            add(votes, sum.gt(1e-6).to(at::kFloat));
        }
    }
    // Not by a few views alone: those may have a highlight there.
    const at::Tensor mostly = against.gt(0.5 * votes);
    return {worse.gt(kClear * all).logical_and(mostly).to(at::kFloat),
            worse.lt(-kClear * all).to(at::kFloat)};
}

HollowTrials::HollowTrials(const Lattice& lattice, const at::Device& device)
    : lattice_(lattice),
      settled_(at::zeros({lattice.points()}, at::TensorOptions(at::kFloat).device(device))) {}

at::Tensor HollowTrials::begin(const std::vector<Misfit>& seen, const at::Tensor& values) {
    const at::NoGradGuard no_grad;
    const at::Tensor doubt = doubtOf(seen, lattice_), looked = doubt.gt(0).to(at::kFloat);
    const at::Tensor looked_around = meanAround(lattice_, looked, 1);
    const at::Tensor around = meanAround(lattice_, doubt, 1) / looked_around.clamp_min(1e-3);
    const at::Tensor doubtful =
        ((around - kDoubtful) / (kVeryDoubtful - kDoubtful)).clamp(0.0, 1.0);
    const auto reach = static_cast<int64_t>(std::ceil(kLeap + 2));
    const at::Tensor thick = mostAround(lattice_, -values, reach).ge(kLeastHalf).to(at::kFloat);
    const at::Tensor tried = doubtful * mostAround(lattice_, looked, 1) * thick;
    // With a smooth rim.
    const at::Tensor share =
        meanAround(lattice_, mostAround(lattice_, tried, kBeside), 1) * (1.0 - settled_);
    return start(seen, values, values + kLeap * share);
}

at::Tensor HollowTrials::begin(const std::vector<Misfit>& seen,
                               const at::Tensor& values,
                               const at::Tensor& shown) {
    const at::NoGradGuard no_grad;
    const at::Tensor deeper = (shown - values).gt(kClearly).logical_and(shown.gt(-kClearly));
    const at::Tensor tried = mostAround(lattice_, deeper.to(at::kFloat), 1);
    return start(seen, values, at::where(tried.gt(0), at::max(values, shown), values));
}

at::Tensor HollowTrials::start(const std::vector<Misfit>& seen,
                               const at::Tensor& values,
                               const at::Tensor& tried) {
    before_ = values.clone();
    far_ = (tried - values).gt(kFar).to(at::kFloat);
    misfits_.clear();
    for (const Misfit& misfit : seen) {
        misfits_.push_back({misfit.error, {}, misfit.point});
    }
    return tried;
}

at::Tensor HollowTrials::end(const std::vector<Misfit>& seen, const at::Tensor& values) {
    const at::NoGradGuard no_grad;
    at::Tensor result = before_;
    if (comparable(misfits_, seen)) {
        const FitChange fit = fitChange(misfits_, seen, lattice_);
        const at::Tensor worse = meanAround(lattice_, fit.worse, 1);
        const at::Tensor unproven = mostAround(lattice_, far_ * (1.0 - fit.better), 1);
        const at::Tensor back = at::max(worse, meanAround(lattice_, unproven, 1));
        // What went too far may still be right a little further in.
        const at::Tensor failed = worse * (values - before_).abs().gt(0.5 * kLeap).to(at::kFloat);
        settled_ = at::max(settled_, mostAround(lattice_, failed, kLeftAlone));
        result = values + back * (before_ - values);
    }
    before_ = far_ = at::Tensor();
    misfits_.clear();
    return result;
}

std::vector<at::Tensor> HollowTrials::state() const {
    if (!defined()) {
        return {};
    }
    std::vector<at::Tensor> state{settled_};
    if (running()) {
        state.push_back(before_);
        state.push_back(far_);
        for (const Misfit& misfit : misfits_) {
            state.push_back(misfit.error);
            state.push_back(misfit.point);
        }
    }
    return state;
}

void HollowTrials::restore(const std::vector<at::Tensor>& state) {
    const auto require = [](bool condition) { requireUndamaged(condition, "hollow trials"); };
    require(state.empty() != defined());
    before_ = far_ = at::Tensor();
    misfits_.clear();
    if (!defined()) {
        return;
    }
    const auto isVolume = [&](const at::Tensor& t) {
        return t.scalar_type() == at::kFloat && t.sizes() == settled_.sizes();
    };
    require(state.size() % 2 == 1 && isVolume(state[0]));
    require(state.size() == 1 || (isVolume(state[1]) && isVolume(state[2])));
    const at::Device device = settled_.device();
    settled_ = state[0].to(device);
    for (size_t i = 3; i < state.size(); i += 2) {
        const at::Tensor &error = state[i], &point = state[i + 1];
        require(error.dim() == 2 && error.scalar_type() == at::kFloat &&
                point.scalar_type() == at::kInt && point.sizes() == error.sizes());
        require(point.numel() == 0 ||
                (point.min().item<int>() >= -1 && point.max().item<int>() < lattice_.points()));
        misfits_.push_back({error.to(device), {}, point.to(device)});
    }
    if (state.size() > 1) {
        before_ = state[1].to(device);
        far_ = state[2].to(device);
    }
}

}  // namespace bozzetto
