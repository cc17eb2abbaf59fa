// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"

#include "app/cameras_command.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "app/frames_command.h"
#include "app/interrupts.h"
#include "app/job_request.h"
#include "app/masks_command.h"
#include "app/weights_command.h"
#include "base/files.h"

namespace bozzetto {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/// The arguments with the name of a device in place of the user's word for it.
template <class DrawingArguments>
DrawingArguments onItsDevice(DrawingArguments arguments, const Program& program) {
    arguments.device = resolveDevice(arguments.device, program).device;
    return arguments;
}

int dispatch(const Arguments& arguments, Program& program) {
    return std::visit(Overloaded{[](const InfoArguments& a) { return runInfo(a); },
                                 [](const CamerasArguments& a) { return runCameras(a); },
                                 [&](const EnginesArguments& a) { return runEngines(a, program); },
                                 [](const MasksArguments& a) { return runMasks(a); },
                                 [](const FramesArguments& a) { return runFrames(a); },
                                 [&](const PredictArguments& a) { return runPredict(a, program); },
                                 [&](const ReconstructArguments& a) {
                                     return a.list_settings ? runListSettings(a, program)
                                                            : runReconstruct(a, program);
                                 },
                                 [&](const RenderArguments& a) {
                                     program.render(onItsDevice(a, program));
                                     return kExitDone;
                                 },
                                 [](const ExportArguments& a) { return runExport(a); },
                                 [&](const WeightsArguments& a) { return runWeights(a, program); },
                                 [&](const EvaluateArguments& a) {
                                     program.evaluate(onItsDevice(a, program));
                                     return kExitDone;
                                 }},
                      arguments);
}

}  // namespace

int runCli(int argc, const char* const* argv, Program& program) noexcept {
    ignoreBrokenPipes();
    bool events = false;
    try {
        const auto parsed = parseArguments(argc, argv);
        if (const auto* nothing = std::get_if<NothingToDo>(&parsed)) {
            return printNothingToDo(*nothing);
        }
        const auto& arguments = std::get<Arguments>(parsed);
        if (const auto* reconstruct = std::get_if<ReconstructArguments>(&arguments)) {
            events = reconstruct->events;
        }
        if (const auto* cameras = std::get_if<CamerasArguments>(&arguments)) {
            events = cameras->events;
        }
        if (const auto* masks = std::get_if<MasksArguments>(&arguments)) {
            events = masks->events;
        }
        if (const auto* frames = std::get_if<FramesArguments>(&arguments)) {
            events = frames->events;
        }
        if (const auto* weights = std::get_if<WeightsArguments>(&arguments)) {
            events = weights->events;
        }
        return dispatch(arguments, program);
    } catch (const std::exception& exception) {
        const Failure failure = toFailure(exception);
        const bool usage = dynamic_cast<const UsageError*>(&exception) != nullptr;
        const int exit_code = usage ? kExitUsage : exitCodeOf(failure.kind);
        printErr(describe(failure));
        if (events) {
            printOut(errorEvent(usage ? "usage" : toString(failure.kind),
                                exit_code,
                                displayPath(failure.path),
                                failure.reason,
                                failure.hint));
        }
        return exit_code;
    }
}

}  // namespace bozzetto
