// SPDX-License-Identifier: Apache-2.0
#include "io/result_licences.h"

#include "base/error.h"
#include "base/files.h"

#include <nlohmann/json.hpp>

namespace bozzetto {
namespace {

constexpr uint64_t kMostBytes = 64 << 20;

void append(std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ", ") + item;
}

}  // namespace

ResultLicences readResultLicences(const std::filesystem::path& folder) {
    ResultLicences result;
    std::string all;
    try {
        const auto report =
            nlohmann::json::parse(readFile(folder / "report.json", kMostBytes), nullptr, false);
        if (!report.is_object() || !report.contains("licences")) {
            return {};
        }
        for (const auto& used : report["licences"]) {
            const std::string part = used.at("what").get<std::string>() + " (" +
                                     used.at("licence").get<std::string>() + ")";
            append(all, part);
            if (!used.at("commercial").get<bool>()) {
                append(result.restricted, part);
            }
        }
    } catch (const Error&) {
        return {};
    } catch (const nlohmann::json::exception&) {
        return {};
    }
    if (!all.empty()) {
        result.copyright = "Made with the networks " + all + ".";
        if (!result.restricted.empty()) {
            result.copyright += " Not for commercial use.";
        }
    }
    return result;
}

}  // namespace bozzetto
