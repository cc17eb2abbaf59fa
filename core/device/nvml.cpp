// SPDX-License-Identifier: Apache-2.0
#include "device/nvml.h"

#include <algorithm>
#include <array>
#include <dlfcn.h>

namespace bozzetto {
namespace {

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
constexpr unsigned long long kNotAvailable = ~0ULL;
constexpr Nvml::Code kInsufficientSize = 7;
constexpr size_t kTextSize = 96;  // the library's own buffers' size

using Text = std::array<char, kTextSize>;

std::string read(const Text& text) {
    return {text.data(), std::find(text.begin(), text.end(), '\0')};
}

template <class Function>
void find(void* library, const char* symbol, Function*& function) {
    function = reinterpret_cast<Function*>(::dlsym(library, symbol));
}

}  // namespace

struct Nvml::Calls {
    Code (*init)() = nullptr;
    Code (*shutdown)() = nullptr;
    const char* (*error_string)(Code) = nullptr;
    Code (*driver_version)(char*, unsigned) = nullptr;
    Code (*cuda_version)(int*) = nullptr;
    Code (*count)(unsigned*) = nullptr;
    Code (*device)(unsigned, Device*) = nullptr;
    Code (*name)(Device, char*, unsigned) = nullptr;
    Code (*uuid)(Device, char*, unsigned) = nullptr;
    Code (*capability)(Device, int*, int*) = nullptr;
    Code (*memory)(Device, Memory*) = nullptr;
    Code (*utilisation)(Device, Utilisation*) = nullptr;
    Code (*processes)(Device, unsigned*, ProcessInfo*) = nullptr;

    explicit Calls(void* library) {
        find(library, "nvmlInit_v2", init);
        find(library, "nvmlShutdown", shutdown);
        find(library, "nvmlErrorString", error_string);
        find(library, "nvmlSystemGetDriverVersion", driver_version);
        find(library, "nvmlSystemGetCudaDriverVersion", cuda_version);
        find(library, "nvmlDeviceGetCount_v2", count);
        find(library, "nvmlDeviceGetHandleByIndex_v2", device);
        find(library, "nvmlDeviceGetName", name);
        find(library, "nvmlDeviceGetUUID", uuid);
        find(library, "nvmlDeviceGetCudaComputeCapability", capability);
        find(library, "nvmlDeviceGetMemoryInfo", memory);
        find(library, "nvmlDeviceGetUtilizationRates", utilisation);
        find(library, "nvmlDeviceGetComputeRunningProcesses_v3", processes);
        if (processes == nullptr) {  // drivers before 510; the same structure
            find(library, "nvmlDeviceGetComputeRunningProcesses_v2", processes);
        }
    }
    bool enough() const {
        return init != nullptr && shutdown != nullptr && count != nullptr && device != nullptr &&
               memory != nullptr;
    }
};

Nvml::Nvml(std::shared_ptr<const Calls> calls) : calls_(std::move(calls)) {}

std::unique_ptr<Nvml> Nvml::load(const std::string& library) {
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        return nullptr;
    }
    auto calls = std::make_shared<const Calls>(handle);
    return calls->enough() ? std::unique_ptr<Nvml>(new Nvml(std::move(calls))) : nullptr;
}

Nvml::Code Nvml::init() const {
    return calls_->init();
}

Nvml::Code Nvml::shutdown() const {
    return calls_->shutdown();
}

std::string Nvml::describe(Code code) const {
    const char* words = calls_->error_string != nullptr ? calls_->error_string(code) : nullptr;
    return std::string(words != nullptr ? words : "Unknown error") + " (code " +
           std::to_string(code) + ")";
}

std::string Nvml::driverVersion() const {
    Text text{};
    return calls_->driver_version != nullptr &&
                   calls_->driver_version(text.data(), kTextSize) == kSuccess
               ? read(text)
               : "";
}

std::string Nvml::cudaVersion() const {
    int version = 0;  // 1000 major + 10 minor
    if (calls_->cuda_version == nullptr || calls_->cuda_version(&version) != kSuccess) {
        return "";
    }
    return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

Nvml::Code Nvml::count(unsigned& count) const {
    return calls_->count(&count);
}

Nvml::Code Nvml::device(unsigned index, Device& device) const {
    return calls_->device(index, &device);
}

std::string Nvml::name(Device device) const {
    Text text{};
    return calls_->name != nullptr && calls_->name(device, text.data(), kTextSize) == kSuccess
               ? read(text)
               : "";
}

std::string Nvml::uuid(Device device) const {
    Text text{};
    return calls_->uuid != nullptr && calls_->uuid(device, text.data(), kTextSize) == kSuccess
               ? read(text)
               : "";
}

std::string Nvml::computeCapability(Device device) const {
    int major = 0, minor = 0;
    if (calls_->capability == nullptr || calls_->capability(device, &major, &minor) != kSuccess) {
        return "";
    }
    return std::to_string(major) + "." + std::to_string(minor);
}

Nvml::Code Nvml::memory(Device device, uint64_t& total, uint64_t& used) const {
    Memory memory{};
    const Code code = calls_->memory(device, &memory);
    total = memory.total;
    used = memory.used;
    return code;
}

std::optional<int> Nvml::utilisation(Device device) const {
    Utilisation rates{};
    if (calls_->utilisation == nullptr || calls_->utilisation(device, &rates) != kSuccess) {
        return std::nullopt;
    }
    return static_cast<int>(rates.gpu);
}

std::optional<uint64_t> Nvml::bytesOf(Device device, int64_t pid) const {
    if (calls_->processes == nullptr) {
        return std::nullopt;
    }
    std::vector<ProcessInfo> processes(64);
    Code code = kInsufficientSize;
    for (int attempt = 0; attempt < 4 && code == kInsufficientSize; ++attempt) {
        auto count = static_cast<unsigned>(processes.size());
        code = calls_->processes(device, &count, processes.data());
        // More may have started since: leave room.
        processes.resize(code == kSuccess ? count : std::max<size_t>(count + 16, 64));
    }
    if (code != kSuccess) {
        return std::nullopt;
    }
    for (const ProcessInfo& process : processes) {
        if (static_cast<int64_t>(process.pid) == pid && process.used_bytes != kNotAvailable) {
            return process.used_bytes;
        }
    }
    return std::nullopt;
}

}  // namespace bozzetto
