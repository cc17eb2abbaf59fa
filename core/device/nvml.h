// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto {

/// The few calls of NVIDIA's management library that we need, found at run time in the driver's own
/// libnvidia-ml.so.1, so that the program starts where there is none. The declarations are ours,
/// after the library's documented binary interface. Not for several threads at once.
class Nvml {
public:
    using Code = int;
    using Device = void*;
    static constexpr Code kSuccess = 0, kUninitialized = 1, kNotSupported = 3, kDriverNotLoaded = 9,
                          kLibraryNotFound = 12, kFunctionNotFound = 13, kGpuIsLost = 15;

    /// The library, not initialised yet; nullptr when it is not there or lacks a call we cannot do
    /// without. It is never unloaded: a call may still hang in it.
    static std::unique_ptr<Nvml> load(const std::string& library);

    Code init() const;
    Code shutdown() const;
    /// "Unknown Error (code 999)": the library's own words.
    std::string describe(Code code) const;

    std::string driverVersion() const;  // empty when it does not say
    std::string cudaVersion() const;
    Code count(unsigned& count) const;
    Code device(unsigned index, Device& device) const;
    std::string name(Device device) const;
    std::string uuid(Device device) const;
    std::string computeCapability(Device device) const;
    Code memory(Device device, uint64_t& total, uint64_t& used) const;  // bytes
    std::optional<int> utilisation(Device device) const;                // per cent
    /// Bytes that a process holds on the device; nullopt when the driver does not name it or not
    /// its share.
    std::optional<uint64_t> bytesOf(Device device, int64_t pid) const;

private:
    struct Calls;
    explicit Nvml(std::shared_ptr<const Calls> calls);
    std::shared_ptr<const Calls> calls_;
};

}  // namespace bozzetto
