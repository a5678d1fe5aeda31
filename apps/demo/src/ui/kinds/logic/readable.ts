/** Returns black or white, whichever can be read on a colour `rgb(r g b)`: that with the higher contrast, as WCAG counts it. */
export function readableOn(color: string): "#000" | "#fff" {
  const [red, green, blue] = color.match(/\d+/g)!.map((channel) => linear(Number(channel) / 255))
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? "#000" : "#fff"
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
