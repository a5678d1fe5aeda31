import type { PlatformUrl } from "@pami/core/tensor"
import { loanAnswers, loanColumns } from "../loan.ts"
import { patterns, signalChannels, signalSteps } from "../signal.ts"
import { soundRate, words } from "../sound.ts"
import { solids, volumeSide } from "../volume.ts"

/** Recognizes a word in a second of sound: `samples` `[N, 8000]` at 8 kHz, in [-1, 1], to `logits` `[N, 7]`. */
export const sounds = {
  task: "audio-classification",
  onnx: new URL("../../models/sounds/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/sounds/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/sounds/weights.bin", import.meta.url) as PlatformUrl,
  },
  /** Names of the classes: the words in order, then `nothing`. */
  labels: [...words, "nothing"] as readonly string[],
  activation: "softmax",
  /** Samples per second. */
  rate: soundRate,
} as const

/** Recognizes a pattern in a signal: `signal` `[N, 128, 4]`, time steps and channels, to `logits` `[N, 6]`. */
export const signals = {
  task: "time-series-classification",
  onnx: new URL("../../models/signals/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/signals/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/signals/weights.bin", import.meta.url) as PlatformUrl,
  },
  labels: [...patterns, "nothing"] as readonly string[],
  activation: "softmax",
  steps: signalSteps,
  channels: signalChannels,
} as const

/**
 * Recognizes a solid in a volume: `volume` `[N, 1, 24, 24, 24]` for ONNX and `[N, 24, 24, 24, 1]` for tfjs, slices, rows and
 * columns, to `logits` `[N, 5]`.
 */
export const volumes = {
  task: "volume-classification",
  onnx: new URL("../../models/volumes/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/volumes/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/volumes/weights.bin", import.meta.url) as PlatformUrl,
  },
  labels: [...solids, "nothing"] as readonly string[],
  activation: "softmax",
  side: volumeSide,
} as const

/** Approves or refuses a loan: `row` `[N, 9]`, the values of `columns` as they are, to `logits` `[N, 2]`. */
export const loans = {
  task: "tabular-classification",
  onnx: new URL("../../models/loans/model.onnx", import.meta.url) as PlatformUrl,
  tfjs: {
    "model.json": new URL("../../models/loans/model.json", import.meta.url) as PlatformUrl,
    "weights.bin": new URL("../../models/loans/weights.bin", import.meta.url) as PlatformUrl,
  },
  labels: loanAnswers as readonly string[],
  activation: "softmax",
  /** Names of the columns. */
  columns: loanColumns as readonly string[],
} as const
