import type { PlatformUrl } from "@pami/core/tensor"
import { loans, signals, sounds, volumes } from "./models/others.ts"
import {
  ages,
  scenes,
  scenesCaption,
  scenesDetect,
  scenesMatch,
  scenesMultilabel,
  scenesQuestion,
  scenesSegment,
  scenesVit,
} from "./models/scenes.ts"
import { reviews, stories, tags } from "./models/words.ts"

/**
 * The trained models, by name. Each has the files of both formats, the names of its classes, and what its inputs need.
 * Images are `[N, 3, height, width]` for ONNX and `[N, height, width, 3]` for tfjs.
 *
 * Models of scenes and of other inputs were trained on parts, too: several classes in an input share the probability; if
 * none is visible enough, it belongs to `nothing`.
 */
export const models = {
  scenes,
  "scenes-multilabel": scenesMultilabel,
  "scenes-vit": scenesVit,
  "scenes-detect": scenesDetect,
  "scenes-segment": scenesSegment,
  "scenes-match": scenesMatch,
  "scenes-caption": scenesCaption,
  "scenes-question": scenesQuestion,
  ages,
  sounds,
  signals,
  volumes,
  loans,
  reviews,
  tags,
  stories,
} as const

/** Sample images: `scene`, 512 x 512, shows two kinds of objects. */
export const pictures = {
  scene: new URL("../pictures/scene.png", import.meta.url) as PlatformUrl,
} as const

/**
 * Sample files of other inputs: `word`, a second of sound (WAV); `signal`, 128 steps of 4 channels, and `volume`, 24 x 24 x 24
 * voxels (NumPy); `cake`, an image with three candles (PNG); `rows`, 40 applications for loans (CSV).
 */
export const samples = {
  word: new URL("../samples/word.wav", import.meta.url) as PlatformUrl,
  signal: new URL("../samples/signal.npy", import.meta.url) as PlatformUrl,
  volume: new URL("../samples/volume.npy", import.meta.url) as PlatformUrl,
  cake: new URL("../samples/cake.png", import.meta.url) as PlatformUrl,
  rows: new URL("../samples/rows.csv", import.meta.url) as PlatformUrl,
} as const
