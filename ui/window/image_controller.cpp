// SPDX-License-Identifier: Apache-2.0
#include "ui/window/image_controller.h"

#include "ui/common/text.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/project/project_document.h"

namespace bozzetto::ui {
namespace {

QStringList inputsOf(const Project& project) {
    QStringList inputs;
    for (const auto& path : project.inputs) {
        inputs.append(toQt(path));
    }
    return inputs;
}

}  // namespace

ImageController::ImageController(ProjectDocument* document,
                                 ImportSession* session,
                                 ImportReviewPage* page,
                                 QObject* parent)
    : QObject(parent), document_(document), session_(session) {
    connect(session, &ImportSession::listed, this, &ImageController::takeListing);
    connect(session, &ImportSession::failed, this, [this] { adopting_ = false; });
    connect(document, &ProjectDocument::inputsChanged, this, &ImageController::followDocument);
    connect(document, &ProjectDocument::opened, this, &ImageController::followDocument);
    connect(document, &ProjectDocument::closed, this, [this] {
        reading_.clear();
        session_->clear();
    });
    connect(page, &ImportReviewPage::excludeRequested, document, &ProjectDocument::setExcluded);
    connect(page, &ImportReviewPage::invertRequested, document, &ProjectDocument::setMaskInverted);
    connect(page, &ImportReviewPage::replaceRequested, document, &ProjectDocument::replacePicture);
    connect(
        page, &ImportReviewPage::videoFramesRequested, document, &ProjectDocument::setVideoFrames);
}

void ImageController::open(const QStringList& paths) {
    adopting_ = true;
    // The project's own video again keeps the choice of frames.
    read(paths, paths == reading_ ? document_->project().scene.video_frames : 0);
}

void ImageController::read(const QStringList& paths, int video_frames) {
    reading_frames_ = video_frames;
    session_->open(paths, video_frames);
}

void ImageController::include(const QStringList& paths) {
    QStringList names;
    for (const PictureReview& picture : session_->review().pictures) {
        if (paths.contains(toQt(picture.path))) {
            names.append(toQt(picture.name));
        }
    }
    document_->setExcluded(names, false);
}

void ImageController::takeListing() {
    const bool adopted = adopting_;
    if (adopted) {
        reading_ = {session_->input()};
        ImportEdits edits;
        for (const QString& name : session_->initialExclusions()) {
            edits.excluded.insert(toStd(name));
        }
        document_->setInputs(reading_, edits);
        adopting_ = false;
    }
    if (document_->project().scene.video_frames == reading_frames_) {
        takeEdits();
    } else {
        followDocument();
    }
    if (adopted) {
        Q_EMIT opened();
    }
}

void ImageController::takeEdits() {
    session_->setEdits(document_->project().edits);
    if (session_->isListed()) {
        Q_EMIT picturesChanged();
    }
}

void ImageController::followDocument() {
    if (adopting_) {
        return;
    }
    const QStringList inputs = inputsOf(document_->project());
    const int video_frames = document_->project().scene.video_frames;
    if (inputs == reading_ && video_frames == reading_frames_) {
        takeEdits();
        return;
    }
    reading_ = inputs;
    if (inputs.isEmpty()) {
        session_->clear();
    } else {
        read(inputs, video_frames);
    }
}

}  // namespace bozzetto::ui
