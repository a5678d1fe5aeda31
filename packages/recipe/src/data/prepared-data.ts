import type { Finding, Input, Partitioner } from "@pami/core"
import type { Series } from "@pami/series"
import type { TableInput } from "@pami/table"
import type { TextInput } from "@pami/text"
import type { Volume } from "@pami/volume"
import type { TextWord } from "../target/create-target.ts"

/** An axis of a grid of units, and where its units lie. */
export interface UnitAxis {
  /** `"time"`, `"frequency"`, `"column"`, `"slice"`. */
  readonly name: string
  /** Unit of the places: `"s"`, `"Hz"`, `"mm"`. Absent for plain numbers. */
  readonly unit?: string | undefined
  /** Place of the middle of the first unit. Absent for axes with labels. */
  readonly start?: number
  /** Distance of the middles of two units. */
  readonly step?: number
  /** Names or places of the units, one each. */
  readonly labels?: readonly (string | number)[]
}

/** A spectrogram, whose cells are the units. */
export interface Spectrogram {
  /** `[time, frequency]`. */
  readonly levels: Float32Array
  /** Lowest and highest frequency of each band, in Hz. */
  readonly bands: readonly (readonly [low: number, high: number])[]
}

/** The values of an input, for a figure. */
export type DataContent =
  | {
      readonly kind: "series"
      readonly series: Series
      readonly hop: number
      readonly spectrogram?: Spectrogram
    }
  | {
      readonly kind: "table"
      readonly table: TableInput
      /** Number of rows of the table. */
      readonly rows: number
    }
  | { readonly kind: "text"; readonly text: TextInput }
  | { readonly kind: "volume"; readonly volume: Volume }
  | {
      readonly kind: "array"
      readonly shape: readonly number[]
      readonly data: Float32Array
      readonly channels: number
    }

/** An input that is not an image, ready to be explained. */
export interface PreparedData {
  readonly input: Input
  /** Cuts the input into parts, for the method `pami`. */
  readonly partitioner: Partitioner
  /** One for each axis of the first grid. */
  readonly axes: readonly UnitAxis[]
  /** Size of the input in words: `1.00 s at 16,000 Hz`. */
  readonly size: string
  readonly content: DataContent
  /** The words of texts, for a task that scores their tokens. Else absent. */
  readonly words?: readonly TextWord[] | undefined
  /** Findings about reading the file. */
  readonly findings: readonly Finding[]
}
