// SPDX-License-Identifier: Apache-2.0
#include "app/cli.h"
#include "app/console.h"
#include "app/exit_codes.h"
#include "camera/describe.h"
#include "camera/image_set_reader.h"

namespace bozzetto {

int runInfo(const InfoArguments& arguments) {
    LoadOptions options;
    options.pixels = LoadOptions::Pixels::HeadersOnly;
    const ImageSet images = loadImageSet(arguments.input, options);
    if (arguments.json) {
        nlohmann::json found = describe(images);
        found["v"] = 1;
        printOut(found.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    } else {
        printOut(describeAsText(images));
    }
    return kExitDone;
}

}  // namespace bozzetto
