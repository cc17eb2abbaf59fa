// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>
#include <QStringList>

namespace bozzetto::ui {

class ImportReviewPage;
class ImportSession;
class ProjectDocument;

/// Keeps the set under review and the project in step: what is opened becomes the project's input,
/// what is edited on the review page becomes an undoable change of the project, and what undo, redo
/// or opening a project change goes back to the review.
class ImageController : public QObject {
    Q_OBJECT
public:
    ImageController(ProjectDocument* document,
                    ImportSession* session,
                    ImportReviewPage* page,
                    QObject* parent);

    /// Reads a set and makes it the project's input.
    void open(const QStringList& paths);
    /// Takes pictures of the set's own folder back in.
    void include(const QStringList& paths);

Q_SIGNALS:
    /// A set was read and is the project's input.
    void opened();
    /// The listed set, or the project's edits of it.
    void picturesChanged();

private:
    void takeListing();
    void takeEdits();
    void followDocument();
    void read(const QStringList& paths, int video_frames);

    ProjectDocument* document_;
    ImportSession* session_;
    bool adopting_ = false;   // the set being read is to become the project's input
    QStringList reading_;     // inputs of the project that the session was last given
    int reading_frames_ = 0;  // and how many frames of a video
};

}  // namespace bozzetto::ui
