// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera_file.h"
#include "ui/common/child_task.h"

#include <QObject>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <set>
#include <string>

namespace bozzetto::ui {

/// What cameras are to be found for.
struct FindRequest {
    std::filesystem::path input;
    std::set<std::string> excluded;  // views that are left out
    int video_frames = 0;            // of a video; 0: by its length
    bool operator==(const FindRequest&) const = default;
};

/// Finds cameras from photographs: `bozzetto-cli cameras` as a child process, one at a time. The
/// file of what it finds lasts as long as this object.
class CameraFinder : public QObject {
    Q_OBJECT
public:
    explicit CameraFinder(QString cli, QObject* parent = nullptr);
    ~CameraFinder() override;

    /// An earlier result for the very same pictures, which the program keeps.
    enum class Earlier { Used, Ignored };
    /// Takes the place of what is going on.
    void start(const FindRequest& request, Earlier earlier = Earlier::Used);
    /// The child is gone within 2 s; cancelled() follows.
    void cancel();
    /// As cancel(), but it counts as not running at once and nothing follows.
    void abandon();
    bool isRunning() const { return task_ != nullptr; }
    const FindRequest& request() const { return request_; }

Q_SIGNALS:
    void started();
    void progress(const bozzetto::ui::TaskProgress& progress);
    /// The cameras and points so far, in the frame of that moment.
    void soFar(const std::shared_ptr<const bozzetto::CameraFile>& cameras);
    void warning(const QString& text);
    /// path: of the camera file.
    void found(const QString& path);
    void failed(const bozzetto::ui::Problem& problem);
    void cancelled();

private:
    void takeEvent(const QString& name, const QJsonObject& values);
    void readSoFar(const QString& path);
    void end();

    QString cli_;
    QTemporaryDir folder_;
    FindRequest request_;
    ChildTask* task_ = nullptr;
    QString output_, waiting_;  // waiting_: the newest file that was not read yet
    int serial_ = 0;
    bool reading_ = false;
};

}  // namespace bozzetto::ui
