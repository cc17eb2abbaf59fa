// SPDX-License-Identifier: Apache-2.0
#include "ui/window/result_area.h"

#include "ui/images/photo_strip.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/settings/engine_words.h"
#include "ui/theme/theme.h"
#include "ui/viewport/inspect_panel.h"
#include "ui/viewport/shortcut_sheet.h"
#include "ui/viewport/turntable.h"
#include "ui/viewport/viewport.h"
#include "ui/viewport/viewport_actions.h"
#include "ui/window/photo_views.h"
#include "ui/window/project_view.h"
#include "ui/window/score_text.h"
#include "ui/window/view_pane.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>

namespace bozzetto::ui {
namespace {

constexpr int kLeastForStrip = 260;  // height of view and strip

NavigationStyle styleOf(NavigationPreset preset) {
    switch (preset) {
        case NavigationPreset::Blender:
            return NavigationStyle::Blender;
        case NavigationPreset::Maya:
            return NavigationStyle::Maya;
        case NavigationPreset::Simple:
            break;
    }
    return NavigationStyle::Simple;
}

/// The scores that an engine reports, in words; unknown ones by their own name.
std::vector<ScoreLine> scoreLines(const std::map<std::string, double>& scores) {
    std::vector<ScoreLine> lines;
    for (const auto& [name, value] : scores) {
        ScoreLine line;
        line.label = scoreLabel(name);
        line.help = scoreHelp(name);
        line.value = QLocale().toString(value, 'g', 4);
        lines.push_back(line);
    }
    return lines;
}

/// Empty if there is no such picture.
QString photoName(const ViewController& controller, int photo) {
    const auto& photos = controller.photos();
    const bool known = photo >= 0 && static_cast<size_t>(photo) < photos.size();
    return known ? photos[static_cast<size_t>(photo)].name : QString();
}

}  // namespace

ResultArea::ResultArea(ThumbnailCache* thumbnails, QWidget* parent)
    : QWidget(parent),
      thumbnails_(thumbnails),
      splitter_(new QSplitter(Qt::Horizontal)),
      empty_(new QLabel),
      strip_(new PhotoStrip(thumbnails, Qt::Horizontal)),
      actions_(new ViewportActions(this)),
      inspect_(new InspectPanel) {
    setObjectName(QStringLiteral("resultArea"));
    empty_->setObjectName(QStringLiteral("emptyView"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    setRole(empty_, Role::Muted);
    splitter_->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(splitter_, 1);
    column->addWidget(strip_);
    strip_->hide();
    view_timer_.setSingleShot(true);
    view_timer_.setInterval(500);
    connect(&view_timer_, &QTimer::timeout, this, &ResultArea::viewChanged);
    ViewPane* first = addPane();
    setActive(first);
    // The empty text lies over the first pane's viewport.
    auto* over = new QVBoxLayout(first->viewport());
    over->addWidget(empty_);
    connect(strip_, &PhotoStrip::viewActivated, this, [this](const QString& name) {
        const auto& photos = activePane()->controller()->photos();
        for (size_t i = 0; i < photos.size(); ++i) {
            if (photos[i].name == name) {
                activePane()->controller()->lookThrough(static_cast<int>(i));
            }
        }
    });
    connect(thumbnails, &ThumbnailCache::ready, this, &ResultArea::updateThumbnails);
    connect(actions_, &ViewportActions::turntableRequested, this, &ResultArea::showTurntable);
    connect(actions_, &ViewportActions::shortcutsRequested, this, [this] {
        if (sheet_ == nullptr) {
            sheet_ = new ShortcutSheet(actions_, window());
        }
        sheet_->toggle(activePane()->controller()->navigator().style());
    });
    retranslate();
    updateEmptyText();
}

QWidget* ResultArea::inspectPanel() const {
    return inspect_;
}

ViewPane* ResultArea::addPane() {
    auto* pane = new ViewPane;
    pane->setObjectName(QStringLiteral("pane%1").arg(panes_.size() + 1));
    pane->viewport()->setObjectName(QStringLiteral("viewport%1").arg(panes_.size() + 1));
    splitter_->addWidget(pane);
    ViewGuides guides = pane->controller()->guides();
    guides.points = false;  // the mesh is what is looked at here
    pane->controller()->setGuides(guides);
    actions_->attach(pane->controller());
    panes_.push_back(pane);
    link(pane);
    return pane;
}

void ResultArea::link(ViewPane* pane) {
    connect(pane, &ViewPane::activated, this, [this, pane] { setActive(pane); });
    connect(pane, &ViewPane::failed, this, &ResultArea::failed);
    connect(pane, &ViewPane::contentChanged, this, [this] {
        updateEmptyText();
        Q_EMIT subjectChanged();
    });
    connect(pane, &ViewPane::loaded, this, &ResultArea::applyView);
    connect(pane->viewport(), &Viewport::cameraChanged, this, [this, pane] { followCamera(pane); });
    connect(pane->viewport(), &Viewport::lookChanged, this, [this, pane] { followLook(pane); });
    ViewController* controller = pane->controller();
    connect(controller, &ViewController::statusTextChanged, this, &ResultArea::message);
    connect(controller, &ViewController::screenshotSaved, this, [this](const QString& path) {
        Q_EMIT message(tr("Screenshot saved: %1").arg(path));
    });
    connect(controller, &ViewController::failed, this, [this](const Problem& problem) {
        Q_EMIT failed(problem.reason, problem.hint);
    });
    connect(controller,
            &ViewController::photoChanged,
            this,
            [this, controller](int photo, bool looking_through) {
                strip_->setCurrent(photoName(*controller, looking_through ? photo : -1));
            });
}

ViewPane* ResultArea::activePane() const {
    return active_;
}

void ResultArea::setActive(ViewPane* pane) {
    if (std::exchange(active_, pane) != pane) {
        inspect_->bindTo(pane->controller());
        Q_EMIT subjectChanged();
    }
}

void ResultArea::focusView() {
    activePane()->viewport()->setFocus();
}

void ResultArea::addActionsTo(QMenu* menu) {
    actions_->fillMenu(menu);
}

void ResultArea::addHelpTo(QMenu* menu) {
    menu->addActions(actions_->actions(ActionGroup::Help));
}

void ResultArea::followCamera(ViewPane* source) {
    view_timer_.start();
    if (std::exchange(following_, true)) {
        return;
    }
    for (ViewPane* pane : panes_) {
        if (pane != source && pane->isVisible()) {
            pane->viewport()->setCamera(source->viewport()->camera());
        }
    }
    following_ = false;
}

void ResultArea::followLook(ViewPane* source) {
    view_timer_.start();
    if (std::exchange(following_, true)) {
        return;
    }
    for (ViewPane* pane : panes_) {
        if (pane != source) {
            pane->viewport()->setLook(source->viewport()->look());
        }
    }
    following_ = false;
}

void ResultArea::showPanes(int count) {
    while (static_cast<int>(panes_.size()) < count) {
        ViewPane* added = addPane();
        added->viewport()->setLook(panes_.front()->viewport()->look());
        added->controller()->setPhotos(panes_.front()->controller()->photos());
        added->controller()->setNavigationStyle(panes_.front()->controller()->navigator().style());
        added->controller()->setFrame(scene_.frame);
        added->controller()->setLengthUnit(scene_.unit);
        added->controller()->setPoints(panes_.front()->controller()->points());
    }
    for (size_t i = 0; i < panes_.size(); ++i) {
        panes_[i]->setVisible(static_cast<int>(i) < count);
    }
    if (!active_->isVisibleTo(this)) {
        setActive(panes_.front());
    }
    if (count > 1) {
        splitter_->setSizes(
            QList<int>(static_cast<int>(panes_.size()), splitter_->width() / count));
        followCamera(panes_.front());
    }
}

void ResultArea::setPictures(const std::shared_ptr<const SolvedSet>& solved) {
    QList<StripPhoto> strip;
    photo_paths_.clear();
    std::vector<PhotoView> photos;
    if (solved) {
        // Other programs' cameras are those of the stored pixels; those that were found are not.
        upright_ = solved->from == SolvedSet::From::Estimate;
        for (const ViewSource& view : solved->source.views) {
            const QString name = toQt(view.name), path = toQt(view.image);
            strip.append({name, path, upright_ || !view.world_from_camera.has_value()});
            photo_paths_[name] = path;
        }
        photos = photoViews(*solved);
    }
    strip_->setPhotos(strip);
    has_pictures_ = !strip.isEmpty();
    updateStrip();
    for (ViewPane* pane : panes_) {
        pane->controller()->setPhotos(photos);
    }
    updateThumbnails();
}

void ResultArea::setScene(const ShownScene& scene) {
    scene_ = scene;
    for (ViewPane* pane : panes_) {
        pane->controller()->setFrame(scene.frame);
        pane->controller()->setLengthUnit(scene.unit);
    }
    Q_EMIT subjectChanged();
}

void ResultArea::setPoints(const std::shared_ptr<const SparsePoints>& points) {
    for (ViewPane* pane : panes_) {
        pane->controller()->setPoints(points);
    }
}

void ResultArea::attachActions(ViewController* controller) {
    actions_->attach(controller);
}

void ResultArea::startRun(const QString& id, const QString& title) {
    running_ = id;
    shown_.clear();
    showPanes(1);
    panes_.front()->clear();
    panes_.front()->setCaption(title);
    updateEmptyText();
}

void ResultArea::showPreview(const QString& id, const PreviewPointer& mesh) {
    if (id == running_) {
        panes_.front()->showPreview(mesh);
    }
}

void ResultArea::endRun(const QString& id, bool has_result) {
    if (id == running_) {
        running_.clear();
        if (!has_result) {
            updateEmptyText();
        }
    }
}

void ResultArea::showRuns(const Project& project) {
    if (!running_.isEmpty() || project.shown == shown_) {
        return;
    }
    shown_ = project.shown;
    std::vector<const ProjectRun*> runs;
    for (const std::string& id : shown_) {
        const ProjectRun* run = findRun(project, id);
        if (run != nullptr && runs.size() < 2) {
            runs.push_back(run);
        }
    }
    if (runs.empty()) {
        return;
    }
    showPanes(static_cast<int>(runs.size()));
    for (size_t i = 0; i < runs.size(); ++i) {
        const ProjectRun& run = *runs[i];
        panes_[i]->setCaption(
            runs.size() > 1
                ? tr("%1: %2, %3", "run, engine, preset")
                      .arg(toQt(run.name), toQt(run.engine), presetTitle(run.settings.preset))
                : QString());
        panes_[i]->load(runs[i]->folder / runs[i]->engine / "mesh.obj");
    }
    inspect_->setScores(scoreLines(runs.front()->scores));
}

void ResultArea::showMesh(const QString& obj_path) {
    running_.clear();
    shown_.clear();
    showPanes(1);
    panes_.front()->setCaption(QFileInfo(obj_path).fileName());
    panes_.front()->load(toPath(obj_path));
}

void ResultArea::clear() {
    running_.clear();
    shown_.clear();
    for (ViewPane* pane : panes_) {
        pane->clear();
    }
    showPanes(1);
    inspect_->setScores({});
}

bool ResultArea::hasScene() const {
    return panes_.front()->hasScene() || panes_.front()->isLoading();
}

ExportSubject ResultArea::exportSubject() const {
    ExportSubject subject;
    subject.textured = active_->textured();
    subject.preview = subject.textured ? nullptr : active_->preview();
    if (subject.textured) {
        subject.licences = active_->licences();
    }
    subject.name = QStringLiteral("mesh");
    subject.frame = scene_.frame;
    subject.prefers_scene = scene_.estimated;
    return subject;
}

ProjectView ResultArea::view() const {
    const ViewController* controller = active_->controller();
    const Navigator& navigator = controller->navigator();
    const int photo = navigator.throughPhoto() ? navigator.currentPhoto() : -1;
    return toProjectView(active_->viewport()->look(),
                         active_->viewport()->camera(),
                         toStd(photoName(*controller, photo)));
}

void ResultArea::setView(const ProjectView& view) {
    view_ = view;
    view_pending_ = true;
    panes_.front()->viewport()->setLook(lookOf(view));
}

void ResultArea::applyView() {
    if (std::exchange(view_pending_, false) && view_.camera) {
        panes_.front()->viewport()->setCamera(cameraOf(*view_.camera));
    }
}

void ResultArea::setNavigation(NavigationPreset preset) {
    for (ViewPane* pane : panes_) {
        pane->controller()->setNavigationStyle(styleOf(preset));
    }
}

void ResultArea::updateThumbnails() {
    ViewController* controller = panes_.front()->controller();
    const auto& photos = controller->photos();
    for (size_t i = 0; i < photos.size(); ++i) {
        const auto path = photo_paths_.find(photos[i].name);
        if (!photos[i].thumbnail.isNull() || path == photo_paths_.end()) {
            continue;
        }
        ThumbnailRequest request;
        request.path = path->second;
        request.upright = upright_;
        const ThumbnailCache::Thumbnail thumbnail = thumbnails_->thumbnail(request);
        if (thumbnail.state == ThumbnailCache::State::Ready) {
            for (ViewPane* pane : panes_) {
                pane->controller()->setThumbnail(static_cast<int>(i), thumbnail.image);
            }
        }
    }
}

/// The mesh comes first where there is little room.
void ResultArea::updateStrip() {
    strip_->setVisible(has_pictures_ && height() >= kLeastForStrip);
}

void ResultArea::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updateStrip();
}

void ResultArea::updateEmptyText() {
    const bool empty = !panes_.front()->hasScene();
    empty_->setVisible(empty);
    empty_->setText(running_.isEmpty() ? tr("The mesh appears here when you run a reconstruction.")
                                       : tr("The first shape appears in a moment."));
}

void ResultArea::showTurntable() {
    if (turntable_ == nullptr) {
        turntable_ = new TurntableDialog(
            [this](const PictureRequest& request,
                   QObject* receiver,
                   std::function<void(const QImage&)> done) {
                activePane()->viewport()->renderImage(request, receiver, std::move(done));
            },
            this);
        turntable_->setView([this] { return activePane()->controller()->turntableJob(); });
        turntable_->setFolder(activePane()->controller()->picturesFolder());
        connect(turntable_,
                &TurntableDialog::written,
                this,
                [this](const QString& folder, int pictures) {
                    Q_EMIT message(tr("%n frames written to %1", nullptr, pictures).arg(folder));
                });
    }
    turntable_->show();
    turntable_->raise();
    turntable_->activateWindow();
}

void ResultArea::retranslate() {
    strip_->setAccessibleName(tr("Pictures"));
    updateEmptyText();
}

void ResultArea::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

}  // namespace bozzetto::ui
