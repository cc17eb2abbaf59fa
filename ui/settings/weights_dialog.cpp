// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/weights_dialog.h"

#include "ui/common/background_task.h"
#include "ui/settings/licence_dialog.h"
#include "ui/theme/theme.h"
#include "weights_store/import.h"
#include "weights_store/licence_record.h"

#include <QFileDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>

#include <algorithm>

namespace bozzetto::ui {

WeightsDialog::~WeightsDialog() {
    delete task_;  // ends the child; what it fetched stays for the next time
}

void WeightsDialog::saveSettings() {
    if (showing_) {
        return;
    }
    const QString mirror = mirror_->text().trimmed(), place = place_->text().trimmed();
    if (!mirror.isEmpty() && !mirror.startsWith(QLatin1String("https://")) &&
        !mirror.startsWith(QLatin1String("http://"))) {
        say(tr("The address of a mirror begins with https://"), {}, true);
        return;
    }
    if (!place.isEmpty() && !toPath(place).is_absolute()) {
        say(tr("Give the folder with its full path."), {}, true);
        return;
    }
    const WeightSettings now{toPath(place), toStd(mirror)}, before = readWeightSettings();
    if (now.folder == before.folder && now.mirror == before.mirror) {
        return;
    }
    try {
        writeWeightSettings(now);
    } catch (const std::exception& exception) {
        const Problem problem = toProblem(exception);
        say(problem.reason, problem.hint, true);
        return;
    }
    findings_.clear();
    refresh();
    Q_EMIT weightsChanged();
}

void WeightsDialog::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder of the weights"), toQt(folder_));
    dialog->setObjectName(QStringLiteral("weights_folder_dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        place_->setText(folder);
        saveSettings();
    });
    dialog->open();
}

void WeightsDialog::chooseImport() {
    auto* dialog = new QFileDialog(this, tr("Folder with files that you have"));
    dialog->setObjectName(QStringLiteral("weights_import_dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &WeightsDialog::import);
    dialog->open();
}

QStringList WeightsDialog::selectedNames() const {
    QStringList names;
    for (const QTreeWidgetItem* row : table_->selectedItems()) {
        names.append(row->data(0, Qt::UserRole).toString());
    }
    return names;
}

/// The files of these names and the small ones beside them that describe them; without names those
/// that the engines need.
std::vector<const WeightFile*> WeightsDialog::filesOf(const QStringList& names) const {
    std::vector<const WeightFile*> files;
    for (const WeightFile* file : manifest_.select({})) {
        const QString name = toQt(file->name), top = name.section(QLatin1Char('/'), 0, 0);
        const bool beside = name.endsWith(QLatin1String(".json")) &&
                            std::any_of(names.begin(), names.end(), [&](const QString& chosen) {
                                return chosen.section(QLatin1Char('/'), 0, 0) == top;
                            });
        if (names.isEmpty() ? !file->optional : names.contains(name) || beside) {
            files.push_back(file);
        }
    }
    return files;
}

void WeightsDialog::agreeThen(const std::vector<const WeightFile*>& files,
                              std::function<void(const QStringList&)> go) {
    const std::set<std::string> accepted = acceptedLicences(folder_);
    std::vector<WeightLicence> open;
    QStringList options;
    for (const WeightFile* file : files) {
        const QString id = toQt(file->licence);
        if (accepted.count(file->licence) == 0 && !options.contains(id)) {
            open.push_back(manifest_.licenceOf(*file));
            options << QStringLiteral("--accept-licence") << id;
        }
    }
    if (open.empty()) {
        go({});
        return;
    }
    auto* dialog = new LicenceDialog(open, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [options, go = std::move(go)] { go(options); });
    dialog->open();
}

void WeightsDialog::fetch() {
    const std::vector<const WeightFile*> files = filesOf(selectedNames());
    agreeThen(files, [this, files](const QStringList& options) {
        QStringList arguments{QStringLiteral("fetch")};
        for (const WeightFile* file : files) {
            arguments.append(toQt(file->name));
        }
        start(arguments + options, tr("The weights are here."));
    });
}

void WeightsDialog::import(const QString& folder) {
    inBackground(
        this,
        [manifest = manifest_, path = toPath(folder)] {
            std::vector<std::string> names;
            for (const WeightFile* file : findImports(manifest, path)) {
                names.push_back(file->name);
            }
            return names;
        },
        [this, folder](const std::vector<std::string>& names) {
            if (names.empty()) {
                say(tr("There are no weights in %1 that Bozzetto knows.").arg(shortPath(folder)),
                    tr("Choose the folder that the files were downloaded to."),
                    true);
                return;
            }
            agreeThen(manifest_.select(names), [this, folder](const QStringList& options) {
                start(QStringList{QStringLiteral("import"), folder} + options,
                      tr("The files were copied and checked."));
            });
        },
        [this](const Problem& problem) { say(problem.reason, problem.hint, true); });
}

void WeightsDialog::remove() {
    const QStringList names = selectedNames();
    quint64 bytes = 0;
    for (const WeightFile* file : filesOf(names)) {
        bytes += statusOf(*file, folder_).bytes;
    }
    auto* box = new QMessageBox(QMessageBox::Question,
                                tr("Delete weights"),
                                tr("Delete the selected weights? They take %1 and would have to be "
                                   "fetched again.")
                                    .arg(formatBytes(bytes)),
                                QMessageBox::Cancel,
                                this);
    box->setObjectName(QStringLiteral("delete_weights"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* really = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    really->setObjectName(QStringLiteral("really_delete"));
    connect(really, &QPushButton::clicked, this, [this, names] {
        findings_.clear();
        start(QStringList{QStringLiteral("remove")} + names, tr("The weights were deleted."));
    });
    box->open();
}

void WeightsDialog::verify() {
    findings_.clear();
    QStringList arguments{QStringLiteral("verify")};
    for (const WeightFile* file : filesOf(selectedNames())) {
        if (statusOf(*file, folder_).state != WeightState::Missing) {
            arguments.append(toQt(file->name));
        }
    }
    start(arguments, tr("Every file is as it should be."));
}

void WeightsDialog::start(const QStringList& arguments, const QString& done) {
    if (task_ != nullptr) {
        return;
    }
    task_ = new ChildTask(cli_, this);
    connect(task_, &ChildTask::event, this, &WeightsDialog::takeEvent);
    connect(task_, &ChildTask::progress, this, &WeightsDialog::takeProgress);
    connect(task_, &ChildTask::warning, this, [this](const QString& text) { say(text); });
    connect(task_, &ChildTask::done, this, [this, done] {
        end();
        say(done);
    });
    connect(task_, &ChildTask::failed, this, [this](const QString&, const Problem& problem) {
        end();
        say(problem.reason, problem.hint, true);
    });
    connect(task_, &ChildTask::cancelled, this, [this] {
        end();
        say(tr("Paused. What came is kept."));
    });
    say({});
    bar_->setRange(0, 0);
    QStringList all{QStringLiteral("weights")};
    task_->start(all + arguments + QStringList{QStringLiteral("--events")});
    showButtons();
}

void WeightsDialog::end() {
    task_->deleteLater();  // this is called from its signals
    task_ = nullptr;
    on_its_way_.clear();
    refresh();
    Q_EMIT weightsChanged();
}

void WeightsDialog::takeEvent(const QString& name, const QJsonObject& values) {
    if (name == QLatin1String("file")) {
        const QString step = values.value(QLatin1String("step")).toString();
        const double bytes = values.value(QLatin1String("bytes")).toDouble(),
                     total = values.value(QLatin1String("total")).toDouble();
        const int percent = total > 0 ? static_cast<int>(100 * bytes / total) : 0;
        const QString file = values.value(QLatin1String("name")).toString();
        if (step == QLatin1String("fetching")) {
            on_its_way_[file] = tr("Fetching: %1 %").arg(percent);
        } else if (step == QLatin1String("checking")) {
            on_its_way_[file] = tr("Checking: %1 %").arg(percent);
        } else {
            on_its_way_.remove(file);
        }
        refresh();
    } else if (name == QLatin1String("result")) {
        for (const QJsonValue& value : values.value(QLatin1String("findings")).toArray()) {
            const QJsonObject finding = value.toObject();
            const bool good = finding.value(QLatin1String("problem")).toString().isEmpty();
            const bool known = finding.value(QLatin1String("known")).toBool();
            findings_[finding.value(QLatin1String("file")).toString()] =
                !good   ? tr("Damaged")
                : known ? tr("Checked: good")
                        : tr("Checked: readable");
        }
    }
}

void WeightsDialog::takeProgress(const TaskProgress& progress) {
    constexpr int kSteps = 1000;
    bar_->setRange(0, kSteps);
    bar_->setValue(static_cast<int>(progress.fraction * kSteps));
    if (progress.left_s >= 0) {
        say(tr("About %1 left").arg(formatDuration(progress.left_s)));
    }
}

void WeightsDialog::say(const QString& text, const QString& hint, bool is_problem) {
    setRole(status_, is_problem ? Role::Error : Role::Muted);
    status_->setText(hint.isEmpty() ? text : text + QLatin1Char('\n') + hint);
    status_->setVisible(!text.isEmpty());
}

}  // namespace bozzetto::ui
