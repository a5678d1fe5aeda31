import type { Picture } from "@pami/image"

/** Returns the pixels of an image for a canvas: RGBA, `[height, width, 4]`. */
export function rgbaOf({ data, width, height }: Picture): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let from = 0, to = 0; to < out.length; from += 3, to += 4)
    for (let channel = 0; channel < 3; channel++) out[to + channel] = data[from + channel]
  return out
}
