// SPDX-License-Identifier: Apache-2.0
// The form that is made from an engine's description: every type of field there and back, by mouse
// and by keyboard, and what differs from the preset.
#include "base/text.h"
#include "ui/settings/settings_cases.h"
#include "ui/settings/settings_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QWheelEvent>

using namespace bozzetto;
using namespace bozzetto::ui;
using namespace bozzetto::testing;

class TestSettingsForm : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { form_.reset(); }
    void startsWithThePreset();
    void everyTypeThereAndBack();
    void valuesOfThePresetAreNotKept();
    void presetKeepsWhatWasChanged();
    void changedFieldCanBePutBack();
    void refusedSettingsChangeNothing();
    void rangeIsTheEngines();
    void keyboardOnly();
    void wheelScrollsInsteadOfChanging();
    void helpUnfolds();
    void pictures();

private:
    template <class Widget>
    Widget* part(const char* name) {
        return form_->findChild<Widget*>(name);
    }
    std::unique_ptr<SettingsForm> form_;
};

using Values = std::map<std::string, std::string>;

void TestSettingsForm::init() {
    applyTheme(*qApp, Scheme::Dark);
    form_ = std::make_unique<SettingsForm>();
    form_->setEngine(makeEngine());
}

void TestSettingsForm::startsWithThePreset() {
    QCOMPARE(form_->settings().preset, std::string("standard"));
    QVERIFY(form_->settings().values.empty());
    QCOMPARE(part<QSpinBox>("setting_steps")->value(), 700);
    QCOMPARE(part<QSpinBox>("setting_steps")->suffix(), QString(" steps"));
    QCOMPARE(part<QDoubleSpinBox>("setting_rate")->value(), 0.02);
    QCOMPARE(part<QDoubleSpinBox>("setting_rate")->text(), QString("0.02"));
    QCOMPARE(part<QComboBox>("setting_surface")->currentData().toString(), QString("fine"));
    QVERIFY(!part<QCheckBox>("setting_preview")->isChecked());
    QVERIFY(!part<QWidget>("setting_steps")->isVisibleTo(form_.get()));  // folded away
}

void TestSettingsForm::everyTypeThereAndBack() {
    const QSignalSpy changes(form_.get(), &SettingsForm::settingsChanged);
    const Settings given{
        "high", {{"steps", "12"}, {"rate", "0.0003"}, {"surface", "coarse"}, {"preview", "on"}}};
    QVERIFY(!form_->setSettings(given));
    QVERIFY(form_->settings() == given);
    QVERIFY(changes.isEmpty());  // only the user's edits are told
    QCOMPARE(part<QSpinBox>("setting_steps")->value(), 12);
    QCOMPARE(part<QDoubleSpinBox>("setting_rate")->value(), 0.0003);
    QVERIFY(part<QCheckBox>("setting_preview")->isChecked());

    part<QSpinBox>("setting_steps")->setValue(13);
    part<QDoubleSpinBox>("setting_rate")->setValue(0.25);
    part<QComboBox>("setting_surface")->setCurrentIndex(0);
    part<QCheckBox>("setting_preview")->setChecked(false);
    QCOMPARE(changes.size(), 4);
    const Settings now = form_->settings();
    QCOMPARE(changes.last().first().value<Settings>().values, now.values);
    QVERIFY((now.values == Values{{"steps", "13"}, {"rate", "0.25"}}));
    validateSettings(makeEngine().fields, makeEngine().presets, now);  // throws if core refuses
}

void TestSettingsForm::valuesOfThePresetAreNotKept() {
    QVERIFY(!form_->setSettings({"standard", {{"rate", "0.020"}, {"steps", "700"}}}));
    QVERIFY(form_->settings().values.empty());
    part<QSpinBox>("setting_steps")->setValue(701);
    part<QSpinBox>("setting_steps")->setValue(700);
    QVERIFY(form_->settings().values.empty());
}

void TestSettingsForm::presetKeepsWhatWasChanged() {
    part<QDoubleSpinBox>("setting_rate")->setValue(0.5);
    form_->setPreset("draft");
    QVERIFY((form_->settings() == Settings{"draft", {{"rate", "0.5"}}}));
    QCOMPARE(part<QSpinBox>("setting_steps")->value(), 100);
    part<QDoubleSpinBox>("setting_rate")->setValue(0.03);  // the draft's own
    QVERIFY(form_->settings().values.empty());
}

void TestSettingsForm::changedFieldCanBePutBack() {
    form_->setExpanded(true);
    auto* reset = part<QToolButton>("reset_steps");
    QVERIFY(!reset->isVisibleTo(form_.get()));
    part<QSpinBox>("setting_steps")->setValue(50);
    part<QCheckBox>("setting_preview")->setChecked(true);
    QVERIFY(reset->isVisibleTo(form_.get()));
    QVERIFY(reset->toolTip().contains("700"));
    QVERIFY(part<QLabel>("label_steps")->text().startsWith("• "));
    QCOMPARE(part<QToolButton>("advanced")->text(), QString("Advanced (2 changed)"));
    const QSignalSpy changes(form_.get(), &SettingsForm::settingsChanged);
    reset->click();
    QCOMPARE(part<QSpinBox>("setting_steps")->value(), 700);
    QCOMPARE(changes.size(), 1);
    part<QPushButton>("reset_all")->click();
    QVERIFY(form_->settings().values.empty());
    QCOMPARE(part<QToolButton>("advanced")->text(), QString("Advanced"));
}

void TestSettingsForm::refusedSettingsChangeNothing() {
    QVERIFY(!form_->setSettings({"draft", {{"steps", "50"}}}));
    for (const Settings& bad : {Settings{"draft", {{"steps", "3"}}},
                                Settings{"draft", {{"step", "50"}}},
                                Settings{"ultra", {}},
                                Settings{"draft", {{"surface", "bumpy"}}}}) {
        const auto problem = form_->setSettings(bad);
        QVERIFY(problem && !problem->reason.isEmpty() && !problem->hint.isEmpty());
        QVERIFY((form_->settings() == Settings{"draft", {{"steps", "50"}}}));
        QCOMPARE(part<QSpinBox>("setting_steps")->value(), 50);
    }
}

void TestSettingsForm::rangeIsTheEngines() {
    auto* steps = part<QSpinBox>("setting_steps");
    steps->setValue(1);
    QCOMPARE(form_->settings().values.at("steps"), std::string("4"));
    auto* rate = part<QDoubleSpinBox>("setting_rate");
    rate->setValue(7);
    QCOMPARE(form_->settings().values.at("rate"), std::string("1"));
    rate->setValue(0.0001);
    QCOMPARE(parseNumber(form_->settings().values.at("rate")), std::optional<double>(0.0001));
}

void TestSettingsForm::keyboardOnly() {
    activate(*form_);
    part<QToolButton>("advanced")->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);  // unfolds
    QVERIFY(part<QWidget>("setting_steps")->isVisible());
    QTest::keyClick(form_.get(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), part<QWidget>("setting_steps"));
    QTest::keyClicks(QApplication::focusWidget(), "321");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(form_->settings().values.at("steps"), std::string("321"));
    QTest::keyClick(form_.get(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), part<QWidget>("reset_steps"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(form_->settings().values.empty());
    QCOMPARE(QApplication::focusWidget(), part<QWidget>("setting_steps"));  // not lost
    const QStringList path = tabPath(*form_);
    for (const char* name : {"setting_rate", "setting_surface", "setting_preview", "help_rate"}) {
        QVERIFY2(path.contains(name), qPrintable(path.join(' ')));
    }
    QCOMPARE(namelessControls(*form_), QStringList());
}

void TestSettingsForm::wheelScrollsInsteadOfChanging() {
    form_->setExpanded(true);
    activate(*form_);
    auto* steps = part<QSpinBox>("setting_steps");
    part<QToolButton>("advanced")->setFocus();
    const auto turn = [&] {
        QWheelEvent event(QPointF(5, 5),
                          steps->mapToGlobal(QPointF(5, 5)),
                          {},
                          {0, 120},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(steps, &event);
    };
    turn();
    QCOMPARE(steps->value(), 700);
    steps->setFocus();
    turn();
    QVERIFY(steps->value() > 700);
}

void TestSettingsForm::helpUnfolds() {
    form_->setExpanded(true);
    auto* words = part<QLabel>("explanation_rate");
    QVERIFY(!words->isVisibleTo(form_.get()));
    part<QToolButton>("help_rate")->click();
    QVERIFY(words->isVisibleTo(form_.get()));
    QVERIFY(words->text().contains("costs"));
    QCOMPARE(part<QWidget>("setting_rate")->toolTip(), words->text());
}

void TestSettingsForm::pictures() {
    form_->setExpanded(true);
    part<QSpinBox>("setting_steps")->setValue(50);
    part<QToolButton>("help_rate")->click();
    form_->setContentsMargins(12, 12, 12, 12);
    form_->resize(360, 300);
    activate(*form_);
    takePictures(*form_, "settings-form");
}

QTEST_MAIN(TestSettingsForm)
#include "test_settings_form.moc"
