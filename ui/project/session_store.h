// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <vector>

namespace bozzetto::ui {

/// A session that ended without being closed (crash, kill, power cut) and has changes that its
/// project file does not have.
struct RecoverableSession {
    QString id;
    QString folder;        // of the session
    QString project_path;  // empty: it was never saved
    QString name;          // of the project, or of its first input; may be empty
    QDateTime time;        // of the last autosave
    int images = 0, runs = 0;
    QString unfinished_run;          // id of the run that was going on; empty: none
    bool run_can_continue = false;   // it left a checkpoint
    bool saved_file_exists = false;  // "Open saved" makes sense
};

/// What to do about a recoverable session.
enum class RecoveryAnswer {
    Ask,
    Recover,    // ProjectDocument::recover
    OpenSaved,  // SessionStore::discard, then ProjectDocument::open
    Discard,    // SessionStore::discard; never remembered
    Skip,       // leave it for the next start
};

/// The sessions of the user, each a folder under dataFolder()/sessions: session.json (which
/// project), autosave.bozzetto, lock, results/ of a project not saved yet. Reads and removes files:
/// call it off the UI thread.
class SessionStore {
public:
    /// `root` empty: dataFolder()/sessions.
    explicit SessionStore(const QString& root = {});

    const QString& root() const { return root_; }
    /// Newest first. Sessions of running programs are left out, empty leftovers removed.
    std::vector<RecoverableSession> recoverable() const;
    /// Removes a session for good. Results that only it has go to the trash.
    void discard(const QString& id) const;

private:
    QString root_;
};

/// The answer that the user asked to remember (a preference); Ask: none. Discard is not remembered.
RecoveryAnswer rememberedRecoveryAnswer();
void rememberRecoveryAnswer(RecoveryAnswer answer);

}  // namespace bozzetto::ui
