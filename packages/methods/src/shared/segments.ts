import { countUnits } from "@pami/core"
import type { Input, Part, Partition, Partitioner, Signal } from "@pami/core"
import { superpixels } from "./superpixels.ts"

/** Options of methods that keep or mask whole segments. */
export interface SegmentedOptions {
  /**
   * The segments: their approximate number, at least 1, for {@link superpixels}; or a partitioner, of which the first
   * partition is taken. Units outside its parts become one more segment.
   */
  readonly segments?: number | Partitioner | undefined
}

/** Segments of an input, numbered by their first units. Every unit lies in one. */
export interface Segments {
  readonly count: number
  /** The segment of each unit. */
  readonly labels: Int32Array
  /** Start of each run of equal labels, in the order of the units, and the number of units as the end of the last. */
  readonly borders: Int32Array
}

/** Returns the partitioner that an option names. */
export function segmenterOf(segments: number | Partitioner): Partitioner {
  return typeof segments === "number" ? superpixels(segments) : segments
}

/** Returns a partitioner as settings record it. */
export function recorded({ name, settings }: Partitioner): Pick<Partitioner, "name" | "settings"> {
  return { name, settings }
}

/** Returns the segments that a partitioner makes of an input. */
export async function segmentsOf(
  segmenter: Partitioner,
  input: Input,
  signal: Signal | undefined,
): Promise<Segments> {
  const labels = new Int32Array(countUnits(input.grids))
  for await (const { runs, offsets } of segmenter.partitions(input, signal)) {
    for (let part = 1; part < offsets.length; part++)
      for (let i = offsets[part - 1]; i < offsets[part]; i += 2) labels.fill(part, runs[i], runs[i + 1])
    break
  }
  return numbered(labels)
}

/** Returns the segments of equal labels. Changes the labels. */
export function numbered(labels: Int32Array): Segments {
  const numbers = new Map<number, number>()
  const borders: number[] = []
  for (let unit = 0, last = NaN; unit < labels.length; unit++) {
    const label = labels[unit]
    if (label !== last) {
      borders.push(unit)
      if (!numbers.has(label)) numbers.set(label, numbers.size)
      last = label
    }
    labels[unit] = numbers.get(label)!
  }
  return { count: numbers.size, labels, borders: Int32Array.from([...borders, labels.length]) }
}

/** Returns the value of its segment at each unit. */
export function atUnits({ labels }: Segments, values: ArrayLike<number>): Float32Array {
  // `Float32Array.from` with a function takes ten times as long as this loop.
  const map = new Float32Array(labels.length)
  for (let unit = 0; unit < map.length; unit++) map[unit] = values[labels[unit]]
  return map
}

/** Returns the part of the chosen segments: those of which `chosen` is not 0. */
export function preserving({ labels, borders }: Segments, chosen: ArrayLike<number>): Part {
  const runs: number[] = []
  for (let i = 1; i < borders.length; i++) {
    if (!chosen[labels[borders[i - 1]]]) continue
    if (runs[runs.length - 1] === borders[i - 1]) runs[runs.length - 1] = borders[i]
    else runs.push(borders[i - 1], borders[i])
  }
  return Int32Array.from(runs)
}

// A part for each of a thousand samples takes megabytes: they are made when the sweep reaches them.
const rowsAtOnce = 64

/** Yields the partitions of samples that each preserve some segments. */
export function* partitionsOf(
  segments: Segments,
  rows: Iterable<ArrayLike<number>>,
  toPartition: (parts: readonly Part[], name: string) => Partition,
): Generator<Partition> {
  let [parts, first]: [Part[], number] = [[], 1]
  const name = () => `samples ${first} to ${first + parts.length - 1} of ${segments.count} segments`
  for (const row of rows) {
    parts.push(preserving(segments, row))
    if (parts.length < rowsAtOnce) continue
    yield toPartition(parts, name())
    first += parts.length
    parts = []
  }
  if (parts.length > 0) yield toPartition(parts, name())
}
