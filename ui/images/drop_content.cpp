// SPDX-License-Identifier: Apache-2.0
#include "ui/images/drop_content.h"

#include "camera/camera_file.h"
#include "camera/file_finder.h"
#include "camera/image_folder.h"
#include "video/video.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QSet>

#include <algorithm>
#include <map>

namespace bozzetto::ui {

class DropText {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::DropText)
};

namespace {

constexpr qsizetype kMaxUrls = 100'000;

DropContent refuse(const QString& reason, const QString& hint) {
    DropContent content;
    content.kind = DropContent::Kind::Refused;
    content.problem = {reason, hint};
    return content;
}

DropContent nothing() {
    return refuse(
        DropText::tr("There is nothing here that can be opened."),
        DropText::tr("Drop pictures, a folder of pictures, a transforms file or a project."));
}

bool naturalOrder(const QString& a, const QString& b) {
    return naturalLess(toStd(a), toStd(b));
}

QString nameOf(const QString& path) {
    const QString name = QFileInfo(path).fileName();
    return name.isEmpty() ? path : name;
}

/// What the dropped paths are, told by their kind on disk and their ending.
struct Sorted {
    QStringList folders, pictures, transforms, projects, archives, cameras, others, missing;
};

bool hasEnding(const QString& path, std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](const char* ending) {
        return path.endsWith(QLatin1String(ending), Qt::CaseInsensitive);
    });
}

int picturesIn(const QString& folder) {
    const QStringList names = QDir(folder).entryList(QDir::Files);
    return static_cast<int>(std::count_if(names.begin(), names.end(), [](const QString& name) {
        const std::filesystem::path path = toPath(name);
        return hasPictureEnding(path) && !isCompanionName(path);
    }));
}

int videosIn(const QString& folder) {
    const QStringList names = QDir(folder).entryList(QDir::Files);
    return static_cast<int>(std::count_if(names.begin(), names.end(), [](const QString& name) {
        return hasVideoEnding(toPath(name));
    }));
}

/// In it or where sets keep them.
int picturesOf(const QString& folder) {
    for (const char* part : {"", "images", "train", "input"}) {
        if (const int count = picturesIn(QDir(folder).filePath(QLatin1String(part))); count > 0) {
            return count;
        }
    }
    return 0;
}

/// A folder of cameras alone, as programs write them beside the pictures.
bool isCameraFolder(const QString& folder) {
    return picturesOf(folder) == 0 && findCameraFile(toPath(folder)).has_value();
}

void sortPath(const QString& path, Sorted& sorted) {
    const QFileInfo info(path);
    if (!info.exists()) {
        sorted.missing << path;
    } else if (info.isDir()) {
        (isCameraFolder(path) ? sorted.cameras : sorted.folders) << path;
    } else if (!info.isFile()) {
        sorted.others << path;
    } else if (hasEnding(path, {".bozzetto"})) {
        sorted.projects << path;
    } else if (hasEnding(path, {".json"})) {
        sorted.transforms << path;
    } else if (hasEnding(path, {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".zst"})) {
        sorted.archives << path;
    } else if (hasVideoEnding(toPath(path))) {
        sorted.transforms << path;  // one file that is a set
    } else if (hasPictureEnding(toPath(path))) {
        sorted.pictures << path;
    } else if (looksLikeCameraFile(toPath(path))) {
        sorted.cameras << path;
    } else {
        sorted.others << path;
    }
}

/// Absolute, clean, each once (links to one file count as one), in natural order.
QStringList uniquePaths(const QStringList& paths) {
    QSet<QString> seen;
    QStringList unique;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString clean = QDir::cleanPath(info.absoluteFilePath());
        const QString real = info.canonicalFilePath();
        const QString& key = real.isEmpty() ? clean : real;
        if (!seen.contains(key)) {
            seen.insert(key);
            unique << clean;
        }
    }
    std::sort(unique.begin(), unique.end(), naturalOrder);
    return unique;
}

bool hasTransforms(const QString& folder) {
    return !QDir(folder)
                .entryList({QStringLiteral("transforms.json"), QStringLiteral("transforms_*.json")},
                           QDir::Files)
                .isEmpty();
}

/// Folders that a set keeps its pictures in, under the folder that the reader is given.
bool isPartOfSet(const QString& folder) {
    static const QSet<QString> kParts = {QStringLiteral("images"),
                                         QStringLiteral("train"),
                                         QStringLiteral("input"),
                                         QStringLiteral("masks"),
                                         QStringLiteral("mask"),
                                         QStringLiteral("depth"),
                                         QStringLiteral("depths"),
                                         QStringLiteral("train_depth")};
    return kParts.contains(nameOf(folder).toLower());
}

/// The folder that the reader must be given so that it finds cameras and masks too.
QString setFolderOf(const QString& folder) {
    const QString parent = QFileInfo(folder).absolutePath();
    return isPartOfSet(folder) && hasTransforms(parent) ? parent : folder;
}

DropContent folderContent(const QString& folder) {
    DropContent content;
    content.kind = DropContent::Kind::Images;
    content.input = setFolderOf(folder);
    content.title = nameOf(content.input);
    content.picture_count = picturesOf(content.input);
    if (content.picture_count > 0) {
        return content;
    }
    return hasTransforms(content.input) || videosIn(content.input) == 1
               ? content
               : refuse(DropText::tr("The folder \"%1\" holds no pictures.").arg(content.title),
                        DropText::tr("Drop the folder that the pictures lie in."));
}

DropContent pictureContent(const QStringList& pictures) {
    QStringList folders;
    for (const QString& picture : pictures) {
        const QString folder = QFileInfo(picture).absolutePath();
        if (!folders.contains(folder)) {
            folders << folder;
        }
    }
    if (folders.size() > 1) {
        return refuse(
            DropText::tr(
                "The pictures come from %n folders.", nullptr, static_cast<int>(folders.size())),
            DropText::tr("Copy them into one folder and drop that."));
    }
    DropContent content;
    content.kind = DropContent::Kind::Images;
    content.picture_count = static_cast<int>(pictures.size());
    content.input = pictures.size() == 1 ? pictures.front() : setFolderOf(folders.front());
    content.title = nameOf(content.input);
    if (pictures.size() > 1) {
        content.picked = pictures;
    }
    return content;
}

DropContent transformsContent(const QString& file) {
    DropContent content;
    content.kind = DropContent::Kind::Images;
    content.input = file;
    content.title = nameOf(file);
    return content;
}

/// images/ and masks/ together, or a set's files and folders together: the folder above them.
DropContent partsContent(const Sorted& sorted) {
    QSet<QString> parents;
    for (const QStringList& paths : {sorted.folders, sorted.pictures, sorted.transforms}) {
        for (const QString& path : paths) {
            parents.insert(QFileInfo(path).absolutePath());
        }
    }
    const bool all_parts = std::all_of(sorted.folders.begin(), sorted.folders.end(), isPartOfSet) &&
                           parents.size() == 1;
    if (all_parts) {
        return folderContent(*parents.begin());
    }
    return refuse(DropText::tr("%n folders were dropped; a set of pictures is one folder.",
                               nullptr,
                               static_cast<int>(sorted.folders.size())),
                  DropText::tr("Drop one folder, or the folders images and masks of one set."));
}

/// One file or folder for several that belong together (cameras.bin, images.bin, ...; a file
/// beside each picture): the folder they lie in.
QString camerasOf(const QStringList& paths) {
    if (paths.size() == 1) {
        return paths.front();
    }
    const QString folder = QFileInfo(paths.front()).absolutePath();
    const bool together = std::all_of(paths.begin(), paths.end(), [&](const QString& path) {
        return QFileInfo(path).absolutePath() == folder;
    });
    return together && findCameraFile(toPath(folder)) ? folder : QString();
}

DropContent contentOf(const Sorted& sorted);

DropContent camerasContent(const Sorted& sorted) {
    const QString cameras = camerasOf(sorted.cameras);
    if (cameras.isEmpty()) {
        return refuse(DropText::tr("%n files with cameras were dropped.",
                                   nullptr,
                                   static_cast<int>(sorted.cameras.size())),
                      DropText::tr("Drop the one to use."));
    }
    Sorted rest = sorted;
    rest.cameras.clear();
    const bool alone = rest.folders.isEmpty() && rest.pictures.isEmpty() &&
                       rest.transforms.isEmpty() && rest.projects.isEmpty();
    DropContent content;
    if (alone) {
        content.kind = DropContent::Kind::Cameras;
        content.title = nameOf(cameras);
    } else {
        content = contentOf(rest);
    }
    content.cameras = cameras;
    return content;
}

DropContent contentOf(const Sorted& sorted) {
    if (!sorted.cameras.isEmpty()) {
        return camerasContent(sorted);
    }
    if (!sorted.projects.isEmpty()) {
        const bool alone = sorted.projects.size() == 1 && sorted.folders.isEmpty() &&
                           sorted.pictures.isEmpty() && sorted.transforms.isEmpty();
        if (!alone) {
            return refuse(DropText::tr("A project is opened on its own."),
                          DropText::tr("Drop one project file only."));
        }
        DropContent content;
        content.kind = DropContent::Kind::Project;
        content.project = sorted.projects.front();
        content.title = nameOf(content.project);
        return content;
    }
    if (sorted.transforms.size() > 1) {
        return refuse(DropText::tr("%n JSON files were dropped; a set has one transforms file.",
                                   nullptr,
                                   static_cast<int>(sorted.transforms.size())),
                      DropText::tr("Drop the one to use, or the set's folder."));
    }
    if (sorted.folders.isEmpty() && sorted.transforms.size() == 1) {
        return transformsContent(sorted.transforms.front());  // it names its pictures itself
    }
    if (sorted.folders.size() == 1 && sorted.pictures.isEmpty() && sorted.transforms.isEmpty()) {
        return folderContent(sorted.folders.front());
    }
    if (!sorted.folders.isEmpty()) {
        return partsContent(sorted);
    }
    if (!sorted.pictures.isEmpty()) {
        return pictureContent(sorted.pictures);
    }
    if (!sorted.archives.isEmpty()) {
        return refuse(DropText::tr("\"%1\" is an archive.").arg(nameOf(sorted.archives.front())),
                      DropText::tr("Unpack it and drop the folder."));
    }
    if (!sorted.missing.isEmpty()) {
        return refuse(DropText::tr("\"%1\" is not there.").arg(sorted.missing.front()),
                      DropText::tr("Check the path; the drive may not be connected."));
    }
    if (!sorted.others.isEmpty()) {
        return refuse(
            DropText::tr("\"%1\" is no picture, folder or project.")
                .arg(nameOf(sorted.others.front())),
            DropText::tr("Drop PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR or camera raw pictures, their "
                         "folder, or a video."));
    }
    return nothing();
}

/// A pasted line as an address: file:// and web addresses, absolute paths, "~/...", in quotes or
/// not.
QUrl urlOfLine(QString line) {
    line = line.trimmed();
    if (line.size() >= 2 &&
        (line.front() == QLatin1Char('"') || line.front() == QLatin1Char('\'')) &&
        line.back() == line.front()) {
        line = line.mid(1, line.size() - 2);
    }
    if (line.startsWith(QLatin1String("~/"))) {
        line = QDir::homePath() + line.mid(1);
    }
    if (line.startsWith(QLatin1Char('/'))) {
        return QUrl::fromLocalFile(line);
    }
    return line.contains(QLatin1String("://")) ? QUrl(line) : QUrl();
}

QList<QUrl> urlsInLines(const QString& text) {
    QList<QUrl> urls;
    for (const QString& line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QUrl url = urlOfLine(line);
        if (!line.startsWith(QLatin1Char('#')) && url.isValid() && urls.size() < kMaxUrls) {
            urls << url;
        }
    }
    return urls;
}

}  // namespace

QList<QUrl> urlsOf(const QMimeData& data) {
    const QString kde = QStringLiteral("application/x-kde4-urilist");
    if (data.hasFormat(kde)) {  // KDE puts the real files here when it shows others (trash:, ...)
        const QList<QUrl> urls = urlsInLines(QString::fromUtf8(data.data(kde)));
        if (!urls.isEmpty()) {
            return urls;
        }
    }
    if (data.hasUrls()) {
        return data.urls().mid(0, kMaxUrls);
    }
    return data.hasText() ? urlsInLines(data.text()) : QList<QUrl>();
}

DropContent classifyDrop(const QList<QUrl>& urls) {
    QStringList paths;
    for (const QUrl& url : urls) {
        if (url.isLocalFile() &&
            (url.host().isEmpty() || url.host() == QLatin1String("localhost"))) {
            paths << url.path(QUrl::FullyDecoded);
        } else {
            const QString address = url.toDisplayString().left(80);
            return refuse(
                DropText::tr("\"%1\" is a web address, not a file on this computer.").arg(address),
                DropText::tr("Download the pictures into a folder and drop that."));
        }
    }
    return classifyPaths(paths);
}

DropContent classifyPaths(const QStringList& paths) {
    try {
        Sorted sorted;
        for (const QString& path : uniquePaths(paths)) {
            sortPath(path, sorted);
        }
        return contentOf(sorted);
    } catch (const std::exception& error) {
        const Problem problem = toProblem(error);
        return refuse(problem.reason, problem.hint);
    }
}

}  // namespace bozzetto::ui
