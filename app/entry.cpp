// SPDX-License-Identifier: Apache-2.0
#include "app/entry.h"

#include "app/cli.h"
#include "app/engines.h"
#include "app/evaluate_command.h"
#include "app/render_command.h"
#include "tensor/errors.h"
#include "tensor/gpu.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

#include <malloc.h>

extern "C" __attribute__((visibility("default"))) int bozzettoRunCli(int argc,
                                                                     const char* const* argv) {
    // Our own pool does the parallel work; LibTorch's would fight with it for the cores.
    at::set_num_threads(1);
    // Gradients of whole maps come and go every step. By default glibc maps such blocks afresh each
    // time, and the page faults cost more than the arithmetic; kept in the heap they do not.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
    ::mallopt(M_TRIM_THRESHOLD, 2147483647);
    bozzetto::Program program;
    program.engines = bozzetto::makeEngines();
    program.versions = {{"bozzetto", BOZZETTO_VERSION}, {"libtorch", TORCH_VERSION}};
    program.devices = bozzetto::findComputeDevices;
    program.warm_up = [](const std::string& device) {
        return std::async(std::launch::async,
                          [device] { bozzetto::warmUpDevice(bozzetto::torchDevice(device)); });
    };
    program.render = [](const bozzetto::RenderArguments& arguments) {
        bozzetto::withTensorErrors([&] { bozzetto::runRender(arguments); });
    };
    program.evaluate = [](const bozzetto::EvaluateArguments& arguments) {
        bozzetto::withTensorErrors([&] { bozzetto::runEvaluate(arguments); });
    };
    return bozzetto::runCli(argc, argv, program);
}
