// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/process.h"
#include "tensor/tensor_bytes.h"

#include <QtTest>

#include <cstring>
#include <functional>
#include <limits>

using namespace bozzetto;

namespace {

constexpr int64_t kHuge = int64_t{1} << 62;

std::string words(std::initializer_list<int64_t> values) {
    std::string bytes;
    for (const int64_t v : values) {
        bytes.append(reinterpret_cast<const char*>(&v), sizeof v);
    }
    return bytes;
}

/// Error(BadInput) with advice, and without taking memory for what is not there.
void verifyRefused(const std::function<void()>& read, const QString& what) {
    const uint64_t before = peakMemoryBytes();
    try {
        read();
    } catch (const Error& error) {
        QVERIFY2(error.kind() == Error::Kind::BadInput && !error.hint().empty(), error.what());
        QVERIFY2(peakMemoryBytes() < before + (64 << 20), qPrintable(what));
        return;
    } catch (const std::exception& error) {
        QFAIL(qPrintable(what + ": " + error.what()));
    }
    QFAIL(qPrintable(what + ": nothing was thrown"));
}

}  // namespace

class TestTensorBytes : public QObject {
    Q_OBJECT
private slots:
    void tensorsComeBackExactly();
    void piecesComeBackExactly();
    void everyCutIsRefused();
    void liesAreRefused_data();
    void liesAreRefused();
};

void TestTensorBytes::tensorsComeBackExactly() {
    at::Tensor odd = at::arange(24, at::kFloat).view({4, 6}).t();  // not contiguous
    odd[0][0] = std::numeric_limits<float>::quiet_NaN();
    const std::vector<at::Tensor> tensors = {odd,
                                             at::full({}, 3.5, at::kDouble),
                                             at::empty({0, 7}),
                                             at::tensor({1, -2}, at::kLong),
                                             at::tensor({5}, at::kInt),
                                             at::ones({2, 1, 1, 2}, at::kByte),
                                             at::ones({3}).requires_grad_()};
    const std::vector<at::Tensor> back = tensorsOfBytes(bytesOfTensors(tensors));
    QCOMPARE(back.size(), tensors.size());
    for (size_t i = 0; i < tensors.size(); ++i) {
        const at::Tensor expected = tensors[i].detach().contiguous();
        QVERIFY(back[i].sizes() == expected.sizes() &&
                back[i].scalar_type() == expected.scalar_type());
        QVERIFY(expected.numel() == 0 ||
                std::memcmp(back[i].data_ptr(), expected.data_ptr(), expected.nbytes()) == 0);
    }
    QVERIFY(tensorsOfBytes(bytesOfTensors({})).empty());
}

void TestTensorBytes::piecesComeBackExactly() {
    const std::vector<std::string> pieces = {
        "shape", "", std::string("a\0b", 3), std::string(100000, 'x')};
    QVERIFY(splitBytes(joinBytes({pieces.begin(), pieces.end()})) == pieces);
    QVERIFY(splitBytes(joinBytes({})).empty());
}

void TestTensorBytes::everyCutIsRefused() {
    const std::string tensors = bytesOfTensors({at::ones({2, 3}), at::zeros({1}, at::kInt)});
    for (size_t n = 0; n < tensors.size(); ++n) {
        verifyRefused([&] { tensorsOfBytes(std::string_view(tensors).substr(0, n)); },
                      QString("tensors cut at %1").arg(n));
    }
    const std::string pieces = joinBytes({"one", "", "three"});
    for (size_t n = 0; n < pieces.size(); ++n) {
        verifyRefused([&] { splitBytes(std::string_view(pieces).substr(0, n)); },
                      QString("pieces cut at %1").arg(n));
    }
}

void TestTensorBytes::liesAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("tensors");
    const auto add = [](const char* name, bool tensors, const std::string& bytes) {
        QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
                            << tensors;
    };
    constexpr int64_t kFloat = static_cast<int64_t>(at::kFloat);
    add("more tensors than bytes", true, words({kHuge, kFloat, 0, 0}));
    add("negative count", true, words({-1}));
    add("a terabyte", true, words({1, kFloat, 1, int64_t{1} << 38, 0}));
    add("size overflows", true, words({1, kFloat, 2, kHuge, 16, 0}));
    add("size overflows to what is there", true, words({1, kFloat, 3, kHuge, 4, 1, 0}));
    add("negative size", true, words({1, kFloat, 1, -1, 0}));
    add("two negative sizes", true, words({1, kFloat, 2, -1, -1, 0}));
    add("empty, but with huge sides", true, words({1, kFloat, 3, 0, kHuge, kHuge}));
    add("unknown type", true, words({1, 99, 1, 1, 0}));
    add("negative type", true, words({1, -1, 1, 1, 0}));
    add("too many dimensions", true, words({1, kFloat, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0}));
    add("negative dimensions", true, words({1, kFloat, -1, 0}));
    add("bytes left over", true, words({1, kFloat, 1, 2, 0, 0}));
    add("more pieces than bytes", false, words({kHuge, 0, 0}));
    add("negative piece count", false, words({-5}));
    add("piece longer than the rest", false, words({1, 9, 0}));
    add("negative piece length", false, words({1, -8, 0}));
    add("bytes left over after the pieces", false, words({1, 0, 7}));
}

void TestTensorBytes::liesAreRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(bool, tensors);
    const std::string_view view(bytes.data(), static_cast<size_t>(bytes.size()));
    verifyRefused([&] { tensors ? void(tensorsOfBytes(view)) : void(splitBytes(view)); },
                  QTest::currentDataTag());
}

QTEST_GUILESS_MAIN(TestTensorBytes)
#include "test_tensor_bytes.moc"
