import { colorMapNames, type ColorMapName } from "@pami/figure"
import { presetNames } from "@pami/image"
import type { BackendName, Settings } from "../../engine/contract.ts"
import { rivals } from "../../engine/judge-contract.ts"

/** The settings of one model: another model has other outputs and another preprocessing. */
export type ModelSettings = Pick<
  Settings,
  "activation" | "preset" | "layout" | "size" | "mean" | "std" | "task" | "output"
>

/** The appearance of maps. */
export interface Appearance {
  /** The ends of the colour bar: of the `map`, or 0 and the `score` of the class, see `Reach`. */
  readonly scale: "map" | "score"
  /** Share of the colour where the map is greatest, 0 to 1. */
  readonly opacity: number
  /** `null`: viridis, and blue to red for a contrast. */
  readonly colorMap: ColorMapName | null
  /** Share of the map's range below which nothing is drawn, 0 to 1. */
  readonly threshold: number
}

/** Panes that show the image in one way each. */
export type PaneName = (typeof choices.panes)[number]

/** Files of the visitor that a link was made with: it cannot hold them. */
export type Own = (typeof choices.own)[number]

/** Id of a model that the site fetches from itself, for links and the gallery. */
export type SiteModelId = (typeof choices.site)[number]

/** Everything that a link restores. Never an own model, an own image or results. */
export interface Restorable {
  readonly settings: Settings
  readonly appearance: Appearance
  readonly backend: BackendName
  /** Id of the sample, as {@link idOf} gives it, or of another entry of the gallery; `null` for the first of its model. */
  readonly sample: string | null
  /** The model of the site that is open; `null` for any other. */
  readonly site: SiteModelId | null
  readonly own: readonly Own[]
  /** The class, or the contrast of two; `null` for the top class. */
  readonly choice: { readonly target: number; readonly versus: number | null } | null
  /** `null`: those that fit the screen. */
  readonly panes: readonly PaneName[] | null
}

/** The defaults, which are those of the command line. */
export const defaults: Restorable = {
  settings: {
    method: "pami",
    strategy: "pre-segmentation",
    mask: "blur",
    mode: "corrected",
    quality: "balanced",
    passes: null,
    activation: "auto",
    preset: null,
    layout: null,
    size: null,
    mean: null,
    std: null,
    task: null,
    output: null,
    seed: 1,
  },
  appearance: { scale: "map", opacity: 0.65, colorMap: null, threshold: 0 },
  backend: "auto",
  sample: null,
  site: null,
  own: [],
  choice: null,
  panes: null,
}

/** The settings of a model for which nothing was chosen. */
export const unsaid: ModelSettings = modelSettings(defaults.settings)

/** Returns those settings that are of one model. */
export function modelSettings(settings: Settings): ModelSettings {
  const { activation, preset, layout, size, mean, std, task, output } = settings
  return { activation, preset, layout, size, mean, std, task, output }
}

/** Passes that a sweep may have at most. */
export const mostPasses = 1e7
/** Largest side of a model's input that a link asks for, in pixels. */
export const largestSize = 2048
/** The largest seed. */
export const largestSeed = 2 ** 31 - 1

/** Returns whether settings are compatible after a change: the authors' code has no grid. */
export function fitTogether(settings: Settings, change: Partial<Settings> = {}): boolean {
  const { strategy, mode } = { ...settings, ...change }
  return strategy !== "grid" || mode !== "authors"
}

/** The values of each setting, for menus and links. */
export const choices = {
  panes: ["original", "overlay", "map", "uncertainty", "coverage"],
  site: ["photo", "detection"],
  own: ["model", "image"],
  method: ["pami", ...rivals],
  strategy: ["pre-segmentation", "sliding-window", "grid"],
  mask: ["blur", "black", "white", "mean", "noise"],
  mode: ["corrected", "authors"],
  quality: ["fast", "balanced", "best"],
  activation: ["auto", "softmax", "sigmoid", "exp", "none", "value"],
  preset: presetNames,
  layout: ["nchw", "nhwc"],
  task: ["classification", "detection", "segmentation", "keypoints"],
  colorMap: colorMapNames,
  scale: ["map", "score"],
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
