import { cosine } from "../primitives/elementary.ts"
import type { Grid, Pixels } from "../primitives/pixels.ts"

/** Colour coordinates a pixel, padded to four channels: loops of constant length are much faster. */
export const COLOURS = 8

/** Weight of colour; that of place is `ratio` times it. */
const COLOUR_WEIGHT = 20

/** Share of the mean weight below which no pixel's weight may fall: weights divide. */
const LOWEST_WEIGHT = 1e-3

/** The picture in the space where distances are those of normalised cuts: a pixel's coordinates, times its weight. */
export interface Features {
  /** Cosine and sine of every channel, zero beyond the last, `[H * W, 8]`. */
  readonly colours: Float32Array
  /** Cosine and sine of the column, `[W, 2]`. */
  readonly columns: Float64Array
  /** Cosine and sine of the row, `[H, 2]`. */
  readonly rows: Float64Array
  /** Weight of every pixel: how similar it is to all others together, `[H * W]`, above 0. */
  readonly weights: Float32Array
}

/**
 * Maps pixels to the feature space of Li & Chen, section 3: a value v in 0…1 becomes the cosine and the sine of
 * v pi/2, so that the dot product of two pixels approximates their similarity. Places count in steps of the starting
 * grid, and come round every four of them: clusters never look further than one.
 *
 * @param stepX distance between the columns of the starting grid, in pixels
 * @param stepY distance between its rows
 */
export function lscFeatures(
  { channels, data }: Pixels,
  { width, height, units }: Grid,
  ratio: number,
  stepX: number,
  stepY: number,
): Features {
  let lowest = 0
  let highest = 0
  for (let index = 0; index < data.length; index++) {
    if (data[index] < lowest) lowest = data[index]
    if (data[index] > highest) highest = data[index]
  }
  // Values count relative to the picture's brightest one; a black picture has none.
  const perValue = highest > lowest ? 1 / (highest - lowest) : 0
  const scale = COLOUR_WEIGHT / channels
  const colours = new Float32Array(units * COLOURS)
  const means = new Float64Array(COLOURS)
  for (let unit = 0, at = 0; unit < units; unit++) {
    for (let channel = 0; channel < channels; channel++) {
      const quarters = (data[at++] - lowest) * perValue
      const to = unit * COLOURS + 2 * channel
      colours[to] = scale * cosine(quarters)
      colours[to + 1] = scale * cosine(quarters - 1)
      means[2 * channel] += colours[to] / units
      means[2 * channel + 1] += colours[to + 1] / units
    }
  }
  const columns = circle(width, stepX, COLOUR_WEIGHT * ratio)
  const rows = circle(height, stepY, COLOUR_WEIGHT * ratio)
  return { colours, columns, rows, weights: weightsOf(colours, means, dotMean(columns), dotMean(rows)) }
}

/** Cosine and sine, times `scale`, of places along an axis: a quarter turn a step. */
function circle(length: number, step: number, scale: number): Float64Array {
  const found = new Float64Array(2 * length)
  for (let place = 0; place < length; place++) {
    found[2 * place] = scale * cosine(place / step)
    found[2 * place + 1] = scale * cosine(place / step - 1)
  }
  return found
}

/** Mean similarity of every place along an axis to all others. */
function dotMean(places: Float64Array): Float64Array {
  const length = places.length / 2
  let cosine = 0
  let sine = 0
  for (let place = 0; place < length; place++) {
    cosine += places[2 * place] / length
    sine += places[2 * place + 1] / length
  }
  return Float64Array.from(
    { length },
    (_, place) => places[2 * place] * cosine + places[2 * place + 1] * sine,
  )
}

function weightsOf(
  colours: Float32Array,
  means: Float64Array,
  ofColumns: Float64Array,
  ofRows: Float64Array,
): Float32Array {
  const [width, height] = [ofColumns.length, ofRows.length]
  const weights = new Float32Array(width * height)
  let total = 0
  for (let y = 0, unit = 0; y < height; y++) {
    for (let x = 0; x < width; x++, unit++) {
      let weight = ofColumns[x] + ofRows[y]
      for (let i = 0; i < COLOURS; i++) weight += colours[unit * COLOURS + i] * means[i]
      weights[unit] = weight
      total += weight
    }
  }
  // A rare colour in a place unlike the others can weigh nothing, or less.
  const lowest = Math.max((LOWEST_WEIGHT * total) / weights.length, Number.MIN_VALUE)
  for (let unit = 0; unit < weights.length; unit++) if (!(weights[unit] > lowest)) weights[unit] = lowest
  return weights
}
