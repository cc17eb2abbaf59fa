// SPDX-License-Identifier: Apache-2.0
#include "ui/images/drop_target.h"

#include "base/error.h"
#include "ui/common/background_task.h"
#include "ui/common/state_folder.h"
#include "ui/images/drop_overlay.h"

#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

#include <optional>

namespace bozzetto::ui {

/// What hovers over the window now.
struct DropTarget::Drag {
    QList<QUrl> urls;
    Qt::KeyboardModifiers modifiers;
    std::optional<DropContent> content;  // unset while the disk is looked at
};

DropTarget::DropTarget(QWidget* window)
    : QObject(window), window_(window), overlay_(new DropOverlay(window)) {
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

DropTarget::~DropTarget() = default;

void DropTarget::setCurrentFolder(const QString& folder) {
    current_folder_ = folder.isEmpty() ? QString() : QDir::cleanPath(folder);
}

void DropTarget::setAccepting(bool accepting, const QString& reason) {
    accepting_ = accepting;
    refusal_ = reason;
}

QString DropTarget::overlayText() const {
    return overlay_->isHidden() ? QString() : overlay_->accessibleName();
}

bool DropTarget::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::DragEnter:
        case QEvent::DragMove: {
            auto* drag = static_cast<QDragMoveEvent*>(event);
            if (enter(*drag->mimeData(), drag->modifiers())) {
                drag->setDropAction(Qt::CopyAction);  // the source must keep its files
                drag->accept();
                return true;
            }
            return false;
        }
        case QEvent::DragLeave:
            leave();
            return true;
        case QEvent::Drop: {
            auto* drop_event = static_cast<QDropEvent*>(event);
            drop_event->setDropAction(Qt::CopyAction);
            drop_event->accept();
            drop(*drop_event->mimeData(), drop_event->modifiers());
            return true;
        }
        case QEvent::Resize:
            overlay_->resize(window_->size());
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

bool DropTarget::enter(const QMimeData& data, Qt::KeyboardModifiers modifiers) {
    if (drag_) {
        if (drag_->modifiers != modifiers) {
            drag_->modifiers = modifiers;
            showWhatHappens();
        }
        return true;
    }
    const QList<QUrl> urls = urlsOf(data);
    if (urls.isEmpty()) {
        return false;  // text and the like: not ours
    }
    drag_ = std::make_unique<Drag>();
    drag_->urls = urls;
    drag_->modifiers = modifiers;
    overlay_->resize(window_->size());
    overlay_->raise();
    overlay_->show();
    showWhatHappens();
    inBackground(
        this,
        [urls] { return classifyDrop(urls); },
        [this, urls](const DropContent& content) {
            if (drag_ && drag_->urls == urls) {
                drag_->content = content;
                showWhatHappens();
            }
        },
        [](const Problem&) {});
    return true;
}

void DropTarget::leave() {
    drag_.reset();
    overlay_->hide();
}

bool DropTarget::liesInCurrentFolder(const DropContent& content) const {
    if (current_folder_.isEmpty() || content.kind != DropContent::Kind::Images) {
        return false;
    }
    const QStringList paths = content.paths();
    return std::all_of(paths.begin(), paths.end(), [this](const QString& path) {
        const QFileInfo info(path);
        return info.isFile() &&
               (info.absolutePath() == current_folder_ ||
                info.absolutePath().startsWith(current_folder_ + QLatin1Char('/')));
    });
}

DropAction DropTarget::actionFor(Qt::KeyboardModifiers modifiers) const {
    return modifiers.testFlag(Qt::ShiftModifier) && !current_folder_.isEmpty() ? DropAction::Add
                                                                               : DropAction::Open;
}

// English needs no translation file for its plurals this way.
QString DropTarget::addText(int pictures) {
    return pictures == 1 ? tr("Drop to add 1 picture")
                         : tr("Drop to add %n pictures", nullptr, pictures);
}

QString DropTarget::openText(int pictures) {
    return pictures == 1 ? tr("Drop to open 1 picture")
                         : tr("Drop to open %n pictures", nullptr, pictures);
}

QString DropTarget::noPicturesText() {
    return tr("These are cameras without pictures.");
}

QString DropTarget::noPicturesHint() {
    return tr("Drop the pictures first, or both together.");
}

void DropTarget::showWhatHappens() {
    using Kind = DropOverlay::Kind;
    if (!accepting_) {
        overlay_->setContent(Kind::Refuse, tr("Nothing can be opened now"), refusal_);
        return;
    }
    if (!drag_->content) {
        overlay_->setContent(Kind::Open, tr("Drop to open"), tr("Looking at what it is…"));
        return;
    }
    const DropContent& content = *drag_->content;
    if (content.kind == DropContent::Kind::Refused) {
        overlay_->setContent(Kind::Refuse, content.problem.reason, content.problem.hint);
        return;
    }
    if (content.kind == DropContent::Kind::Project) {
        overlay_->setContent(
            Kind::Open, tr("Drop to open the project \"%1\"").arg(content.title), {});
        return;
    }
    if (content.kind == DropContent::Kind::Cameras) {
        if (current_folder_.isEmpty()) {
            overlay_->setContent(Kind::Refuse, noPicturesText(), noPicturesHint());
        } else {
            overlay_->setContent(
                Kind::Open, tr("Drop to use the cameras of \"%1\"").arg(content.title), {});
        }
        return;
    }
    if (actionFor(drag_->modifiers) == DropAction::Add) {
        if (liesInCurrentFolder(content)) {
            overlay_->setContent(Kind::Open, addText(content.picture_count), {});
        } else {
            overlay_->setContent(Kind::Refuse,
                                 tr("Pictures of another folder cannot be added"),
                                 tr("Copy them into the folder of this set, or drop without Shift "
                                    "to open them instead."));
        }
        return;
    }
    const QString headline = content.picture_count > 0
                                 ? openText(content.picture_count)
                                 : tr("Drop to open \"%1\"").arg(content.title);
    const QString others =
        content.picked.isEmpty()
            ? tr("From \"%1\".").arg(content.title)
            : tr("From \"%1\"; the other pictures of that folder are excluded.").arg(content.title);
    const QString replaces = current_folder_.isEmpty()
                                 ? QString()
                                 : QLatin1Char(' ') + tr("Replaces the set that is open.");
    const QString adds = liesInCurrentFolder(content)
                             ? QLatin1Char(' ') + tr("Hold Shift to add to it.")
                             : QString();
    overlay_->setContent(Kind::Open, headline, others + replaces + adds);
}

void DropTarget::drop(const QMimeData& data, Qt::KeyboardModifiers modifiers) {
    const std::unique_ptr<Drag> drag = std::move(drag_);
    leave();
    const DropAction action = actionFor(modifiers);
    if (drag && drag->content) {
        deliver(*drag->content, action);
    } else {
        take(urlsOf(data), action);
    }
}

void DropTarget::take(const QList<QUrl>& urls, DropAction action) {
    inBackground(
        this,
        [urls] { return classifyDrop(urls); },
        [this, action](const DropContent& content) { deliver(content, action); },
        [this](const Problem& problem) { Q_EMIT refused(problem.reason, problem.hint); });
}

void DropTarget::deliver(const DropContent& content, DropAction action) {
    if (!accepting_) {
        Q_EMIT refused(tr("Nothing can be opened now."), refusal_);
    } else if (content.kind == DropContent::Kind::Refused) {
        Q_EMIT refused(content.problem.reason, content.problem.hint);
    } else if (content.kind == DropContent::Kind::Project) {
        Q_EMIT projectDropped(content.project);
    } else if (content.kind == DropContent::Kind::Cameras) {
        if (current_folder_.isEmpty()) {
            Q_EMIT refused(noPicturesText(), noPicturesHint());
        } else {
            Q_EMIT camerasDropped(content.cameras);
        }
    } else if (action == DropAction::Add && !liesInCurrentFolder(content)) {
        Q_EMIT refused(tr("Pictures of another folder cannot be added."),
                       tr("Copy them into the folder of this set, or drop without Shift to open "
                          "them instead."));
    } else {
        Q_EMIT camerasDroppedWithPictures(content.cameras);
        Q_EMIT imageSetDropped(content.paths(), action);
    }
}

void DropTarget::openPaths(const QStringList& paths) {
    inBackground(
        this,
        [paths] { return classifyPaths(paths); },
        [this](const DropContent& content) { deliver(content, DropAction::Open); },
        [this](const Problem& problem) { Q_EMIT refused(problem.reason, problem.hint); });
}

void DropTarget::pasteRequested() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (data == nullptr) {
        return;
    }
    const QList<QUrl> urls = urlsOf(*data);
    if (!urls.isEmpty()) {
        take(urls, DropAction::Open);
    } else if (data->hasImage()) {
        takePicture(qvariant_cast<QImage>(data->imageData()));
    } else {
        Q_EMIT refused(tr("The clipboard holds no pictures."),
                       tr("Copy picture files, a folder, a path or a picture, and paste again."));
    }
}

void DropTarget::takePicture(const QImage& picture) {
    const QString folder =
        dataFolder() + QStringLiteral("/pasted/") +
        QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-hhmmss-zzz"));
    inBackground(
        this,
        [picture, folder]() -> QString {
            const QString file = folder + QStringLiteral("/pasted.png");
            if (picture.isNull() || !QDir().mkpath(folder) || !picture.save(file, "PNG")) {
                throw Error(
                    Error::Kind::Output,
                    toStd(tr("The pasted picture could not be kept in \"%1\".").arg(folder)),
                    toStd(tr("Check that the disk is not full.")));
            }
            return file;
        },
        [this](const QString& file) { openPaths({file}); },
        [this](const Problem& problem) { Q_EMIT refused(problem.reason, problem.hint); });
}

}  // namespace bozzetto::ui
