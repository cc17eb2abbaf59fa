// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_editor.h"

#include "base/error.h"
#include "image/mask_edit.h"
#include "ui/common/background_task.h"
#include "ui/masks/mask_editor_panel.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace bozzetto::ui {
namespace {

constexpr int kPanelWidth = 292, kFactsAfterMs = 150;

MaskPixels pixelsOf(QImage& mask) {
    return {mask.bits(), mask.width(), mask.height(), mask.bytesPerLine()};
}

PhotoPixels pixelsOf(const QImage& photo) {
    return {photo.constBits(), photo.width(), photo.height(), photo.bytesPerLine()};
}

void carryOut(MaskCommand command, double amount, QImage& mask) {
    const MaskPixels pixels = pixelsOf(mask);
    switch (command) {
        case MaskCommand::Invert:
            return invertMask(pixels);
        case MaskCommand::FillHoles:
            return fillHoles(pixels);
        case MaskCommand::Grow:
            return growMask(pixels, amount);
        case MaskCommand::Shrink:
            return growMask(pixels, -amount);
        case MaskCommand::Smooth:
            return smoothMask(pixels, amount);
        case MaskCommand::RemoveAtBorder:
            return removeAtBorder(pixels);
        case MaskCommand::Clear:
            return mask.fill(0);
        case MaskCommand::FillAll:
            return mask.fill(255);
    }
}

}  // namespace

MaskEditor::MaskEditor(QWidget* parent)
    : QWidget(parent),
      files_(this),
      history_([this](const MaskFiles::Deltas& deltas) { applyDeltas(deltas); }),
      canvas_(new MaskCanvas(this)),
      panel_(new MaskPanel(this)) {
    setObjectName(QStringLiteral("maskEditor"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kWide, spacing::kPanel, spacing::kWide, spacing::kUnit);
    column->setSpacing(spacing::kUnit);
    column->addWidget(makeHeader());
    auto* middle = new QHBoxLayout;
    middle->setSpacing(spacing::kUnit);
    auto* area = new QScrollArea(this);  // the tools do not make the window higher
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(panel_);
    area->setFixedWidth(kPanelWidth);
    middle->addWidget(area);
    middle->addWidget(canvas_, 1);
    column->addLayout(middle, 1);
    column->addWidget(makeFooter());
    facts_timer_.setSingleShot(true);
    facts_timer_.setInterval(kFactsAfterMs);
    connect(&facts_timer_, &QTimer::timeout, this, &MaskEditor::updateFacts);
    addActions(panel_->actions());  // their keys work on the canvas too
    connectParts();
    retranslate();
    canvas_->setBrushRadius(canvas_->brushRadius());
    panel_->setBrushRadius(canvas_->brushRadius());
    update();
}

MaskEditor::~MaskEditor() {
    cancelWork();
    history_.stack()->disconnect(this);
}

void MaskEditor::connectParts() {
    connect(panel_, &MaskPanel::toolChanged, canvas_, &MaskCanvas::setTool);
    connect(panel_, &MaskPanel::brushRadiusChanged, canvas_, &MaskCanvas::setBrushRadius);
    connect(panel_, &MaskPanel::softnessChanged, canvas_, &MaskCanvas::setBrushSoftness);
    connect(panel_, &MaskPanel::lookChanged, canvas_, &MaskCanvas::setLook);
    connect(panel_, &MaskPanel::commandRequested, this, [this](MaskCommand command) {
        operate(MaskPanel::textOf(command),
                [command, amount = panel_->amount()](Work& work, const Task&) {
                    carryOut(command, amount, work.mask);
                });
    });
    connect(panel_, &MaskPanel::allRequested, this, [this](MaskCommand command) {
        operateOnAll(MaskPanel::textOf(command),
                     [command, amount = panel_->amount()](QImage& mask) {
                         carryOut(command, amount, mask);
                     });
    });
    connect(panel_, &MaskPanel::refineRequested, this, &MaskEditor::refine);
    connect(panel_, &MaskPanel::clearHintsRequested, canvas_, &MaskCanvas::clearHints);
    connect(canvas_, &MaskCanvas::brushRadiusChanged, panel_, &MaskPanel::setBrushRadius);
    connect(canvas_, &MaskCanvas::painted, this, &MaskEditor::takePainting);
    connect(canvas_, &MaskCanvas::fillRequested, this, &MaskEditor::fill);
    connect(canvas_, &MaskCanvas::hintsChanged, this, &MaskEditor::update);
    connect(&files_, &MaskFiles::loaded, this, &MaskEditor::showPicture);
    connect(&files_, &MaskFiles::loadFailed, this, [this](const QString&, const Problem& problem) {
        loading_ = false;
        canvas_->clear(problem.reason + QStringLiteral("\n\n") + problem.hint);
        update();
    });
    connect(
        &files_, &MaskFiles::saved, this, [this](const QString& folder, const QStringList& names) {
            unsaved_problem_ = false;
            updateFacts();
            Q_EMIT saved(folder, names);
        });
    connect(&files_, &MaskFiles::saveFailed, this, [this](const Problem& problem) {
        if (!std::exchange(unsaved_problem_, true)) {
            Q_EMIT failed(problem);
        }
        updateFacts();
    });
    connect(&files_, &MaskFiles::batchStep, this, [this](int done, int all) {
        progress_->setRange(0, all);
        progress_->setValue(done);
    });
    connect(&files_, &MaskFiles::batchDone, this, &MaskEditor::takeBatch);
}

void MaskEditor::setPlaceSource(std::function<MaskPlace()> source) {
    files_.setPlaceSource(std::move(source));
}

// ---- pictures

void MaskEditor::setSubjects(std::vector<MaskSubject> subjects) {
    std::map<QString, bool> inverted;
    for (const MaskSubject& subject : files_.subjects()) {
        inverted[toQt(subject.view.name)] = subject.view.invert_mask;
    }
    const QStringList changed = files_.setSubjects(std::move(subjects));
    if (!changed.isEmpty()) {
        cancelWork();
        history_.clear();  // its steps are about other masks
    }
    const int index = files_.indexOf(current_);
    if (index < 0) {
        current_.clear();
        canvas_->clear();
    } else if (isVisible()) {
        const bool now = files_.subjects()[static_cast<std::size_t>(index)].view.invert_mask;
        if (changed.contains(current_) || inverted[current_] != now) {
            load(current_);
        }
    } else {
        canvas_->clear();  // read again when it is shown
    }
    update();
}

void MaskEditor::open(const QString& name) {
    if (files_.subjects().empty()) {
        return;
    }
    const bool known = files_.indexOf(name) >= 0;
    current_ = known ? name : toQt(files_.subjects().front().view.name);
    if (!canvas_->hasPicture()) {
        canvas_->clear(tr("Reading the picture…"));
    }
    load(current_);
    canvas_->setFocus(Qt::OtherFocusReason);
    update();
}

void MaskEditor::load(const QString& name) {
    loading_ = true;
    canvas_->setLocked(true);  // until it is there
    files_.load(name);
}

void MaskEditor::step(int direction) {
    const int next = files_.indexOf(current_) + direction;
    if (!isBusy() && next >= 0 && next < static_cast<int>(files_.subjects().size())) {
        open(toQt(files_.subjects()[static_cast<std::size_t>(next)].view.name));
    }
}

void MaskEditor::showPicture(const MaskFiles::Loaded& picture) {
    if (picture.name != current_) {
        return;
    }
    loading_ = false;
    has_mask_ = picture.mask.has_mask;
    canvas_->setPicture(picture.photo, picture.mask.mask, MaskCanvas::View::Keep);
    canvas_->setLocked(!canEdit());
    update();
    updateFacts();
    const int next = files_.indexOf(current_) + 1;
    if (next < static_cast<int>(files_.subjects().size())) {
        files_.prefetch(toQt(files_.subjects()[static_cast<std::size_t>(next)].view.name));
    }
}

void MaskEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
    } else if (isBusy()) {
        cancelWork();
    } else {
        Q_EMIT closeRequested();
    }
}

void MaskEditor::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    files_.saveNow();
}

// ---- changes

QString MaskEditor::textOf(MaskTool tool) const {
    switch (tool) {
        case MaskTool::Brush:
            return tr("Brush stroke");
        case MaskTool::Eraser:
            return tr("Erase");
        case MaskTool::Fill:
            return tr("Fill");
        case MaskTool::Rectangle:
            return tr("Rectangle");
        case MaskTool::Lasso:
            return tr("Lasso");
        case MaskTool::Hint:
            return tr("Refine");
    }
    return {};
}

void MaskEditor::takePainting(const MaskDelta& delta, MaskTool tool) {
    remember(textOf(tool), delta);
}

/// A change of the shown mask that has been made.
void MaskEditor::remember(const QString& text, MaskDelta delta) {
    has_mask_ = true;
    files_.save(current_, canvas_->mask());
    auto deltas = std::make_shared<std::map<QString, MaskDelta>>();
    deltas->emplace(current_, std::move(delta));
    history_.add(tr("%1 (%2)", "what was done to a mask, name of the picture").arg(text, current_),
                 deltas);
    facts_timer_.start();
}

void MaskEditor::applyDeltas(const MaskFiles::Deltas& deltas) {
    cancelWork();
    const bool here = deltas->size() == 1 && deltas->begin()->first == current_ && canEdit();
    if (here) {
        canvas_->applyDelta(deltas->begin()->second);
        files_.save(current_, canvas_->mask());
        facts_timer_.start();
        return;
    }
    batch_is_new_ = false;
    files_.apply(deltas);
    if (deltas->size() == 1) {
        open(deltas->begin()->first);  // what changes is shown
    } else {
        canvas_->setLocked(true);
    }
    update();
}

void MaskEditor::fill(QPoint pixel, bool erase) {
    operate(textOf(MaskTool::Fill),
            [pixel, erase, tolerance = panel_->tolerance()](Work& work, const Task&) {
                fillByColor(pixelsOf(work.mask),
                            pixelsOf(std::as_const(work.photo)),
                            pixel.x(),
                            pixel.y(),
                            tolerance,
                            erase);
            });
}

void MaskEditor::refine() {
    operate(textOf(MaskTool::Hint), [](Work& work, const Task& task) {
        QImage mask = work.mask.copy(work.visible);
        QImage hints = work.hints.copy(work.visible);
        const QImage photo = work.photo.copy(work.visible);
        refineMask(pixelsOf(mask), pixelsOf(photo), pixelsOf(hints), task);
        for (int y = 0; y < mask.height(); ++y) {
            std::copy_n(mask.constScanLine(y),
                        mask.width(),
                        work.mask.scanLine(work.visible.y() + y) + work.visible.x());
        }
    });
}

void MaskEditor::operate(const QString& text, const Operation& operation) {
    if (!canEdit()) {
        return;
    }
    work_ = std::make_shared<Running>();
    auto work = std::make_shared<Work>(
        Work{canvas_->mask(), canvas_->photo(), canvas_->hints(), canvas_->visibleRect()});
    canvas_->setLocked(true);
    busy_text_->setText(text);
    progress_->setRange(0, 0);
    update();
    const auto end = [this, running = work_] {
        if (work_ != running) {
            return false;  // cancelled; somebody else may be at work
        }
        work_.reset();
        canvas_->setLocked(!canEdit());
        update();
        return true;
    };
    inBackground(
        this,
        [work, operation, running = work_] {
            Task task;
            task.check = [running] {
                if (running->cancelled) {
                    throw Cancelled();
                }
            };
            operation(*work, task);
            return work->mask;
        },
        [this, end, text](const QImage& mask) {
            if (end()) {
                takeResult(text, mask);
            }
        },
        [this, end](const Problem& problem) {
            if (end()) {
                Q_EMIT failed(problem);
            }
        });
}

void MaskEditor::takeResult(const QString& text, const QImage& mask) {
    MaskDelta delta(canvas_->mask(), mask, mask.rect());
    if (delta.isEmpty()) {
        Q_EMIT message(tr("Nothing changed."));
        return;
    }
    canvas_->setMask(mask);
    canvas_->clearHints();
    remember(text, std::move(delta));
}

void MaskEditor::operateOnAll(const QString& text, const MaskFiles::Operation& operation) {
    if (!canEdit()) {
        return;
    }
    batch_text_ = text;
    batch_is_new_ = true;
    canvas_->setLocked(true);
    busy_text_->setText(tr("%1, all pictures", "what is done to masks").arg(text));
    history_.stack()->setActive(false);  // what is being done is not in the list yet
    files_.changeAll(operation);
    update();
}

void MaskEditor::takeBatch(const MaskFiles::Deltas& changed) {
    if (isVisible()) {
        history_.stack()->setActive(true);
    }
    if (changed && batch_is_new_) {
        const auto count = static_cast<int>(changed->size());
        if (count > 0) {
            history_.add(tr("%1 (%n pictures)", "what was done to masks", count).arg(batch_text_),
                         changed);
        }
        Q_EMIT message(tr("%1: %n masks changed", "what was done", count).arg(batch_text_));
    }
    batch_is_new_ = false;
    if (!current_.isEmpty()) {
        load(current_);  // it may be one of them
    }
    update();
}

void MaskEditor::cancelWork() {
    if (work_) {
        work_->cancelled = true;
        work_.reset();
        canvas_->setLocked(!canEdit());
    }
    files_.cancelBatch();
    update();
}

}  // namespace bozzetto::ui
