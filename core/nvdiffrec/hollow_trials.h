// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/misfit.h"

#include <vector>

namespace bozzetto {

/// Trials of whether the object is hollow. The optimisation starts from the visual hull, and out of
/// the lid that it puts on a hollow no gradient leads. So where the views agree that a pattern is
/// wrong, the surface is moved in by a cell at once; steps of the optimisation later, when
/// materials and surface have found their place, the photographs decide around every point: where
/// they fit clearly worse than before, or not clearly better where it was moved far (a pit that few
/// views see into explains any highlight), the surface goes back and is left alone from then on.
/// What is thin is not tried, unless another method has seen through it. Which parts are doubtful
/// is after Kutulakos and Seitz 2000, "A Theory of Shape by Space Carving"; like carving.h, but as
/// a leap, and with a judgement.
class HollowTrials {
public:
    HollowTrials() = default;
    /// Nothing was tried yet.
    HollowTrials(const Lattice& lattice, const at::Device& device);
    bool defined() const { return settled_.defined(); }
    /// Something was moved in and is not judged yet.
    bool running() const { return before_.defined(); }

    /// values: the signed distances [points] in cells, < 0 inside, as redistance leaves them; seen:
    /// what renderings of that surface get wrong, one or more views each. Returns the distances of
    /// the surface to be tried.
    at::Tensor begin(const std::vector<Misfit>& seen, const at::Tensor& values);
    /// The same with what another method shows, `shown` [points] in cells: where it is clearly
    /// further in, its surface is tried, whatever is doubtful.
    at::Tensor begin(const std::vector<Misfit>& seen,
                     const at::Tensor& values,
                     const at::Tensor& shown);
    /// values: what the optimisation made of them; seen: what it gets wrong now, the same views.
    /// Returns them with what fits worse as it was before; with all of it when the views are of
    /// another size since (less memory, another device) and cannot be compared. Requires running().
    at::Tensor end(const std::vector<Misfit>& seen, const at::Tensor& values);

    /// For checkpoints, and HollowTrials that go on from there on the same lattice; both empty when
    /// undefined. Throws Error(BadInput) when the tensors are not such.
    std::vector<at::Tensor> state() const;
    void restore(const std::vector<at::Tensor>& state);

private:
    at::Tensor start(const std::vector<Misfit>& seen,
                     const at::Tensor& values,
                     const at::Tensor& tried);

    Lattice lattice_;
    at::Tensor settled_;           // [points] in [0, 1]: where a trial failed
    at::Tensor before_;            // [points] distances before the trial; undefined without one
    at::Tensor far_;               // [points] 1 where the trial moved the surface far, else 0
    std::vector<Misfit> misfits_;  // before the trial, without patterns
};

/// How wrong patterns are at each lattice point [points], as a multiple of the views' mean errors:
/// the geometric mean over the views; 0 where fewer than three look.
at::Tensor doubtOf(const std::vector<Misfit>& seen, const Lattice& lattice);

/// Where `now` fits clearly worse than `before` did, and where clearly better, around each lattice
/// point: [points] 0 or 1.
struct FitChange {
    at::Tensor worse, better;
};
FitChange fitChange(const std::vector<Misfit>& before,
                    const std::vector<Misfit>& now,
                    const Lattice& lattice);

}  // namespace bozzetto
