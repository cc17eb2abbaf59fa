// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"
#include "ui/viewport/screenshot.h"
#include "ui/viewport/turntable.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

QSpinBox* makeSpinBox(QWidget* parent, const char* name, int low, int high, int value) {
    auto* box = new QSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(low, high);
    box->setValue(value);
    return box;
}

}  // namespace

TurntableDialog::TurntableDialog(DrawPicture draw, QWidget* parent)
    : QDialog(parent), recorder_(std::move(draw)) {
    setObjectName(QStringLiteral("turntable_dialog"));
    setWindowTitle(tr("Turntable"));
    setModal(false);
    buildForm();
    showRunning(false);
    connect(&recorder_, &TurntableRecorder::progress, this, [this](int written, int of) {
        progress_->setMaximum(of);
        progress_->setValue(written);
        status_->setText(tr("%1 of %n frame(s)", nullptr, of).arg(written));
    });
    connect(&recorder_, &TurntableRecorder::finished, this, [this](const QString& folder, int n) {
        showRunning(false);
        status_->setText(tr("%n frame(s) written to %1", nullptr, n).arg(folder));
        Q_EMIT written(folder, n);
    });
    connect(&recorder_, &TurntableRecorder::cancelled, this, [this](const QString& folder, int n) {
        showRunning(false);
        status_->setText(tr("Stopped. %n frame(s) are in %1", nullptr, n).arg(folder));
    });
    connect(&recorder_, &TurntableRecorder::failed, this, [this](const Problem& problem) {
        showRunning(false);
        setRole(status_, Role::Error);
        status_->setText(problem.reason + QLatin1Char(' ') + problem.hint);
    });
}

void TurntableDialog::buildForm() {
    pictures_ = makeSpinBox(this, "turntable_pictures", 2, 3600, 36);
    width_ = makeSpinBox(this, "turntable_width", 16, 16384, 1280);
    height_ = makeSpinBox(this, "turntable_height", 16, 16384, 720);
    width_->setAccessibleName(tr("Width in pixels"));
    height_->setAccessibleName(tr("Height in pixels"));
    transparent_ = new QCheckBox(tr("Transparent background"), this);
    transparent_->setObjectName(QStringLiteral("turntable_transparent"));
    folder_ = new QLineEdit(QDir::toNativeSeparators(picturesFolder()), this);
    folder_->setObjectName(QStringLiteral("turntable_folder"));
    folder_->setMinimumWidth(320);
    browse_ = new QPushButton(tr("Choose…"), this);
    browse_->setObjectName(QStringLiteral("turntable_browse"));
    browse_->setToolTip(tr("Choose the folder for the frames"));
    start_ = new QPushButton(tr("Write frames"), this);
    start_->setObjectName(QStringLiteral("turntable_start"));
    start_->setDefault(true);
    setPrimary(start_);
    cancel_ = new QPushButton(tr("Stop"), this);
    cancel_->setObjectName(QStringLiteral("turntable_cancel"));
    progress_ = new QProgressBar(this);
    progress_->setObjectName(QStringLiteral("turntable_progress"));
    progress_->setAccessibleName(tr("Frames written"));
    progress_->setTextVisible(false);
    status_ = new QLabel(this);
    status_->setObjectName(QStringLiteral("turntable_status"));
    status_->setWordWrap(true);
    setRole(status_, Role::Muted);
    status_->setText(tr("The frames start with the view as it is and go once around the object."));

    auto* size = new QHBoxLayout;
    size->setSpacing(spacing::kUnit);
    size->addWidget(width_, 1);
    size->addWidget(new QLabel(tr("×"), this));
    size->addWidget(height_, 1);
    size->addWidget(new QLabel(tr("pixels"), this));
    auto* folder = new QHBoxLayout;
    folder->setSpacing(spacing::kUnit);
    folder->addWidget(folder_, 1);
    folder->addWidget(browse_);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(spacing::kWide);
    form->setVerticalSpacing(spacing::kUnit);
    form->addRow(tr("F&rames"), pictures_);
    form->addRow(tr("&Size"), size);
    form->addRow(QString(), transparent_);
    form->addRow(tr("&Folder"), folder);
    qobject_cast<QLabel*>(form->labelForField(size))->setBuddy(width_);
    qobject_cast<QLabel*>(form->labelForField(folder))->setBuddy(folder_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::kUnit);
    buttons->addStretch(1);
    buttons->addWidget(cancel_);
    buttons->addWidget(start_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::kWide, spacing::kWide, spacing::kWide, spacing::kWide);
    layout->setSpacing(spacing::kPanel);
    layout->addLayout(form);
    layout->addWidget(progress_);
    layout->addWidget(status_);
    layout->addLayout(buttons);
    connect(browse_, &QPushButton::clicked, this, &TurntableDialog::browse);
    connect(start_, &QPushButton::clicked, this, &TurntableDialog::start);
    connect(cancel_, &QPushButton::clicked, &recorder_, &TurntableRecorder::cancel);
}

void TurntableDialog::setFolder(const QString& folder) {
    folder_->setText(QDir::toNativeSeparators(folder));
}

void TurntableDialog::browse() {
    auto* dialog = new QFileDialog(this, tr("Folder for the frames"), folder_->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &TurntableDialog::setFolder);
    dialog->open();
}

void TurntableDialog::start() {
    if (!view_ || recorder_.running()) {
        return;
    }
    TurntableJob job = view_();
    job.pictures = pictures_->value();
    job.size = {width_->value(), height_->value()};
    job.transparent = transparent_->isChecked();
    job.folder = QDir::fromNativeSeparators(folder_->text());
    setRole(status_, Role::Muted);
    showRunning(true);
    recorder_.start(job);
}

void TurntableDialog::showRunning(bool running) {
    for (QWidget* input : {static_cast<QWidget*>(pictures_),
                           static_cast<QWidget*>(width_),
                           static_cast<QWidget*>(height_),
                           static_cast<QWidget*>(transparent_),
                           static_cast<QWidget*>(folder_),
                           static_cast<QWidget*>(browse_),
                           static_cast<QWidget*>(start_)}) {
        input->setEnabled(!running);
    }
    progress_->setVisible(running);
    cancel_->setVisible(running);
}

void TurntableDialog::closeEvent(QCloseEvent* event) {
    recorder_.cancel();
    QDialog::closeEvent(event);
}

}  // namespace bozzetto::ui
