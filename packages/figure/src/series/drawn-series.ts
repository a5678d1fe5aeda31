/** The series of a figure, as `seriesInput` of @pami/series returns it. */
export interface DrawnSeries {
  /** `[length, channels]`. */
  readonly data: Float32Array
  readonly length: number
  readonly channels: number
  /** Steps per second. Default: unknown; the axis then counts steps. */
  readonly rate?: number
  /** Name of each channel. Default: none. */
  readonly names?: readonly string[]
}

/** The spectrogram of a figure, as `spectrogramInput` of @pami/series returns it. */
export interface DrawnSpectrogram {
  /** `[time, frequency]`, like the maps. */
  readonly levels: Float32Array
  /** Lowest and highest frequency of each row, in Hz. */
  readonly bands: readonly (readonly [low: number, high: number])[]
}
