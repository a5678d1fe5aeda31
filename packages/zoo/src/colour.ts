/** A colour as `0xRRGGBB`, or {@link clear}. */
export type Colour = number

/** The colour that a painter returns outside its shape. */
export const clear = -1

/** Returns a colour from its hue (in turns, any number), saturation and lightness (0 to 1). */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const chroma = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const k = (offset + 12 * (hue - Math.floor(hue))) % 12
    return Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return (channel(0) << 16) | (channel(8) << 8) | channel(4)
}

/** Returns a colour with its channels multiplied by `factor` and clamped to 255. */
export function shade(colour: Colour, factor: number): Colour {
  const red = Math.min(255, (colour >> 16) * factor)
  const green = Math.min(255, ((colour >> 8) & 255) * factor)
  const blue = Math.min(255, (colour & 255) * factor)
  return (Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue)
}

/** Interpolates colours: `from` at share 0, `to` at share 1. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const blend = (shift: number) => {
    const start = (from >> shift) & 255
    return Math.round(start + (((to >> shift) & 255) - start) * share) << shift
  }
  return blend(16) | blend(8) | blend(0)
}

/** The colours of one object. Hues are random, so that the colour alone never reveals the kind. */
export interface Palette {
  /** Saturated, of medium lightness. */
  readonly main: Colour
  /** Another hue of the same saturation and lightness. */
  readonly accent: Colour
  /** Dark shade of the first hue. */
  readonly dark: Colour
  /** Light tint of the second hue. */
  readonly light: Colour
  /** Nearly white. */
  readonly cream: Colour
  /** Nearly black. */
  readonly ink: Colour
}

/** Returns a random palette. */
export function palette(next: () => number): Palette {
  const hue = next()
  const other = hue + 0.25 + 0.5 * next()
  const saturation = 0.55 + 0.4 * next()
  return {
    main: hsl(hue, saturation, 0.46 + 0.12 * next()),
    accent: hsl(other, saturation, 0.46 + 0.12 * next()),
    dark: hsl(hue, 0.6, 0.22 + 0.08 * next()),
    light: hsl(other, 0.55, 0.76 + 0.08 * next()),
    cream: hsl(next(), 0.35, 0.92),
    ink: hsl(next(), 0.3, 0.13),
  }
}
