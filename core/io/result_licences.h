// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>

namespace bozzetto {

/// What binds those who use a result, by the networks that made it.
struct ResultLicences {
    std::string restricted;  // what does not allow commercial use: "VGGT (CC-BY-NC-4.0), ..."
    std::string copyright;   // a sentence for files made of the result; both empty without networks
    bool operator==(const ResultLicences&) const = default;
};

/// From the "licences" of report.json in a result's folder; nothing where there is none or it
/// cannot be read.
ResultLicences readResultLicences(const std::filesystem::path& folder);

}  // namespace bozzetto
