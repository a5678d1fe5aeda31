import { exp, log } from "@pami/core/tensor"

/** Options of {@link melFilters}, frequencies in Hz. */
export interface MelFilterOptions {
  readonly rate: number
  readonly fftSize: number
  readonly mels: number
  readonly fmin: number
  readonly fmax: number
  readonly scale: "slaney" | "htk"
  readonly equalArea: boolean
}

/** The weights of one band, of neighbouring bins of a spectrum. */
export interface MelFilter {
  /** Number of the first bin. */
  readonly first: number
  readonly weights: Float64Array
}

/** Returns triangular filters, each from the centre of the band before it to the centre of the band after it. */
export function melFilters(options: MelFilterOptions): {
  readonly bands: readonly (readonly [low: number, high: number])[]
  readonly filters: readonly MelFilter[]
} {
  const { rate, fftSize, mels, equalArea } = options
  const edges = melEdges(options, mels + 2)
  const bins = Math.floor(fftSize / 2) + 1
  const filters = Array.from({ length: mels }, (_, band): MelFilter => {
    const [low, middle, high] = edges.slice(band, band + 3)
    const [first, last] = [Math.ceil((low * fftSize) / rate), Math.floor((high * fftSize) / rate)]
    const length = Math.max(0, Math.min(last, bins - 1) - first + 1)
    const scale = equalArea ? 2 / (high - low) : 1
    const weights = Float64Array.from({ length }, (__, k) => {
      const hertz = ((first + k) * rate) / fftSize
      return scale * Math.max(0, Math.min((hertz - low) / (middle - low), (high - hertz) / (high - middle)))
    })
    return { first, weights }
  })
  return { bands: filters.map((_, band) => [edges[band], edges[band + 2]] as const), filters }
}

/** Returns `count` frequencies from `fmin` to `fmax`, at equal distances on the mel scale. */
export function melEdges(
  { fmin, fmax, scale }: Pick<MelFilterOptions, "fmin" | "fmax" | "scale">,
  count: number,
): number[] {
  const { mel, hertz } = scales[scale]
  const [low, high] = [mel(fmin), mel(fmax)]
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? fmin : i === count - 1 ? fmax : hertz(low + ((high - low) * i) / (count - 1)),
  )
}

// Slaney: linear below 1000 Hz, 15 mel; above, 27 mel for each factor of 6.4.
const perMel = 200 / 3
const step = log(6.4) / 27
const scales = {
  slaney: {
    mel: (hertz: number) => (hertz < 1000 ? hertz / perMel : 15 + log(hertz / 1000) / step),
    hertz: (mel: number) => (mel < 15 ? mel * perMel : 1000 * exp((mel - 15) * step)),
  },
  htk: {
    mel: (hertz: number) => (2595 / Math.LN10) * log(1 + hertz / 700),
    hertz: (mel: number) => 700 * (exp((mel * Math.LN10) / 2595) - 1),
  },
}
