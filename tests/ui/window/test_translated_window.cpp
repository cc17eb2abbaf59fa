// SPDX-License-Identifier: Apache-2.0
// German and Chinese: every text is there, keeps its places and its mnemonic, and nothing English
// is left on the screens. That no text is unfinished is the test "translations"
// (packaging/translations.sh --check). About 15 s.
#include "support/review_set.h"
#include "ui/common/text.h"
#include "ui/settings/language.h"
#include "ui/settings/qt_words.h"
#include "ui/settings/settings_form.h"
#include "ui/window/window_fixture.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QGroupBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QProgressBar>
#include <QRegularExpression>
#include <QTabBar>
#include <QTranslator>
#include <QUndoStack>
#include <QXmlStreamReader>

#include <fstream>

using namespace bozzetto;
using namespace bozzetto::testing;
using namespace bozzetto::ui;

namespace {

struct Message {
    QString context, source;
    QStringList translations;  // one, or one a plural form
    bool plural = false;
};

QString sample() {
    return QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/samples/pip7");
}

/// <message> up to its end.
Message readMessage(QXmlStreamReader& xml, const QString& context) {
    Message message;
    message.context = context;
    message.plural = xml.attributes().value("numerus") == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            message.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation") && !message.plural) {
            message.translations.append(xml.readElementText());
        } else if (xml.name() == QLatin1String("translation")) {
            while (xml.readNextStartElement()) {
                message.translations.append(xml.readElementText());
            }
        } else {
            xml.skipCurrentElement();
        }
    }
    return message;
}

QList<Message> readMessages(const QString& code) {
    QFile file(
        QStringLiteral(BOZZETTO_SOURCE_DIR "/resources/translations/bozzetto_%1.ts").arg(code));
    QList<Message> messages;
    if (!file.open(QFile::ReadOnly)) {
        return messages;
    }
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            messages.append(readMessage(xml, context));
        }
    }
    return messages;
}

QStringList found(const QRegularExpression& what, const QString& text) {
    QStringList all;
    for (auto at = what.globalMatch(text); at.hasNext();) {
        all.append(at.next().captured());
    }
    all.sort();
    return all;
}

/// What a translation lost or gained, in a word; empty: nothing.
QString faultOf(const Message& message, const QString& translation) {
    static const QRegularExpression places("%(L?\\d|n)"), tags("<[^>]+>"), mnemonic("&(?=\\S)");
    if (translation.trimmed().isEmpty() != message.source.trimmed().isEmpty()) {
        return QStringLiteral("empty");
    }
    // A language with a single plural form may still leave out "%n" nowhere: the number matters.
    if (found(places, translation) != found(places, message.source)) {
        return QStringLiteral("places");
    }
    if (found(tags, translation) != found(tags, message.source)) {
        return QStringLiteral("tags");
    }
    if (found(mnemonic, translation).size() != found(mnemonic, message.source).size()) {
        return QStringLiteral("mnemonic");
    }
    return {};
}

/// One language for a while.
class Spoken {
public:
    explicit Spoken(const QString& code) { in_use_ = installLanguage(*qApp, code); }
    ~Spoken() {
        for (QTranslator* translator : qApp->findChildren<QTranslator*>()) {
            delete translator;
        }
        QLocale::setDefault(QLocale(QStringLiteral("en")));
    }
    QString inUse() const { return in_use_; }

private:
    QString in_use_;
};

/// English texts as one expression each: those whose translation is another and that hold enough
/// letters to be told from a name.
class English {
public:
    explicit English(const QString& code) : code_(code) {
        static const QRegularExpression place("%(L?\\d|n)"), no_letter("[^a-z]");
        for (const Message& message : readMessages(code)) {
            const QString source = plain(message.source);
            if (source == plain(message.translations.value(0))) {
                same_.insert(source);
                continue;
            }
            QString letters = source;
            letters.remove(place).remove(no_letter);
            if (letters.isEmpty()) {
                continue;  // a comma is also the name of a key
            }
            if (!source.contains(place)) {
                whole_.insert(source);
            } else if (letters.size() >= 8) {
                QStringList parts;
                for (const QString& part : source.split(place)) {
                    parts.append(QRegularExpression::escape(part));
                }
                patterns_.append(QRegularExpression(
                    QRegularExpression::anchoredPattern(parts.join(QStringLiteral(".+")))));
            }
        }
    }
    /// Of the language that it is told from.
    QString code() const { return code_; }
    bool isEmpty() const { return whole_.isEmpty() || patterns_.isEmpty(); }
    bool has(const QString& text) const {
        const QString one = plain(text);
        return !one.isEmpty() && !same_.contains(one) &&
               (whole_.contains(one) ||
                std::any_of(patterns_.begin(), patterns_.end(), [&](const auto& pattern) {
                    return pattern.match(one).hasMatch();
                }));
    }

private:
    static QString plain(QString text) {
        return text.remove(QRegularExpression(QStringLiteral("&(?=\\S)"))).trimmed();
    }
    QString code_;
    QSet<QString> whole_, same_;
    QList<QRegularExpression> patterns_;
};

/// What a widget says, seen or heard, by the way it says it.
QList<std::pair<const char*, QString>> textsOf(const QWidget& widget) {
    QList<std::pair<const char*, QString>> texts{
        {"tool tip", widget.toolTip()},
        {"accessible name", widget.accessibleName()},
        {"accessible description", widget.accessibleDescription()},
        {"status tip", widget.statusTip()},
        {"title", widget.windowTitle()}};
    for (const char* property :
         {"text", "title", "placeholderText", "suffix", "specialValueText"}) {
        // A person's own text is none of ours.
        const bool written =
            qobject_cast<const QLineEdit*>(&widget) && property == QByteArray("text");
        if (const QVariant value = widget.property(property); value.isValid() && !written) {
            texts.append({property, value.toString()});
        }
    }
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        for (int i = 0; i < box->count(); ++i) {
            texts.append({"item", box->itemText(i)});
        }
    }
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        for (int i = 0; i < tabs->count(); ++i) {
            texts.append({"tab", tabs->tabText(i)});
        }
    }
    for (const QAction* action : widget.actions()) {
        texts.append({"action", action->text()});
        texts.append({"action's tool tip", action->toolTip()});
    }
    return texts;
}

bool holdsPlace(const QString& text) {
    static const QRegularExpression place("%(L?\\d|n)\\b");
    return place.match(text).hasMatch();
}

/// Whose forms the window shows: the words of engines that only tests know are English.
enum class Forms { RealEngines, TestEngines };

bool isInForm(const QWidget* widget) {
    while (widget != nullptr && qobject_cast<const SettingsForm*>(widget) == nullptr) {
        widget = widget->parentWidget();
    }
    return widget != nullptr;
}

/// Texts that are not in the language, or in which a place was not filled.
QString faultsOf(const QWidget& window, const English& english, Forms forms = Forms::RealEngines) {
    QStringList faults;
    QList<const QWidget*> widgets{&window};
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (forms == Forms::RealEngines || !isInForm(widget)) {
            widgets.append(widget);
        }
    }
    for (const QWidget* widget : widgets) {
        for (const auto& [kind, text] : textsOf(*widget)) {
            if (english.has(text) || holdsPlace(text)) {
                faults.append(QStringLiteral("%1 %2, %3: \"%4\"")
                                  .arg(QLatin1String(widget->metaObject()->className()),
                                       widget->objectName(),
                                       QLatin1String(kind),
                                       text));
            }
        }
    }
    faults.removeDuplicates();
    return faults.join(QLatin1Char('\n'));
}

/// Mnemonics that stand for two entries of a menu that can be seen.
QStringList ambiguousIn(const QString& where, const QList<QAction*>& actions) {
    static const QRegularExpression mnemonic("&([^\\s&])");
    QHash<QString, QString> taken;
    QStringList ambiguous;
    for (const QAction* action : actions) {
        const QString key = mnemonic.match(action->text()).captured(1).toLower();
        if (!key.isEmpty() && taken.contains(key)) {
            ambiguous.append(where + ": " + taken[key] + " / " + action->text());
        }
        taken[key] = action->text();
    }
    return ambiguous;
}

}  // namespace

class TestTranslatedWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void placesAreKept_data() { codes(); }
    void placesAreKept();
    void qtWordsAreThere_data() { codes(); }
    void qtWordsAreThere();
    void nothingIsEnglish_data() { codes(); }
    void nothingIsEnglish();
    void englishIsFound();
    void mnemonicsAreUnique_data() { codes(); }
    void mnemonicsAreUnique();

private:
    static void codes() {
        QTest::addColumn<QString>("code");
        QTest::newRow("German") << "de";
        QTest::newRow("Chinese") << "zh_CN";
    }
    static void walkProblems(const English& english);
    static void walkBeforeRun(const English& english);
    static void walkRun(const English& english);
};

void TestTranslatedWindow::placesAreKept() {
    QFETCH(QString, code);
    const QList<Message> messages = readMessages(code);
    QVERIFY(messages.size() > 900);
    const qsizetype forms = code == "de" ? 2 : 1;
    QStringList faults;
    for (const Message& message : messages) {
        if (message.translations.size() != (message.plural ? forms : 1)) {
            faults.append(message.source + ": number of forms");
        }
        for (const QString& translation : message.translations) {
            if (const QString fault = faultOf(message, translation); !fault.isEmpty()) {
                faults.append(fault + ": " + message.source + " -> " + translation);
            }
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join('\n')));
}

void TestTranslatedWindow::qtWordsAreThere() {
    QFETCH(QString, code);
    QSet<QString> known;
    for (const Message& message : readMessages(code)) {
        known.insert(message.context + '/' + message.source);
    }
    for (const QtWord& word : kQtWords) {
        QVERIFY2(known.contains(QString("%1/%2").arg(word.context, word.text)), word.text);
    }
    const Spoken spoken(code);
    QCOMPARE(spoken.inUse(), code);
    QUndoStack stack;
    const std::unique_ptr<QAction> undo(stack.createUndoAction(nullptr));
    QVERIFY2(undo->text() != QLatin1String("Undo"), qPrintable(undo->text()));
}

/// Pictures with something wrong: core's own sentences.
void TestTranslatedWindow::walkProblems(const English& english) {
    TestWindow window(QStringLiteral(BOZZETTO_CLI));
    QVERIFY(window.show());
    const std::filesystem::path set = toPath(window.path(QStringLiteral("chair")));
    writeReviewSet(set, 4);
    writeReviewPicture(set / "empty.png", {.mask = PictureFault::Mask::Empty});
    std::ofstream(set / "broken.png") << "not a picture at all, but a text that is long enough";
    window->open({window.path(QStringLiteral("chair"))});
    auto* pictures = window.find<QListView>("pictureGrid");
    auto* checking = window.find<QProgressBar>("reviewProgress");
    QVERIFY(waitUntil([=] { return pictures->model()->rowCount() == 6; }));
    QVERIFY(waitUntil([=] { return !checking->isVisible(); }, 20000));
    for (int row = 0; row < 2; ++row) {
        pictures->setCurrentIndex(pictures->model()->index(row, 0));
        QTest::qWait(100);
        QCOMPARE(faultsOf(*window.get(), english), QString());
        window.takePicture(QStringLiteral("problem%1-%2").arg(row).arg(english.code()));
    }
    window->open({QStringLiteral("/nowhere/at-all.bozzetto")});
    QVERIFY(waitUntil([&] { return window.isShown("noticeBar"); }));
    QCOMPARE(faultsOf(*window.get(), english), QString());
    window.takePicture(QStringLiteral("notice-") + english.code());
}

/// Start, review and the settings of the real engine.
void TestTranslatedWindow::walkBeforeRun(const English& english) {
    TestWindow window(QStringLiteral(BOZZETTO_CLI), sample());
    QVERIFY(window.show());
    QCOMPARE(faultsOf(*window.get(), english), QString());
    window->open({sample()});
    auto* go_on = window.find<QAbstractButton>("reviewContinue");
    QVERIFY(waitUntil([=] { return go_on->isEnabled(); }));
    auto* checking = window.find<QProgressBar>("reviewProgress");
    QVERIFY(waitUntil([=] { return !checking->isVisible(); }, 20000));
    QCOMPARE(faultsOf(*window.get(), english), QString());
    QVERIFY(window.press("reviewContinue"));
    QVERIFY(waitUntil([&] { return window.isShown("run"); }));
    QVERIFY(window.press("advanced"));
    QTest::qWait(500);  // what it will need
    QCOMPARE(faultsOf(*window.get(), english), QString());
    window.takePicture(QStringLiteral("settings-") + english.code());
    for (const char* name : {"preferencesAction", "weightsAction", "aboutAction"}) {
        window.find<QAction>(name)->trigger();
        QTest::qWait(100);
        QCOMPARE(faultsOf(*window.get(), english), QString());
    }
}

/// A run of a test engine, its result, the export.
void TestTranslatedWindow::walkRun(const English& english) {
    TestWindow window(QStringLiteral(BOZZETTO_SCRIPTED_CLI), sample());
    QVERIFY(window.show());
    window->open({sample()});
    auto* go_on = window.find<QAbstractButton>("reviewContinue");
    QVERIFY(waitUntil([=] { return go_on->isEnabled(); }));
    Settings settings;
    settings.values["seconds"] = "1";
    window.document()->setEngines({QStringLiteral("slow")});
    window.document()->setSettings(QStringLiteral("slow"), settings);
    QVERIFY(window.press("reviewContinue"));
    QVERIFY(window.press("run"));
    QVERIFY(waitUntil([&] { return window.queue()->currentProgress().fraction > 0.3; }, 20000));
    QCOMPARE(faultsOf(*window.get(), english, Forms::TestEngines), QString());
    QVERIFY(waitUntil([&] { return !window.queue()->isRunning(); }, 20000));
    QVERIFY(waitUntil([&] { return window.viewport()->mesh() != nullptr; }));
    window.find<QAction>("step4")->trigger();
    QTest::qWait(300);
    QCOMPARE(faultsOf(*window.get(), english, Forms::TestEngines), QString());
    for (const char* name : {"exportAction", "view_shortcuts", "view_turntable"}) {
        auto* action = window.find<QAction>(name);
        QVERIFY2(action != nullptr && waitUntil([=] { return action->isEnabled(); }), name);
        action->trigger();
        QTest::qWait(200);
        QCOMPARE(faultsOf(*window.get(), english, Forms::TestEngines), QString());
        window.takePicture(QLatin1String(name) + QLatin1Char('-') + english.code());
    }
}

void TestTranslatedWindow::nothingIsEnglish() {
    QFETCH(QString, code);
    const English english(code);
    QVERIFY(!english.isEmpty());
    const Spoken spoken(code);
    QCOMPARE(spoken.inUse(), code);
    for (const auto walk : {walkProblems, walkBeforeRun, walkRun}) {
        if (!QTest::currentTestFailed()) {
            walk(english);
        }
    }
}

/// The walk finds what it is for: a window in English is full of it.
void TestTranslatedWindow::englishIsFound() {
    const Spoken spoken(QStringLiteral("en"));
    TestWindow window(QStringLiteral(BOZZETTO_SCRIPTED_CLI), sample());
    QVERIFY(faultsOf(*window.get(), English(QStringLiteral("de"))).count(QLatin1Char('\n')) > 100);
}

void TestTranslatedWindow::mnemonicsAreUnique() {
    QFETCH(QString, code);
    const Spoken spoken(code);
    TestWindow window(QStringLiteral(BOZZETTO_SCRIPTED_CLI), sample());
    QStringList ambiguous = ambiguousIn(QStringLiteral("menu bar"), window->menuBar()->actions());
    for (const QMenu* menu : window->findChildren<QMenu*>()) {
        ambiguous += ambiguousIn(menu->title(), menu->actions());
    }
    QVERIFY2(ambiguous.isEmpty(), qPrintable(ambiguous.join('\n')));
}

QTEST_MAIN(TestTranslatedWindow)
#include "test_translated_window.moc"
