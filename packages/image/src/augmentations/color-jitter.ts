import type { Augmentation } from "@pami/core"
import { random } from "@pami/core/tensor"
import { checkPicture, type Pixels } from "../picture.ts"

/** How far colours are changed. The numbers are those of torchvision's `ColorJitter`. */
export interface ColorJitterOptions {
  /** Any integer: the same seed makes the same change everywhere. */
  readonly seed: number
  /** The image times a factor between `1 - brightness` and `1 + brightness`; 0 to 1. Default: 0.2. */
  readonly brightness?: number
  /** Distances from the mean grey times a factor, likewise; 0 to 1. Default: 0.2. */
  readonly contrast?: number
  /** Distances from each pixel's own grey times a factor, likewise; 0 to 1. Default: 0.2. */
  readonly saturation?: number
  /** Hue turned by up to this share of the colour circle, either way; 0 to 0.5. Default: 0, as it can turn an orange into a lime. */
  readonly hue?: number
}

type Change = (data: Float32Array) => void

/**
 * Changes the colours of an image: brightness, contrast, saturation and hue, in an order and by factors that the seed
 * draws, each clamped to [0, 1], as torchvision's `ColorJitter` does. Units stay where they are.
 *
 * @throws RangeError for a seed that is not an integer or an amount out of its range
 */
export function colorJitter(options: ColorJitterOptions): Augmentation<Pixels> {
  const { seed, brightness = 0.2, contrast = 0.2, saturation = 0.2, hue = 0 } = options
  if (!Number.isSafeInteger(seed)) throw new RangeError(`colorJitter: seed is an integer, not ${seed}`)
  for (const [name, amount] of Object.entries({ brightness, contrast, saturation, hue })) {
    const most = name === "hue" ? 0.5 : 1
    if (!(amount >= 0 && amount <= most))
      throw new RangeError(`colorJitter: ${name} is from 0 to ${most}, not ${amount}`)
  }
  const next = random(seed)
  const around = (middle: number, amount: number) => middle + amount * (2 * next() - 1)
  // All are drawn whether used or not: an amount of one must not change what another does.
  const changes = shuffled(
    [
      changeBrightness(around(1, brightness)),
      changeContrast(around(1, contrast)),
      changeSaturation(around(1, saturation)),
      changeHue(around(0, hue)),
    ],
    next,
  )
  return {
    name: `colour jitter ${seed}`,
    settings: { seed, brightness, contrast, saturation, hue },
    forward(pixels) {
      checkPicture(pixels)
      const data = pixels.data.slice()
      for (const change of changes) change(data)
      return { width: pixels.width, height: pixels.height, data }
    },
    inverse: () => null,
  }
}

function shuffled(changes: Change[], next: () => number): Change[] {
  for (let i = changes.length - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1))
    ;[changes[i], changes[other]] = [changes[other], changes[i]]
  }
  return changes
}

function changeBrightness(factor: number): Change {
  return (data) => {
    for (let i = 0; i < data.length; i++) data[i] = clamp(data[i] * factor)
  }
}

function changeContrast(factor: number): Change {
  return (data) => {
    let sum = 0
    for (let i = 0; i < data.length; i += 3) sum += grey(data, i)
    const mean = sum / (data.length / 3)
    for (let i = 0; i < data.length; i++) data[i] = clamp(mean + (data[i] - mean) * factor)
  }
}

function changeSaturation(factor: number): Change {
  return (data) => {
    for (let i = 0; i < data.length; i += 3) {
      const own = grey(data, i)
      for (let k = i; k < i + 3; k++) data[k] = clamp(own + (data[k] - own) * factor)
    }
  }
}

/** @param turn of the colour circle, -0.5 to 0.5 */
function changeHue(turn: number): Change {
  return (data) => {
    if (turn === 0) return
    for (let i = 0; i < data.length; i += 3) {
      const [red, green, blue] = [data[i], data[i + 1], data[i + 2]]
      const most = Math.max(red, green, blue)
      const range = most - Math.min(red, green, blue)
      if (range === 0) continue
      // In sixths of the circle, from red over green to blue.
      const sixth =
        most === red
          ? (green - blue) / range
          : most === green
            ? 2 + (blue - red) / range
            : 4 + (red - green) / range
      const turned = sixth + turn * 6
      for (let channel = 0; channel < 3; channel++) {
        // How far the hue is from the channel's own decides its value: full within one sixth, none from two on.
        const away = Math.abs(((((turned - 2 * channel + 3) % 6) + 6) % 6) - 3)
        data[i + channel] = clamp(most - range * Math.min(1, Math.max(0, away - 1)))
      }
    }
  }
}

/** Luma of ITU-R BT.601, with torchvision's numbers. */
function grey(data: Float32Array, at: number): number {
  return 0.2989 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
