import { random } from "@pami/core/tensor"
import { background } from "./background.ts"
import { distractors, occluder } from "./clutter.ts"
import { type KindName, kinds, painters } from "./kinds/index.ts"
import { canvas, draw, type Layer } from "./layer.ts"
import { place } from "./place.ts"
import { resolve } from "./resolve.ts"

/** What a scene may look like. Everything that is not given is drawn from the seed. */
export interface SceneOptions {
  /** Width in pixels, from 8; 96 by default. */
  readonly width?: number
  /** Height in pixels, from 8; as the width by default. */
  readonly height?: number
  /**
   * Number of objects, all of different kinds: 0 to 12, or drawn from the inclusive range `[fewest, most]`.
   * `[1, 3]` by default.
   */
  readonly objects?: number | readonly [number, number]
  /** The kinds, from the hindmost object to the foremost; overrides `objects` and may repeat a kind. At most 255. */
  readonly kinds?: readonly KindName[]
  /** Range of the objects' longer axis, as a share of the scene's shorter side; `[0.28, 0.45]` by default. */
  readonly size?: readonly [number, number]
  /** Things that belong to no kind, as a share of the usual number: 0 for none, 1 by default. */
  readonly clutter?: number
}

/** One object of a scene. */
export interface SceneObject {
  /** Number of its kind: its position in `kinds`, which is the model's class. */
  readonly kind: number
  /** Name of its kind. */
  readonly name: KindName
  /** Smallest box around its visible pixels, `[left, top, right, bottom]`, right and bottom exclusive; zeros if none. */
  readonly box: readonly [number, number, number, number]
  /** Visible pixels. */
  readonly area: number
  /** Share of it, within the frame, that nothing covers: 0 to 1. */
  readonly visible: number
}

/** A picture in which every pixel's owner is known. */
export interface Scene {
  readonly width: number
  readonly height: number
  /** RGB bytes, `[height, width, 3]`. */
  readonly pixels: Uint8Array
  /** Whose each pixel is, `[height, width]`: 0 for nobody's, k for `objects[k - 1]`, after occlusion. */
  readonly owner: Uint8Array
  /** From the hindmost to the foremost. */
  readonly objects: readonly SceneObject[]
}

/**
 * Draws the scene that `seed` stands for: textured objects of known kinds over a cluttered background, some
 * behind others or behind twigs that are nobody's. The same seed and options give the same bytes in every
 * engine, and at every resolution the same scene.
 *
 * @param seed any integer; its low 32 bits count.
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

/** Different kinds, as many as asked for, in random order. */
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
      throw new RangeError(`width and height must be whole numbers of at least 8 pixels, got ${side}`)
  const [fewest, most] = typeof objects === "number" ? [objects, objects] : objects
  if (
    !Number.isInteger(fewest) ||
    !Number.isInteger(most) ||
    fewest < 0 ||
    most < fewest ||
    most > kinds.length
  )
    throw new RangeError(
      `objects must be a whole number from 0 to ${kinds.length}, or a range of such, got ${JSON.stringify(objects)}`,
    )
  if (names.length > 255) throw new RangeError(`a scene has at most 255 objects, got ${names.length} kinds`)
  for (const name of names)
    if (!kinds.includes(name)) throw new RangeError(`no kind "${name}"; there are: ${kinds.join(", ")}`)
  if (!(size[0] > 0 && size[1] >= size[0] && size[1] <= 2))
    throw new RangeError(
      `size must be [smallest, largest] with 0 < smallest <= largest <= 2, got [${size.join(", ")}]`,
    )
  if (!(clutter >= 0 && clutter <= 100)) throw new RangeError(`clutter must be from 0 to 100, got ${clutter}`)
}
