// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/images/drop_content.h"

#include <QImage>
#include <QPointer>
#include <QWidget>

#include <memory>

class QMimeData;

namespace bozzetto::ui {

class DropOverlay;

/// What a drop asks for: open the set in place of the current one, or (Shift) put the pictures into
/// the current set, whose folder they must lie in.
enum class DropAction { Open, Add };

/// Makes a whole top-level window a drop target: anything that can be opened may be dropped
/// anywhere, and while it hovers an overlay says what a drop will do. Pasting goes the same way.
/// The disk is looked at off the UI thread.
class DropTarget : public QObject {
    Q_OBJECT
public:
    /// The target belongs to `window` and watches it.
    explicit DropTarget(QWidget* window);
    ~DropTarget() override;

    /// Folder of the set that is open now; empty: none. Shift then adds pictures of that folder.
    void setCurrentFolder(const QString& folder);
    /// While false, drops are refused with `reason` (a run is going on).
    void setAccepting(bool accepting, const QString& reason = {});

    /// What the overlay says now; empty while nothing hovers.
    QString overlayText() const;

public Q_SLOTS:
    /// Takes what the clipboard holds: paths, file addresses, files or a picture (Ctrl+V).
    void pasteRequested();
    /// The same road for paths from elsewhere (Open dialog, command line).
    void openPaths(const QStringList& paths);

Q_SIGNALS:
    void imageSetDropped(const QStringList& paths, bozzetto::ui::DropAction action);
    /// Another program's cameras for the pictures that are open.
    void camerasDropped(const QString& path);
    /// Another program's cameras for the pictures of the imageSetDropped that follows; empty: none.
    void camerasDroppedWithPictures(const QString& path);
    void projectDropped(const QString& path);
    void refused(const QString& reason, const QString& hint);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Drag;
    bool enter(const QMimeData& data, Qt::KeyboardModifiers modifiers);
    void drop(const QMimeData& data, Qt::KeyboardModifiers modifiers);
    void leave();
    static QString addText(int pictures);
    static QString openText(int pictures);
    static QString noPicturesText();
    static QString noPicturesHint();
    void showWhatHappens();
    DropAction actionFor(Qt::KeyboardModifiers modifiers) const;
    bool liesInCurrentFolder(const DropContent& content) const;
    void deliver(const DropContent& content, DropAction action);
    void take(const QList<QUrl>& urls, DropAction action);
    void takePicture(const QImage& picture);

    QWidget* window_;
    DropOverlay* overlay_;
    std::unique_ptr<Drag> drag_;
    QString current_folder_, refusal_;
    bool accepting_ = true;
};

}  // namespace bozzetto::ui
