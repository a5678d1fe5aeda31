"""Plain RISE in numpy, as its authors' code, and shap's partition explainer, on onnxruntime.

Reads a job as JSON from stdin, and writes the maps as float32 files and the seconds of each as JSON to stdout.
"""
import json
import sys
import time

import numpy as np
import onnxruntime
from skimage.transform import resize

job = json.load(sys.stdin)
height, width = job["height"], job["width"]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = job["threads"]
session = onnxruntime.InferenceSession(job["model"], options)
batch = 50


def score(items, target):
    outputs = session.run(None, {job["input"]: items})[0].reshape(len(items), -1)
    if job["activation"] == "softmax":
        outputs = np.exp(outputs - outputs.max(1, keepdims=True))
        outputs /= outputs.sum(1, keepdims=True)
    return outputs[:, target]


def rise(original, baseline, target, passes, seed, cells=8, keep=0.5):
    random = np.random.RandomState(seed)
    size = np.array([int(np.ceil(height / cells)), int(np.ceil(width / cells))])
    masks = np.empty((passes, height, width), np.float32)
    for mask in masks:
        grid = (random.rand(cells, cells) < keep).astype("float32")
        y, x = random.randint(0, size[0]), random.randint(0, size[1])
        enlarged = resize(grid, (cells + 1) * size, order=1, mode="reflect", anti_aliasing=False)
        mask[:] = enlarged[y : y + height, x : x + width]
    scores = np.concatenate(
        [
            score(baseline + masks[i : i + batch, None] * (original - baseline), target)
            for i in range(0, passes, batch)
        ]
    )
    sums = np.tensordot(scores, masks, 1)
    return sums / masks.sum(0), sums / passes / keep


def partition(original, baseline, target, passes):
    import shap

    def model(images):
        return score(np.ascontiguousarray(images.transpose(0, 3, 1, 2), np.float32), target)[:, None]

    image, masked = original.transpose(1, 2, 0), baseline.transpose(1, 2, 0)
    explainer = shap.Explainer(model, shap.maskers.Image(masked, image.shape), output_names=["score"])
    values = explainer(image[None], max_evals=passes, batch_size=batch, silent=True).values
    return values[0].reshape(height, width, -1).sum(-1)


def load(path):
    return np.fromfile(path, np.float32).reshape(3, height, width)


def save(path, values):
    np.ascontiguousarray(values, np.float32).tofile(path)


results = []
for item in job["items"]:
    original, baseline = load(item["original"]), load(item["baseline"])
    score(original[None], item["target"])
    for ask in item["asks"]:
        started = time.perf_counter()
        if ask["method"] == "rise":
            actual, expected = rise(original, baseline, item["target"], ask["passes"], ask["seed"])
            seconds = time.perf_counter() - started
            save(ask["file"], actual)
            save(ask["file"] + ".expected", expected)
        else:
            try:
                values = partition(original, baseline, item["target"], ask["passes"])
            except ImportError as error:
                results.append({"error": str(error)})
                continue
            seconds = time.perf_counter() - started
            save(ask["file"], values)
        results.append({"seconds": seconds})
json.dump(results, sys.stdout)
