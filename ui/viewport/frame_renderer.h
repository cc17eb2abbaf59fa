// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/gl_context.h"
#include "ui/viewport/sliced_picture.h"

#include <QColor>
#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

class QThread;

namespace bozzetto::ui {

/// The things to draw; equal pointers are not uploaded again.
struct SceneContent {
    std::shared_ptr<const ViewMesh> mesh;
    std::shared_ptr<const PreviewMesh> preview;
    int preview_serial = 0;
    std::vector<std::shared_ptr<const SceneOverlay>> overlays;
};

struct FrameRequest {
    SceneContent content;
    PictureView view;
    uint64_t revision = 0;
};

/// What a frame showed, for picking: distances along the optical axis at the frame's pixels.
struct FrameDepth {
    ViewProjection projection;
    int width, height;
    std::vector<float> values;  // [height, width], infinite where nothing is
};

struct Frame {
    QImage image;  // premultiplied; smaller than asked for while the view moves
    std::shared_ptr<const FrameDepth> depth;
    uint64_t revision = 0;
    int preview_serial = 0;
    bool settled = false;
    double moving_ms = 0, full_ms = 0, frames_a_second = 0;
};

/// A picture for a file, drawn between frames. `done` is called in the render thread.
struct PictureJob {
    SceneContent content;
    PictureView view;
    QColor background;  // transparent if not valid
    std::function<void(QImage)> done;
};

/// Draws in a thread of its own: always the newest request, coarsely at first, then in full when
/// nothing newer comes. Its thread and those of a software driver run a little below the UI thread
/// and above the engines.
class FrameRenderer : public QObject {
    Q_OBJECT
public:
    explicit FrameRenderer(QObject* parent = nullptr);
    /// Waits for the slice being drawn.
    ~FrameRenderer() override;

    void start();
    /// Takes the place of any request not drawn yet.
    void request(FrameRequest request);
    void draw(PictureJob job);
    /// The newest frame that was not taken yet.
    std::optional<Frame> takeFrame();

Q_SIGNALS:
    /// Emitted in the UI thread: takeFrame() has one.
    void frameReady();
    void started(const QString& renderer);
    void failed(const QString& reason);

private:
    class Loop;
    void deliver(Frame frame);

    GlContext context_;
    std::unique_ptr<QThread> thread_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stop_ = false;                    // these under mutex_
    std::optional<FrameRequest> request_;  // newest, not looked at yet
    std::deque<PictureJob> pictures_;
    std::optional<Frame> frame_;
};

}  // namespace bozzetto::ui
