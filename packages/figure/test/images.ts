import type { Picture } from "@pami/image"

/** Returns an image of one colour. */
export function plain(width: number, height: number, color: readonly number[]): Picture {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => color[i % 3]) }
}

/** Returns the colour of the pixel at `x`, `y`. */
export function pixel({ width, data }: Picture, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
}
