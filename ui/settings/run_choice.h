// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/settings.h"

#include <QMetaType>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto::ui {

/// Everything about a run but its pictures.
struct RunChoice {
    std::vector<std::string> engines{"nvdiffrec"};  // ids in the order of running; two are "both"
    std::map<std::string, Settings> settings;       // by engine id; one preset for all
    uint64_t seed = 1;
    std::string device = "auto";           // "auto", "cpu", "cuda[:N]"
    int threads = 0;                       // 0: as many as the computer has
    std::optional<double> time_limit_min;  // of each engine
    std::filesystem::path output;          // folder of the results; empty: the window's default
    bool operator==(const RunChoice&) const = default;
};

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::Settings)
Q_DECLARE_METATYPE(bozzetto::ui::RunChoice)
