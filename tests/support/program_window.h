// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QElapsedTimer>
#include <QProcess>
#include <QThread>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <xcb/xcb.h>

namespace bozzetto::testing {

/// The windows of another program as the X server has them: nothing in that program takes part.
class ProgramWindow {
public:
    ProgramWindow() : connection_(xcb_connect(nullptr, nullptr)) {
        if (xcb_connection_has_error(connection_) == 0) {
            root_ = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data->root;
        }
    }
    ~ProgramWindow() { xcb_disconnect(connection_); }
    ProgramWindow(const ProgramWindow&) = delete;
    ProgramWindow& operator=(const ProgramWindow&) = delete;

    /// A large window is on screen and holds more than one colour.
    bool isPainted() {
        const auto tree =
            take(xcb_query_tree_reply(connection_, xcb_query_tree(connection_, root_), nullptr));
        const xcb_window_t* windows = tree ? xcb_query_tree_children(tree.get()) : nullptr;
        for (int i = 0; windows != nullptr && i < xcb_query_tree_children_length(tree.get()); ++i) {
            if (isLarge(windows[i]) && hasPicture(windows[i])) {
                window_ = windows[i];
                return true;
            }
        }
        return false;
    }

    /// What a window manager sends when its close button is pressed.
    void close() {
        xcb_client_message_event_t message{};
        message.response_type = XCB_CLIENT_MESSAGE;
        message.format = 32;
        message.window = window_;
        message.type = atom("WM_PROTOCOLS");
        message.data.data32[0] = atom("WM_DELETE_WINDOW");
        xcb_send_event(connection_,
                       0,
                       window_,
                       XCB_EVENT_MASK_NO_EVENT,
                       reinterpret_cast<const char*>(&message));
        xcb_flush(connection_);
    }

private:
    struct Free {
        void operator()(void* reply) const { std::free(reply); }
    };
    template <class Reply>
    static std::unique_ptr<Reply, Free> take(Reply* reply) {
        return std::unique_ptr<Reply, Free>(reply);
    }

    static constexpr int kLarge = 600, kLook = 400;

    bool isLarge(xcb_window_t window) {
        const auto attributes = take(xcb_get_window_attributes_reply(
            connection_, xcb_get_window_attributes(connection_, window), nullptr));
        size_ = take(
            xcb_get_geometry_reply(connection_, xcb_get_geometry(connection_, window), nullptr));
        return attributes && size_ && attributes->map_state == XCB_MAP_STATE_VIEWABLE &&
               size_->width >= kLarge && size_->height >= kLarge;
    }

    /// Of the window of isLarge().
    bool hasPicture(xcb_window_t window) {
        const auto x = static_cast<int16_t>((size_->width - kLook) / 2);
        const auto y = static_cast<int16_t>((size_->height - kLook) / 2);
        const auto image = take(xcb_get_image_reply(
            connection_,
            xcb_get_image(connection_, XCB_IMAGE_FORMAT_Z_PIXMAP, window, x, y, kLook, kLook, ~0U),
            nullptr));
        if (!image) {
            return false;
        }
        const auto* pixels = reinterpret_cast<const uint32_t*>(xcb_get_image_data(image.get()));
        const int count = xcb_get_image_data_length(image.get()) / 4;
        return std::any_of(pixels, pixels + count, [&](uint32_t p) { return p != pixels[0]; });
    }

    xcb_atom_t atom(std::string_view name) {
        const auto reply = take(xcb_intern_atom_reply(
            connection_,
            xcb_intern_atom(connection_, 0, static_cast<uint16_t>(name.size()), name.data()),
            nullptr));
        return reply ? reply->atom : xcb_atom_t{XCB_ATOM_NONE};
    }

    xcb_connection_t* connection_;
    xcb_window_t root_ = XCB_WINDOW_NONE, window_ = XCB_WINDOW_NONE;
    std::unique_ptr<xcb_get_geometry_reply_t, Free> size_;
};

/// How long a program takes to come up and to go.
struct StartTimes {
    double painted_ms = 0;  // from before fork to the first picture in its window
    double closed_ms = -1;  // from the press of the close button to the end of the process
    int exit_code = -1;     // these stay negative for a program that does not end
};

/// Starts `program`, closes it when it is up and `rest_ms` have passed. nullopt: no window within
/// 30 s.
inline std::optional<StartTimes> timeStart(const QString& program,
                                           const QStringList& arguments,
                                           int rest_ms) {
    constexpr int kLongestStartMs = 30000, kLongestCloseMs = 3000, kLookEveryMs = 4;
    ProgramWindow screen;
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    StartTimes times;
    QElapsedTimer clock;
    clock.start();
    process.start(program, arguments);
    while (!screen.isPainted()) {
        if (clock.elapsed() > kLongestStartMs || process.waitForFinished(0)) {
            process.kill();
            process.waitForFinished();
            return std::nullopt;
        }
        QThread::msleep(kLookEveryMs);
    }
    times.painted_ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    QThread::msleep(static_cast<unsigned long>(rest_ms));
    clock.restart();
    screen.close();
    if (!process.waitForFinished(kLongestCloseMs)) {
        process.kill();
        process.waitForFinished();
        return times;
    }
    times.closed_ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    times.exit_code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return times;
}

}  // namespace bozzetto::testing
