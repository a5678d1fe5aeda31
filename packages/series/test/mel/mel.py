"""Computes mel features with numpy alone, as librosa defines them: mel.json is what the tests compare with.

python3 mel.py > mel.json
"""

import json
import numpy as np

rate, length = 16000, 1600
n = np.arange(length)
# A chirp and a tone.
sound = (0.4 * np.sin(2 * np.pi * (300 * n / rate + 8000 * (n / rate) ** 2)) + 0.2 * np.sin(2 * np.pi * 2500 * n / rate)).astype(np.float32)


def to_mel(f, scale):
    f = np.asarray(f, float)
    if scale == "htk":
        return 2595 * np.log10(1 + f / 700)
    return np.where(f < 1000, 3 * f / 200, 15 + 27 * np.log(np.maximum(f, 1e-9) / 1000) / np.log(6.4))


def to_hertz(m, scale):
    m = np.asarray(m, float)
    if scale == "htk":
        return 700 * (10 ** (m / 2595) - 1)
    return np.where(m < 15, 200 * m / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))


def features(window, hop, fft, mels, fmin, fmax, scale, area, power, centred, pad):
    x = np.pad(sound.astype(float), fft // 2, mode="reflect" if pad == "reflect" else "constant") if centred else sound.astype(float)
    w = np.zeros(fft)
    front = (fft - window) // 2
    w[front : front + window] = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    frames = 1 + (len(x) - fft) // hop
    spectrum = np.abs(np.stack([np.fft.rfft(w * x[f * hop : f * hop + fft]) for f in range(frames)])) ** power
    edges = to_hertz(np.linspace(to_mel(fmin, scale), to_mel(fmax, scale), mels + 2), scale)
    bins = np.fft.rfftfreq(fft, 1 / rate)
    up = (bins[None] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    down = (edges[2:, None] - bins[None]) / np.diff(edges)[1:, None]
    weights = np.maximum(0, np.minimum(up, down))
    if area:
        weights *= 2 / (edges[2:] - edges[:-2])[:, None]
    return np.log(np.maximum(spectrum @ weights.T, 1e-10))


cases = [
    dict(window=400, hop=320, fft=512, mels=20, fmin=0, fmax=8000, scale="slaney", area=True, power=2, centred=True, pad="reflect"),
    dict(window=400, hop=400, fft=400, mels=12, fmin=60, fmax=7600, scale="htk", area=False, power=1, centred=False, pad="reflect"),
    dict(window=255, hop=500, fft=300, mels=10, fmin=0, fmax=4000, scale="slaney", area=False, power=2, centred=True, pad="zeros"),
]
print(json.dumps({"cases": [dict(case, features=np.round(features(**case), 6).tolist()) for case in cases]}))
