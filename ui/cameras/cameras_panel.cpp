// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/cameras_panel.h"

#include "ui/cameras/camera_words.h"
#include "ui/common/core_words.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kThumbnail = 56;    // side in the list
constexpr int kListHeight = 190;  // at most, before it scrolls
constexpr int kEvidenceWidth = 280;
constexpr int kSteps = 1000;  // of the bar

QLabel* addLabel(QVBoxLayout& column, const char* name, Role role) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    setRole(label, role);
    column.addWidget(label);
    return label;
}

QPushButton* addButton(QBoxLayout& box, const char* name) {
    auto* button = new QPushButton;
    button->setObjectName(QLatin1String(name));
    box.addWidget(button);
    return button;
}

/// A part of the panel that comes and goes.
QVBoxLayout* addBox(QVBoxLayout& column, QWidget*& box, const char* name) {
    box = new QWidget;
    box->setObjectName(QLatin1String(name));
    auto* inside = new QVBoxLayout(box);
    inside->setContentsMargins(0, spacing::kUnit, 0, 0);
    inside->setSpacing(spacing::kTight);
    column.addWidget(box);
    box->hide();
    return inside;
}

}  // namespace

CamerasPanel::CamerasPanel(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("camerasPanel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kUnit);
    buildStatus(*column);
    buildConvention(*column);
    buildReport(*column);
    retranslate();
}

void CamerasPanel::buildStatus(QVBoxLayout& column) {
    title_ = addLabel(column, "camerasTitle", Role::Heading);
    status_ = addLabel(column, "camerasStatus", Role::Normal);
    since_ = addLabel(column, "camerasSince", Role::Warning);
    problem_text_ = addLabel(column, "camerasProblem", Role::Error);
    hint_ = addLabel(column, "camerasHint", Role::Normal);
    for (QLabel* label : {problem_text_, hint_}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    bar_ = new QProgressBar;
    bar_->setObjectName(QStringLiteral("camerasProgress"));
    bar_->setTextVisible(false);
    column.addWidget(bar_);
    phase_ = addLabel(column, "camerasPhase", Role::Muted);
    auto* row = new QHBoxLayout;
    column.addLayout(row);
    find_ = addButton(*row, "findCameras");
    find_->setIcon(icon(QStringLiteral("camera")));
    cancel_ = addButton(*row, "cancelCameras");
    setDestructive(cancel_);
    row->addStretch();
    auto* files = new QVBoxLayout;
    column.addLayout(files);
    file_ = addButton(*files, "useCameraFile");
    file_->setIcon(icon(QStringLiteral("import")));
    forget_ = addButton(*files, "forgetCameraFile");
    connect(find_, &QPushButton::clicked, this, &CamerasPanel::findRequested);
    connect(cancel_, &QPushButton::clicked, this, &CamerasPanel::cancelRequested);
    connect(file_, &QPushButton::clicked, this, &CamerasPanel::fileRequested);
    connect(forget_, &QPushButton::clicked, this, &CamerasPanel::fileForgotten);
}

void CamerasPanel::buildReport(QVBoxLayout& column) {
    QVBoxLayout* box = addBox(column, report_box_, "cameraReportBox");
    report_title_ = addLabel(*box, "cameraReportTitle", Role::Heading);
    report_ = addLabel(*box, "cameraReport", Role::Normal);
    missing_title_ = addLabel(*box, "missingCamerasTitle", Role::Warning);
    missing_ = new QListWidget;
    missing_->setObjectName(QStringLiteral("missingCameras"));
    missing_->setIconSize({kThumbnail, kThumbnail});
    missing_->setWordWrap(true);
    missing_->setSelectionMode(QAbstractItemView::NoSelection);
    missing_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    box->addWidget(missing_);
}

void CamerasPanel::buildConvention(QVBoxLayout& column) {
    QVBoxLayout* box = addBox(column, convention_box_, "conventionBox");
    convention_title_ = addLabel(*box, "conventionHeading", Role::Heading);
    convention_ = addLabel(*box, "convention", Role::Normal);
    evidence_ = addLabel(*box, "conventionEvidence", Role::Muted);
    picture_ = new QLabel;
    picture_->setObjectName(QStringLiteral("evidencePicture"));
    picture_->setAlignment(Qt::AlignCenter);
    box->addWidget(picture_);
    caption_ = addLabel(*box, "evidenceCaption", Role::Muted);
    flip_ = addButton(*box, "flipConvention");
    flip_->setIcon(icon(QStringLiteral("refresh")));
    connect(flip_, &QPushButton::clicked, this, [this] {
        Q_EMIT conventionChosen(toQt(nextConvention()));
    });
}

void CamerasPanel::setProgress(const std::optional<TaskProgress>& progress) {
    progress_ = progress;
    update();
}

void CamerasPanel::setSolved(const std::shared_ptr<const SolvedSet>& solved) {
    if (solved_ != solved) {
        solved_ = solved;
        showReport();
        showConvention();
    }
    update();
}

void CamerasPanel::setProblem(const std::optional<Problem>& problem) {
    problem_ = problem;
    update();
}

QString CamerasPanel::statusText() const {
    if (!solved_) {
        return tr("Reading the pictures…");
    }
    const int cameras = static_cast<int>(solved_->cameras.size());
    switch (solved_->from) {
        case SolvedSet::From::Set:
            return tr("The pictures came with cameras: %n.", nullptr, cameras);
        case SolvedSet::From::Assumed:
            return tr("Six views: their cameras are known by their names.");
        case SolvedSet::From::File:
            return tr("Cameras of another program: %n.", nullptr, cameras);
        case SolvedSet::From::Estimate:
            return tr("Cameras found: %n.", nullptr, cameras);
        case SolvedSet::From::Nothing:
            break;
    }
    return progress_ ? tr("Cameras appear beside as they are found.")
                     : tr("These pictures have no cameras yet.");
}

void CamerasPanel::update() {
    status_->setText(statusText());
    problem_text_->setVisible(problem_.has_value());
    hint_->setVisible(problem_ && !problem_->hint.isEmpty());
    if (problem_) {
        problem_text_->setText(problem_->reason);
        hint_->setText(problem_->hint);
    }
    const bool finding = progress_.has_value();
    bar_->setVisible(finding);
    phase_->setVisible(finding);
    if (finding) {
        const bool known = progress_->fraction > 0;
        bar_->setRange(0, known ? kSteps : 0);
        bar_->setValue(static_cast<int>(progress_->fraction * kSteps));
        const QString phase = phaseTitle(progress_->phase);
        phase_->setText(progress_->left_s >= 0 ? tr("%1, about %2 left", "phase, time")
                                                     .arg(phase, formatDuration(progress_->left_s))
                                               : phase);
    }
    const bool estimated = solved_ && solved_->from == SolvedSet::From::Estimate;
    find_->setVisible(!finding && solved_ && (!solved_->hasCameras() || estimated));
    find_->setText(estimated ? tr("Find again") : tr("Find cameras"));
    find_->setToolTip(estimated ? tr("Looks for the cameras of all pictures in use anew. Region, "
                                     "floor and scale are carried over where the cameras stand as "
                                     "before, else guessed anew; Undo brings everything back.")
                                : QString());
    const int since = solved_ && !finding ? picturesSinceEstimate(*solved_) : 0;
    since_->setVisible(since > 0);
    since_->setText(picturesSinceText(since));
    cancel_->setVisible(finding);
    file_->setEnabled(solved_ != nullptr);
    forget_->setVisible(solved_ &&
                        (solved_->from == SolvedSet::From::File || solved_->file_is_missing));
}

void CamerasPanel::showReport() {
    report_box_->setVisible(solved_ && solved_->report);
    missing_->clear();
    if (!solved_ || !solved_->report) {
        return;
    }
    report_->setText(reportLines(*solved_->report).join(QLatin1Char('\n')));
    for (const EstimatedPicture& picture : solved_->report->pictures) {
        if (picture.state == EstimatedPicture::State::Registered) {
            continue;
        }
        auto* item = new QListWidgetItem(
            toQt(picture.view) + QLatin1Char('\n') + reasonText(picture.reason, picture.state),
            missing_);
        item->setData(Qt::UserRole, toQt(picture.path));
        Q_EMIT thumbnailWanted(toQt(picture.path));
    }
    const int missing = missing_->count();
    missing_title_->setText(tr("Pictures without a camera: %n", nullptr, missing));
    missing_title_->setVisible(missing > 0);
    missing_->setFixedHeight(
        std::min(missing * (kThumbnail + spacing::kUnit) + spacing::kUnit, kListHeight));
    missing_->setVisible(missing > 0);
}

void CamerasPanel::setThumbnail(const QString& path, const QImage& image) {
    for (int row = 0; row < missing_->count(); ++row) {
        QListWidgetItem* item = missing_->item(row);
        if (item->data(Qt::UserRole).toString() == path) {
            item->setIcon(QPixmap::fromImage(image));
        }
    }
}

std::string CamerasPanel::nextConvention() const {
    const auto& ranked = solved_->verdict->ranked;
    const std::string as_read = poseConventions().front().id;
    const std::string now = solved_->convention.empty() ? as_read : solved_->convention;
    const auto found = std::find_if(
        ranked.begin(), ranked.end(), [&](const auto& one) { return one.convention == now; });
    if (ranked.size() < 2) {
        return {};
    }
    return found == ranked.end() || found + 1 == ranked.end() ? ranked.front().convention
                                                              : (found + 1)->convention;
}

void CamerasPanel::showConvention() {
    const bool judged = solved_ && solved_->verdict && !solved_->verdict->ranked.empty();
    convention_box_->setVisible(judged);
    if (!judged) {
        return;
    }
    const std::string as_read = poseConventions().front().id;
    const std::string now = solved_->convention.empty() ? as_read : solved_->convention;
    convention_->setText(now == as_read ? tr("As the file's format says.")
                                        : tr("Read as: %1").arg(conventionTitle(now)));
    const auto& ranked = solved_->verdict->ranked;
    const auto found = std::find_if(
        ranked.begin(), ranked.end(), [&](const auto& one) { return one.convention == now; });
    evidence_->setVisible(found != ranked.end());
    if (found != ranked.end()) {
        evidence_->setText(evidenceText(*found));
    }
    const std::string next = nextConvention();
    flip_->setVisible(!next.empty());
    flip_->setText(tr("Read otherwise"));
    flip_->setToolTip(next.empty() ? QString() : conventionTitle(next));
}

void CamerasPanel::setEvidence(const QImage& picture, const QString& caption) {
    picture_->setVisible(!picture.isNull());
    caption_->setVisible(!picture.isNull() && !caption.isEmpty());
    caption_->setText(coreText(caption));
    if (!picture.isNull()) {
        const double ratio = devicePixelRatioF();
        QPixmap pixmap = QPixmap::fromImage(picture.scaledToWidth(
            static_cast<int>(kEvidenceWidth * ratio), Qt::SmoothTransformation));
        pixmap.setDevicePixelRatio(ratio);
        picture_->setPixmap(pixmap);
    }
}

void CamerasPanel::retranslate() {
    title_->setText(tr("Cameras"));
    cancel_->setText(tr("Cancel"));
    file_->setText(tr("Use cameras from another program…"));
    file_->setToolTip(
        tr("COLMAP, Metashape, RealityScan, nerfstudio, LLFF and NeuS files and folders"));
    forget_->setText(tr("Without this file"));
    report_title_->setText(tr("What was found"));
    convention_title_->setText(tr("How the file is read"));
    missing_->setAccessibleName(tr("Pictures without a camera"));
    bar_->setAccessibleName(tr("Progress"));
    picture_->setAccessibleName(tr("Evidence on a photograph"));
    showReport();
    showConvention();
    update();
}

void CamerasPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

}  // namespace bozzetto::ui
