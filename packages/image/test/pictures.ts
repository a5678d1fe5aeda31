import type { Picture } from "../src/picture.ts"

/** An image with known, busy content; the same formula in numpy gave the numbers that tests compare with. */
export function pattern(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++)
        data[i++] = (x * 37 + y * 91 + channel * 53 + x * y * 7) % 256
  return { width, height, data }
}

/** An image of one colour. */
export function plain(width: number, height: number, color: readonly number[]): Picture {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => color[i % 3]) }
}

/** The pixel at `x`, `y`. */
export function pixel({ width, data }: Picture, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
}
