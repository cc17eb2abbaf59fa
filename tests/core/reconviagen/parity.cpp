// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <set>

namespace bozzetto::parity {
namespace {

constexpr double kWrong = std::numeric_limits<double>::infinity();
constexpr std::string_view kWeights = "weights.";

/// Bar of a 16-bit network against float32, relative RMS.
double usualBar16(at::ScalarType torso) {
    return torso == at::kHalf ? 2e-3 : 1e-2;
}

double relativeError(const at::Tensor& got, const at::Tensor& want, bool exact) {
    const at::Tensor a = got.detach().to(at::kCPU, at::kDouble), b = want.to(at::kCPU, at::kDouble);
    if (a.sizes() != b.sizes()) {
        return kWrong;
    }
    if (b.numel() == 0) {
        return 0;
    }
    const at::Tensor difference = a - b;
    const double error =
        exact ? difference.abs().max().item<double>() : difference.norm().item<double>();
    const double scale = exact ? b.abs().max().item<double>() : b.norm().item<double>();
    return std::isfinite(error) ? error / std::max(scale, 1e-30) : kWrong;
}

std::string shapeOf(const at::Tensor& t) {
    std::string text = "[";
    for (const int64_t size : t.sizes()) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    }
    return text + "]";
}

std::string named(const std::string& what, const at::Tensor& got, const at::Tensor& want) {
    return got.sizes() == want.sizes()
               ? what
               : what + ": shape " + shapeOf(got) + ", expected " + shapeOf(want);
}

std::vector<std::filesystem::path> safetensorsIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".safetensors") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

Fixture::Fixture(const std::filesystem::path& path, const ParityRun& run)
    : file(readSafetensors(path)), path_(path), run_(run), bar16_(usualBar16(run.torso)) {
    const auto text = file.metadata.find("config");
    config = text == file.metadata.end()
                 ? nlohmann::json()
                 : nlohmann::json::parse(text->second, nullptr, /*allow_exceptions=*/false);
    if (!config.is_object() || !config.contains("network") || !config["network"].is_string()) {
        throw Error(Error::Kind::BadInput, path.string() + ": its config names no network");
    }
    network_ = config["network"];
}

WeightScope Fixture::weights(const std::string& below) const {
    const std::string prefix = std::string(kWeights) + below;
    TensorMap tensors;
    for (const auto& [name, value] : file.tensors) {
        if (name.starts_with(prefix)) {
            tensors[name.substr(prefix.size())] = value;
        }
    }
    return WeightScope(std::move(tensors), name(), run_.device).as(run_.torso);
}

at::Tensor Fixture::tensor(const std::string& name) const {
    const at::Tensor value = file.at(name).to(run_.device);
    return value.scalar_type() == at::kHalf ? value.to(at::kFloat) : value;
}

std::vector<std::string> Fixture::between(std::string_view before, std::string_view after) const {
    std::set<std::string> found;
    for (const auto& [name, value] : file.tensors) {
        if (name.starts_with(before) && name.ends_with(after) &&
            name.size() > before.size() + after.size()) {
            found.insert(name.substr(before.size(), name.size() - before.size() - after.size()));
        }
    }
    return {found.begin(), found.end()};
}

void Fixture::close(const std::string& what,
                    const at::Tensor& got,
                    const at::Tensor& want,
                    double tolerance) {
    comparisons_.push_back({name(),
                            named(what, got, want),
                            relativeError(got, want, run_.exact()),
                            run_.exact() ? tolerance : bar16_});
}

void Fixture::equal(const std::string& what, const at::Tensor& got, const at::Tensor& want) {
    const bool same = got.sizes() == want.sizes() && got.scalar_type() == want.scalar_type() &&
                      got.to(want.device()).equal(want);
    comparisons_.push_back({name(), named(what, got, want), same ? 0.0 : kWrong, 0});
}

void Fixture::equal(const std::string& what,
                    const std::vector<double>& got,
                    const at::Tensor& want) {
    equal(what,
          at::tensor(got, at::TensorOptions().dtype(at::kDouble)),
          want.to(at::kCPU, at::kDouble));
}

void Fixture::holds(const std::string& what, bool condition) {
    comparisons_.push_back({name(), what, condition ? 0.0 : kWrong, 0});
}

bool Fixture::passed() const {
    return !comparisons_.empty() && std::all_of(comparisons_.begin(),
                                                comparisons_.end(),
                                                [](const Comparison& c) { return c.passed(); });
}

std::vector<std::filesystem::path> goldenFiles() {
    std::vector<std::filesystem::path> files =
        safetensorsIn(std::filesystem::path(BOZZETTO_TEST_DATA) / "reconviagen");
    if (const char* folder = std::getenv("BOZZETTO_FIXTURES"); folder && *folder) {
        const std::vector<std::filesystem::path> more = safetensorsIn(folder);
        files.insert(files.end(), more.begin(), more.end());
    }
    return files;
}

void printTable(const std::vector<Fixture>& fixtures) {
    std::printf("%-34s %9s %9s  %s\n", "file", "error", "bar", "nearest to its bar");
    for (const Fixture& fixture : fixtures) {
        const std::vector<Comparison>& all = fixture.comparisons();
        const auto share = [](const Comparison& c) {
            return c.passed() ? (c.bar > 0 ? c.error / c.bar : 0) : kWrong;
        };
        const auto worst =
            std::max_element(all.begin(), all.end(), [&](const Comparison& a, const Comparison& b) {
                return share(a) < share(b);
            });
        if (worst == all.end()) {
            std::printf("%-34s nothing was compared\n", fixture.name().c_str());
        } else {
            std::printf("%-34s %9.1e %9.1e  %s%s (of %zu)\n",
                        fixture.name().c_str(),
                        worst->error,
                        worst->bar,
                        worst->passed() ? "" : "FAILED: ",
                        worst->what.c_str(),
                        all.size());
        }
    }
    std::fflush(stdout);
}

}  // namespace bozzetto::parity
