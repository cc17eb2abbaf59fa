// SPDX-License-Identifier: Apache-2.0
#include "ui/common/core_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace bozzetto::ui {
namespace {

constexpr int kDeepest = 3;  // a sentence within a sentence within a sentence

// The sentences of core that an artist may get to see, with %1, %2 ... for what varies. Those that
// stand for a part of another come first where both fit. Errors of the system come from libc.
const char* const kSentences[] = {
    // files and memory
    QT_TRANSLATE_NOOP("CoreWords", "cannot be written: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "cannot be written to: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "cannot be written"),
    QT_TRANSLATE_NOOP("CoreWords", "cannot be read: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "cannot be made: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "the folder cannot be made: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "is a folder, not a file"),
    QT_TRANSLATE_NOOP("CoreWords", "is a folder"),
    QT_TRANSLATE_NOOP("CoreWords", "exists already"),
    QT_TRANSLATE_NOOP("CoreWords", "is not a regular file"),
    QT_TRANSLATE_NOOP("CoreWords", "the file is missing"),
    QT_TRANSLATE_NOOP("CoreWords", "the file is empty"),
    QT_TRANSLATE_NOOP("CoreWords", "is not an ordinary file"),
    QT_TRANSLATE_NOOP("CoreWords", "too little room: about %1 are needed, %2 are free"),
    QT_TRANSLATE_NOOP("CoreWords", "there is not enough memory for it"),
    QT_TRANSLATE_NOOP("CoreWords", "there is not enough memory to decode it"),
    QT_TRANSLATE_NOOP("CoreWords", "the computer ran out of memory"),
    QT_TRANSLATE_NOOP("CoreWords", "something unexpected failed: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "another run is writing here (%1)"),
    QT_TRANSLATE_NOOP("CoreWords", "%1 (%2 are needed, %3 are free)"),
    QT_TRANSLATE_NOOP("CoreWords", "Check the folder, or choose another output folder."),
    QT_TRANSLATE_NOOP("CoreWords", "Check the disk, or choose another output folder."),
    QT_TRANSLATE_NOOP("CoreWords", "Check the disk."),
    QT_TRANSLATE_NOOP("CoreWords", "Check that the file exists."),
    QT_TRANSLATE_NOOP("CoreWords", "Free some space, or choose an output folder on another disk."),
    QT_TRANSLATE_NOOP("CoreWords", "Free some space, or choose a folder on another disk."),
    QT_TRANSLATE_NOOP("CoreWords", "Choose an output folder that you may write to."),
    QT_TRANSLATE_NOOP("CoreWords", "Choose a folder that you may write to."),
    QT_TRANSLATE_NOOP("CoreWords", "Choose another name."),
    QT_TRANSLATE_NOOP("CoreWords", "Choose another name, or allow it to be replaced."),
    QT_TRANSLATE_NOOP("CoreWords", "Give yourself permission to read it."),
    QT_TRANSLATE_NOOP("CoreWords", "Give an ordinary file."),
    QT_TRANSLATE_NOOP("CoreWords", "Use smaller pictures, or close other programs."),
    QT_TRANSLATE_NOOP("CoreWords", "Close other programs and try again."),
    QT_TRANSLATE_NOOP("CoreWords", "Scale the picture down first, or close other programs."),
    QT_TRANSLATE_NOOP("CoreWords", "Wait until it ends, or choose another output folder."),
    QT_TRANSLATE_NOOP("CoreWords", "This is a bug in Bozzetto; please report it with the log."),
    QT_TRANSLATE_NOOP("CoreWords", "Did you mean \"%1\"?"),
    // cameras
    QT_TRANSLATE_NOOP("CoreWords", "there is no such program"),
    QT_TRANSLATE_NOOP("CoreWords", "is not COLMAP"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "COLMAP finds the cameras of photographs. On Debian and Ubuntu install the "
                      "package \"colmap\" (apt install colmap), or give cameras from another "
                      "program."),
    QT_TRANSLATE_NOOP("CoreWords", "the cameras of only %1 of %2 pictures could be found%3"),
    QT_TRANSLATE_NOOP("CoreWords", "the cameras of only %1 of %2 pictures could be found"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Take 20 to 60 sharp pictures all around the object in steps of 10 to 20 "
                      "degrees, on something with a pattern, without moving the object."),
    QT_TRANSLATE_NOOP("CoreWords", "there was not enough memory for COLMAP (%1)"),
    QT_TRANSLATE_NOOP("CoreWords", "Close other programs, or use fewer or smaller pictures."),
    QT_TRANSLATE_NOOP("CoreWords", "world-to-camera matrices with %1"),
    QT_TRANSLATE_NOOP("CoreWords", "world-to-camera matrices"),
    QT_TRANSLATE_NOOP("CoreWords", "rotations transposed, %1"),
    QT_TRANSLATE_NOOP("CoreWords", "rotations transposed"),
    QT_TRANSLATE_NOOP("CoreWords", "OpenGL and Blender axes (x right, y up, looking along -z)"),
    QT_TRANSLATE_NOOP("CoreWords", "OpenCV's camera axes (x right, y down, looking along +z)"),
    QT_TRANSLATE_NOOP("CoreWords", "PyTorch3D axes (x left, y up, looking along +z)"),
    QT_TRANSLATE_NOOP("CoreWords", "pictures upside down (x left, y down, looking along -z)"),
    QT_TRANSLATE_NOOP("CoreWords", "LLFF axes (x down, y right, looking along -z)"),
    QT_TRANSLATE_NOOP("CoreWords", "pictures turned (x up, y left, looking along -z)"),
    QT_TRANSLATE_NOOP("CoreWords", "robot axes (looking along x, y left, z up)"),
    QT_TRANSLATE_NOOP("CoreWords", "z-up camera axes (x right, looking along y, z up)"),
    QT_TRANSLATE_NOOP("CoreWords", "Unity, left-handed (x right, y up, looking along +z)"),
    QT_TRANSLATE_NOOP("CoreWords", "left-handed (x right, y down, looking along -z)"),
    QT_TRANSLATE_NOOP("CoreWords", "left-handed (x left, y up, looking along -z)"),
    QT_TRANSLATE_NOOP("CoreWords", "Unreal, left-handed (looking along x, y right, z up)"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The mask's outline in cyan; in orange the volume that all masks have in "
                      "common, as this camera sees it."),
    QT_TRANSLATE_NOOP("CoreWords", "The sparse points that this picture sees."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Details found in other pictures too; red lines lead to where those place "
                      "them."),
    // pictures
    QT_TRANSLATE_NOOP("CoreWords", "%1 (and %2 more like it)"),
    QT_TRANSLATE_NOOP("CoreWords", "is not an image of a known format"),
    QT_TRANSLATE_NOOP("CoreWords", "is not an image (it looks like text)"),
    QT_TRANSLATE_NOOP("CoreWords", "is a HEIC/AVIF picture of a kind that is not read: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "the HEIC/AVIF data is damaged: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "is a camera raw file of a kind that is not read"),
    QT_TRANSLATE_NOOP("CoreWords", "the camera raw data is damaged"),
    QT_TRANSLATE_NOOP("CoreWords", "the camera raw data is damaged: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "Copy it again from the camera."),
    QT_TRANSLATE_NOOP("CoreWords", "its EXIF %1 cannot be right and was ignored"),
    QT_TRANSLATE_NOOP("CoreWords", "is the same photograph as %1; the developed picture is used"),
    QT_TRANSLATE_NOOP("CoreWords", "Move one of the two away to choose the other."),
    QT_TRANSLATE_NOOP("CoreWords", "holds several pictures; only the main one is used"),
    // videos
    QT_TRANSLATE_NOOP("CoreWords", "the program %1, which reads videos, is not installed"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Install FFmpeg (Debian package: ffmpeg), or give a folder of pictures."),
    QT_TRANSLATE_NOOP("CoreWords", "is not a video that can be read, or is damaged"),
    QT_TRANSLATE_NOOP("CoreWords", "Copy it again from the camera, or export it as MP4."),
    QT_TRANSLATE_NOOP("CoreWords", "is cut short or damaged: %1 of %2 frames can be read"),
    QT_TRANSLATE_NOOP("CoreWords", "Copy it again from the camera, or export the part that plays."),
    QT_TRANSLATE_NOOP("CoreWords", "no frame of it can be decoded"),
    QT_TRANSLATE_NOOP("CoreWords", "Copy it again from the camera, or export it as MP4 (H.264)."),
    QT_TRANSLATE_NOOP("CoreWords", "holds several videos and no pictures"),
    QT_TRANSLATE_NOOP("CoreWords", "Give the video that goes round the object."),
    QT_TRANSLATE_NOOP("CoreWords", "%1 frames were taken from %2, the sharpest of each interval."),
    QT_TRANSLATE_NOOP("CoreWords", "The video is HDR; its values are taken as sRGB."),
    // masks of other programs
    QT_TRANSLATE_NOOP("CoreWords", "holds no masks"),
    QT_TRANSLATE_NOOP("CoreWords", "no mask in it is named like a picture of the set"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Name a mask like its picture: a.png, a.jpg.png or a_mask.png for a.jpg."),
    QT_TRANSLATE_NOOP("CoreWords", "no picture of the set has a mask"),
    QT_TRANSLATE_NOOP("CoreWords", "Make masks first."),
    QT_TRANSLATE_NOOP("CoreWords", "no mask in the folder is named like it"),
    QT_TRANSLATE_NOOP("CoreWords", "Name a mask like its picture."),
    QT_TRANSLATE_NOOP("CoreWords", "is an SVG drawing, which is not read"),
    QT_TRANSLATE_NOOP("CoreWords", "is %1, which is not read"),
    QT_TRANSLATE_NOOP("CoreWords", "the %1 data is damaged or of an unknown kind"),
    QT_TRANSLATE_NOOP("CoreWords", "decodes to another size than its header says"),
    QT_TRANSLATE_NOOP("CoreWords", "has a kind of pixel that is not read"),
    QT_TRANSLATE_NOOP("CoreWords", "the file is cut short (%1 bytes)"),
    QT_TRANSLATE_NOOP("CoreWords", "the JPEG structure is damaged at byte %1"),
    QT_TRANSLATE_NOOP("CoreWords", "the PNG header is damaged"),
    QT_TRANSLATE_NOOP("CoreWords", "the PNG checksum of chunk %1 is wrong: the file is damaged"),
    QT_TRANSLATE_NOOP("CoreWords", "is too small (%1 x %2 pixels)"),
    QT_TRANSLATE_NOOP("CoreWords", "is %1 x %2 pixels, but its camera is for %3 x %4"),
    QT_TRANSLATE_NOOP("CoreWords", "is the same picture as %1; it is used once"),
    QT_TRANSLATE_NOOP("CoreWords", "is greyscale; it is used as RGB"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "has dark fringes: its colour seems to be multiplied by alpha already"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "its alpha looks inverted: the border is opaque and the middle transparent"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "its colour profile is damaged and was ignored; sRGB is assumed"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "its colour profile is incomplete and was ignored; sRGB is assumed"),
    QT_TRANSLATE_NOOP("CoreWords", "Copy it again from the camera or export it again."),
    QT_TRANSLATE_NOOP("CoreWords", "Copy the file again or export the picture again."),
    QT_TRANSLATE_NOOP("CoreWords", "Copy or export the picture again."),
    QT_TRANSLATE_NOOP("CoreWords", "Export the picture again."),
    QT_TRANSLATE_NOOP("CoreWords", "Export it as 8- or 16-bit PNG."),
    QT_TRANSLATE_NOOP("CoreWords", "Export it as PNG; accepted formats are %1."),
    QT_TRANSLATE_NOOP("CoreWords", "Give a real picture; accepted formats are %1."),
    QT_TRANSLATE_NOOP("CoreWords", "PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR and camera raw"),
    QT_TRANSLATE_NOOP("CoreWords", "Develop it and export it as 16-bit TIFF or as JPEG."),
    QT_TRANSLATE_NOOP("CoreWords", "Convert it to JPEG or PNG (for example with heif-convert)."),
    QT_TRANSLATE_NOOP("CoreWords", "Use pictures of at least 64 x 64 pixels."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Use the pictures that the cameras were computed from, or correct w and h."),
    QT_TRANSLATE_NOOP("CoreWords", "Remove one of the two."),
    QT_TRANSLATE_NOOP("CoreWords", "Remove the others."),
    QT_TRANSLATE_NOOP("CoreWords", "Remove the one that is wrong."),
    QT_TRANSLATE_NOOP("CoreWords", "Nothing to do, unless the result looks wrong."),
    QT_TRANSLATE_NOOP("CoreWords", "Export with straight (not premultiplied) alpha."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Alpha must be opaque where the object is; invert it if the object is the "
                      "transparent part."),
    // masks and depth
    QT_TRANSLATE_NOOP("CoreWords", "has no mask, while most pictures have one; it was left out"),
    QT_TRANSLATE_NOOP("CoreWords", "only %1 of %2 pictures have a mask"),
    QT_TRANSLATE_NOOP("CoreWords", "every mask covers its whole picture"),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "the object touches the border in %1 of %2 pictures: parts of it were never seen"),
    QT_TRANSLATE_NOOP("CoreWords", "the mask is empty: no pixel belongs to the object"),
    QT_TRANSLATE_NOOP("CoreWords", "the mask covers the whole picture"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "the mask is %1 x %2 pixels, its picture %3 x %4; it was not used"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "the mask file and the picture's alpha disagree; the mask file was used"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "is an 8-bit picture, which holds no metric depth; it was not used"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "the depth picture is %1 x %2 pixels, its picture %3 x %4; it was not used"),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "depth is measured along the rays, not along the optical axis; it was converted"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "depth looks inverted (near is large): views disagree, and the object is "
                      "nearest at its rim; it was not used"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "%1 depth values are negative or not numbers; they count as unknown"),
    QT_TRANSLATE_NOOP("CoreWords", "belongs to no picture of the set; it was ignored"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The masks come from depth: every pixel with a depth belongs to the object."),
    QT_TRANSLATE_NOOP("CoreWords", "Add a mask for it, or remove all masks."),
    QT_TRANSLATE_NOOP("CoreWords", "Give masks for all pictures, or for none."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Give masks that show only the object in white, or remove the masks."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Give a mask that shows the object in white, or remove the mask."),
    QT_TRANSLATE_NOOP("CoreWords", "Give a mask that shows only the object in white."),
    QT_TRANSLATE_NOOP("CoreWords", "Give a mask of the picture's size."),
    QT_TRANSLATE_NOOP("CoreWords", "Give depth of the same frame."),
    QT_TRANSLATE_NOOP("CoreWords", "Give 16-bit PNG (a fixed unit, 0 = unknown) or float EXR."),
    QT_TRANSLATE_NOOP("CoreWords", "Write 0 where the depth is unknown."),
    QT_TRANSLATE_NOOP("CoreWords", "Export the distance from the camera: small numbers are near."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Take pictures that show the whole object, with some space around it."),
    // cameras
    QT_TRANSLATE_NOOP("CoreWords", "the key 'frames' is missing"),
    QT_TRANSLATE_NOOP("CoreWords", "'frames' is not a list"),
    QT_TRANSLATE_NOOP("CoreWords", "'frames' is empty: no picture is listed"),
    QT_TRANSLATE_NOOP("CoreWords", "frame '%1' was left out: %2"),
    QT_TRANSLATE_NOOP("CoreWords", "is listed in two frames; the first one was used"),
    QT_TRANSLATE_NOOP("CoreWords", "it has no 'file_path'"),
    QT_TRANSLATE_NOOP("CoreWords", "it has no 'transform_matrix'"),
    QT_TRANSLATE_NOOP("CoreWords", "its transform_matrix is not 4x4 or 3x4"),
    QT_TRANSLATE_NOOP("CoreWords", "its transform_matrix has no rotation (determinant 0)"),
    QT_TRANSLATE_NOOP("CoreWords", "its transform_matrix mirrors (determinant -1)"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "its transform_matrix holds a value that is not a finite, sensible number"),
    QT_TRANSLATE_NOOP("CoreWords", "all %1 cameras stand at one point (no baseline)"),
    QT_TRANSLATE_NOOP("CoreWords", "the camera_model '%1' is not supported"),
    QT_TRANSLATE_NOOP("CoreWords", "its lens distortion cannot be undone"),
    QT_TRANSLATE_NOOP("CoreWords", "no intrinsics are given; the focal length comes from EXIF"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "no intrinsics are given; a field of view of 50 degrees was assumed"),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "does not fit the other pictures: its silhouette misses the object that they show"),
    QT_TRANSLATE_NOOP(
        "CoreWords", "the silhouettes do not meet in space (their common volume fills %1 of them)"),
    QT_TRANSLATE_NOOP("CoreWords", "the cameras look away from the point where their axes meet"),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "the cameras are far from the origin compared with their spread (map coordinates?)"),
    QT_TRANSLATE_NOOP("CoreWords", "the '%1' picture is missing; the set goes on without it"),
    QT_TRANSLATE_NOOP("CoreWords", "no pictures were found"),
    QT_TRANSLATE_NOOP("CoreWords", "none of the %1 pictures can be used. The first: %2"),
    // other programs' camera files
    QT_TRANSLATE_NOOP("CoreWords", "holds no COLMAP model"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "A model is a folder with cameras and images, both .bin or both .txt."),
    QT_TRANSLATE_NOOP("CoreWords", "the image '%1' was left out: %2"),
    QT_TRANSLATE_NOOP("CoreWords", "the camera model %1 is not supported"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Undistort the pictures with 'colmap image_undistorter' and give its folder, "
                      "or estimate the cameras with the model OPENCV."),
    QT_TRANSLATE_NOOP("CoreWords", "none of the model's cameras can be used. The first: %1"),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "the model's binary files and text files disagree (%1); the binary ones were used"),
    QT_TRANSLATE_NOOP("CoreWords", "Remove the files that are out of date."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "the pictures fell apart into several models; the others (%1) were not used"),
    QT_TRANSLATE_NOOP("CoreWords", "Give another model's folder to use that one."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "names none of the set's pictures (it names %1; the set has %2)"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Give the pictures that the cameras were computed from, with their names."),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "holds %1 cameras in the order of the pictures' names, and the set has %2 pictures"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Give exactly the pictures that the cameras were computed from."),
    QT_TRANSLATE_NOOP("CoreWords", "%1 cameras were matched %2 (%3)"),
    QT_TRANSLATE_NOOP("CoreWords", "without regard to folders"),
    QT_TRANSLATE_NOOP("CoreWords", "without regard to upper and lower case"),
    QT_TRANSLATE_NOOP("CoreWords", "without regard to the names' endings"),
    QT_TRANSLATE_NOOP("CoreWords", "Nothing to do if these are the right pictures."),
    QT_TRANSLATE_NOOP("CoreWords", "%1 cameras of %2 have no picture in the set: %3"),
    QT_TRANSLATE_NOOP("CoreWords", "Add the pictures if they are missing."),
    QT_TRANSLATE_NOOP("CoreWords", "%1 pictures of %2 have no camera: %3"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "They are not used; align them in the program that made the camera file."),
    QT_TRANSLATE_NOOP("CoreWords", "more than one camera fits these pictures, which get none: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "Give the pictures in the folders that the camera file names."),
    QT_TRANSLATE_NOOP("CoreWords", "no pictures were found in its folder or in the three above"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Put the pictures that the cameras were computed from beside the camera "
                      "file, in a folder 'images', or give pictures and camera file together."),
    QT_TRANSLATE_NOOP("CoreWords", "is no camera file of a known program"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Give a COLMAP model, a Metashape XML, a RealityScan CSV or XMP, "
                      "poses_bounds.npy, cameras_sphere.npz or a transforms JSON file."),
    QT_TRANSLATE_NOOP("CoreWords", "at byte %1: %2"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The file is damaged or cut short: copy it again, or write it again with the "
                      "program that made it."),
    QT_TRANSLATE_NOOP("CoreWords", "%1 cameras are disabled in Metashape and were left out: %2"),
    QT_TRANSLATE_NOOP("CoreWords", "Enable them there if they are to be used."),
    QT_TRANSLATE_NOOP("CoreWords", "%1 cameras are not aligned and were left out: %2"),
    QT_TRANSLATE_NOOP("CoreWords", "Align them in Metashape if they are to be used."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "the photos fell apart into %1 components; the largest was used, %2 cameras "
                      "of the others were left out"),
    QT_TRANSLATE_NOOP("CoreWords", "Merge the components in Metashape if they belong together."),
    QT_TRANSLATE_NOOP("CoreWords", "the column '%1' is missing"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Export 'Internal/External camera parameters' from RealityScan again, with a "
                      "decimal point."),
    QT_TRANSLATE_NOOP("CoreWords", "its camera was left out: %1"),
    QT_TRANSLATE_NOOP("CoreWords", "its distortion model '%1' is not supported"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "it declares a document type or entities (%1), which is refused"),
    QT_TRANSLATE_NOOP("CoreWords", "Remove the declaration, or export the file again."),
    QT_TRANSLATE_NOOP("CoreWords", "it is not well-formed XML (%1)"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The file is damaged or cut short: copy it again, or export it again."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The camera file names no pictures: its cameras were given to the pictures "
                      "in the order of their names."),
    QT_TRANSLATE_NOOP("CoreWords", "holds more than %1 files"),
    QT_TRANSLATE_NOOP("CoreWords", "is not valid JSON at %1"),
    QT_TRANSLATE_NOOP("CoreWords", "the JSON ends too early at %1"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "absolute paths of another place were re-linked to files of the same name in "
                      "the set's folder"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Lens distortion was removed from the pictures; cameras are pinholes now."),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "The file says from_na: its cameras look along +z with y down and were turned."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "A transforms file has a list 'frames' of objects with 'file_path' and "
                      "'transform_matrix'."),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "Give a folder of PNG, JPEG, TIFF, WebP, HEIC, EXR or camera raw pictures, a video, or a "
        "transforms JSON file."),
    QT_TRANSLATE_NOOP("CoreWords", "Give a folder that holds only the pictures to use."),
    QT_TRANSLATE_NOOP("CoreWords", "Put the file there, or remove the frame from the camera file."),
    QT_TRANSLATE_NOOP("CoreWords", "Remove one of the two frames."),
    QT_TRANSLATE_NOOP("CoreWords", "Name the frame's picture in 'file_path'."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Give 'transform_matrix' as 4 (or 3) rows of 4 numbers, camera to world."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Add fl_x (pixels) or camera_angle_x (radians) to the camera file."),
    QT_TRANSLATE_NOOP("CoreWords", "Check that these are the right pictures."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Remove it if it shows something else, or if its pose or mask is wrong."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Check that poses, pictures and masks belong together and that poses are "
                      "camera-to-world with x right, y up, looking along -z."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Check k1, k2, p1, p2 in the camera file, or undistort the pictures first."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Undistort the pictures to a pinhole camera first; OPENCV, OPENCV_FISHEYE "
                      "and PINHOLE are read."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Depth can only be seen from different places: check that 'transform_matrix' "
                      "holds each camera's own position."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Look there for a missing or extra comma, a comment or a decimal comma."),
    QT_TRANSLATE_NOOP("CoreWords", "The file is cut short; copy or write it again."),
    QT_TRANSLATE_NOOP("CoreWords", "Write it again with the program that made it."),
    QT_TRANSLATE_NOOP("CoreWords", "Add %1.png if there is one."),
    // runs and results
    QT_TRANSLATE_NOOP("CoreWords",
                      "%1 of %2 images have a camera and a mask; nvdiffrec needs at least %3"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Give poses (transforms.json) and masks (alpha, or a masks folder); "
                      "'bozzetto-cli info' shows what was found."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The masks and cameras leave no common volume: the visual hull is empty"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "Nothing matched the masks: the mesh vanished during optimisation"),
    QT_TRANSLATE_NOOP("CoreWords", "The reconstruction vanished: no surface is left in the box"),
    QT_TRANSLATE_NOOP(
        "CoreWords",
        "The %1 stage diverged: its loss has been over ten times its best for %2 steps"),
    QT_TRANSLATE_NOOP("CoreWords", "The loss is not a number at step %1 of the shape stage"),
    QT_TRANSLATE_NOOP("CoreWords", "The loss is not a number at step %1 of the texture stage"),
    QT_TRANSLATE_NOOP("CoreWords", "The checkpoint is damaged"),
    QT_TRANSLATE_NOOP("CoreWords",
                      "belongs to another job (inputs, settings, seed or version differ)"),
    QT_TRANSLATE_NOOP("CoreWords", "the result is empty: no surface was found that fits the masks"),
    QT_TRANSLATE_NOOP("CoreWords", "The mesh has no triangles: there is nothing to export."),
    QT_TRANSLATE_NOOP("CoreWords",
                      "The mesh has no texture; it can be written as PLY with colours only."),
    QT_TRANSLATE_NOOP("CoreWords", "Run the reconstruction again."),
    QT_TRANSLATE_NOOP("CoreWords", "Choose PLY."),
    // projects
    QT_TRANSLATE_NOOP("CoreWords", "is not a Bozzetto project"),
    QT_TRANSLATE_NOOP(
        "CoreWords", "was saved by a newer Bozzetto (project version %1; this one reads up to %2)"),
    QT_TRANSLATE_NOOP("CoreWords", "Choose a file that Bozzetto saved."),
    QT_TRANSLATE_NOOP("CoreWords", "Update Bozzetto to open it."),
    QT_TRANSLATE_NOOP("CoreWords", "Correct it, or use a copy of the file."),
};

const char* const kSystemErrors[] = {
    QT_TRANSLATE_NOOP("CoreWords", "No space left on device"),
    QT_TRANSLATE_NOOP("CoreWords", "Permission denied"),
    QT_TRANSLATE_NOOP("CoreWords", "Read-only file system"),
    QT_TRANSLATE_NOOP("CoreWords", "No such file or directory"),
    QT_TRANSLATE_NOOP("CoreWords", "Input/output error"),
};

QString translated(const char* sentence) {
    return QCoreApplication::translate("CoreWords", sentence);
}

/// What stands for %1, %2 ... in `text`; nothing when it is another sentence. The places are taken
/// as short as possible.
std::optional<QStringList> match(const QString& sentence, const QString& text) {
    QStringList parts;
    qsizetype from = 0;
    for (int place = 1; place <= 9; ++place) {
        const qsizetype at = sentence.indexOf(QLatin1Char('%') + QString::number(place), from);
        if (at < 0) {
            break;
        }
        parts.append(sentence.mid(from, at - from));
        from = at + 2;
    }
    parts.append(sentence.mid(from));
    if (!text.startsWith(parts.first())) {
        return std::nullopt;
    }
    QStringList found;
    qsizetype position = parts.first().size();
    for (qsizetype i = 1; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        const qsizetype end =
            last ? text.size() - parts[i].size() : text.indexOf(parts[i], position + 1);
        if (end <= position || (last && !text.endsWith(parts[i]))) {
            return std::nullopt;
        }
        found.append(text.mid(position, end - position));
        position = end + parts[i].size();
    }
    return position == text.size() ? std::optional(found) : std::nullopt;
}

/// Puts the parts in for %1, %2 ... all at once: a part may hold a "%1" of its own.
QString fill(const QString& sentence, const QStringList& parts) {
    QString text;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const int place = sentence.at(i) == QLatin1Char('%') && i + 1 < sentence.size()
                              ? sentence.at(i + 1).digitValue()
                              : 0;
        if (place >= 1 && place <= parts.size()) {
            text += parts.at(place - 1);
            ++i;
        } else {
            text += sentence.at(i);
        }
    }
    return text;
}

std::optional<QString> known(const QString& text, int depth);

/// A sentence after "path: ", else one that is not known at all.
QString afterPath(const QString& text, int depth) {
    for (qsizetype at = text.indexOf(QLatin1String(": ")); at >= 0;
         at = text.indexOf(QLatin1String(": "), at + 1)) {
        if (const auto rest = known(text.mid(at + 2), depth)) {
            return text.left(at + 2) + *rest;
        }
    }
    return text;
}

std::optional<QString> known(const QString& text, int depth) {
    if (depth > kDeepest) {
        return std::nullopt;
    }
    for (const char* word : kSystemErrors) {
        if (text == QLatin1String(word)) {
            return translated(word);
        }
    }
    for (const char* sentence : kSentences) {
        const auto found = match(QString::fromUtf8(sentence), text);
        if (!found) {
            continue;
        }
        QStringList parts;
        for (const QString& part : *found) {
            parts.append(known(part, depth + 1).value_or(afterPath(part, depth + 1)));
        }
        return fill(translated(sentence), parts);
    }
    return std::nullopt;
}

/// As a sentence begins. A path or another name in front stays as it is.
QString withCapital(QString text) {
    const qsizetype end = std::max<qsizetype>(0, text.indexOf(QLatin1Char(' ')));
    const auto is_letter = [](QChar sign) { return sign.isLetter(); };
    if (end > 0 && std::all_of(text.begin(), text.begin() + end, is_letter)) {
        text[0] = text[0].toUpper();
    }
    return text;
}

}  // namespace

QString coreText(const QString& text) {
    return withCapital(known(text, 0).value_or(afterPath(text, 0)));
}

QStringList coreSentences() {
    QStringList sentences;
    for (const char* sentence : kSentences) {
        sentences.append(QString::fromUtf8(sentence));
    }
    return sentences;
}

}  // namespace bozzetto::ui
