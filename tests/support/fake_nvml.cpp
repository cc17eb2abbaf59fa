// SPDX-License-Identifier: Apache-2.0
// A libnvidia-ml.so.1 of our own for tests: two GPUs with changing values, or one of the ways in
// which a driver misbehaves. BOZZETTO_FAKE_NVML names the scenario, read by nvmlInit_v2;
// BOZZETTO_FAKE_NVML_PID the process that holds memory.
//   two          both GPUs answer; GPU 0 fills by 64 MiB a sample; GPU 1 keeps shares to itself
//   none         a driver without a GPU
//   no_driver    initialisation says that the driver is not loaded
//   error        reading memory fails with an unknown error
//   half         GPU 1 is lost, GPU 0 answers
//   hang         the third sample never comes back
//   hang_once    the third sample takes 0.8 s
//   vanish       both GPUs are lost after two samples
//   vanish_back  the same, until the library is initialised again
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

namespace {

using Code = int;
using Device = void*;
constexpr Code kSuccess = 0, kUninitialized = 1, kInvalidArgument = 2, kNotSupported = 3,
               kInsufficientSize = 7, kDriverNotLoaded = 9, kGpuIsLost = 15, kUnknown = 999;
constexpr unsigned long long kMiB = 1ULL << 20;

struct Memory {
    unsigned long long total, free, used;
};
struct Utilisation {
    unsigned gpu, memory;
};
struct ProcessInfo {
    unsigned pid;
    unsigned long long used_bytes;
    unsigned gpu_instance, compute_instance;
};

enum class Scenario { Two, None, NoDriver, Error, Half, Hang, HangOnce, Vanish, VanishBack };

Scenario scenarioNamed(const char* name) {
    const std::string text = name != nullptr ? name : "two";
    constexpr const char* kNames[] = {
        "two", "none", "no_driver", "error", "half", "hang", "hang_once", "vanish", "vanish_back"};
    for (int i = 0; i < 9; ++i) {
        if (text == kNames[i]) {
            return static_cast<Scenario>(i);
        }
    }
    std::abort();  // a test with a typing error
}

std::atomic<Scenario> scenario{Scenario::Two};
std::atomic<bool> ready{false};
std::atomic<int> beginnings{0}, samples{0};  // of this scenario

bool gone() {
    const Scenario now = scenario;
    return samples >= 2 &&
           (now == Scenario::Vanish || (now == Scenario::VanishBack && beginnings == 1));
}

int indexOf(Device device) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(device)) - 1;
}

Code write(const std::string& text, char* target, unsigned size) {
    if (text.size() + 1 > size) {
        return kInsufficientSize;
    }
    std::memcpy(target, text.c_str(), text.size() + 1);
    return kSuccess;
}

}  // namespace

extern "C" {

Code nvmlInit_v2() {
    const Scenario wanted = scenarioNamed(std::getenv("BOZZETTO_FAKE_NVML"));
    if (scenario.exchange(wanted) != wanted || std::getenv("BOZZETTO_FAKE_NVML_ANEW") != nullptr) {
        unsetenv("BOZZETTO_FAKE_NVML_ANEW");
        beginnings = 0;
        samples = 0;
    }
    ++beginnings;
    if (wanted == Scenario::NoDriver) {
        return kDriverNotLoaded;
    }
    ready = true;
    return kSuccess;
}

Code nvmlShutdown() {
    return ready.exchange(false) ? kSuccess : kUninitialized;
}

const char* nvmlErrorString(Code code) {
    switch (code) {
        case kSuccess:
            return "Success";
        case kUninitialized:
            return "Uninitialized";
        case kDriverNotLoaded:
            return "Driver Not Loaded";
        case kGpuIsLost:
            return "GPU is lost";
        default:
            return "Unknown Error";
    }
}

Code nvmlSystemGetDriverVersion(char* text, unsigned size) {
    return ready ? write("535.183.01", text, size) : kUninitialized;
}

Code nvmlSystemGetCudaDriverVersion(int* version) {
    *version = 12020;
    return ready ? kSuccess : kUninitialized;
}

Code nvmlDeviceGetCount_v2(unsigned* count) {
    if (!ready) {
        return kUninitialized;
    }
    *count = scenario == Scenario::None ? 0 : 2;
    return kSuccess;
}

Code nvmlDeviceGetHandleByIndex_v2(unsigned index, Device* device) {
    if (index > 1) {
        return kInvalidArgument;
    }
    if (gone() || (scenario == Scenario::Half && index == 1)) {
        return kGpuIsLost;
    }
    *device = reinterpret_cast<Device>(static_cast<std::intptr_t>(index) + 1);
    return kSuccess;
}

Code nvmlDeviceGetName(Device device, char* text, unsigned size) {
    return write(indexOf(device) == 0 ? "Example Studio 24" : "Example Compact 8", text, size);
}

Code nvmlDeviceGetUUID(Device device, char* text, unsigned size) {
    return write(indexOf(device) == 0 ? "GPU-example-0" : "GPU-example-1", text, size);
}

Code nvmlDeviceGetCudaComputeCapability(Device device, int* major, int* minor) {
    *major = indexOf(device) == 0 ? 8 : 7;
    *minor = indexOf(device) == 0 ? 6 : 5;
    return kSuccess;
}

Code nvmlDeviceGetMemoryInfo(Device device, Memory* memory) {
    if (!ready) {
        return kUninitialized;
    }
    const Scenario now = scenario;
    const int sample = indexOf(device) == 0 ? ++samples : samples.load();
    if (now == Scenario::Error) {
        return kUnknown;
    }
    if (now == Scenario::Hang && sample >= 3) {
        while (true) {
            std::this_thread::sleep_for(std::chrono::hours(1));
        }
    }
    if (now == Scenario::HangOnce && sample == 3 && indexOf(device) == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(800));
    }
    memory->total = (indexOf(device) == 0 ? 24576 : 8192) * kMiB;
    memory->used = indexOf(device) == 0 ? (4096 + 64ULL * (sample % 200)) * kMiB : 7782 * kMiB;
    memory->free = memory->total - memory->used;
    return kSuccess;
}

Code nvmlDeviceGetUtilizationRates(Device device, Utilisation* rates) {
    *rates = {37, 12};
    return indexOf(device) == 0 ? kSuccess : kNotSupported;
}

Code nvmlDeviceGetComputeRunningProcesses_v3(Device device, unsigned* count, ProcessInfo* infos) {
    const char* pid = std::getenv("BOZZETTO_FAKE_NVML_PID");
    const unsigned there = pid != nullptr ? 2 : 1;
    const unsigned room = *count;
    *count = there;
    if (room < there) {
        return kInsufficientSize;
    }
    infos[0] = {1, 300 * kMiB, 0, 0};
    if (pid != nullptr) {
        infos[1] = {static_cast<unsigned>(std::atoi(pid)),
                    indexOf(device) == 0 ? 1536 * kMiB : ~0ULL,
                    0,
                    0};
    }
    return kSuccess;
}

}  // extern "C"
