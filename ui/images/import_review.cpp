// SPDX-License-Identifier: Apache-2.0
#include "ui/images/import_review.h"

#include "ui/common/text.h"
#include "ui/images/import_session.h"
#include "ui/images/picture_delegate.h"
#include "ui/images/picture_details.h"
#include "ui/images/picture_filter.h"
#include "ui/images/picture_model.h"
#include "ui/images/review_summary.h"
#include "ui/theme/calm_wheel.h"
#include "ui/theme/theme.h"
#include "video/video.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

constexpr int kShortRemarks = 2;     // lines before the rest is folded away
constexpr int kFramesAfterMs = 700;  // from the last change of their number on

QHBoxLayout* rowLayout(QWidget* widget) {
    auto* layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kUnit);
    return layout;
}

class Line : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), colors().separator); }
};

QWidget* separator(QWidget* parent) {
    auto* line = new Line(parent);
    line->setFixedHeight(1);
    return line;
}

}  // namespace

ImportReviewPage::ImportReviewPage(ImportSession* session,
                                   ThumbnailCache* thumbnails,
                                   QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(new PictureModel(session, thumbnails, this)),
      filter_(new PictureFilter(this)) {
    setObjectName(QStringLiteral("importReview"));
    filter_->setSourceModel(model_);
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(
        spacing::kSection, spacing::kSection, spacing::kSection, spacing::kWide);
    layout->setSpacing(spacing::kWide);
    auto* top = new QHBoxLayout;  // in one row: a small screen has no height to spare
    top->addWidget(makeHeader(), 1);
    QWidget* mask_tools = makeMaskTools();
    top->addWidget(mask_tools, 0, Qt::AlignTop);
    layout->addLayout(top);
    layout->addWidget(makeTools());
    auto* middle = new QHBoxLayout;
    middle->setSpacing(spacing::kUnit);
    middle->addWidget(makeGrid(), 1);  // Tab goes in the order in which widgets are made
    details_ = new PictureDetails(model_, thumbnails, this);
    details_->setActions({exclude_, edit_mask_, invert_});
    middle->addWidget(details_);
    layout->addLayout(middle, 1);
    layout->addWidget(separator(this));
    layout->addWidget(makeFooter());
    connectSession();
    retranslate();
}

void ImportReviewPage::makeActions() {
    const auto make = [this](const char* name, const char* sign, const QKeySequence& key) {
        auto* action = new QAction(icon(QLatin1String(sign)), {}, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        return action;
    };
    exclude_ = make("exclude", "exclude", QKeySequence(Qt::Key_Delete));
    invert_ = make("invertMask", "invert", QKeySequence(Qt::Key_I));
    replace_ = make("replacePicture", "refresh", QKeySequence(Qt::Key_R));
    restore_ = make("restorePicture", "undo", {});
    invert_all_ = make("invertAllMasks", "invert", {});
    include_all_ = make("includeAll", "add", {});
    show_masks_ = make("showMasks", "mask", QKeySequence(Qt::SHIFT | Qt::Key_M));
    show_masks_->setCheckable(true);
    makeMaskActions();
    connect(exclude_, &QAction::triggered, this, &ImportReviewPage::toggleExcluded);
    connect(invert_, &QAction::triggered, this, &ImportReviewPage::toggleInverted);
    connect(replace_, &QAction::triggered, this, &ImportReviewPage::replacePicture);
    connect(invert_all_, &QAction::triggered, this, &ImportReviewPage::invertAll);
    connect(restore_, &QAction::triggered, this, [this] {
        for (const QString& name : selectedNames()) {
            Q_EMIT replaceRequested(name, {});
        }
    });
    connect(include_all_, &QAction::triggered, this, [this] {
        QStringList names;
        for (const std::string& name : session_->edits().excluded) {
            names << toQt(name);
        }
        Q_EMIT excludeRequested(names, false);
    });
    connect(show_masks_, &QAction::toggled, this, [this](bool shown) {
        model_->setLook(shown ? ThumbnailRequest::Look::Mask : ThumbnailRequest::Look::Photo);
    });
}

QWidget* ImportReviewPage::makeHeader() {
    auto* header = new QWidget(this);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::kTight);
    title_ = new QLabel(header);
    title_->setObjectName(QStringLiteral("reviewTitle"));
    title_->setTextFormat(Qt::PlainText);
    setRole(title_, Role::Title);
    summary_ = new QLabel(header);
    summary_->setObjectName(QStringLiteral("reviewSummary"));
    summary_->setWordWrap(true);
    remarks_ = new QLabel(header);
    remarks_->setObjectName(QStringLiteral("reviewRemarks"));
    remarks_->setWordWrap(true);
    remarks_->setTextFormat(Qt::PlainText);
    setRole(remarks_, Role::Muted);
    all_remarks_ = new QPushButton(header);
    all_remarks_->setObjectName(QStringLiteral("allRemarks"));
    all_remarks_->setFlat(true);
    connect(all_remarks_, &QPushButton::clicked, this, [this] {
        show_all_remarks_ = !show_all_remarks_;
        updateRemarks();
    });
    auto* line = new QHBoxLayout;
    line->addWidget(remarks_, 1);
    line->addWidget(all_remarks_, 0, Qt::AlignTop);
    layout->addWidget(title_);
    layout->addWidget(summary_);
    layout->addLayout(line);
    return header;
}

QWidget* ImportReviewPage::makeTools() {
    auto* tools = new QWidget(this);
    auto* layout = rowLayout(tools);
    show_ = new QComboBox(tools);
    show_->setObjectName(QStringLiteral("reviewFilter"));
    for (int i = 0; i < 4; ++i) {
        show_->addItem({});
    }
    connect(show_, &QComboBox::currentIndexChanged, this, [this](int index) {
        filter_->setShow(static_cast<PictureFilter::Show>(index));
        updateFooter();
    });
    search_ = new QLineEdit(tools);
    search_->setObjectName(QStringLiteral("reviewSearch"));
    search_->setClearButtonEnabled(true);
    search_->setMaximumWidth(240);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        filter_->setText(text);
        updateFooter();
    });
    progress_ = new QProgressBar(tools);
    progress_->setObjectName(QStringLiteral("reviewProgress"));
    progress_->setTextVisible(false);
    progress_->setFixedSize(120, spacing::kUnit);
    progress_text_ = new QLabel(tools);
    setRole(progress_text_, Role::Muted);

    const auto makeButton = [tools](const char* name) {
        auto* button = new QToolButton(tools);
        button->setObjectName(QLatin1String(name));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        return button;
    };
    mask_button_ = makeButton("showMasksButton");
    mask_button_->setDefaultAction(show_masks_);
    problem_button_ = makeButton("problemButton");
    problem_button_->setIcon(icon(QStringLiteral("warning")));
    problem_button_->setPopupMode(QToolButton::InstantPopup);
    problem_menu_ = new QMenu(problem_button_);
    problem_button_->setMenu(problem_menu_);
    connect(problem_menu_, &QMenu::aboutToShow, this, &ImportReviewPage::fillProblemMenu);
    more_button_ = makeButton("moreButton");
    more_button_->setIcon(icon(QStringLiteral("more")));
    more_button_->setPopupMode(QToolButton::InstantPopup);
    more_menu_ = new QMenu(more_button_);
    more_menu_->addActions({replace_, restore_});
    more_menu_->addSeparator();
    more_menu_->addActions({invert_all_, include_all_});
    more_button_->setMenu(more_menu_);

    layout->addWidget(show_);
    layout->addWidget(search_);
    layout->addSpacing(spacing::kUnit);
    makeFrameField(tools);
    layout->addWidget(frames_label_);
    layout->addWidget(frames_);
    layout->addSpacing(spacing::kUnit);
    layout->addWidget(progress_);
    layout->addWidget(progress_text_);
    layout->addStretch(1);
    layout->addWidget(mask_button_);
    layout->addWidget(problem_button_);
    layout->addWidget(more_button_);
    return tools;
}

/// Taking frames costs seconds: it waits until nobody turns the number any more.
void ImportReviewPage::makeFrameField(QWidget* tools) {
    frames_label_ = new QLabel(tools);
    frames_ = new QSpinBox(tools);
    frames_->setObjectName(QStringLiteral("videoFrames"));
    frames_->setRange(0, kMaxFrames);
    frames_->setSingleStep(10);
    frames_->setKeyboardTracking(false);
    keepWheelCalm(frames_);
    frames_label_->setBuddy(frames_);
    frames_timer_.setSingleShot(true);
    frames_timer_.setInterval(kFramesAfterMs);
    connect(frames_, &QSpinBox::valueChanged, this, [this] { frames_timer_.start(); });
    connect(frames_, &QSpinBox::editingFinished, this, [this] {
        if (frames_timer_.isActive()) {
            frames_timer_.start(0);
        }
    });
    connect(&frames_timer_, &QTimer::timeout, this, [this] {
        Q_EMIT videoFramesRequested(frames_->value());
    });
}

void ImportReviewPage::updateFrameField() {
    const bool is_video = session_->isListed() && session_->isVideo();
    frames_label_->setVisible(is_video);
    frames_->setVisible(is_video);
    if (is_video && !frames_timer_.isActive()) {
        const QSignalBlocker quiet(frames_);
        frames_->setValue(session_->videoFrames());
    }
}

QWidget* ImportReviewPage::makeGrid() {
    stack_ = new QStackedWidget(this);
    grid_ = new QListView(stack_);
    grid_->setObjectName(QStringLiteral("pictureGrid"));
    grid_->setModel(filter_);
    grid_->setItemDelegate(new PictureDelegate(model_, filter_, this));
    grid_->setViewMode(QListView::IconMode);
    grid_->setMovement(QListView::Static);
    grid_->setResizeMode(QListView::Adjust);
    grid_->setUniformItemSizes(true);
    grid_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    grid_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    grid_->setMouseTracking(true);
    grid_->setSpacing(spacing::kTight);
    grid_->setContextMenuPolicy(Qt::CustomContextMenu);
    grid_->addActions({exclude_, edit_mask_, invert_, replace_, show_masks_});
    connect(grid_, &QWidget::customContextMenuRequested, this, &ImportReviewPage::showMenu);
    connect(grid_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        details_->setRows(selectedRows());
        updateActions();
    });
    message_ = new QLabel(stack_);
    message_->setObjectName(QStringLiteral("reviewMessage"));
    message_->setAlignment(Qt::AlignCenter);
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    stack_->addWidget(grid_);
    stack_->addWidget(message_);
    return stack_;
}

QWidget* ImportReviewPage::makeFooter() {
    auto* footer = new QWidget(this);
    auto* layout = rowLayout(footer);
    back_ = new QPushButton(icon(QStringLiteral("chevron-left")), {}, footer);
    back_->setObjectName(QStringLiteral("reviewBack"));
    count_ = new QLabel(footer);
    count_->setObjectName(QStringLiteral("reviewCount"));
    setRole(count_, Role::Muted);
    continue_ = new QPushButton(footer);
    continue_->setObjectName(QStringLiteral("reviewContinue"));
    continue_->setMinimumSize(160, spacing::kControl + spacing::kUnit);
    continue_->setDefault(true);
    setPrimary(continue_);
    connect(back_, &QPushButton::clicked, this, &ImportReviewPage::backRequested);
    connect(continue_, &QPushButton::clicked, this, &ImportReviewPage::accepted);
    layout->addWidget(back_);
    layout->addStretch(1);
    layout->addWidget(count_);
    layout->addSpacing(spacing::kUnit);
    layout->addWidget(continue_);
    return footer;
}

void ImportReviewPage::connectSession() {
    connect(session_, &ImportSession::started, this, [this](const QString& path) {
        title_->setText(QFileInfo(path).fileName());
        showMessage(tr("Reading the pictures…"), {});
        update();
    });
    connect(session_, &ImportSession::takingFrames, this, [this](double fraction) {
        showMessage(tr("Taking frames from the video: %1 %")
                        .arg(QLocale().toString(static_cast<int>(100 * fraction))),
                    {});
    });
    connect(session_, &ImportSession::failed, this, [this](const Problem& problem) {
        showMessage(problem.reason, problem.hint);
        update();
    });
    connect(session_, &ImportSession::listed, this, [this] {
        stack_->setCurrentWidget(grid_);
        show_all_remarks_ = false;
        update();
        if (filter_->rowCount() > 0) {
            grid_->setCurrentIndex(filter_->index(0, 0));
        }
    });
    connect(session_, &ImportSession::changed, this, &ImportReviewPage::update);
    connect(session_, &ImportSession::progress, this, &ImportReviewPage::updateProgress);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        grid_->doItemsLayout();  // another font gives other cells
    });
}

void ImportReviewPage::showMessage(const QString& text, const QString& hint) {
    message_->setText(hint.isEmpty() ? text : text + QStringLiteral("\n\n") + hint);
    message_->setAccessibleName(message_->text());
    stack_->setCurrentWidget(message_);
}

void ImportReviewPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void ImportReviewPage::retranslate() {
    setAccessibleName(tr("Review of the pictures"));
    const QStringList shows{
        tr("All pictures"), tr("Used pictures"), tr("With problems"), tr("Excluded")};
    for (int i = 0; i < shows.size(); ++i) {
        show_->setItemText(i, shows[i]);
    }
    show_->setAccessibleName(tr("Which pictures are shown"));
    search_->setPlaceholderText(tr("Find by name"));
    search_->setAccessibleName(tr("Find pictures by name"));
    progress_->setAccessibleName(tr("Checking the pictures"));
    show_masks_->setText(tr("Show masks"));
    show_masks_->setToolTip(tr("Tints what does not belong to the object (Shift+M)"));
    mask_button_->setAccessibleName(show_masks_->text());
    problem_button_->setText(tr("Problems"));
    problem_button_->setAccessibleName(tr("Select or exclude by problem"));
    problem_button_->setToolTip(problem_button_->accessibleName());
    more_button_->setText(tr("More"));
    more_button_->setAccessibleName(tr("More actions"));
    replace_->setText(tr("Replace picture…"));
    replace_->setToolTip(tr("Uses another picture file for this view (R)"));
    restore_->setText(tr("Use the original picture"));
    invert_all_->setText(tr("Invert all masks"));
    include_all_->setText(tr("Include all pictures"));
    frames_label_->setText(tr("Frames of the video"));
    frames_->setSpecialValueText(tr("by its length"));
    frames_->setAccessibleName(frames_label_->text());
    frames_->setToolTip(
        tr("How many pictures are taken of the video, evenly spread; cameras, masks and choices "
           "that belong to the earlier ones go, and Undo brings them back"));
    retranslateMasks();
    grid_->setAccessibleName(tr("Pictures"));
    back_->setText(tr("Back"));
    back_->setAccessibleName(back_->text());
    continue_->setText(tr("Continue"));
    continue_->setAccessibleName(continue_->text());
    update();
}

void ImportReviewPage::update() {
    updateHeader();
    updateRemarks();
    updateActions();
    updateFooter();
    updateFrameField();
}

void ImportReviewPage::updateHeader() {
    const bool listed = session_->isListed();
    if (listed) {
        title_->setText(tr("Review \"%1\"").arg(QFileInfo(session_->input()).fileName()));
        summary_->setText(summaryOf(session_->review(), session_->edits()));
    } else {
        summary_->clear();
    }
    title_->setAccessibleName(title_->text());
    summary_->setAccessibleName(summary_->text());
    const bool checking = session_->isChecking();
    progress_->setVisible(checking);
    progress_text_->setVisible(checking);
    problem_button_->setEnabled(listed);
    more_button_->setEnabled(listed);
}

void ImportReviewPage::updateRemarks() {
    const QStringList all =
        session_->isListed() ? remarksOf(session_->review(), session_->edits()) : QStringList();
    const bool folds = all.size() > kShortRemarks;
    const QStringList shown = folds && !show_all_remarks_ ? all.mid(0, kShortRemarks) : all;
    remarks_->setVisible(!all.isEmpty());
    remarks_->setText(shown.join(QLatin1Char('\n')));
    remarks_->setAccessibleName(remarks_->text());
    all_remarks_->setVisible(folds);
    all_remarks_->setText(show_all_remarks_
                              ? tr("Show fewer")
                              : tr("Show all %n", "remarks", static_cast<int>(all.size())));
    all_remarks_->setAccessibleName(all_remarks_->text());
}

void ImportReviewPage::updateProgress(int measured, int all) {
    progress_->setRange(0, std::max(1, all));
    progress_->setValue(measured);
    progress_text_->setText(tr("Checking %1 of %2").arg(measured).arg(all));
    const bool checking = session_->isChecking();
    progress_->setVisible(checking);
    progress_text_->setVisible(checking);
}

void ImportReviewPage::updateFooter() {
    if (!session_->isListed()) {
        continue_->setEnabled(false);
        continue_->setToolTip(tr("There are no pictures yet"));
        count_->clear();
        return;
    }
    const ReviewCounts counts = countReview(session_->review(), session_->edits());
    const auto all = static_cast<int>(session_->review().pictures.size());
    QStringList parts{
        all == 1 ? tr("%1 of 1 picture will be used").arg(counts.pictures)
                 : tr("%1 of %n pictures will be used", nullptr, all).arg(counts.pictures)};
    if (counts.errors > 0) {
        parts << tr("%n with errors", nullptr, counts.errors);
    }
    if (counts.warnings > 0) {
        parts << tr("%n with warnings", nullptr, counts.warnings);
    }
    if (filter_->rowCount() != all) {
        parts << tr("%n shown", nullptr, filter_->rowCount());
    }
    count_->setText(parts.join(QStringLiteral("  ·  ")));
    count_->setAccessibleName(count_->text());
    continue_->setEnabled(counts.pictures > 0);
    continue_->setToolTip(counts.pictures > 0 ? QString()
                                              : tr("Every picture is excluded or unreadable"));
}

}  // namespace bozzetto::ui
