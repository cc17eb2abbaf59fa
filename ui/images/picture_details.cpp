// SPDX-License-Identifier: Apache-2.0
#include "ui/images/picture_details.h"

#include "ui/common/text.h"
#include "ui/images/import_session.h"
#include "ui/images/picture_delegate.h"
#include "ui/images/picture_model.h"
#include "ui/images/problem_text.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kPreviewSide = 304, kPreviewHeight = 232, kPreviewLeast = 64;

QString percent(double share) {
    return PictureDetails::tr("%1 %").arg(QLocale().toString(std::lround(100 * share)));
}

QString maskFact(const PictureReview& picture) {
    QString text;
    switch (picture.mask_from) {
        case View::MaskFrom::Alpha:
            text = PictureDetails::tr("From transparency");
            break;
        case View::MaskFrom::File:
            text = toQt(picture.mask_path.filename());
            break;
        case View::MaskFrom::Depth:
            text = PictureDetails::tr("From depth");
            break;
        default:
            return PictureDetails::tr("None");
    }
    return picture.measured
               ? PictureDetails::tr("%1, %2 of the picture", "where a mask comes from, its share")
                     .arg(text, percent(picture.measures.mask.coverage))
               : text;
}

QLabel* textLabel(const QString& text, Role role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setAccessibleName(text);
    setRole(label, role);
    return label;
}

}  // namespace

PicturePreview::PicturePreview(ThumbnailCache* thumbnails, QWidget* parent)
    : QWidget(parent), thumbnails_(thumbnails) {
    setObjectName(QStringLiteral("picturePreview"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    setMinimumHeight(kPreviewLeast);
    connect(thumbnails, &ThumbnailCache::ready, this, [this](const ThumbnailRequest& request) {
        if (request.path == request_.path) {
            update();
        }
    });
}

QSize PicturePreview::sizeHint() const {
    return {kPreviewSide, kPreviewHeight};
}

void PicturePreview::setRequest(const ThumbnailRequest& request) {
    request_ = request;
    update();
}

void PicturePreview::clear() {
    setRequest({});
}

void PicturePreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(rect(), colors().background);
    if (request_.path.isEmpty()) {
        return;
    }
    request_.side = static_cast<int>(std::lround(kPreviewSide * devicePixelRatioF()));
    const ThumbnailCache::Thumbnail thumbnail = thumbnails_->thumbnail(request_);
    if (thumbnail.state == ThumbnailCache::State::Ready) {
        paintPicture(&painter, rect(), thumbnail.image);
    } else if (thumbnail.state == ThumbnailCache::State::Failed) {
        painter.setPen(colors().error);
        painter.drawText(rect().adjusted(16, 16, -16, -16),
                         Qt::AlignCenter | Qt::TextWordWrap,
                         tr("This picture cannot be shown."));
    }
}

PictureDetails::PictureDetails(PictureModel* model, ThumbnailCache* thumbnails, QWidget* parent)
    : QWidget(parent), model_(model) {
    setObjectName(QStringLiteral("pictureDetails"));
    setAccessibleName(tr("Selected picture"));
    setFixedWidth(kPreviewSide + 2 * spacing::kPanel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::kPanel, 0, spacing::kPanel, 0);
    layout->setSpacing(spacing::kUnit);

    preview_ = new PicturePreview(thumbnails, this);
    name_ = textLabel({}, Role::Heading, this);
    name_->setObjectName(QStringLiteral("pictureName"));
    place_ = textLabel({}, Role::Muted, this);
    buttons_ = new QWidget(this);
    auto* row = new QGridLayout(buttons_);  // two in a row: they are long in some languages
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);

    auto* rest = new QWidget;
    auto* rest_layout = new QVBoxLayout(rest);
    rest_layout->setContentsMargins(0, 0, spacing::kUnit, 0);
    rest_layout->setSpacing(spacing::kWide);
    facts_ = new QGridLayout;
    facts_->setColumnStretch(1, 1);
    facts_->setHorizontalSpacing(spacing::kWide);
    facts_->setVerticalSpacing(spacing::kTight);
    problems_ = new QVBoxLayout;
    problems_->setSpacing(spacing::kPanel);
    rest_layout->addLayout(problems_);
    rest_layout->addLayout(facts_);
    rest_layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("pictureFacts"));
    scroll->setAccessibleName(tr("What is known about the picture"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(rest);
    scroll->setMinimumHeight(spacing::kSection);  // it scrolls

    layout->addWidget(preview_);
    layout->addWidget(name_);
    layout->addWidget(place_);
    layout->addWidget(buttons_);
    layout->addWidget(scroll, 1);
    connect(model, &QAbstractItemModel::dataChanged, this, &PictureDetails::update);
    connect(model, &QAbstractItemModel::modelReset, this, [this] { setRows({}); });
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
        shown_.clear();
        update();
    });
    update();
}

void PictureDetails::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        shown_.clear();
        update();
    }
    QWidget::changeEvent(event);
}

void PictureDetails::setActions(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        auto* button = new QToolButton(buttons_);
        button->setDefaultAction(action);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setAccessibleName(action->text());
        connect(action, &QAction::changed, button, [button, action] {
            button->setAccessibleName(action->text());
        });
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        auto* grid = static_cast<QGridLayout*>(buttons_->layout());
        const int place = grid->count();
        grid->addWidget(button, place / 2, place % 2);
    }
}

void PictureDetails::setRows(const QList<int>& rows) {
    rows_ = rows;
    update();
}

void PictureDetails::clearLayout(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void PictureDetails::update() {
    const PictureReview* picture = rows_.isEmpty() ? nullptr : model_->picture(rows_.front());
    buttons_->setVisible(picture != nullptr);
    place_->setVisible(picture != nullptr);
    if (picture == nullptr) {
        shown_.clear();
        preview_->clear();
        preview_->setAccessibleName(tr("Preview"));
        name_->setText(tr("Select a picture to see what is known about it."));
        name_->setAccessibleName(name_->text());
        clearLayout(facts_);
        clearLayout(problems_);
        return;
    }
    const int row = rows_.front();
    preview_->setRequest(model_->request(row, kPreviewSide));
    preview_->setAccessibleName(tr("Preview of %1").arg(toQt(picture->name)));
    const auto count = static_cast<int>(rows_.size());
    name_->setText(count > 1 ? tr("%n pictures selected", nullptr, count) : toQt(picture->name));
    name_->setAccessibleName(name_->text());
    const QString place = toQt(picture->path);
    place_->setText(fontMetrics().elidedText(shortPath(place), Qt::ElideMiddle, kPreviewSide));
    place_->setToolTip(place);
    place_->setAccessibleName(place);

    // The labels are made anew only when something that they show changed.
    QString shown = QString::number(row) + maskFact(*picture);
    for (const ReviewProblem& problem : picture->problems) {
        shown += textOf(problem).text;
    }
    shown += QString::number(picture->relative_sharpness) + QString::number(picture->measured);
    if (shown != shown_) {
        shown_ = shown;
        fillProblems(row);
        fillFacts(row);
    }
}

void PictureDetails::addFact(const QString& what, const QString& value) {
    const int line = fact_count_++;
    facts_->addWidget(textLabel(what, Role::Muted, this), line, 0, Qt::AlignTop);
    facts_->addWidget(textLabel(value, Role::Normal, this), line, 1);
}

void PictureDetails::fillFacts(int row) {
    clearLayout(facts_);
    fact_count_ = 0;
    const PictureReview& picture = *model_->picture(row);
    if (picture.width > 0) {
        addFact(tr("Size"), tr("%1 × %2").arg(picture.width).arg(picture.height));
    }
    addFact(tr("Mask"), maskFact(picture));
    addFact(tr("Depth"),
            !picture.has_depth ? tr("None")
            : !picture.measured
                ? toQt(picture.depth_path.filename())
                : tr("%1 of the object").arg(percent(picture.measures.known_depth)));
    addFact(tr("Camera"), picture.has_camera ? tr("Known") : tr("Unknown"));
    if (picture.measured && picture.measures.readable) {
        const PictureQuality& quality = picture.measures.quality;
        addFact(tr("Sharpness"), tr("%1 of the usual").arg(percent(picture.relative_sharpness)));
        addFact(tr("Brightness"), percent(quality.mean));
        addFact(tr("Overexposed"), percent(quality.clipped_bright));
        addFact(tr("Black"), percent(quality.clipped_dark));
    }
}

void PictureDetails::fillProblems(int row) {
    clearLayout(problems_);
    for (const ReviewProblem& problem : model_->picture(row)->problems) {
        const ProblemText text = textOf(problem);
        const Role role = problem.severity == Severity::Error     ? Role::Error
                          : problem.severity == Severity::Warning ? Role::Warning
                                                                  : Role::Muted;
        const QString sign = problem.severity == Severity::Error     ? QStringLiteral("error")
                             : problem.severity == Severity::Warning ? QStringLiteral("warning")
                                                                     : QStringLiteral("info");
        const QColor ink = problem.severity == Severity::Error     ? colors().error
                           : problem.severity == Severity::Warning ? colors().warning
                                                                   : colors().text_muted;
        auto* line = new QWidget(this);
        auto* grid = new QGridLayout(line);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(spacing::kUnit);
        grid->setVerticalSpacing(spacing::kHair);
        grid->setColumnStretch(1, 1);
        auto* icon_label = new QLabel(line);
        icon_label->setPixmap(iconPixmap(sign, spacing::kWide, devicePixelRatioF(), ink));
        icon_label->setAccessibleName(text.badge);
        grid->addWidget(icon_label, 0, 0, Qt::AlignTop);
        grid->addWidget(textLabel(text.text, role, line), 0, 1);
        grid->addWidget(textLabel(text.remedy, Role::Normal, line), 1, 1);
        problems_->addWidget(line);
    }
}

}  // namespace bozzetto::ui
