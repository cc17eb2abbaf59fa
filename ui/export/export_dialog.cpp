// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_dialog.h"

#include "ui/common/background_task.h"
#include "ui/export/export_dialog_private.h"
#include "ui/export/export_texts.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QHideEvent>
#include <QMetaMethod>
#include <QStandardPaths>
#include <QUrl>

#include <utility>

namespace bozzetto::ui {

ExportDialog::ExportDialog(QWidget* parent) : QDialog(parent), d_(std::make_unique<Private>(this)) {
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export"));
    setModal(false);
    setMinimumSize(800, 480);
    resize(1000, 720);
    d_->build();
    d_->connectAll();
    setMemory({});
    d_->backToEdit();
}

ExportDialog::~ExportDialog() = default;

void ExportDialog::Private::connectAll() {
    QObject::connect(targets, &ExportTargetsList::targetChosen, q, [this](const QString& id) {
        chooseTarget(id);
    });
    QObject::connect(form, &ExportForm::changed, q, [this] { optionsEdited(); });
    QObject::connect(folder, &QLineEdit::textChanged, q, [this] { optionsEdited(); });
    QObject::connect(reset, &QPushButton::clicked, q, [this] { resetTarget(); });
    QObject::connect(&preview_timer, &QTimer::timeout, q, [this] { updatePreview(); });
    QObject::connect(footer, &ExportFooter::exportPressed, q, &ExportDialog::startExport);
    QObject::connect(footer, &ExportFooter::closePressed, q, &QWidget::close);
    QObject::connect(footer, &ExportFooter::replacePressed, q, [this] { run(Existing::Replace); });
    QObject::connect(footer, &ExportFooter::backPressed, q, [this] {
        backToEdit();
        takeWaitingSubject();
    });
    QObject::connect(footer, &ExportFooter::cancelPressed, q, &ExportDialog::cancelExport);
    QObject::connect(footer, &ExportFooter::showInFolderPressed, q, [this] {
        static const QMetaMethod shown =
            QMetaMethod::fromSignal(&ExportDialog::showInFolderRequested);
        if (q->isSignalConnected(shown)) {
            Q_EMIT q->showInFolderRequested(done_file);
        } else {
            QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(done_file).absolutePath()));
        }
    });
    QObject::connect(&job, &ExportJob::progressed, footer, &ExportFooter::setProgress);
    QObject::connect(
        &job, &ExportJob::done, q, [this](const ExportResult& result) { finish(result); });
    QObject::connect(&job, &ExportJob::failed, q, [this](const Problem& problem) {
        footer->showFailed(problem);
        takeWaitingSubject();
        Q_EMIT q->failed(problem.reason, problem.hint);
    });
    QObject::connect(&job, &ExportJob::cancelled, q, [this] {
        backToEdit();
        takeWaitingSubject();
        Q_EMIT q->cancelled();
    });
}

void ExportDialog::Private::chooseTarget(const QString& id) {
    const ExportOptions before = form->options();
    ExportOptions options = withTarget(ExportOptions{}, findExportTarget(toStd(id)));
    if (const auto known = memory.options.constFind(id); known != memory.options.constEnd()) {
        try {
            options = parseExportOptions(toStd(*known));
        } catch (const Error&) {
            // Of another version, or edited by hand: the usual choices are as good.
        }
    }
    options.target = toStd(id);
    // These belong to the result, not to the program.
    options.name = before.name;
    options.source_up = before.source_up;
    options.source_front = before.source_front;
    options.scale = before.scale;
    options.coordinates = before.coordinates;
    options.frame = before.frame;
    if (facts.triangles > 0 && !facts.has_texture()) {
        options.format = ExportFormat::Ply;
        options.space = findExportTarget(options.target).spaces[size_t(ExportFormat::Ply)];
    }
    form->setOptions(options);
    optionsEdited();
}

void ExportDialog::Private::resetTarget() {
    memory.options.remove(targets->target());
    chooseTarget(targets->target());
}

void ExportDialog::Private::browse() {
    auto* dialog = new QFileDialog(q, ExportDialog::tr("Folder of the files"), folder->text());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, folder, &QLineEdit::setText);
    dialog->open();
}

/// A choice was made: what an earlier export said is no longer about it.
void ExportDialog::Private::optionsEdited() {
    if (!job.isRunning() && footer->state() != ExportFooter::State::Edit) {
        footer->showEdit();
        takeWaitingSubject();
    }
    ++preview_number;  // what is on its way is about other choices
    ready = start_when_ready = false;
    preview_timer.start();
}

void ExportDialog::Private::remember() {
    const ExportOptions options = form->options();
    memory.target = toQt(options.target);
    memory.folder = folder->text();
    memory.options[memory.target] = toQt(encodeExportOptions(options));
    Q_EMIT q->memoryChanged(memory);
}

void ExportDialog::Private::updatePreview() {
    if (subject.empty() || facts.triangles == 0) {
        files->clear();
        form->setSize({});
        footer->setReady(false, {});
        return;
    }
    if (folder->text().trimmed().isEmpty()) {
        footer->setReady(false, ExportDialog::tr("Choose a folder for the files."));
        return;
    }
    const int number = ++preview_number;
    const ExportOptions options = form->options();
    inBackground(
        q,
        [options, facts = facts, path = toPath(q->folder())] {
            return previewExport(facts, options, path);
        },
        [this, number, options](const ExportPreview& preview) {
            if (number == preview_number) {
                showPreview(preview, options);
            }
        },
        [this, number](const Problem& problem) {
            if (number == preview_number) {
                showPreviewProblem(problem);
            }
        });
}

void ExportDialog::Private::showPreview(const ExportPreview& preview,
                                        const ExportOptions& options) {
    form->setSize(ExportTexts::size(preview.size, withFormatRules(options).space.unit));
    files->setFiles(preview.files, true);
    replaced_files = 0;
    for (const ExportFile& file : preview.files) {
        replaced_files += file.exists ? 1 : 0;
    }
    const bool full = preview.free_bytes > 0 && preview.bytes > preview.free_bytes;
    ready = !full;
    const bool start = std::exchange(start_when_ready, false) && ready;
    footer->setReady(
        ready,
        full ? ExportDialog::tr("The disk has only %1 left.").arg(formatBytes(preview.free_bytes))
             : QString());
    if (start) {
        q->startExport();
    }
}

void ExportDialog::Private::showPreviewProblem(const Problem& problem) {
    files->clear();
    form->setSize({});
    ready = false;
    footer->setReady(false, problem.reason);
}

void ExportDialog::Private::run(Existing existing) {
    remember();
    choices->setEnabled(false);
    footer->showRunning();
    ExportOptions options = form->options();
    options.copyright = subject.licences.copyright;
    job.start(subject, options, q->folder(), existing);
}

void ExportDialog::Private::finish(const ExportResult& result) {
    done_file = toQt(result.mainFile());
    files->setFiles(result.files, false);
    choices->setEnabled(true);
    footer->showDone(result);
    takeWaitingSubject();
    Q_EMIT q->exported(done_file);
}

void ExportDialog::Private::backToEdit() {
    choices->setEnabled(true);
    footer->showEdit();
    footer->setReady(false, {});
    ready = start_when_ready = false;
    preview_timer.start();
}

/// What was chosen stays, unless it was chosen for another kind of mesh.
void ExportDialog::Private::takeFacts(const MeshFacts& now) {
    facts = now;
    form->setFacts(now);
    if (std::exchange(textured, now.has_texture()) != now.has_texture()) {
        chooseTarget(targets->target());
    }
    updatePreview();
}

void ExportDialog::Private::takeWaitingSubject() {
    choices->setEnabled(true);
    if (std::exchange(has_waiting, false)) {
        q->setSubject(std::exchange(waiting, {}));
    }
}

void ExportDialog::setSubject(const ExportSubject& subject) {
    // A newer preview of a run is no reason to take away a question or how an export ended.
    const bool later = isVisible() && subject.preview && d_->subject.preview &&
                       d_->footer->state() != ExportFooter::State::Edit;
    if (d_->job.isRunning() || later) {
        d_->waiting = subject;
        d_->has_waiting = true;
        return;
    }
    d_->has_waiting = false;
    ExportOptions options = d_->form->options();
    if (subject.name != d_->subject.name) {
        options.name = fileNameFrom(toStd(subject.name));
    }
    if (subject.prefers_scene != d_->subject.prefers_scene) {
        options.coordinates = subject.prefers_scene ? Coordinates::Scene : Coordinates::Input;
    }
    options.frame = subject.frame;
    d_->form->setOptions(options);
    d_->title->setText(subject.name.isEmpty() ? tr("Export") : tr("Export %1").arg(subject.name));
    const QString restricted = toQt(subject.licences.restricted);
    d_->licence->setText(tr("Not for commercial use: it was made with %1.").arg(restricted));
    d_->licence->setVisible(!restricted.isEmpty());
    d_->backToEdit();
    const bool same_mesh =
        subject.textured == d_->subject.textured && subject.preview == d_->subject.preview;
    if (same_mesh && subject.frame == d_->subject.frame) {
        d_->subject = subject;
        return;
    }
    d_->subject = subject;
    d_->facts = {};
    const int number = ++d_->facts_number;
    inBackground(
        this,
        [subject] { return factsOf(subject); },
        [this, number](const MeshFacts& facts) {
            if (number == d_->facts_number) {
                d_->takeFacts(facts);
            }
        },
        [this](const Problem& problem) { d_->showPreviewProblem(problem); });
}

void ExportDialog::setMemory(const ExportMemory& memory) {
    d_->memory = memory;
    QString target = memory.target;
    const std::vector<ExportTarget>& known = exportTargets();
    if (std::none_of(known.begin(), known.end(), [&](const ExportTarget& one) {
            return target == QLatin1String(one.id);
        })) {
        target = QString::fromLatin1(known.front().id);
    }
    d_->targets->setTarget(target);
    setFolder(memory.folder.isEmpty()
                  ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                  : memory.folder);
    d_->chooseTarget(target);
}

ExportMemory ExportDialog::memory() const {
    return d_->memory;
}

void ExportDialog::setSourceUp(Axis up) {
    ExportOptions options = d_->form->options();
    options.source_up = up;
    // The front is not known: what it usually is for this axis.
    options.source_front = up == Axis::PlusZ || up == Axis::MinusZ ? Axis::MinusY : Axis::PlusZ;
    d_->form->setOptions(options);
    d_->optionsEdited();
}

ExportOptions ExportDialog::options() const {
    return d_->form->options();
}

void ExportDialog::setOptions(const ExportOptions& options) {
    d_->targets->setTarget(toQt(options.target));
    d_->form->setOptions(options);
    d_->optionsEdited();
}

QString ExportDialog::folder() const {
    const QString text = QDir::fromNativeSeparators(d_->folder->text().trimmed());
    return text == QLatin1String("~") || text.startsWith(QLatin1String("~/"))
               ? QDir::homePath() + text.mid(1)
               : text;
}

void ExportDialog::setFolder(const QString& folder) {
    d_->folder->setText(QDir::toNativeSeparators(folder));
}

bool ExportDialog::isReady() const {
    return d_->ready;
}

bool ExportDialog::isExporting() const {
    return d_->job.isRunning();
}

void ExportDialog::startExport() {
    if (isExporting() || d_->subject.empty()) {
        return;
    }
    if (!d_->ready) {
        d_->start_when_ready = true;
        return;
    }
    if (d_->replaced_files > 0) {
        d_->footer->showConfirm(d_->replaced_files);
        return;
    }
    d_->run(Existing::Refuse);
}

void ExportDialog::cancelExport() {
    if (isExporting()) {
        d_->footer->setCancelling();
        d_->job.cancel();
    }
}

void ExportDialog::hideEvent(QHideEvent* event) {
    // A running export goes on without the dialog, and is there when it is opened again; how an
    // earlier one ended is not.
    if (!event->spontaneous() && !isExporting()) {
        d_->backToEdit();
    }
    QDialog::hideEvent(event);
}

}  // namespace bozzetto::ui
