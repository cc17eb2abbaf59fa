// SPDX-License-Identifier: Apache-2.0
// window_host CLI SET: a main window that opens a set of pictures, runs the engine "slow" on it and
// prints the steps; a test kills it.
#include "ui/common/text.h"
#include "ui/job/engine_catalog.h"
#include "ui/job/job_queue.h"
#include "ui/project/project_document.h"
#include "ui/settings/preferences.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QApplication>
#include <QTimer>

#include <cstdio>

using namespace bozzetto;
using namespace bozzetto::ui;

namespace {

void say(const char* word, qint64 number) {
    std::printf("%s %lld\n", word, static_cast<long long>(number));
    std::fflush(stdout);
}

/// Presses Run as soon as there are engines, pictures, and nothing in the way.
void runWhenPossible(MainWindow& window) {
    auto* document = window.findChild<ProjectDocument*>();
    auto* go_on = window.findChild<QAbstractButton*>(QStringLiteral("reviewContinue"));
    auto* run = window.findChild<QAbstractButton*>(QStringLiteral("run"));
    const auto* catalog = window.findChild<EngineCatalog*>();
    if (catalog->state() != EngineCatalog::State::Ready || !document->isOpen()) {
        return;
    }
    if (document->project().engines.front() != "slow") {
        Settings settings;
        settings.preset = "draft";
        settings.values = {{"seconds", "6"}};
        document->setSettings(QStringLiteral("slow"), settings);
        document->setEngines({QStringLiteral("slow")});
    } else if (go_on->isVisible() && go_on->isEnabled()) {
        go_on->click();
    } else if (run->isVisible() && run->isEnabled()) {
        run->click();
    }
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("bozzetto"));
    applyTheme(application, Scheme::Light);
    const QStringList words = QCoreApplication::arguments();
    Preferences preferences;
    LaunchOptions options;
    options.cli = words.at(1);
    MainWindow window(options, preferences);
    auto* queue = window.findChild<JobQueue*>();
    QObject::connect(queue, &JobQueue::processStarted, queue, [](const QString&, qint64 pid) {
        say("pid", pid);
    });
    QObject::connect(
        queue, &JobQueue::progressChanged, queue, [](const QString&, const RunProgress& now) {
            say("step", now.step);
        });
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &window, [&] {
        if (queue->count() > 0) {
            timer.stop();
        } else {
            runWhenPossible(window);
        }
    });
    timer.start(50);
    window.show();
    window.open({words.at(2)});
    return QApplication::exec();
}
