#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole runs on a GPU: reconstructs sample sets, scores the results on views and meshes that the runs do not read, and prints one table,
then each bar beside what was measured. Called by run.sh.

The large scene is the result of toy-high drawn from 100 directions at 800 px: how time and memory grow with views, pixels and grid.

Peak GPU memory is the most that NVML saw in use on the first GPU less what was in use before the run, looked at a hundred times a second.
"""
import argparse
import ctypes
import json
import math
import pathlib
import subprocess
import sys
import threading
import time

GIB = 1024.0**3


class GpuMemory:
    """Bytes in use on the first GPU, by NVML."""

    class Info(ctypes.Structure):
        _fields_ = [("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong)]

    def __init__(self):
        self.nvml = ctypes.CDLL("libnvidia-ml.so.1")
        self.device = ctypes.c_void_p()
        if self.nvml.nvmlInit_v2() != 0 or self.nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(self.device)) != 0:
            raise SystemExit("whole_runs: NVML finds no GPU")

    def used(self):
        info = self.Info()
        return info.used if self.nvml.nvmlDeviceGetMemoryInfo(self.device, ctypes.byref(info)) == 0 else 0


class Peak:
    """The most GPU memory in use inside a `with`, less what was in use before."""

    def __init__(self, memory):
        self.memory, self.before = memory, memory.used()
        self.most, self.done = self.before, threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def watch(self):
        while not self.done.wait(0.01):
            self.most = max(self.most, self.memory.used())

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()

    def gib(self):
        return (self.most - self.before) / GIB


def last_line(path):
    lines = path.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no output"


def run(options, name, images, truth, words):
    """Reconstructs and scores; a dictionary of figures, or None with a line about why not."""
    if not (images / "transforms_train.json").exists():
        print(f"skipped: {name}: no image set at {images}")
        return None
    log = options.out / f"{name}.log"
    command = [options.cli, "reconstruct", images, "--output", options.out / name, "--overwrite", *words]
    with Peak(options.memory) as peak, open(log, "w") as sink:
        begin = time.monotonic()
        status = subprocess.run(command, stdout=sink, stderr=sink, stdin=subprocess.DEVNULL).returncode
        seconds = time.monotonic() - begin
    if status != 0:
        print(f"FAILED: {name}: reconstruct ended with {status} after {seconds:.1f} s: {last_line(log)}")
        return None
    result = options.out / name / "nvdiffrec"
    score = [options.cli, "evaluate", result, "--views", truth / "transforms_test.json", "--mesh", truth / "mesh_gt.ply", "--json"]
    with open(options.out / f"{name}.evaluate.log", "w") as sink:
        scored = subprocess.run(score, stdout=subprocess.PIPE, stderr=sink, stdin=subprocess.DEVNULL)
    if scored.returncode != 0:
        print(f"FAILED: {name}: evaluate: {last_line(options.out / f'{name}.evaluate.log')}")
        return None
    figures = json.loads(scored.stdout)
    report = json.loads((result / "report.json").read_text())
    return figures | {"wall": seconds, "vram": peak.gib(), "phases": phases(report)}


def phases(report):
    """Where the job's time went, by its own report."""
    return "  ".join(f"{phase['name']} {phase['seconds']:.1f}" for phase in report["phases"])


def cameras(count, start, field, distance, side):
    """A transforms file: cameras spread evenly over the sphere, looking at the origin. `start` shifts them, for others in between."""
    focal = side / 2 / math.tan(field / 2)
    frames = []
    for i in range(count):
        z = 1 - 2 * (i + 0.5) / count
        azimuth = math.pi * (3 - math.sqrt(5)) * (i + start)
        back = [math.sqrt(1 - z * z) * math.cos(azimuth), math.sqrt(1 - z * z) * math.sin(azimuth), z]
        right = [-math.sin(azimuth), math.cos(azimuth), 0.0]
        up = [back[1] * right[2] - back[2] * right[1], back[2] * right[0] - back[0] * right[2], back[0] * right[1] - back[1] * right[0]]
        rows = [[right[k], up[k], back[k], distance * back[k]] for k in range(3)]
        frames.append({"file_path": f"r_{i}", "w": side, "h": side, "fl_x": focal, "fl_y": focal, "cx": side / 2, "cy": side / 2,
                       "transform_matrix": [*rows, [0, 0, 0, 1]]})
    return {"camera_model": "OPENCV", "frames": frames}


def make_large_scene(options, toy, result, views=100, side=800):
    """A set drawn from a result: its folder, or None with a line about why not."""
    scene = options.out / "large"
    if not (result / "mesh.obj").exists():
        print("skipped: large: it is drawn from the result of toy-high")
        return None
    like = json.loads((toy / "transforms_train.json").read_text())
    distance = math.dist([row[3] for row in like["frames"][0]["transform_matrix"][:3]], [0, 0, 0])
    for part, count, start in [("train", views, 0.0), ("test", 8, 0.5)]:
        (scene / part).mkdir(parents=True, exist_ok=True)
        document = cameras(count, start, like["camera_angle_x"], distance, side)
        # The mark says that no picture has to be there yet (io/cameras_json.h).
        views_file = write_json(scene / "views.json", {"bozzetto_cameras": 1, **document})
        subprocess.run([options.cli, "render", result, "--views", views_file, "--output", scene / part], check=True, stdout=subprocess.DEVNULL)
        for frame in document["frames"]:
            frame["file_path"] = f"{part}/{frame['file_path']}"
        write_json(scene / f"transforms_{part}.json", document)
    subprocess.run([options.cli, "export", result, "--to", scene / "mesh_gt.ply", "--coordinates", "input", "--overwrite"],
                   check=True, stdout=subprocess.DEVNULL)
    return scene


def write_json(path, document):
    path.write_text(json.dumps(document))
    return path


def fewer_views(scene, every):
    """The same set with every n-th picture."""
    document = json.loads((scene / "transforms_train.json").read_text())
    document["frames"] = document["frames"][::every]
    folder = scene.parent / f"{scene.name}-{len(document['frames'])}"
    folder.mkdir(exist_ok=True)
    if not (folder / "train").exists():
        (folder / "train").symlink_to((scene / "train").resolve())
    write_json(folder / "transforms_train.json", document)
    return folder


LARGE = ["large", "large-views/4", "large-side/2", "large-grid/2"]


def large_runs(scene):
    """Images and words of the runs on the large scene; each differs from the first in one number."""
    words = ["--device", "cuda", "--preset", "standard", "--set"]
    return {"large": (scene, [*words, "image_side=800", "--set", "grid=128"]),
            "large-views/4": (fewer_views(scene, 4), [*words, "image_side=800", "--set", "grid=128"]),
            "large-side/2": (scene, [*words, "image_side=400", "--set", "grid=128"]),
            "large-grid/2": (scene, [*words, "image_side=800", "--set", "grid=64"])}


COLUMNS = [("wall s", "wall", "{:.1f}", 1), ("GiB", "vram", "{:.2f}", 1), ("PSNR", "psnr", "{:.2f}", 1), ("in-mask", "psnr_masked", "{:.2f}", 1),
           ("SSIM", "ssim", "{:.4f}", 1), ("IoU", "mask_iou", "{:.4f}", 1), ("L1-%", "surface_l1", "{:.3f}", 100), ("F-0.5%", "fscore_05", "{:.3f}", 1),
           ("F-1%", "fscore_1", "{:.3f}", 1), ("normal", "normal_error_deg", "{:.1f}", 1), ("albedo", "albedo_psnr", "{:.2f}", 1),
           ("rough", "roughness_error", "{:.3f}", 1), ("metal", "metallic_error", "{:.3f}", 1), ("triangles", "triangles", "{:.0f}", 1)]


def print_row(name, figures):
    cells = [form.format(figures[key] * factor) if figures.get(key) is not None else "-" for _, key, form, factor in COLUMNS]
    print(f"{name:<14}" + "".join(f"{cell:>10}" for cell in cells), flush=True)


def print_table(results):
    print(f"{'run':<14}" + "".join(f"{title:>10}" for title, *_ in COLUMNS))
    for name, figures in results.items():
        print_row(name, figures)
    for name, figures in results.items():
        print(f"{name}: {figures['phases']}")


def bar(text, value, limit, most):
    verdict = "ok" if (value <= limit if most else value >= limit) else "MISSED"
    print(f"{verdict:<7} {text:<44} {value:10.4f}  ({'<=' if most else '>='} {limit})")


def print_bars(results):
    bars = {"toy-draft": [("wall", 8, True), ("psnr", 28, False)],
            "toy-standard": [("wall", 30, True), ("psnr", 29.5, False), ("surface_l1", 0.0013, True), ("vram", 6, True)],
            "toy-high": [("wall", 120, True), ("psnr", 30.5, False), ("surface_l1", 0.0010, True)]}
    for name, limits in bars.items():
        for key, limit, most in limits if name in results else []:
            bar(f"{name}: {key}", results[name][key], limit, most)
    if "small-cpu" in results and "small-cuda" in results:
        cpu, cuda = results["small-cpu"], results["small-cuda"]
        bar("CPU and CUDA: PSNR apart, dB", abs(cpu["psnr"] - cuda["psnr"]), 0.5, True)
        bar("CPU and CUDA: Surface-L1 apart, part", abs(cuda["surface_l1"] / cpu["surface_l1"] - 1), 0.1, True)


def print_ceiling(options, toy):
    light = options.samples / "toy" / "env.hdr"
    if not options.ceiling.exists() or not light.exists():
        print("skipped: ceiling: needs the program bozzetto-ceiling and the light toy/env.hdr of the samples")
        return
    done = subprocess.run([options.ceiling, toy / "transforms_test.json", "--mesh", toy / "mesh_gt.ply", "--light", light],
                          capture_output=True, text=True)
    table = done.stdout[done.stdout.find("mean"):] if done.returncode == 0 else f"FAILED: {done.stderr.strip()}\n"
    print("Ceiling: the true mesh, materials and light under our shading\n" + table)


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", type=pathlib.Path, required=True)
    parser.add_argument("--ceiling", type=pathlib.Path, default=pathlib.Path("bozzetto-ceiling"))
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=pathlib.Path, required=True)
    parser.add_argument("--run", nargs="*", metavar="NAME", help="ceiling, or a run's name in the table (default: all)")
    options = parser.parse_args()
    options.memory = GpuMemory()
    options.out.mkdir(parents=True, exist_ok=True)

    bundled = root / "resources" / "samples" / "pip7"
    toy = options.samples / "toy" if (options.samples / "toy" / "transforms_train.json").exists() else bundled
    cuda = ["--device", "cuda", "--set", "depth=off"]
    small = ["--preset", "draft", "--set", "depth=off", "--set", "batch=8"]  # else each processor looks at as many views a step as suit it
    runs = {"toy-draft": (toy, [*cuda, "--preset", "draft"]), "toy-standard": (toy, [*cuda, "--preset", "standard"]),
            "toy-high": (toy, [*cuda, "--preset", "high"]), "small-cpu": (bundled, [*small, "--device", "cpu"]),
            "small-cuda": (bundled, [*small, "--device", "cuda"])}
    wanted = options.run or ["ceiling", *runs, *LARGE]
    if "ceiling" in wanted:
        print_ceiling(options, toy)
    results = {}

    def add(name, images, truth, words):
        figures = run(options, name.replace("/", "-"), images, truth, words) if name in wanted else None
        if figures:
            results[name] = figures
            print_row(name, figures)

    for name, (images, words) in runs.items():
        add(name, images, images, words)
    if any(name in wanted for name in LARGE):
        scene = make_large_scene(options, toy, options.out / "toy-high" / "nvdiffrec")
        for name, (images, words) in (large_runs(scene) if scene else {}).items():
            add(name, images, scene, words)
    print()
    print_table(results)
    print_bars(results)
    return 0 if all(name in results for name in wanted if name != "ceiling") else 1


if __name__ == "__main__":
    sys.exit(main())
