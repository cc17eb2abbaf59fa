// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "device/gpu_monitor.h"

#include <QToolButton>
#include <QWidget>

#include <map>
#include <optional>

class QLabel;
class QVBoxLayout;

namespace bozzetto::ui {

class MemoryGraph;

/// Live memory: a graph for every GPU, or for main memory when the computer has none.
class MemoryPanel : public QWidget {
    Q_OBJECT

public:
    explicit MemoryPanel(QWidget* parent = nullptr);
    ~MemoryPanel() override;

    /// Bytes that the chosen run will need at its worst, as a line in the graphs; nullopt: no line.
    void setPredictedHost(std::optional<quint64> bytes);
    void setPredictedGpu(std::optional<quint64> bytes);

public Q_SLOTS:
    void setReport(const bozzetto::DeviceReport& report);

private:
    struct Section;
    Section& section(const std::string& id);
    void showGpu(Section& section, const GpuSample& gpu, const DeviceReport& report);
    void showHost(Section& section, const DeviceReport& report);

    QLabel *state_icon_, *state_, *hint_;
    QVBoxLayout* sections_column_;
    std::map<std::string, std::unique_ptr<Section>> sections_;  // by GPU; "" is main memory
    std::optional<quint64> predicted_host_, predicted_gpu_;
};

/// The same in a line, for the status bar: what is used of what there is. A click asks for the
/// panel (clicked()).
class MemoryChip : public QToolButton {
    Q_OBJECT

public:
    explicit MemoryChip(QWidget* parent = nullptr);

public Q_SLOTS:
    void setReport(const bozzetto::DeviceReport& report);
};

}  // namespace bozzetto::ui
