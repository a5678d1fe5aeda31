import { random } from "@pami/core/tensor"
import { background } from "./background.ts"
import { distractors } from "./clutter.ts"
import { clear, hsl, shade } from "./colour.ts"
import { canvas, draw, type Layer } from "./layer.ts"
import { countOf } from "./range.ts"
import { resolve } from "./resolve.ts"
import { ellipse, folds, type Painter, stroke } from "./shapes.ts"

/** Options of a cake. The seed decides everything else. */
export interface CakeOptions {
  /** Number of candles, which is the age: 0 to 9, or an inclusive range. Default: `[1, 5]`. */
  readonly age?: number | readonly [number, number]
  /** Number of distractors, relative to the usual number: 0 to 20. Default: 1. */
  readonly clutter?: number
}

/** An image of a birthday cake, in which the owner of every pixel is known. */
export interface Cake {
  readonly width: number
  readonly height: number
  /** RGB bytes, `[height, width, 3]`. */
  readonly pixels: Uint8Array
  /** Owner of each pixel, `[height, width]`: k where any of the k-th candle is seen, 0 for everything else. */
  readonly owner: Uint8Array
  /** Number of candles: one for each year. */
  readonly age: number
  /** Bounding box of each candle, `[left, top, right, bottom]`, right and bottom exclusive. */
  readonly candles: readonly (readonly [number, number, number, number])[]
}

/** Width and height of the images of cakes, in pixels. */
export const cakeSide = 64

/**
 * Draws the birthday cake of a seed: each candle on it stands for one year. The background is cluttered. The same seed and
 * options give the same bytes in every engine.
 *
 * @param seed any integer, of which the low 32 bits are used
 * @throws RangeError for an option outside its range
 */
export function cake(seed: number, options: CakeOptions = {}): Cake {
  const { clutter = 1 } = options
  if (!(clutter >= 0 && clutter <= 20)) throw new RangeError(`clutter must be from 0 to 20, got ${clutter}`)
  const next = random(seed)
  const age = countOf(next, "age", options.age ?? [1, 5], 9)
  const behind = background(next)
  const strewn = distractors(next, Math.round(clutter * (2 + 5 * next())), 1, 1)
  const plate: Layer = { paint: round(next), x: 0.5, y: 0.56, radius: 0.43, angle: 0, owner: 0 }
  const candles = spots(next, age).map(([x, y], index): Layer => ({
    paint: candle(next),
    x,
    y,
    radius: 0.1 + 0.02 * next(),
    angle: 0.3 * (next() - 0.5),
    owner: index + 1,
  }))
  // The candles in front are drawn last.
  candles.sort((a, b) => a.y - b.y)
  const target = canvas(cakeSide, cakeSide)
  for (const layer of [...strewn, plate]) draw(target, layer)
  const covered = candles.map((layer, index) => draw(target, { ...layer, owner: index + 1 }))
  const { pixels, owner, extents } = resolve(target, behind, covered, true)
  return { width: cakeSide, height: cakeSide, pixels, owner, age, candles: extents.map(({ box }) => box) }
}

/**
 * Returns the middles of candles on the cake, as far apart as there is room: a pixel between two close ones is seen with
 * either, so that it matters more than a candle.
 */
function spots(next: () => number, count: number): [number, number][] {
  const chosen: [number, number][] = []
  for (let distance = 0.44; chosen.length < count; distance *= 0.995) {
    const [x, y] = [0.16 + 0.68 * next(), 0.24 + 0.5 * next()]
    if (ellipse(x, y, 0.5, 0.5, 0.35, 0.27) > 1) continue
    const free = chosen.every(([a, b]) => ellipse(x, y, a, b, 0.7, 1) > distance * distance)
    if (free) chosen.push([x, y])
  }
  return chosen
}

/** Returns a round cake, seen from above at a slant. */
function round(next: () => number): Painter {
  const [icing, side] = [
    hsl(next(), 0.15 + 0.4 * next(), 0.6 + 0.3 * next()),
    hsl(0.08, 0.4, 0.25 + 0.2 * next()),
  ]
  const [waves, phase] = [8 + 8 * next(), 6 * next()]
  return (x, y) => {
    if (ellipse(x, y, 0, -0.12, 1, 0.75) < 1) return shade(icing, folds(waves * x * y, phase))
    if (ellipse(x, y, 0, 0.1, 1, 0.75) < 1) return shade(side, folds(waves * x, phase))
    return clear
  }
}

/** Returns a striped candle with a flame. */
function candle(next: () => number): Painter {
  const hue = next()
  const [wax, stripe] = [hsl(hue, 0.8, 0.5), hsl(hue + 0.5, 0.3, 0.92)]
  const [flame, core] = [hsl(0.1, 1, 0.55), hsl(0.16, 1, 0.85)]
  return (x, y) => {
    if (ellipse(x, y, 0, -0.62, 0.36, 0.4) < 1) return ellipse(x, y, 0, -0.55, 0.17, 0.22) < 1 ? core : flame
    if (!stroke(x, y, 0, -0.05, 0, 0.65, 0.34)) return clear
    const band = (y + 0.6 * x) * 2
    return band - Math.floor(band) < 0.5 ? wax : stripe
  }
}
