// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/lattice.h"
#include "texturing/surface.h"

#include <vector>

namespace bozzetto {

/// Space carving as a force. The visual hull contains the object: a surface that started there and
/// about which pictures disagree lies too far out, where no silhouette says so and a gradient of
/// colours finds no way. So what is seen in a colour that is wrong by much more than usual is
/// pushed in, along its normal. A highlight that the light does not have yet is wrong in some views
/// only, a surface in the wrong place in nearly all: what counts is the geometric mean over the
/// views, kept at the points of a lattice. The surface stops where going on made it worse. Source:
/// after Kutulakos and Seitz 2000, "A Theory of Shape by Space Carving".
class Carving {
public:
    Carving() = default;
    /// Nothing has been seen yet. The surface moves by cells of the lattice.
    Carving(const Lattice& lattice, const at::Device& device);
    bool defined() const { return doubt_.defined(); }

    /// Looks at what composeView made of `pixels` over `background`, and returns a scalar whose
    /// gradient is the force; its value means nothing. Colours that the photographs are not trusted
    /// with count as right. Differentiable in pixels.position; nothing waits for the device.
    at::Tensor loss(const SurfacePixels& pixels,
                    const at::Tensor& composed,
                    const at::Tensor& background,
                    const ViewBatch& views);

    /// What has been seen, and a Carving that goes on from there on the same lattice; both empty
    /// when undefined. Throws Error(BadInput) when the tensors are not such.
    std::vector<at::Tensor> state() const;
    void restore(const std::vector<at::Tensor>& state);

private:
    void look(const at::Tensor& position, const at::Tensor& error);
    struct Agreed {
        at::Tensor error;  // [M] in units of the mean error
        at::Tensor known;  // [M] 1 where it was seen often enough, else 0
    };
    Agreed agreedAt(const at::Tensor& position) const;

    Lattice lattice_;
    at::Tensor doubt_;  // [points] mean logarithm of the error against the usual one
    at::Tensor seen_;   // [points] how often it was seen, up to a limit
};

}  // namespace bozzetto
