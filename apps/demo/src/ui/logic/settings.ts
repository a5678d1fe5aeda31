import { colorMapNames, type ColorMapName } from "@pami/figure"
import { presetNames } from "@pami/image"
import type { BackendName, Settings } from "../../engine/contract.ts"

/** The settings that are about one model: another one has other outputs, and wants its images otherwise. */
export type ModelSettings = Pick<Settings, "activation" | "preset" | "layout" | "output">

/** How maps are drawn. */
export interface Appearance {
  /** Share of the colour where the map is greatest, 0 to 1. */
  readonly opacity: number
  /** `null`: viridis, and blue to red for a contrast. */
  readonly colorMap: ColorMapName | null
  /** Share of the map's range beneath which nothing is drawn, 0 to 1. */
  readonly threshold: number
}

/** All that a link restores. Never the model, the image or what was found. */
export interface Restorable {
  readonly settings: Settings
  readonly appearance: Appearance
  readonly backend: BackendName
}

/** What is in force on the first visit: the command line's defaults. */
export const defaults: Restorable = {
  settings: {
    strategy: "pre-segmentation",
    mask: "blur",
    mode: "corrected",
    quality: "balanced",
    passes: null,
    activation: "auto",
    preset: null,
    layout: null,
    output: null,
    seed: 1,
  },
  appearance: { opacity: 0.65, colorMap: null, threshold: 0 },
  backend: "auto",
}

/** What a model starts with of which nobody has said anything. */
export const unsaid: ModelSettings = { activation: "auto", preset: null, layout: null, output: null }

/** Passes that a sweep may have at most. */
export const mostPasses = 1e7
/** The largest seed. */
export const largestSeed = 2 ** 31 - 1

/** Whether settings go with each other, one of them changed: the authors' code knows no grid. */
export function fitTogether(settings: Settings, change: Partial<Settings> = {}): boolean {
  const { strategy, mode } = { ...settings, ...change }
  return strategy !== "grid" || mode !== "authors"
}

/** What each choice can be, for menus and for reading links. */
export const choices = {
  strategy: ["pre-segmentation", "sliding-window", "grid"],
  mask: ["blur", "black", "white", "mean", "noise"],
  mode: ["corrected", "authors"],
  quality: ["fast", "balanced", "best"],
  activation: ["auto", "softmax", "sigmoid", "exp", "none", "value"],
  preset: presetNames,
  layout: ["nchw", "nhwc"],
  colorMap: colorMapNames,
  backend: [
    "auto",
    "onnxruntime-web:wasm",
    "onnxruntime-web:webgpu",
    "tfjs:wasm",
    "tfjs:webgl",
    "tfjs:webgpu",
    "tfjs:cpu",
  ],
} as const satisfies Record<string, readonly string[]>
