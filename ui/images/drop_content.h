// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/common/text.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QUrl>

class QMimeData;

namespace bozzetto::ui {

/// What is dropped, pasted or chosen, told apart by looking at the disk.
struct DropContent {
    enum class Kind { Nothing, Images, Cameras, Project, Refused };
    Kind kind = Kind::Nothing;
    /// Images: the folder, transforms file or single picture that the reader is given.
    QString input;
    /// Images: pictures picked out of the folder `input`, absolute paths in natural order; empty:
    /// all that the reader finds.
    QStringList picked;
    int picture_count = 0;  // picture files seen; the reader decides what they are
    /// Cameras of another program: a file or the folder of a model. With Images: dropped together
    /// with them; empty without one.
    QString cameras;
    QString project;  // Project: the file
    Problem problem;  // Refused: why, and what to do instead
    QString title;    // short name for a person: the folder's, file's or project's

    /// For imageSetDropped and ImportSession::open: the picked pictures, else the input.
    QStringList paths() const { return picked.isEmpty() ? QStringList{input} : picked; }
};

/// The URLs of a drop, from text/uri-list, application/x-kde4-urilist or (pasted) lines of paths
/// and file:// addresses. Does not touch the disk.
QList<QUrl> urlsOf(const QMimeData& data);

/// Looks at the disk: call it off the UI thread. Repeated paths count once.
/// One folder, transforms file or picture is taken as it is; several pictures of one folder are
/// that folder with these picked out; folders and files that belong to one set (images/ and masks/,
/// pictures and their transforms file) are that set. Another program's camera file, or a folder
/// with such a file and no pictures, goes with what else is dropped. Pictures of unrelated folders,
/// web addresses, archives and unknown files are refused with a remedy. Never throws.
DropContent classifyDrop(const QList<QUrl>& urls);
DropContent classifyPaths(const QStringList& paths);

}  // namespace bozzetto::ui

Q_DECLARE_METATYPE(bozzetto::ui::DropContent)
