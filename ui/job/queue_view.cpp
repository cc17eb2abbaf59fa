// SPDX-License-Identifier: Apache-2.0
#include "ui/job/queue_view.h"

#include "ui/job/queue_delegate.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace bozzetto::ui {

QueueView::QueueView(JobQueue* queue, QWidget* parent) : QWidget(parent), queue_(queue) {
    setObjectName(QStringLiteral("queueView"));
    makeList();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    layout->addLayout(makeButtons());
    layout->addWidget(list_, 1);
    layout->addWidget(continue_);

    connect(queue, &JobQueue::rowsInserted, this, &QueueView::updateButtons);
    connect(queue, &JobQueue::rowsRemoved, this, &QueueView::updateButtons);
    connect(queue, &JobQueue::rowsMoved, this, &QueueView::updateButtons);
    connect(queue, &JobQueue::stateChanged, this, &QueueView::updateButtons);
    connect(queue, &JobQueue::idle, this, &QueueView::updateButtons);
    updateButtons();
}

void QueueView::makeList() {
    list_ = new QListView(this);
    list_->setObjectName(QStringLiteral("queueList"));
    list_->setAccessibleName(tr("Jobs"));
    list_->setModel(queue_);
    list_->setItemDelegate(new QueueDelegate(list_));
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setDefaultDropAction(Qt::MoveAction);
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setTabKeyNavigation(false);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        updateButtons();
        Q_EMIT selectionChanged(selectedId());
    });
    connect(list_, &QListView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT jobActivated(index.data(JobQueue::IdRole).toString());
    });

    empty_ =
        new QLabel(tr("No jobs yet. Add several and let them run one after the other."), list_);
    empty_->setObjectName(QStringLiteral("queueEmpty"));
    empty_->setWordWrap(true);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
    setRole(empty_, Role::Muted);
    auto* over = new QVBoxLayout(list_);
    over->addWidget(empty_);
}

QLayout* QueueView::makeButtons() {
    run_ = addTool("runQueueButton",
                   "play",
                   tr("Run the queue"),
                   tr("Runs the waiting jobs one after the other."));
    add_ = addTool("addJobButton",
                   "add",
                   tr("Add a job"),
                   tr("Adds the present pictures and settings as a job."));
    remove_ = addTool("removeJobButton",
                      "remove",
                      tr("Remove"),
                      tr("Takes the chosen job off the list (Del). Its files stay."));
    up_ = addTool("jobUpButton", "up", tr("Move up"), tr("Moves the chosen job up (Ctrl+Up)."));
    down_ = addTool(
        "jobDownButton", "down", tr("Move down"), tr("Moves the chosen job down (Ctrl+Down)."));
    clear_ = addTool("clearJobsButton",
                     "clean",
                     tr("Clear finished"),
                     tr("Takes all jobs that have ended off the list. Their files stay."));
    connect(run_, &QToolButton::clicked, queue_, &JobQueue::start);
    connect(add_, &QToolButton::clicked, this, &QueueView::addRequested);
    connect(remove_, &QToolButton::clicked, this, &QueueView::removeSelected);
    connect(up_, &QToolButton::clicked, this, [this] { moveSelected(-1); });
    connect(down_, &QToolButton::clicked, this, [this] { moveSelected(1); });
    connect(clear_, &QToolButton::clicked, queue_, &JobQueue::clearEnded);
    addShortcut(QKeySequence::Delete, remove_);
    addShortcut(Qt::CTRL | Qt::Key_Up, up_);
    addShortcut(Qt::CTRL | Qt::Key_Down, down_);

    continue_ = new QCheckBox(tr("&Continue when a job fails"), this);
    continue_->setObjectName(QStringLiteral("continueOnErrorBox"));
    continue_->setToolTip(
        tr("Goes on with the next job after a failed one, for example overnight."));
    continue_->setChecked(queue_->continuesOnError());
    connect(continue_, &QCheckBox::toggled, queue_, &JobQueue::setContinueOnError);
    connect(queue_, &JobQueue::continueOnErrorChanged, continue_, &QCheckBox::setChecked);

    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::kTight);
    for (QToolButton* button : {run_, add_, remove_, up_, down_}) {
        row->addWidget(button);
    }
    row->addStretch(1);
    row->addWidget(clear_);
    return row;
}

QToolButton* QueueView::addTool(const char* name,
                                const char* sign,
                                const QString& text,
                                const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setIcon(icon(QLatin1String(sign)));
    button->setAccessibleName(text);
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void QueueView::addShortcut(const QKeySequence& keys, QAbstractButton* button) {
    auto* shortcut = new QShortcut(keys, list_);
    shortcut->setContext(Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, button, &QAbstractButton::click);
}

QString QueueView::selectedId() const {
    return list_->currentIndex().data(JobQueue::IdRole).toString();
}

void QueueView::select(const QString& id) {
    for (int row = 0; row < queue_->count(); ++row) {
        if (queue_->index(row).data(JobQueue::IdRole).toString() == id) {
            list_->setCurrentIndex(queue_->index(row));
        }
    }
}

void QueueView::setCanAdd(bool can, const QString& reason) {
    add_->setEnabled(can);
    add_->setToolTip(can ? tr("Adds the present pictures and settings as a job.") : reason);
}

void QueueView::moveSelected(int offset) {
    const QString id = selectedId();
    if (queue_->move(id, offset)) {
        select(id);
    }
}

void QueueView::removeSelected() {
    queue_->remove(selectedId());
}

void QueueView::updateButtons() {
    const QModelIndex current = list_->currentIndex();
    const QString id = selectedId();
    run_->setEnabled(!queue_->isRunning() && queue_->waitingCount() > 0);
    remove_->setEnabled(current.isValid() && id != queue_->currentId());
    up_->setEnabled(current.isValid() && current.row() > 0);
    down_->setEnabled(current.isValid() && current.row() + 1 < queue_->count());
    bool any_ended = false;
    for (int row = 0; row < queue_->count(); ++row) {
        const auto state =
            static_cast<JobState>(queue_->index(row).data(JobQueue::StateRole).toInt());
        any_ended = any_ended || (state != JobState::Waiting && !isActive(state));
    }
    clear_->setEnabled(any_ended);
    empty_->setVisible(queue_->count() == 0);
}

}  // namespace bozzetto::ui
