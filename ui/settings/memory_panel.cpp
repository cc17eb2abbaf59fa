// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/memory_panel.h"

#include "ui/common/text.h"
#include "ui/settings/memory_graph.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <set>

namespace bozzetto::ui {
namespace {

constexpr double kNearlyFull = 0.9;
const std::string kHost;  // the section of main memory; GPUs go by their own names

int percentOf(quint64 part, quint64 whole) {
    return whole == 0 ? 0
                      : static_cast<int>(
                            100.0 * static_cast<double>(part) / static_cast<double>(whole) + 0.5);
}

bool nearlyFull(quint64 used, quint64 total) {
    return total > 0 && static_cast<double>(used) >= kNearlyFull * static_cast<double>(total);
}

/// What is up with the driver, for a person.
struct Words {
    QString icon;
    Ink ink = Ink::Muted;
    QString text, hint;
};

Words wordsOf(const DeviceReport& report) {
    const QString problem = toQt(report.problem);
    switch (report.state) {
        case GpuState::NoDriver:
            return {QStringLiteral("cpu"),
                    Ink::Muted,
                    MemoryPanel::tr("No CUDA GPU: running on the CPU"),
                    {}};
        case GpuState::NoGpu:
            return {QStringLiteral("cpu"),
                    Ink::Muted,
                    MemoryPanel::tr("No CUDA GPU: running on the CPU"),
                    MemoryPanel::tr("There is an NVIDIA driver, but it finds no GPU.")};
        case GpuState::Ok:
            return {QStringLiteral("gpu"),
                    Ink::Ok,
                    report.gpus.size() == 1
                        ? MemoryPanel::tr("One GPU")
                        : MemoryPanel::tr("%n GPUs", nullptr, static_cast<int>(report.gpus.size())),
                    MemoryPanel::tr("Driver %1, CUDA %2")
                        .arg(toQt(report.driver_version), toQt(report.cuda_version))};
        case GpuState::Error:
            return {QStringLiteral("warning"),
                    Ink::Warning,
                    MemoryPanel::tr("The GPU's driver reports an error: %1").arg(problem),
                    MemoryPanel::tr("Runs on the CPU still work. Restarting the computer often "
                                    "helps.")};
        case GpuState::Unresponsive:
            return {QStringLiteral("warning"),
                    Ink::Warning,
                    MemoryPanel::tr("The GPU's driver does not answer"),
                    MemoryPanel::tr("The figures of the GPUs are the last ones known. Runs on the "
                                    "CPU still work.")};
        case GpuState::Vanished:
            break;
    }
    return {QStringLiteral("error"),
            Ink::Error,
            problem.isEmpty() ? MemoryPanel::tr("The GPU is gone")
                              : MemoryPanel::tr("The GPU is gone: %1").arg(problem),
            MemoryPanel::tr("Was it unplugged, or its driver replaced? Runs on the CPU still "
                            "work.")};
}

}  // namespace

struct MemoryPanel::Section {
    QWidget* widget = new QWidget;
    QLabel* title = new QLabel;
    QLabel* figures = new QLabel;
    QLabel* share = new QLabel;
    QLabel* warning = new QLabel;
    MemoryGraph* graph = new MemoryGraph;

    explicit Section(const QString& name) {
        widget->setObjectName(QStringLiteral("memory_") + name);
        setRole(title, Role::Heading);
        setRole(share, Role::Muted);
        setRole(warning, Role::Warning);
        title->setObjectName(QStringLiteral("title"));
        figures->setObjectName(QStringLiteral("figures"));
        share->setObjectName(QStringLiteral("share"));
        warning->setObjectName(QStringLiteral("nearly_full"));
        graph->setObjectName(QStringLiteral("graph"));
        auto* column = new QVBoxLayout(widget);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(spacing::kTight);
        for (QWidget* part :
             std::initializer_list<QWidget*>{title, figures, graph, share, warning}) {
            column->addWidget(part);
            if (auto* label = qobject_cast<QLabel*>(part)) {
                label->setWordWrap(true);
            }
        }
    }
    void showFigures(quint64 used, quint64 total, const QString& more) const {
        figures->setText(MemoryPanel::tr("%1 of %2 used (%3 %)")
                             .arg(formatBytes(used), formatBytes(total))
                             .arg(percentOf(used, total)) +
                         more);
        warning->setText(MemoryPanel::tr("Nearly full: close other programs before a run."));
        warning->setVisible(nearlyFull(used, total));
        graph->setAccessibleName(title->text());
        graph->setAccessibleDescription(figures->text());
        graph->setToolTip(figures->text());
    }
};

MemoryPanel::MemoryPanel(QWidget* parent)
    : QWidget(parent), state_icon_(new QLabel), state_(new QLabel), hint_(new QLabel) {
    setObjectName(QStringLiteral("memory_panel"));
    setAccessibleName(tr("Memory"));
    state_icon_->setObjectName(QStringLiteral("gpu_state_icon"));
    state_->setObjectName(QStringLiteral("gpu_state"));
    state_->setWordWrap(true);
    hint_->setObjectName(QStringLiteral("gpu_hint"));
    hint_->setWordWrap(true);
    setRole(hint_, Role::Muted);
    auto* line = new QHBoxLayout;
    line->setSpacing(spacing::kUnit);
    line->addWidget(state_icon_, 0, Qt::AlignTop);
    line->addWidget(state_, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kPanel, spacing::kPanel, spacing::kPanel, spacing::kPanel);
    column->setSpacing(spacing::kTight);
    column->addLayout(line);
    column->addWidget(hint_);
    sections_column_ = new QVBoxLayout;
    sections_column_->setSpacing(spacing::kWide);
    sections_column_->setContentsMargins(0, spacing::kUnit, 0, 0);
    column->addLayout(sections_column_);
    column->addStretch();
    state_->setText(tr("Looking for GPUs…"));
    hint_->hide();
}

MemoryPanel::~MemoryPanel() = default;

MemoryPanel::Section& MemoryPanel::section(const std::string& id) {
    std::unique_ptr<Section>& found = sections_[id];
    if (!found) {
        found = std::make_unique<Section>(id == kHost ? QStringLiteral("host") : toQt(id));
        // GPUs in the driver's order, main memory below them.
        const int last = sections_column_->count();
        const bool host_is_there = sections_.contains(kHost) && sections_[kHost];
        sections_column_->insertWidget(id != kHost && host_is_there ? last - 1 : last,
                                       found->widget);
    }
    return *found;
}

void MemoryPanel::setPredictedHost(std::optional<quint64> bytes) {
    predicted_host_ = bytes;
    section(kHost).graph->setPredicted(bytes);
}

void MemoryPanel::setPredictedGpu(std::optional<quint64> bytes) {
    predicted_gpu_ = bytes;
    for (const auto& [id, one] : sections_) {
        if (id != kHost) {
            one->graph->setPredicted(bytes);
        }
    }
}

void MemoryPanel::setReport(const DeviceReport& report) {
    const Words words = wordsOf(report);
    state_icon_->setPixmap(icon(words.icon, words.ink).pixmap(QSize(20, 20), devicePixelRatioF()));
    state_->setText(words.text);
    hint_->setText(words.hint);
    hint_->setVisible(!words.hint.isEmpty());
    std::set<std::string> present{kHost};
    for (size_t i = 0; i < report.gpus.size(); ++i) {
        const GpuSample& gpu = report.gpus[i];
        const std::string id = gpu.uuid.empty() ? "gpu-" + std::to_string(i) : gpu.uuid;
        present.insert(id);
        showGpu(section(id), gpu, report);
    }
    showHost(section(kHost), report);
    for (auto one = sections_.begin(); one != sections_.end();) {
        if (present.contains(one->first)) {
            ++one;
        } else {
            delete one->second->widget;
            one = sections_.erase(one);
        }
    }
}

void MemoryPanel::showGpu(Section& section, const GpuSample& gpu, const DeviceReport& report) {
    section.title->setText(
        gpu.compute_capability.empty()
            ? toQt(gpu.name)
            : tr("%1 (compute capability %2)").arg(toQt(gpu.name), toQt(gpu.compute_capability)));
    const bool stale = report.state != GpuState::Ok;
    section.graph->setStale(stale);
    if (!gpu.problem.empty()) {
        section.title->setText(gpu.name.empty() ? tr("A GPU without a name") : toQt(gpu.name));
        section.figures->setText(tr("No figures: %1").arg(toQt(gpu.problem)));
        section.share->hide();
        section.warning->hide();
        return;
    }
    section.showFigures(
        gpu.used, gpu.total, gpu.utilisation ? tr(", %1 % busy").arg(*gpu.utilisation) : QString());
    section.share->setText(gpu.own ? tr("This job: %1").arg(formatBytes(*gpu.own))
                                   : tr("This job: not available"));
    section.share->setVisible(report.watching);
    if (!stale) {
        section.graph->add(gpu.used, gpu.own, gpu.total);
    }
    section.graph->setPredicted(predicted_gpu_);
}

void MemoryPanel::showHost(Section& section, const DeviceReport& report) {
    section.title->setText(report.host.limited
                               ? tr("Main memory (as far as this session may use it)")
                               : tr("Main memory"));
    section.showFigures(report.host.used(), report.host.total, {});
    section.share->setVisible(report.own_resident.has_value());
    section.share->setText(tr("This job: %1").arg(formatBytes(report.own_resident.value_or(0))));
    section.graph->add(report.host.used(), report.own_resident, report.host.total);
    section.graph->setPredicted(predicted_host_);
}

MemoryChip::MemoryChip(QWidget* parent) : QToolButton(parent) {
    setObjectName(QStringLiteral("memory_chip"));
    setAutoRaise(true);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::StrongFocus);
    setIcon(ui::icon(QStringLiteral("memory")));
    setText(tr("Memory"));
    setAccessibleName(tr("Memory"));
}

void MemoryChip::setReport(const DeviceReport& report) {
    const GpuSample* gpu = nullptr;
    for (const GpuSample& one : report.gpus) {
        gpu = gpu == nullptr && one.problem.empty() ? &one : gpu;
    }
    const quint64 used = gpu != nullptr ? gpu->used : report.host.used();
    const quint64 total = gpu != nullptr ? gpu->total : report.host.total;
    const bool trouble = report.state == GpuState::Error ||
                         report.state == GpuState::Unresponsive ||
                         report.state == GpuState::Vanished;
    const bool full = nearlyFull(used, total);
    const Words words = wordsOf(report);
    setIcon(trouble || full
                ? ui::icon(QStringLiteral("warning"), Ink::Warning)
                : ui::icon(gpu != nullptr ? QStringLiteral("gpu") : QStringLiteral("memory"),
                           Ink::Muted));
    const QString figures = tr("%1 of %2").arg(formatBytes(used), formatBytes(total));
    setText((gpu != nullptr ? tr("GPU %1") : tr("Memory %1")).arg(figures));
    QString more = words.text;
    if (full) {
        more += QLatin1Char('\n') + tr("Nearly full");
    }
    setToolTip(more);
    setAccessibleName(text());
    setAccessibleDescription(more);
}

}  // namespace bozzetto::ui
