"""Times the segmentations of the paper in scikit-image and OpenCV, for superpixels-speed.ts.

Lines of JSON. First a line of what this Python can do: {"families": {NAME: VERSION}, "missing": {NAME: REASON}}. Then,
for every line {"height", "width", "data" (base64 of RGB bytes), "shifts" ([[dy, dx], ...]), "family", "settings"} that
comes in, one line {"seconds"}: of cutting the picture, shifted in a circle by each of the shifts, by every setting.
"""

import base64
import json
import sys
import time

families = {}
missing = {}

try:
    import numpy as np
    import skimage
    from skimage.color import rgb2gray
    from skimage.filters import sobel
    from skimage.segmentation import felzenszwalb, slic, watershed
except ImportError as error:
    for name in ("felzenszwalb", "slic", "watershed"):
        missing[name] = str(error)
else:
    for name in ("felzenszwalb", "slic", "watershed"):
        families[name] = f"scikit-image {skimage.__version__}"

try:
    import numpy as np
    import cv2

    cv2.ximgproc.createSuperpixelSEEDS
except (ImportError, AttributeError) as error:
    missing["seeds"] = str(error)
else:
    families["seeds"] = f"OpenCV {cv2.__version__}"


def cut(family, picture, settings):
    if family == "felzenszwalb":
        for one in settings:
            felzenszwalb(picture, scale=one["scale"], sigma=one["sigma"], min_size=one["minSize"])
    elif family == "slic":
        for one in settings:
            slic(picture, n_segments=one["segments"], compactness=one["compactness"], start_label=0)
    elif family == "watershed":
        # The edges serve all settings, as they do in ours.
        edges = sobel(rgb2gray(picture))
        for one in settings:
            watershed(edges, markers=one["markers"], compactness=one["compactness"])
    elif family == "seeds":
        height, width, channels = picture.shape
        for one in settings:
            seeds = cv2.ximgproc.createSuperpixelSEEDS(
                width,
                height,
                channels,
                one["superpixels"],
                one["levels"],
                prior=2,
                histogram_bins=one["bins"],
                double_step=one["doubleStep"],
            )
            seeds.iterate(picture, one["iterations"])
            seeds.getLabels()


def seconds(job):
    bytes_ = np.frombuffer(base64.b64decode(job["data"]), np.uint8)
    picture = bytes_.reshape(job["height"], job["width"], 3)
    total = 0.0
    for shift in job["shifts"]:
        shifted = np.ascontiguousarray(np.roll(picture, shift, axis=(0, 1)))
        start = time.perf_counter()
        cut(job["family"], shifted, job["settings"])
        total += time.perf_counter() - start
    return total


print(json.dumps({"families": families, "missing": missing}), flush=True)
for line in sys.stdin:
    print(json.dumps({"seconds": seconds(json.loads(line))}), flush=True)
