import type { Settings } from "@pami/core"
import type { Series } from "../series.ts"

/** Turns sound into the features that a model takes: a row for each frame of time. */
export interface FrontEnd {
  readonly name: string
  /** All that decides the features. */
  readonly settings: Settings
  /** Samples per second that it takes. */
  readonly rate: number
  /** Samples from one frame to the next. */
  readonly hop: number
  /** Lowest and highest frequency of each feature, in Hz. */
  readonly bands: readonly (readonly [low: number, high: number])[]
  /** Returns the fewest samples that give `frames` frames. */
  samplesFor(frames: number): number
  /**
   * Returns the features: a step for each frame, a channel for each band.
   *
   * @param sound of one channel, at `rate`
   */
  features(sound: Series): Series
}
