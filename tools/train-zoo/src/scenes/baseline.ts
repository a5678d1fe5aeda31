/** Writes a baseline of an image. `picture` and `out` are `[side, side, 3]` in [0, 1]. */
type BaselineMaker = (next: () => number, picture: Float32Array, side: number, out: Float32Array) => void

/** Writes a random baseline like those of masking operators: mostly blurs, also flat colours and noise. */
export const baseline: BaselineMaker = (next, picture, side, out) => {
  const sort = next()
  const kernel = 2 * Math.round((side * (0.17 + 0.1 * next())) / 2) + 1
  if (sort < 0.4) blur(picture, side, kernel, true, out)
  else if (sort < 0.6) blur(picture, side, kernel, false, out)
  else if (sort < 0.7) out.fill(0)
  else if (sort < 0.8) out.fill(1)
  else if (sort < 0.9) mean(picture, out)
  else noise(next, out)
}

function noise(next: () => number, out: Float32Array): void {
  const spread = 0.2 + 0.5 * next()
  for (let i = 0; i < out.length; i++)
    out[i] = Math.min(1, Math.max(0, 0.5 + spread * (next() + next() + next() - 1.5)))
}

function mean(picture: Float32Array, out: Float32Array): void {
  const sums = [0, 0, 0]
  for (let i = 0; i < picture.length; i++) sums[i % 3] += picture[i]
  for (let i = 0; i < out.length; i++) out[i] = (3 * sums[i % 3]) / picture.length
}

/**
 * Applies a box blur with running sums; `kernel` is odd. Pixels outside the image are zero, or, if `corrected`,
 * ignored: the sum is then divided by the part of the kernel inside the image.
 */
export function blur(
  picture: Float32Array,
  side: number,
  kernel: number,
  corrected: boolean,
  out: Float32Array,
): void {
  const half = (kernel - 1) / 2
  const rows = new Float32Array(picture.length)
  const pass = (source: Float32Array, target: Float32Array, line: number, step: number) => {
    let sum = 0
    for (let k = 0; k < half; k++) sum += source[line + k * step]
    for (let k = 0; k < side; k++) {
      if (k + half < side) sum += source[line + (k + half) * step]
      if (k - half > 0) sum -= source[line + (k - half - 1) * step]
      const mass = corrected ? Math.min(side, k + half + 1) - Math.max(0, k - half) : kernel
      target[line + k * step] = sum / mass
    }
  }
  for (let y = 0; y < side; y++) for (let c = 0; c < 3; c++) pass(picture, rows, y * side * 3 + c, 3)
  for (let x = 0; x < side; x++) for (let c = 0; c < 3; c++) pass(rows, out, x * 3 + c, side * 3)
}
