// SPDX-License-Identifier: Apache-2.0
// What the review page offers about masks: everything is only requested.
#include "ui/common/text.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/images/picture_model.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include <cmath>

namespace bozzetto::ui {

void ImportReviewPage::makeMaskActions() {
    const auto make = [this](const char* name, const char* sign) {
        auto* action = new QAction(icon(QLatin1String(sign)), {}, this);
        action->setObjectName(QLatin1String(name));
        return action;
    };
    edit_mask_ = make("editMask", "brush");
    edit_mask_->setShortcut(QKeySequence(Qt::Key_M));
    edit_mask_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    make_masks_ = make("makeMasks", "sample");
    keep_table_ = make("keepTable", "grid");
    keep_table_->setCheckable(true);
    keep_edited_ = make("keepEditedMasks", "brush");
    keep_edited_->setCheckable(true);
    keep_edited_->setChecked(true);
    import_masks_ = make("importMasks", "import");
    export_masks_ = make("exportMasks", "export");
    drop_masks_ = make("dropMasks", "reset");
    connect(edit_mask_, &QAction::triggered, this, [this] {
        const QStringList names = selectedNames();
        Q_EMIT editMaskRequested(names.value(0));
    });
    connect(make_masks_, &QAction::triggered, this, &ImportReviewPage::makeMasksRequested);
    connect(keep_table_, &QAction::triggered, this, &ImportReviewPage::keepTableRequested);
    connect(import_masks_, &QAction::triggered, this, &ImportReviewPage::importMasksRequested);
    connect(export_masks_, &QAction::triggered, this, &ImportReviewPage::exportMasksRequested);
    connect(drop_masks_, &QAction::triggered, this, &ImportReviewPage::dropMasksRequested);
}

QWidget* ImportReviewPage::makeMaskTools() {
    auto* tools = new QWidget(this);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    const auto makeButton = [tools](const char* name, QAction* action) {
        auto* button = new QToolButton(tools);
        button->setObjectName(QLatin1String(name));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        if (action != nullptr) {
            button->setDefaultAction(action);
        }
        return button;
    };
    edit_mask_button_ = makeButton("editMasksButton", edit_mask_);
    make_masks_button_ = makeButton("makeMasksButton", make_masks_);
    keep_table_button_ = makeButton("keepTableButton", keep_table_);
    keep_edited_button_ = makeButton("keepEditedMasksButton", keep_edited_);
    masks_menu_button_ = makeButton("masksMenuButton", nullptr);
    masks_menu_button_->setIcon(icon(QStringLiteral("more")));
    masks_menu_button_->setPopupMode(QToolButton::InstantPopup);
    masks_menu_ = new QMenu(masks_menu_button_);
    masks_menu_->addActions({import_masks_, export_masks_, drop_masks_});
    masks_menu_button_->setMenu(masks_menu_);
    mask_text_ = new QLabel(tools);
    mask_text_->setObjectName(QStringLiteral("maskWork"));
    mask_progress_ = new QProgressBar(tools);
    mask_progress_->setObjectName(QStringLiteral("maskWorkProgress"));
    mask_progress_->setTextVisible(false);
    mask_progress_->setFixedSize(120, spacing::kUnit);
    cancel_masks_ = new QPushButton(tools);
    cancel_masks_->setObjectName(QStringLiteral("cancelMasks"));
    connect(cancel_masks_, &QPushButton::clicked, this, &ImportReviewPage::cancelMasksRequested);
    for (QWidget* widget : {static_cast<QWidget*>(edit_mask_button_),
                            static_cast<QWidget*>(make_masks_button_),
                            static_cast<QWidget*>(keep_table_button_),
                            static_cast<QWidget*>(keep_edited_button_),
                            static_cast<QWidget*>(masks_menu_button_)}) {
        row->addWidget(widget);
    }
    row->addStretch(1);
    row->addWidget(mask_text_);
    row->addWidget(mask_progress_);
    row->addWidget(cancel_masks_);
    showMaskWork({}, 0);
    return tools;
}

void ImportReviewPage::showMaskWork(const QString& text, double fraction) {
    making_masks_ = !text.isEmpty();
    mask_text_->setText(text);
    mask_text_->setAccessibleName(text);
    mask_progress_->setRange(0, fraction < 0 ? 0 : 1000);
    mask_progress_->setValue(static_cast<int>(std::lround(1000 * std::max(0.0, fraction))));
    for (QWidget* widget : {static_cast<QWidget*>(mask_text_),
                            static_cast<QWidget*>(mask_progress_),
                            static_cast<QWidget*>(cancel_masks_)}) {
        widget->setVisible(making_masks_);
    }
    // In the place of what cannot be used meanwhile.
    make_masks_button_->setVisible(!making_masks_);
    keep_table_button_->setVisible(!making_masks_);
    keep_edited_button_->setVisible(!making_masks_ && edited_masks_ > 0);
    if (grid_ != nullptr) {
        updateMaskActions();
    }
}

void ImportReviewPage::setKeepTable(bool keep) {
    keep_table_->setChecked(keep);
}

void ImportReviewPage::setOwnMasks(bool used) {
    own_masks_ = used;
    updateMaskActions();
}

void ImportReviewPage::setEditedMasks(int count) {
    edited_masks_ = count;
    keep_edited_button_->setVisible(!making_masks_ && edited_masks_ > 0);
}

bool ImportReviewPage::keepsEditedMasks() const {
    return keep_edited_->isChecked();
}

void ImportReviewPage::updateMaskActions() {
    const bool listed = session_->isListed();
    bool any_mask = false;
    for (int row = 0; listed && row < model_->rowCount(); ++row) {
        any_mask = any_mask || model_->hasMask(row);
    }
    edit_mask_->setEnabled(listed);
    make_masks_->setEnabled(listed && !making_masks_);
    keep_table_->setEnabled(listed && !making_masks_);
    import_masks_->setEnabled(listed && !making_masks_);
    export_masks_->setEnabled(any_mask);
    drop_masks_->setEnabled(listed && own_masks_ && !making_masks_);
    masks_menu_button_->setEnabled(listed);
}

void ImportReviewPage::retranslateMasks() {
    edit_mask_->setText(tr("Edit mask"));
    edit_mask_->setToolTip(tr("Paints what belongs to the object in this picture (M)"));
    make_masks_->setText(tr("Make masks"));
    make_masks_->setToolTip(
        tr("Finds the object in all pictures that have no mask of their own; a run does it by "
           "itself if it is not done here"));
    keep_table_->setText(tr("The table belongs to the object"));
    keep_table_->setToolTip(
        tr("Automatic masks keep what the object stands on; else it is taken away"));
    keep_edited_->setText(tr("Keep edited masks"));
    keep_edited_->setToolTip(
        tr("Making masks leaves those alone that were painted or imported; else it makes all of "
           "them anew"));
    for (QToolButton* button :
         {edit_mask_button_, make_masks_button_, keep_table_button_, keep_edited_button_}) {
        button->setAccessibleName(button->defaultAction()->text());
    }
    import_masks_->setText(tr("Import masks…"));
    export_masks_->setText(tr("Export masks…"));
    drop_masks_->setText(tr("Use the set's own masks"));
    masks_menu_button_->setText(tr("Masks"));
    masks_menu_button_->setAccessibleName(tr("More about masks"));
    mask_progress_->setAccessibleName(tr("Making masks"));
    cancel_masks_->setText(tr("Cancel"));
    cancel_masks_->setAccessibleName(tr("Stop making masks"));
}

}  // namespace bozzetto::ui
