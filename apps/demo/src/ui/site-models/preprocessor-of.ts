/** Returns the preprocessing of a bundled model as a `preprocessor_config.json`. */
export function preprocessorOf({
  width,
  height,
  mean,
  std,
}: {
  readonly width: number
  readonly height: number
  readonly mean: readonly number[]
  readonly std: readonly number[]
}): Readonly<Record<string, unknown>> {
  return { do_resize: true, size: { width, height }, image_mean: mean, image_std: std }
}
