// SPDX-License-Identifier: Apache-2.0
// Masks from and for other programs: MaskController's half about import and export.
#include "base/files.h"
#include "camera/mask_export.h"
#include "camera/mask_folder.h"
#include "ui/common/background_task.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/masks/mask_import_dialog.h"
#include "ui/project/project_document.h"
#include "ui/window/made_masks.h"
#include "ui/window/mask_controller.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>

#include <algorithm>
#include <map>

namespace bozzetto::ui {
namespace {

/// Masks of the matched pictures in the window's own way: white is the object, of the picture's
/// size, by view name.
int writeImported(const SetSource& set,
                  const std::vector<MaskSubject>& subjects,
                  const MaskImport& import,
                  const QString& folder) {
    QDir().mkpath(folder);
    std::map<std::string, const ViewSource*> views;
    for (const ViewSource& view : set.views) {
        views[view.name] = &view;
    }
    std::map<std::string, const MaskSubject*> known;
    for (const MaskSubject& subject : subjects) {
        known[subject.view.name] = &subject;
    }
    int written = 0;
    for (const MaskImport::Match& match : import.matches) {
        const auto view = views.find(match.view);
        const auto subject = known.find(match.view);
        if (view == views.end() || subject == known.end()) {
            continue;
        }
        MaskSubject one = *subject->second;
        const bool inverted = one.view.invert_mask;
        one.view.mask = view->second->mask;
        one.view.mask_polarity = view->second->mask_polarity;
        one.view.invert_mask = false;
        const LoadedMask mask = loadMask(one);
        if (mask.has_mask) {
            const QByteArray bytes = encodeMask(mask.mask, inverted);
            writeFileAtomically(maskFileOf(toPath(folder), match.view), bytes.toStdString());
            ++written;
        }
    }
    return written;
}

}  // namespace

void MaskController::chooseImport() {
    auto* dialog = new QFileDialog(page_, tr("Choose the folder of masks"));
    dialog->setObjectName(QStringLiteral("importMasksDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setDirectory(QFileInfo(session_->input()).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, &MaskController::importFrom);
    dialog->open();
}

void MaskController::importFrom(const QString& folder) {
    if (!session_->isListed()) {
        return;
    }
    inBackground(
        this,
        [set = session_->review().source, folder] { return matchMasks(set, toPath(folder)); },
        [this](const MaskImport& import) { askAbout(import); },
        [this](const Problem& problem) { Q_EMIT failed(problem); });
}

void MaskController::askAbout(const MaskImport& import) {
    auto* dialog = new MaskImportDialog(import, subjects(), page_);
    connect(dialog, &MaskImportDialog::taken, this, &MaskController::takeImport);
    dialog->open();
}

void MaskController::takeImport(const MaskImport& import, bool white_is_object) {
    const QString folder = document_->newMasksFolder();
    if (!session_->isListed() || folder.isEmpty()) {
        return;
    }
    editor_->flush();
    QStringList made = readMade(toQt(document_->project().scene.masks));
    for (const MaskImport::Match& match : import.matches) {
        made.removeAll(toQt(match.view));
    }
    inBackground(
        this,
        [set = session_->review().source,
         all = subjects(),
         import,
         white_is_object,
         folder,
         old = document_->project().scene.masks]() mutable {
            useMasks(set, import, white_is_object);
            QDir().mkpath(folder);
            const QDir before(toQt(old));
            if (!old.empty() && before.exists()) {  // pictures without a match keep theirs
                for (const QString& name :
                     before.entryList({QStringLiteral("*.png")}, QDir::Files)) {
                    QFile::copy(before.filePath(name), QDir(folder).filePath(name));
                }
            }
            return writeImported(set, all, import, folder);
        },
        [this, folder, made](int count) {
            rememberMade(folder, made);
            useFolder(folder, tr("Import masks"));
            thumbnails_->refresh();
            Q_EMIT message(tr("%n masks were imported.", nullptr, count));
        },
        [this](const Problem& problem) { Q_EMIT failed(problem); });
}

void MaskController::chooseExport() {
    auto* dialog = new QInputDialog(page_);
    dialog->setObjectName(QStringLiteral("exportMasksDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Export masks"));
    dialog->setLabelText(tr("Named and coloured as this program wants them:"));
    QStringList titles;
    for (const MaskConvention& convention : maskConventions()) {
        titles << toQt(convention.title);
    }
    dialog->setComboBoxItems(titles);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, titles](const QString& title) {
        const auto index = static_cast<std::size_t>(std::max<qsizetype>(0, titles.indexOf(title)));
        const QString id = toQt(maskConventions()[index].id);
        auto* folders = new QFileDialog(page_, tr("Choose the folder for the masks"));
        folders->setObjectName(QStringLiteral("exportMasksFolder"));
        folders->setAttribute(Qt::WA_DeleteOnClose);
        folders->setFileMode(QFileDialog::Directory);
        connect(folders, &QFileDialog::fileSelected, this, [this, id](const QString& folder) {
            exportTo(folder, id);
        });
        folders->open();
    });
    dialog->open();
}

void MaskController::exportTo(const QString& folder, const QString& convention) {
    if (!session_->isListed()) {
        return;
    }
    editor_->flush();
    inBackground(
        this,
        [set = session_->editedSource(), folder, id = toStd(convention)] {
            return static_cast<int>(exportMasks(set, toPath(folder), maskConvention(id)).size());
        },
        [this, folder](int count) {
            Q_EMIT message(
                tr("%n masks were written to %1.", nullptr, count).arg(shortPath(folder)));
        },
        [this](const Problem& problem) { Q_EMIT failed(problem); });
}

}  // namespace bozzetto::ui
