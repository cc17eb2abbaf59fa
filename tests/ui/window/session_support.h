// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/tiny_set.h"
#include "ui/common/state_folder.h"
#include "ui/common/text.h"
#include "ui/job/engine_catalog.h"
#include "ui/window/window_fixture.h"

#include <QComboBox>
#include <QDir>
#include <QFile>

#include <map>
#include <vector>

namespace bozzetto::testing {

inline const QString kScriptedCli = QStringLiteral(BOZZETTO_SCRIPTED_CLI);

/// A set of four small pictures in `folder`.
inline QString makeSet(const QString& folder) {
    const QString set = folder + QStringLiteral("/pictures");
    writeTinySet(ui::toPath(set), 4);
    return set;
}

/// Sessions that other tests left behind are none of this one's business.
inline void forgetSessions() {
    QDir(ui::dataFolder() + QStringLiteral("/sessions")).removeRecursively();
}

inline QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A window whose engines are those that only tests have.
class SessionWindow : public TestWindow {
public:
    /// sample: what "Try the sample" opens.
    explicit SessionWindow(const QString& sample = {}) : TestWindow(kScriptedCli, sample) {}

    /// On screen, with the engines known.
    bool start() {
        const auto* catalog = get()->findChild<ui::EngineCatalog*>();
        return show() &&
               waitUntil([=] { return catalog->state() == ui::EngineCatalog::State::Ready; },
                         10000);
    }
    /// The set's pictures are on the review page.
    bool openSet(const QString& set) {
        get()->open({set});
        return waitUntil([this] {
            auto* go = find<QAbstractButton>("reviewContinue");
            return go->isVisible() && go->isEnabled();
        });
    }
    /// Draft settings with these values for one engine or several, which run in this order.
    void choose(const std::vector<std::string>& engines,
                const std::map<std::string, std::string>& values) {
        QStringList ids;
        for (const std::string& id : engines) {
            ids.append(ui::toQt(id));
            Settings settings;
            settings.preset = "draft";
            settings.values = values;
            document()->setSettings(ids.back(), settings);
        }
        document()->setEngines(ids);
    }
    /// Goes to the page with the Run button and presses it.
    bool run() {
        if (isShown("reviewContinue") && !press("reviewContinue")) {
            return false;
        }
        return press("run") && waitUntil([this] { return queue()->isRunning(); });
    }
    bool waitForStep(qint64 step) {
        return waitUntil([=, this] { return queue()->currentProgress().step >= step; }, 10000);
    }
    bool waitForEnd(int timeout_ms = 20000) {
        return waitUntil([this] { return !queue()->isRunning(); }, timeout_ms);
    }
    /// The project's newest run.
    ProjectRun lastRun() const {
        const auto& runs = document()->project().runs;
        return runs.empty() ? ProjectRun() : runs.back();
    }
    QString meshPath(const ProjectRun& run) const {
        return ui::toQt(run.folder / run.engine / "mesh.obj");
    }
    /// Ends the session without keeping anything.
    void discard() {
        if (queue()->isRunning()) {
            queue()->stopCurrent();
            waitForEnd();
        }
        document()->close();
    }
};

}  // namespace bozzetto::testing
