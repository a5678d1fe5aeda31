import { toPixels, toTensor } from "@pami/image"
import type { Layout } from "@pami/image"
import { cake, captionTokens, loan, models, scene, type Scene, signal, sound, volume } from "../src/index.ts"

/** Values of one item, and its shape without the batch axis, in the layout of a format. */
export interface Item {
  readonly shape: readonly number[]
  readonly data: Float32Array | Int32Array
}

/** Names of networks: of models, or of their parts. */
export const networks = [
  "scenes",
  "scenes-multilabel",
  "scenes-vit",
  "scenes-detect",
  "scenes-segment",
  "scenes-match/image",
  "scenes-match/text",
  "ages",
  "sounds",
  "signals",
  "volumes",
  "loans",
] as const

export type NetworkName = (typeof networks)[number]

/** Returns the files of a network. */
export function filesOf(name: NetworkName) {
  if (name === "scenes-match/image") return models["scenes-match"].image
  if (name === "scenes-match/text") return models["scenes-match"].text
  return models[name]
}

const scenes = new Map<number, Scene>()

/** Returns the scene of a seed, drawn once. */
export function sceneOf(seed: number): Scene {
  const drawn = scenes.get(seed) ?? scene(seed)
  scenes.set(seed, drawn)
  return drawn
}

/** Returns the item of a seed, with channels first as in ONNX, or last as in tfjs. */
export function itemOf(name: NetworkName, seed: number, layout: "nchw" | "nhwc"): Item {
  const first = layout === "nchw"
  if (name === "ages") return image(cake(seed), "ages", layout)
  if (name === "sounds") return { shape: [8000], data: sound(seed).samples }
  if (name === "signals") return { shape: [128, 4], data: signal(seed).values }
  if (name === "volumes")
    return { shape: first ? [1, 24, 24, 24] : [24, 24, 24, 1], data: volume(seed).values }
  if (name === "loans") return { shape: [9], data: loan(seed).row }
  if (name === "scenes-match/text") return { shape: [5], data: Int32Array.from(captionTokens("a red star")) }
  return image(sceneOf(seed), name === "scenes-match/image" ? "scenes-match" : name, layout)
}

function image(
  { width, height, pixels }: { width: number; height: number; pixels: Uint8Array },
  name:
    | "ages"
    | "scenes"
    | "scenes-vit"
    | "scenes-multilabel"
    | "scenes-detect"
    | "scenes-segment"
    | "scenes-match",
  layout: Layout,
): Item {
  const data = toTensor(toPixels({ width, height, data: pixels }), { ...models[name].preprocessing, layout })
  return { shape: layout === "nchw" ? [3, height, width] : [height, width, 3], data }
}
