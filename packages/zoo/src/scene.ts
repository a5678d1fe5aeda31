import { random } from "@pami/core/tensor"
import { background } from "./background.ts"
import { distractors, occluder } from "./clutter.ts"
import { type KindName, kinds, painters } from "./kinds/index.ts"
import { canvas, draw, type Layer } from "./layer.ts"
import { place } from "./place.ts"
import { resolve } from "./resolve.ts"

/** Options of a scene. The seed decides everything else. */
export interface SceneOptions {
  /** Width in pixels, at least 8. Default: 96. */
  readonly width?: number
  /** Height in pixels, at least 8. Default: the width. */
  readonly height?: number
  /** Number of objects of different kinds, 0 to 12, or an inclusive range `[fewest, most]`. Default: `[1, 3]`. */
  readonly objects?: number | readonly [number, number]
  /** Kinds of the objects, at most 255, back to front; may repeat a kind, and overrides `objects`. */
  readonly kinds?: readonly KindName[]
  /** Range of the longer axis of objects, as a share of the scene's shorter side. Default: `[0.28, 0.45]`. */
  readonly size?: readonly [number, number]
  /** Number of distractors, relative to the usual number: 0 to 100. Default: 1. */
  readonly clutter?: number
}

/** One object of a scene. */
export interface SceneObject {
  /** Index in `kinds`, which is the class of the model. */
  readonly kind: number
  /** Name of the kind. */
  readonly name: KindName
  /** Bounding box of the visible pixels, `[left, top, right, bottom]`, right and bottom exclusive; zeros if hidden. */
  readonly box: readonly [number, number, number, number]
  /** Number of visible pixels. */
  readonly area: number
  /** Share of the object within the frame that is not covered, 0 to 1. */
  readonly visible: number
}

/** An image in which the owner of every pixel is known. */
export interface Scene {
  readonly width: number
  readonly height: number
  /** RGB bytes, `[height, width, 3]`. */
  readonly pixels: Uint8Array
  /** Owner of each pixel after occlusion, `[height, width]`: k for `objects[k - 1]`, 0 for everything else. */
  readonly owner: Uint8Array
  /** Objects, back to front. */
  readonly objects: readonly SceneObject[]
}

/**
 * Draws the scene of a seed: textured objects of known kinds over a cluttered background, partly covered by other
 * objects or by twigs. The same seed and options give the same bytes in every engine, and the same scene at every
 * resolution.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 */
export function scene(seed: number, options: SceneOptions = {}): Scene {
  const { width = 96, height = width, size = [0.28, 0.45], clutter = 1 } = options
  check(options, width, height, size, clutter)
  const next = random(seed)
  const names = options.kinds ?? choose(next, options.objects ?? [1, 3])
  const short = Math.min(width, height)
  const [wide, high] = [width / short, height / short]

  const behind = background(next)
  const strewn = distractors(next, Math.round(clutter * (3 + 9 * next())), wide, high)
  const layers = place(next, names.length, size, wide, high).map((spot, index): Layer => ({
    ...spot,
    paint: mirrored(painters[names[index]](next), next() < 0.5),
    owner: index + 1,
  }))
  const twigs = layers.filter(() => next() < 0.4 * clutter).map((layer) => occluder(next, layer))

  const target = canvas(width, height)
  for (const layer of strewn) draw(target, layer)
  const covered = layers.map((layer) => draw(target, layer))
  for (const layer of twigs) draw(target, layer)
  const { pixels, owner, extents } = resolve(target, behind, covered)
  const objects = extents.map((extent, index) => ({
    kind: kinds.indexOf(names[index]),
    name: names[index],
    ...extent,
  }))
  return { width, height, pixels, owner, objects }
}

function mirrored(paint: Layer["paint"], mirror: boolean): Layer["paint"] {
  return mirror ? (x, y) => paint(-x, y) : paint
}

/** Returns a number of different kinds, in random order. */
function choose(next: () => number, objects: number | readonly [number, number]): KindName[] {
  const [fewest, most] = typeof objects === "number" ? [objects, objects] : objects
  const count = fewest + Math.floor(next() * (most - fewest + 1))
  const left = [...kinds]
  return Array.from({ length: count }, () => left.splice(Math.floor(next() * left.length), 1)[0])
}

function check(
  { objects = 1, kinds: names = [] }: SceneOptions,
  width: number,
  height: number,
  size: readonly [number, number],
  clutter: number,
): void {
  for (const side of [width, height])
    if (!Number.isInteger(side) || side < 8)
      throw new RangeError(`width and height must be integers of at least 8 pixels, got ${side}`)
  const [fewest, most] = typeof objects === "number" ? [objects, objects] : objects
  if (
    !Number.isInteger(fewest) ||
    !Number.isInteger(most) ||
    fewest < 0 ||
    most < fewest ||
    most > kinds.length
  )
    throw new RangeError(
      `objects must be an integer from 0 to ${kinds.length}, or a range [fewest, most] of these, got ${JSON.stringify(objects)}`,
    )
  if (names.length > 255) throw new RangeError(`a scene has at most 255 objects, got ${names.length} kinds`)
  for (const name of names)
    if (!kinds.includes(name)) throw new RangeError(`unknown kind "${name}"; expected ${kinds.join(", ")}`)
  if (!(size[0] > 0 && size[1] >= size[0] && size[1] <= 2))
    throw new RangeError(
      `size must be [smallest, largest] with 0 < smallest <= largest <= 2, got [${size.join(", ")}]`,
    )
  if (!(clutter >= 0 && clutter <= 100)) throw new RangeError(`clutter must be from 0 to 100, got ${clutter}`)
}
