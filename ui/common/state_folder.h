// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace bozzetto::ui {

/// Where Bozzetto keeps its own files (XDG base directories), each made when first asked for; an
/// empty text if that fails.
QString stateFolder();  // $XDG_STATE_HOME/bozzetto: logs, window layout
QString dataFolder();   // $XDG_DATA_HOME/bozzetto: sessions not saved yet
QString cacheFolder();  // $XDG_CACHE_HOME/bozzetto: thumbnails; may be deleted at any time

}  // namespace bozzetto::ui
