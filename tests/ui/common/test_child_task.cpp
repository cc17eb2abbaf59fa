// SPDX-License-Identifier: Apache-2.0
#include "ui/common/child_task.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace bozzetto::ui;

namespace {

/// A task whose child is a shell script.
class ScriptTask {
public:
    explicit ScriptTask(const char* script) {
        qRegisterMetaType<TaskProgress>();
        task_.start({QStringLiteral("-c"), QLatin1String(script)});
    }
    ChildTask& operator*() { return task_; }
    ChildTask* operator->() { return &task_; }

private:
    ChildTask task_{QStringLiteral("/bin/sh")};
};

class TestChildTask : public QObject {
    Q_OBJECT
private slots:
    void tellsWhatTheChildSays();
    void errorOfTheChildIsTheProblem();
    void deathIsAProblem();
    void missingProgramIsAProblem();
    void cancelEndsAChildThatDoesNotListen();
    void goesWithItsOwner();
};

void TestChildTask::tellsWhatTheChildSays() {
    ScriptTask task(R"(echo 'not json'
echo '{"event":"stage","name":"matching","steps":8,"weight":0.5}'
echo '{"event":"progress","step":2,"steps":8,"fraction":0.25,"elapsed_s":3,"left_s":9}'
echo '{"event":"progress","step":99,"steps":8,"fraction":7e300,"left_s":null}'
echo '{"event":"warning","reason":"slow"}'
printf '{"event":"cameras","path":"a b.json"}')");
    QSignalSpy progress(&*task, &ChildTask::progress), warnings(&*task, &ChildTask::warning),
        events(&*task, &ChildTask::event), done(&*task, &ChildTask::done),
        failed(&*task, &ChildTask::failed);
    QTRY_COMPARE(done.size(), 1);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(progress.size(), 2);
    const auto first = progress[0][0].value<TaskProgress>();
    QCOMPARE(first.phase, QStringLiteral("matching"));
    QCOMPARE(first.phase_share, 0.25);
    QCOMPARE(first.fraction, 0.25);
    QCOMPARE(first.left_s, 9.0);
    const auto wild = progress[1][0].value<TaskProgress>();
    QCOMPARE(wild.phase_share, 1.0);
    QCOMPARE(wild.fraction, 1.0);
    QCOMPARE(wild.left_s, -1.0);
    QCOMPARE(warnings.size(), 1);
    const auto last = events.last();
    QCOMPARE(last[0].toString(), QStringLiteral("cameras"));
    QCOMPARE(last[1].toJsonObject().value(QStringLiteral("path")).toString(),
             QStringLiteral("a b.json"));
}

void TestChildTask::errorOfTheChildIsTheProblem() {
    ScriptTask task(
        R"(echo '{"event":"error","code":"unsupported","reason":"no program","hint":"install it"}'
exit 3)");
    QSignalSpy failed(&*task, &ChildTask::failed);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("unsupported"));
    QVERIFY(failed[0][1].value<Problem>().reason.startsWith(QStringLiteral("No program"),
                                                            Qt::CaseInsensitive));
}

void TestChildTask::deathIsAProblem() {
    ScriptTask task("echo last words >&2; kill -9 $$");
    QSignalSpy failed(&*task, &ChildTask::failed), done(&*task, &ChildTask::done);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("crashed"));
    QVERIFY(failed[0][1].value<Problem>().reason.contains(QStringLiteral("9")));
    QCOMPARE(failed[0][1].value<Problem>().hint, QStringLiteral("last words"));
    QCOMPARE(done.size(), 0);
}

void TestChildTask::missingProgramIsAProblem() {
    ChildTask task(QStringLiteral("/nowhere/bozzetto-cli"));
    QSignalSpy failed(&task, &ChildTask::failed);
    task.start({});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("start"));
}

void TestChildTask::cancelEndsAChildThatDoesNotListen() {
    ScriptTask task("trap '' TERM; echo '{\"event\":\"ready\"}'; while :; do sleep 0.1; done");
    QSignalSpy events(&*task, &ChildTask::event), cancelled(&*task, &ChildTask::cancelled),
        failed(&*task, &ChildTask::failed);
    QTRY_COMPARE(events.size(), 1);
    QElapsedTimer clock;
    clock.start();
    task->cancel();
    QTRY_COMPARE(cancelled.size(), 1);
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(failed.size(), 0);
}

void TestChildTask::goesWithItsOwner() {
    QElapsedTimer clock;
    {
        ScriptTask task("trap '' TERM; echo '{\"event\":\"ready\"}'; while :; do sleep 0.1; done");
        QSignalSpy events(&*task, &ChildTask::event);
        QTRY_COMPARE(events.size(), 1);
        clock.start();
    }
    QVERIFY(clock.elapsed() < 2100);
}

}  // namespace

QTEST_GUILESS_MAIN(TestChildTask)
#include "test_child_task.moc"
