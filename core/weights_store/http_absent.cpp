// SPDX-License-Identifier: Apache-2.0
// A build without libcurl.
#include "base/error.h"
#include "weights_store/http.h"

namespace bozzetto {

HttpAnswer httpGet(const HttpRequest& request, const HttpSink&) {
    throw Error(Error::Kind::Unsupported,
                "this build of Bozzetto does not download",
                "Get " + request.url + " another way, then: bozzetto-cli weights import FOLDER");
}

}  // namespace bozzetto
