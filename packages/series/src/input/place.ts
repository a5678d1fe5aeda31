/** Where a unit lies, for people. */
export interface SeriesPlace {
  /** First time step, in the series as the model sees it. */
  readonly from: number
  /** The time step after the last. */
  readonly to: number
  /** Start and end in the given series, if its rate is known. */
  readonly seconds?: readonly [start: number, end: number]
  /** Number of the channel, if units are parts of channels. */
  readonly channel?: number
  /** Name of the channel, if it has one. */
  readonly name?: string
  /** Lowest and highest frequency of the unit, for patches of a spectrogram. */
  readonly hertz?: readonly [low: number, high: number]
}

/** Returns the fields of a place along time. */
export function timePlace(
  unit: number,
  { hop, length, offset, rate }: { hop: number; length: number; offset: number; rate?: number | undefined },
): SeriesPlace {
  const [from, to] = [unit * hop, Math.min(length, (unit + 1) * hop)]
  return { from, to, ...(rate !== undefined && { seconds: [(offset + from) / rate, (offset + to) / rate] }) }
}
