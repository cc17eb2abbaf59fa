// SPDX-License-Identifier: Apache-2.0
#pragma once
// The yardstick of rasterize: the same mesh drawn by VTK on Mesa's software renderer, in a
// QOpenGLWidget.
#include "bench/bench_scene.h"

#include <memory>
#include <string>

namespace bozzetto::bench {

/// Starts Qt and asks Mesa for llvmpipe with two threads. Without a display nothing starts.
void startLlvmpipe(int& argc, char** argv);
bool llvmpipeAvailable();
void stopLlvmpipe();

class LlvmpipeAnchor {
public:
    LlvmpipeAnchor(const Scene& scene, int side);
    ~LlvmpipeAnchor();
    /// Draws a frame and waits until it is done (glFinish), without reading it back.
    void draw();
    /// Pixels of the last frame that show the mesh (reads back).
    int64_t coveredPixels();
    /// GL_RENDERER.
    std::string renderer();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bozzetto::bench
