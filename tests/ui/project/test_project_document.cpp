// SPDX-License-Identifier: Apache-2.0
// The session document: what is on the disk after saving and failing is what the artist did, and
// undo goes back exactly. (After being killed: test_project_recovery.)
#include "base/files.h"
#include "support/memory_folder.h"
#include "ui/project/project_fixture.h"
#include "ui/project/recent_list.h"

#include <QDir>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace bozzetto;
using namespace bozzetto::ui;

class TestProjectDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void savedAndOpenedAgain();
    void savingReplacesAndMovesResults();
    void resultsCrossFileSystems();
    void failedSaveLeavesEverything();
    void secondWindowIsReadOnly();
    void undoGoesBackExactly();
    void dragIsOneStep();
    void relocationFollowsTheHistory();
    void deletedRunGoesWhenTheSessionEnds();
    void viewAloneIsKept();
    void foreignRunFoldersAreNeverThrownAway();
    void recentListIsBounded();
};

void TestProjectDocument::savedAndOpenedAgain() {
    ProjectFixture f;
    const QString photos = f.folder.filePath(QStringLiteral("photos"));
    write(photos + QStringLiteral("/r_0.png"), "picture");
    f.document.startNew();
    QVERIFY(!f.document.isModified());
    f.document.setInputs({photos});
    f.document.setExcluded({QStringLiteral("r_1"), QStringLiteral("r_é")}, true);
    f.document.setMaskInverted({QStringLiteral("r_2")}, true);
    f.document.replacePicture(QStringLiteral("r_4"), photos + QStringLiteral("/r_0.png"));
    f.document.setEngines({QStringLiteral("nvdiffrec"), QStringLiteral("other")});
    f.document.setSettings(QStringLiteral("nvdiffrec"), {"draft", {{"texture_size", "512"}}});
    f.document.setTimeLimit(2.5);
    QVERIFY(f.document.isModified());
    QTRY_COMPARE(f.document.project().known_files.size(), size_t{1});
    QVERIFY(saveAs(f.document, f.file));
    QVERIFY(!f.document.isModified());
    QCOMPARE(f.document.title(), QStringLiteral("cup study"));
    const Project before = f.document.project();

    f.document.close();
    QVERIFY(!f.document.isOpen());
    QVERIFY(open(f.document, f.file));
    QVERIFY(f.document.project() == before);
    QVERIFY(!f.document.isModified());
    f.document.close();
    QTRY_VERIFY(QDir(f.sessions).isEmpty());
}

void TestProjectDocument::savingReplacesAndMovesResults() {
    ProjectFixture f;
    write(f.file, "something else entirely");
    f.document.startNew();
    const QString done = addFinishedRun(f.document);
    const ProjectRun going_on = f.document.beginRun(QStringLiteral("nvdiffrec"));
    write(toQt(going_on.folder) + QStringLiteral("/half"), "x");
    QVERIFY(f.document.runFolder(done).startsWith(f.sessions));
    QCOMPARE(f.document.runFolder(done), f.document.resultsFolder() + QLatin1Char('/') + done);

    QVERIFY(saveAs(f.document, f.file));
    const QString results = f.folder.filePath(QStringLiteral("cup study-results"));
    QCOMPARE(f.document.resultsFolder(), results);
    QCOMPARE(f.document.runFolder(done), results + QLatin1Char('/') + done);
    QCOMPARE(bytesOf(f.document.runFolder(done) + QStringLiteral("/nvdiffrec/mesh.obj")),
             QByteArray(1000, 'v'));
    // The running one stays where its process writes until it has ended.
    QCOMPARE(f.document.runFolder(toQt(going_on.id)), toQt(going_on.folder));
    ProjectRun ended = going_on;
    ended.state = ProjectRun::State::Stopped;
    f.document.updateRun(ended);
    QVERIFY(f.document.isModified());
    QVERIFY(saveAs(f.document, f.file));
    QVERIFY(
        QFile::exists(results + QLatin1Char('/') + toQt(going_on.id) + QStringLiteral("/half")));
    QCOMPARE(
        f.document.runFolder(toQt(f.document.beginRun(QStringLiteral("x")).id)).startsWith(results),
        true);
    // In the file the folders are relative: the project can be moved with its results.
    QVERIFY(bytesOf(f.file).contains("\"cup study-results/" + done.toUtf8() + '"'));
}

void TestProjectDocument::resultsCrossFileSystems() {
    const QTemporaryDir memory(bozzetto::testing::memoryFolderTemplate());
    ProjectFixture f;
    ProjectDocument document(nullptr, memory.filePath(QStringLiteral("sessions")));
    document.startNew();
    const QString run = addFinishedRun(document, 3000000);
    const QString old_folder = document.runFolder(run);
    QSignalSpy progress(&document, &ProjectDocument::saveProgress);
    QVERIFY(saveAs(document, f.file));
    QCOMPARE(bytesOf(document.runFolder(run) + QStringLiteral("/nvdiffrec/mesh.obj")).size(),
             3000000);
    QVERIFY(!QFile::exists(old_folder));
    struct stat here {
    }, there{};
    QCOMPARE(::stat(qPrintable(memory.path()), &here) + ::stat(qPrintable(f.file), &there), 0);
    if (here.st_dev != there.st_dev) {
        QTRY_VERIFY(progress.count() > 0);
        QCOMPARE(progress.last().at(0).toLongLong(), 3000000LL);
        QCOMPARE(progress.last().at(1).toLongLong(), 3000000LL);
    }
}

void TestProjectDocument::failedSaveLeavesEverything() {
    ProjectFixture f;
    f.document.startNew();
    f.document.setSeed(1234);
    QVERIFY(saveAs(f.document, f.file));
    const QByteArray good = bytesOf(f.file);
    QStringList many;
    for (int i = 0; i < 500; ++i) {
        many.append(QStringLiteral("view_%1").arg(i));
    }
    f.document.setExcluded(many, true);
    const QString other = f.folder.filePath(QStringLiteral("other.bozzetto"));
    const QString run = addFinishedRun(f.document);

    // No file may grow beyond 2000 bytes: the project does not fit.
    std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit usual {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &usual), 0);
    const struct rlimit small { 2000, usual.rlim_max };
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    QSignalSpy failed(&f.document, &ProjectDocument::saveFailed);
    const bool saved = saveAs(f.document, f.file);
    const bool saved_other = saveAs(f.document, other);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &usual), 0);

    QVERIFY(!saved);
    QVERIFY(!saved_other);
    QCOMPARE(failed.count(), 2);
    const auto problem = failed[0][0].value<Problem>();
    QVERIFY(problem.reason.contains(QStringLiteral("cup study.bozzetto")));
    QVERIFY(!problem.hint.isEmpty());
    QCOMPARE(bytesOf(f.file), good);
    QVERIFY(!QFile::exists(other));
    QVERIFY(QDir(f.folder.path())
                .entryList({QStringLiteral(".*.tmp")}, QDir::Files | QDir::Hidden)
                .isEmpty());
    QVERIFY(QFile::exists(f.document.runFolder(run) + QStringLiteral("/nvdiffrec/mesh.obj")));
    QVERIFY(f.document.isModified());
    QVERIFY(saveAs(f.document, f.file));
    QVERIFY(bytesOf(f.file).contains("view_499"));
}

void TestProjectDocument::secondWindowIsReadOnly() {
    ProjectFixture f;
    f.document.startNew();
    f.document.setSeed(5);
    QVERIFY(saveAs(f.document, f.file));

    ProjectDocument second(nullptr, f.sessions);
    QVERIFY(open(second, f.file));
    QVERIFY(second.isReadOnly());
    QVERIFY2(second.readOnlyReason().contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable(second.readOnlyReason()));
    second.setSeed(6);
    QSignalSpy failed(&second, &ProjectDocument::saveFailed);
    second.save();
    QCOMPARE(failed.count(), 1);
    QVERIFY(!saveAs(second, f.file));  // nor through the back door
    const QString copy = f.folder.filePath(QStringLiteral("copy.bozzetto"));
    QVERIFY(saveAs(second, copy));
    QVERIFY(!second.isReadOnly());
    QCOMPARE(readProject(toPath(f.file)).project.seed, uint64_t{5});
    QCOMPARE(readProject(toPath(copy)).project.seed, uint64_t{6});

    second.close();
    f.document.close();
    QTRY_VERIFY(!QFile::exists(f.folder.filePath(QStringLiteral(".cup study.bozzetto.lock"))));
    QVERIFY(open(second, f.file));
    QVERIFY(!second.isReadOnly());
    // A file that is no project does not end the session that is open.
    write(f.folder.filePath(QStringLiteral("bad.bozzetto")), "{}");
    QVERIFY(!open(second, f.folder.filePath(QStringLiteral("bad.bozzetto"))));
    QCOMPARE(second.title(), QStringLiteral("cup study"));
}

void TestProjectDocument::undoGoesBackExactly() {
    ProjectFixture f;
    ProjectDocument& document = f.document;
    document.startNew();
    const QString run = addFinishedRun(document);
    document.setShownRuns({run});
    document.setEngines({QStringLiteral("nvdiffrec"), QStringLiteral("other")});
    QVERIFY(saveAs(document, f.file));
    std::vector<Project> states{document.project()};
    const std::vector<std::function<void()>> edits{
        [&] {
            document.setInputs({QStringLiteral("/photos/a")}, {{"x"}, {}, {}});
        },
        [&] {
            document.setExcluded({QStringLiteral("a"), QStringLiteral("b")}, true);
        },
        [&] { document.setExcluded({QStringLiteral("a")}, false); },
        [&] { document.setMaskInverted({QStringLiteral("a")}, true); },
        [&] { document.replacePicture(QStringLiteral("a"), QStringLiteral("/photos/b.png")); },
        [&] { document.replacePicture(QStringLiteral("a"), QString()); },
        [&] { document.setEngines({QStringLiteral("other")}); },
        [&] {
            document.setSettings(QStringLiteral("other"), {"high", {{"k", "v"}}});
        },
        [&] { document.setDevice(QStringLiteral("cpu")); },
        [&] { document.setThreads(2); },
        [&] { document.setTimeLimit(3); },
        [&] { document.setSeed(9); },
        [&] { document.renameRun(run, QStringLiteral("Best so far")); },
        [&] { document.deleteRun(run); },
    };
    for (const auto& edit : edits) {
        const int before = document.undoStack()->count();
        edit();
        QCOMPARE(document.undoStack()->count(), before + 1);
        QVERIFY(!document.undoStack()->undoText().isEmpty());
        edit();  // nothing changes: no step
        QCOMPARE(document.undoStack()->count(), before + 1);
        states.push_back(document.project());
    }
    for (int round = 0; round < 2; ++round) {
        for (size_t i = states.size(); i-- > 0;) {
            QVERIFY2(document.project() == states[i], qPrintable(QString::number(i)));
            if (i > 0) {
                document.undoStack()->undo();
            }
        }
        QVERIFY(!document.isModified());
        for (size_t i = 1; i < states.size(); ++i) {
            document.undoStack()->redo();
            QVERIFY(document.project() == states[i]);
        }
        QVERIFY(document.isModified());
    }
}

void TestProjectDocument::dragIsOneStep() {
    ProjectFixture f;
    f.document.startNew();
    const Project before = f.document.project();
    for (int i = 1; i <= 20; ++i) {
        f.document.setSettings(QStringLiteral("nvdiffrec"),
                               {"draft", {{"iterations", std::to_string(i)}}},
                               QStringLiteral("iterations"));
    }
    f.document.setSettings(QStringLiteral("nvdiffrec"), {"high", {}});
    QCOMPARE(f.document.undoStack()->count(), 2);
    f.document.undoStack()->undo();
    QCOMPARE(f.document.project().settings.at("nvdiffrec").values.at("iterations"),
             std::string("20"));
    f.document.undoStack()->undo();
    QVERIFY(f.document.project() == before);
}

void TestProjectDocument::relocationFollowsTheHistory() {
    ProjectFixture f;
    const QString old_place = f.folder.filePath(QStringLiteral("old/photos"));
    const QString new_place = f.folder.filePath(QStringLiteral("new/photos"));
    for (int i = 0; i < 5; ++i) {
        write(old_place + QStringLiteral("/r_%1.png").arg(i), QByteArray(10 + i, 'x'));
    }
    f.document.startNew();
    f.document.setInputs({old_place});
    QTRY_COMPARE(f.document.project().known_files.size(), size_t{1});
    f.document.setExcluded({QStringLiteral("r_1")}, true);
    QVERIFY(saveAs(f.document, f.file));
    f.document.close();

    QDir().mkpath(f.folder.filePath(QStringLiteral("new")));
    QVERIFY(QDir().rename(old_place, new_place));
    QSignalSpy missing(&f.document, &ProjectDocument::inputsMissing);
    QVERIFY(open(f.document, f.file));
    QCOMPARE(missing.count(), 1);
    QCOMPARE(missing[0][0].toStringList(), QStringList{old_place});
    const Project before = f.document.project();
    f.document.relocate(findMoved(f.document.project(), toPath(f.folder.path())));
    QCOMPARE(toQt(f.document.project().inputs.at(0)), new_place);
    QVERIFY(f.document.project().edits.excluded.contains("r_1"));
    f.document.undoStack()->undo();
    QVERIFY(f.document.project() == before);
}

void TestProjectDocument::deletedRunGoesWhenTheSessionEnds() {
    ProjectFixture f;
    f.document.startNew();
    const QString kept = addFinishedRun(f.document);
    const QString unwanted = addFinishedRun(f.document);
    QVERIFY(kept != unwanted);
    QVERIFY(saveAs(f.document, f.file));
    const QString folder = f.document.runFolder(unwanted);

    f.document.deleteRun(unwanted);
    f.document.close();  // not saved: the project file still shows the run
    QVERIFY(open(f.document, f.file));
    QVERIFY(QFile::exists(folder));
    f.document.deleteRun(unwanted);
    QVERIFY(saveAs(f.document, f.file));
    QVERIFY(QFile::exists(folder));  // undo could still bring it back
    f.document.close();
    QTRY_VERIFY(!QFile::exists(folder));
    QVERIFY(open(f.document, f.file));
    QCOMPARE(f.document.project().runs.size(), size_t{1});
    QVERIFY(QFile::exists(f.document.runFolder(kept)));
}

void TestProjectDocument::viewAloneIsKept() {
    ProjectFixture f;
    f.document.startNew();
    f.document.setSeed(2);
    QVERIFY(saveAs(f.document, f.file));
    ProjectView view;
    view.mode = "roughness";
    f.document.setView(view);
    QVERIFY(!f.document.isModified());
    f.document.close();
    QVERIFY(open(f.document, f.file));
    QVERIFY(f.document.project().view == view);
}

void TestProjectDocument::foreignRunFoldersAreNeverThrownAway() {
    ProjectFixture f;
    const QString precious = f.folder.filePath(QStringLiteral("precious"));
    write(precious + QStringLiteral("/thesis.txt"), "years of work");
    QDir().mkpath(f.folder.filePath(QStringLiteral("cup study-results")));
    QVERIFY(QFile::link(precious, f.folder.filePath(QStringLiteral("cup study-results/link"))));
    Project hostile;
    for (const char* folder : {"precious", "cup study-results/link", "cup study-results/.."}) {
        ProjectRun run;
        run.id = "run-" + std::to_string(hostile.runs.size());
        run.state = ProjectRun::State::Done;
        run.folder = toPath(f.folder.filePath(QLatin1String(folder)));
        hostile.runs.push_back(run);
    }
    const auto text = encodeProject(hostile, toPath(f.folder.path()));
    write(f.file, QByteArray::fromStdString(text));
    QVERIFY(open(f.document, f.file));
    for (int i = 0; i < 3; ++i) {
        f.document.deleteRun(QStringLiteral("run-%1").arg(i));
    }
    QVERIFY(saveAs(f.document, f.file));
    f.document.close();
    QVERIFY(open(f.document, f.file));  // the work of closing is done
    QCOMPARE(bytesOf(precious + QStringLiteral("/thesis.txt")), QByteArray("years of work"));
}

void TestProjectDocument::recentListIsBounded() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("recent.json"));
    RecentList list(nullptr, file);
    QSignalSpy changed(&list, &RecentList::changed);
    const QString there = folder.filePath(QStringLiteral("there"));
    QDir().mkpath(there);
    for (int i = 0; i < 25; ++i) {
        list.add(folder.filePath(QStringLiteral("gone_%1.bozzetto").arg(i)), true);
    }
    list.add(there, false);
    list.add(there, false);
    QTRY_COMPARE(changed.count(), 27);
    QCOMPARE(list.entries().size(), size_t{21});
    QCOMPARE(list.entries()[0].path, there);
    QVERIFY(!list.entries()[0].missing);
    QVERIFY(list.entries()[1].missing);
    QVERIFY(list.entries()[1].path.endsWith(QStringLiteral("gone_24.bozzetto")));

    RecentList other(nullptr, file);
    QSignalSpy other_changed(&other, &RecentList::changed);
    other.remove(there);
    QVERIFY(other_changed.wait());
    QCOMPARE(other.entries().size(), size_t{20});
    other.clear();
    QVERIFY(other_changed.wait());
    QVERIFY(other.entries().empty());
    write(file, "not JSON");
    other.refresh();
    QVERIFY(other_changed.wait());
    QVERIFY(other.entries().empty());
}

QTEST_MAIN(TestProjectDocument)
#include "test_project_document.moc"
