// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

#include <QtTest>

namespace bozzetto {

/// Fails the test unless `action` throws an Error of that kind that says `reason` and what to do.
template <class Action>
void refuses(Error::Kind kind, const QString& reason, const Action& action) {
    try {
        action();
        QFAIL("accepted");
    } catch (const Error& e) {
        QVERIFY2(e.kind() == kind, e.what());
        QVERIFY2(QString(e.what()).contains(reason), e.what());
        QVERIFY(!e.hint().empty());
    }
}

}  // namespace bozzetto
