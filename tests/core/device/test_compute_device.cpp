// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "device/compute_device.h"

#include <QtTest>

using namespace bozzetto;

namespace {

constexpr uint64_t kGib = uint64_t{1} << 30;

ComputeDevices withGpus(std::vector<CudaDevice> gpus) {
    return {true, gpus.empty() ? "there is no NVIDIA GPU" : "", std::move(gpus)};
}

/// The error that the choice ends with; its kind, and whether all of `words` are in it.
bool refuses(const std::string& wanted,
             const ComputeDevices& there,
             Error::Kind kind,
             const std::vector<std::string>& words) {
    try {
        chooseDevice(wanted, there);
    } catch (const Error& error) {
        const std::string text = std::string(error.what()) + " " + error.hint();
        return error.kind() == kind &&
               std::all_of(words.begin(), words.end(), [&](const std::string& word) {
                   return text.find(word) != std::string::npos;
               });
    }
    return false;
}

}  // namespace

class TestComputeDevice : public QObject {
    Q_OBJECT
private slots:
    void automaticTakesTheFreestGpu();
    void automaticSaysWhyItTakesTheProcessor();
    void theOneAskedForIsTaken();
    void whatIsNotThereIsRefused();
};

void TestComputeDevice::automaticTakesTheFreestGpu() {
    const ComputeDevices two =
        withGpus({{0, "Small", 4 * kGib, 3 * kGib}, {1, "Large", 80 * kGib, 70 * kGib}});
    const DeviceChoice choice = chooseDevice("auto", two);
    QCOMPARE(choice.device, std::string("cuda:1"));
    QVERIFY(choice.reason.find("Large (70.0 GiB of 80.0 GiB free)") != std::string::npos);
}

void TestComputeDevice::automaticSaysWhyItTakesTheProcessor() {
    const auto reasonOf = [](const ComputeDevices& there) {
        const DeviceChoice choice = chooseDevice("auto", there);
        return choice.device == "cpu" ? QString::fromStdString(choice.reason) : QString();
    };
    QVERIFY(reasonOf({}).contains("no CUDA"));
    QVERIFY(reasonOf(withGpus({})).contains("there is no NVIDIA GPU"));
    QVERIFY(reasonOf(withGpus({{0, "Full", 8 * kGib, kGib}})).contains("too little free memory"));
}

void TestComputeDevice::theOneAskedForIsTaken() {
    const ComputeDevices two =
        withGpus({{0, "First", 8 * kGib, kGib / 2}, {1, "Second", 8 * kGib, 8 * kGib}});
    QCOMPARE(chooseDevice("cpu", two).device, std::string("cpu"));
    QCOMPARE(chooseDevice("cuda", two).device, std::string("cuda:0"));  // full or not
    QCOMPARE(chooseDevice("cuda:1", two).device, std::string("cuda:1"));
    QVERIFY(chooseDevice("cuda:1", two).reason.empty());
}

void TestComputeDevice::whatIsNotThereIsRefused() {
    const ComputeDevices one = withGpus({{0, "Only", 8 * kGib, 8 * kGib}});
    QVERIFY(refuses("cuda:3", one, Error::Kind::Device, {"cuda:3", "cuda:0 Only"}));
    QVERIFY(refuses("cuda", withGpus({}), Error::Kind::Device, {"no NVIDIA GPU", "nvidia-smi"}));
    QVERIFY(refuses("cuda", {}, Error::Kind::Device, {"no CUDA", "--device cpu"}));
    QVERIFY(refuses("cdua", one, Error::Kind::BadInput, {"Did you mean \"cuda\""}));
    QVERIFY(refuses("cuda:-1", one, Error::Kind::BadInput, {"cuda:-1"}));
    QVERIFY(refuses("cuda:x", one, Error::Kind::BadInput, {"cuda:N"}));
    QVERIFY(refuses("", one, Error::Kind::BadInput, {"auto, cpu, cuda"}));
}

QTEST_GUILESS_MAIN(TestComputeDevice)
#include "test_compute_device.moc"
