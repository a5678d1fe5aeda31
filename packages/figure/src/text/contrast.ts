import { hex, type Rgb } from "./palette.ts"

/** The contrast of letters that WCAG 2.2 asks for at level AA. */
export const readable = 4.5

/** Returns the contrast of two colours as WCAG 2.2 defines it, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((one, other) => one - other)
  return (light + 0.05) / (dark + 0.05)
}

// Black and white always suffice: one of them has a contrast of at least 4.58 to any colour.
const inks: readonly Rgb[] = [
  [27, 27, 31],
  [255, 255, 255],
  [0, 0, 0],
]

/** Returns the colour of letters on a background, as hexadecimal: the figure's ink, else white or black. */
export function inkOn(background: Rgb): string {
  return hex(inks.find((color) => contrast(color, background) >= readable)!)
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((byte) => {
    const share = byte / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
