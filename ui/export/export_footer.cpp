// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_footer.h"

#include "ui/export/export_texts.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kProgressSteps = 1000;

QPushButton* addButton(QBoxLayout* layout, const QString& text, const char* name) {
    auto* button = new QPushButton(text);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);  // Return presses what showPage() says, wherever the focus was
    layout->addWidget(button);
    return button;
}

QLabel* addLabel(QBoxLayout* layout, const char* name, Role role = Role::Normal) {
    auto* label = new QLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    setRole(label, role);
    layout->addWidget(label, 1);
    return label;
}

QHBoxLayout* rowOf(QWidget* page) {
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    return row;
}

/// A sign before the text, so that a state is never told by its colour alone.
void addSign(QBoxLayout* layout, const char* icon_name, Ink ink) {
    auto* sign = new QLabel;
    const auto draw = [sign, icon_name, ink] {
        sign->setPixmap(
            icon(QString::fromLatin1(icon_name), ink).pixmap(spacing::kIcon, spacing::kIcon));
    };
    draw();
    QObject::connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, sign, draw);
    layout->addWidget(sign, 0, Qt::AlignVCenter);
}

}  // namespace

ExportFooter::ExportFooter(QWidget* parent) : QStackedWidget(parent) {
    setObjectName(QStringLiteral("exportFooter"));
    // In the order of State.
    addWidget(makeEdit());
    addWidget(makeConfirm());
    addWidget(makeRunning());
    addWidget(makeDone());
    addWidget(makeFailed());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

QWidget* ExportFooter::makeEdit() {
    auto* page = new QWidget;
    QHBoxLayout* row = rowOf(page);
    reason_ = addLabel(row, "exportReason", Role::Warning);
    QPushButton* close = addButton(row, tr("Close"), "exportClose");
    connect(close, &QPushButton::clicked, this, &ExportFooter::closePressed);
    export_ = addButton(row, tr("Export"), "exportStart");
    setPrimary(export_);
    connect(export_, &QPushButton::clicked, this, &ExportFooter::exportPressed);
    return page;
}

QWidget* ExportFooter::makeConfirm() {
    auto* page = new QWidget;
    QHBoxLayout* row = rowOf(page);
    addSign(row, "warning", Ink::Warning);
    question_ = addLabel(row, "exportQuestion");
    back_ = addButton(row, tr("Back"), "exportBack");
    connect(back_, &QPushButton::clicked, this, &ExportFooter::backPressed);
    replace_ = addButton(row, tr("Replace"), "exportReplace");
    setDestructive(replace_);
    connect(replace_, &QPushButton::clicked, this, &ExportFooter::replacePressed);
    return page;
}

QWidget* ExportFooter::makeRunning() {
    auto* page = new QWidget;
    QHBoxLayout* row = rowOf(page);
    auto* column = new QVBoxLayout;
    column->setSpacing(spacing::kTight);
    step_ = addLabel(column, "exportStep", Role::Muted);
    progress_ = new QProgressBar;
    progress_->setObjectName(QStringLiteral("exportProgress"));
    progress_->setAccessibleName(tr("Progress of the export"));
    progress_->setRange(0, kProgressSteps);
    progress_->setTextVisible(false);
    column->addWidget(progress_);
    row->addLayout(column, 1);
    cancel_ = addButton(row, tr("Cancel"), "exportCancel");
    connect(cancel_, &QPushButton::clicked, this, &ExportFooter::cancelPressed);
    return page;
}

QWidget* ExportFooter::makeDone() {
    auto* page = new QWidget;
    QHBoxLayout* row = rowOf(page);
    addSign(row, "ok", Ink::Ok);
    auto* column = new QVBoxLayout;
    column->setSpacing(spacing::kTight);
    done_ = addLabel(column, "exportDone");
    notes_ = addLabel(column, "exportNotes", Role::Warning);
    row->addLayout(column, 1);
    QPushButton* again = addButton(row, tr("Export again"), "exportAgain");
    connect(again, &QPushButton::clicked, this, &ExportFooter::backPressed);
    show_ = addButton(row, tr("Show in folder"), "exportShow");
    show_->setIcon(icon(QStringLiteral("folder")));
    connect(show_, &QPushButton::clicked, this, &ExportFooter::showInFolderPressed);
    QPushButton* close = addButton(row, tr("Close"), "exportDoneClose");
    connect(close, &QPushButton::clicked, this, &ExportFooter::closePressed);
    return page;
}

QWidget* ExportFooter::makeFailed() {
    auto* page = new QWidget;
    QHBoxLayout* row = rowOf(page);
    addSign(row, "error", Ink::Error);
    auto* column = new QVBoxLayout;
    column->setSpacing(spacing::kTight);
    problem_ = addLabel(column, "exportProblem");
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    hint_ = addLabel(column, "exportHint", Role::Muted);
    row->addLayout(column, 1);
    retry_ = addButton(row, tr("Back"), "exportFailedBack");
    connect(retry_, &QPushButton::clicked, this, &ExportFooter::backPressed);
    return page;
}

void ExportFooter::showPage(State state, QPushButton* focus) {
    setCurrentIndex(static_cast<int>(state));
    // The height of the page that is shown, not of the tallest.
    for (int i = 0; i < count(); ++i) {
        widget(i)->setSizePolicy(
            QSizePolicy::Preferred,
            i == currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    }
    focus->setDefault(true);
    focus->setFocus();
}

void ExportFooter::showEdit() {
    showPage(State::Edit, export_);
}

void ExportFooter::setReady(bool ready, const QString& reason) {
    export_->setEnabled(ready);
    reason_->setText(reason);
}

void ExportFooter::showConfirm(int files) {
    question_->setText(tr("%n file(s) of this name exist and would be replaced.", nullptr, files));
    showPage(State::Confirm, back_);
}

void ExportFooter::showRunning() {
    progress_->setValue(0);
    step_->setText(ExportTexts::of(ExportStep::Reduce));
    cancel_->setEnabled(true);
    showPage(State::Running, cancel_);
}

void ExportFooter::setProgress(ExportStep step, double fraction) {
    if (cancel_->isEnabled()) {
        step_->setText(ExportTexts::of(step));
    }
    progress_->setValue(static_cast<int>(std::lround(fraction * kProgressSteps)));
}

void ExportFooter::setCancelling() {
    cancel_->setEnabled(false);
    step_->setText(tr("Cancelling"));
}

void ExportFooter::showDone(const ExportResult& result) {
    quint64 bytes = 0;
    QStringList notes;
    for (const ExportFile& file : result.files) {
        bytes += file.bytes;
    }
    for (const std::string& note : result.notes) {
        notes.append(toQt(note));
    }
    done_->setText(
        tr("Exported %1 (%2).").arg(toQt(result.mainFile().filename()), formatBytes(bytes)));
    notes_->setText(notes.join(QLatin1Char('\n')));
    notes_->setVisible(!notes.isEmpty());
    showPage(State::Done, show_);
}

void ExportFooter::showFailed(const Problem& problem) {
    problem_->setText(problem.reason);
    hint_->setText(problem.hint);
    hint_->setVisible(!problem.hint.isEmpty());
    showPage(State::Failed, retry_);
}

}  // namespace bozzetto::ui
