// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/camera_finder.h"

#include "ui/common/background_task.h"

#include <utility>

namespace bozzetto::ui {

CameraFinder::CameraFinder(QString cli, QObject* parent) : QObject(parent), cli_(std::move(cli)) {
    qRegisterMetaType<TaskProgress>();
}

CameraFinder::~CameraFinder() {
    // Before the folder that their children write to.
    for (ChildTask* task : findChildren<ChildTask*>()) {
        delete task;
    }
}

void CameraFinder::start(const FindRequest& request, Earlier earlier) {
    abandon();
    request_ = request;
    ++serial_;
    output_ = folder_.filePath(QStringLiteral("cameras%1.json").arg(serial_));
    task_ = new ChildTask(cli_, this);
    connect(task_, &ChildTask::progress, this, &CameraFinder::progress);
    connect(task_, &ChildTask::warning, this, &CameraFinder::warning);
    connect(task_, &ChildTask::event, this, &CameraFinder::takeEvent);
    connect(task_, &ChildTask::done, this, [this] {
        end();
        Q_EMIT found(output_);
    });
    connect(task_, &ChildTask::failed, this, [this](const QString&, const Problem& problem) {
        end();
        Q_EMIT failed(problem);
    });
    connect(task_, &ChildTask::cancelled, this, [this] {
        end();
        Q_EMIT cancelled();
    });
    QStringList words{QStringLiteral("cameras"),
                      toQt(request.input),
                      QStringLiteral("--output"),
                      output_,
                      QStringLiteral("--events")};
    for (const std::string& name : request.excluded) {
        words << QStringLiteral("--exclude") << toQt(name);
    }
    if (request.video_frames > 0) {
        words << QStringLiteral("--frames") << QString::number(request.video_frames);
    }
    if (earlier == Earlier::Ignored) {
        words << QStringLiteral("--no-cache");
    }
    Q_EMIT started();
    task_->start(words);
}

void CameraFinder::cancel() {
    if (task_ != nullptr) {
        task_->cancel();
    }
}

void CameraFinder::abandon() {
    ChildTask* task = std::exchange(task_, nullptr);
    if (task == nullptr) {
        return;
    }
    ++serial_;
    waiting_.clear();
    task->disconnect(this);
    for (const auto ended : {&ChildTask::cancelled, &ChildTask::done}) {
        connect(task, ended, task, &QObject::deleteLater);
    }
    connect(task, &ChildTask::failed, task, &QObject::deleteLater);
    task->cancel();
}

void CameraFinder::end() {
    std::exchange(task_, nullptr)->deleteLater();
    waiting_.clear();
}

void CameraFinder::takeEvent(const QString& name, const QJsonObject& values) {
    if (name == QLatin1String("cameras")) {
        waiting_ = values.value(QLatin1String("path")).toString();
        if (!reading_) {
            readSoFar(std::exchange(waiting_, QString()));
        }
    }
}

/// Of several that came meanwhile only the newest is read.
void CameraFinder::readSoFar(const QString& path) {
    if (path.isEmpty()) {
        return;
    }
    reading_ = true;
    const auto next = [this] {
        reading_ = false;
        readSoFar(std::exchange(waiting_, QString()));
    };
    inBackground(
        this,
        [path] { return std::make_shared<const CameraFile>(readCameraFile(toPath(path))); },
        [this, next, serial = serial_](std::shared_ptr<const CameraFile> cameras) {
            if (serial == serial_ && isRunning()) {
                Q_EMIT soFar(cameras);
            }
            next();
        },
        // The child may have replaced it just then: the next one comes soon.
        [next](const Problem&) { next(); });
}

}  // namespace bozzetto::ui
