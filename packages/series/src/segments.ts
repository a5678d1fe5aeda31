import { type Partition, type Partitioner, fromParts } from "@pami/core"

/** Options of {@link segments}. */
export interface SegmentsOptions {
  /** Number of parts at which no further partition begins. Default: 300, and 600 for a grid of two axes. */
  readonly passes?: number
  /** Numbers of pieces into which time is cut, coarse first, each at least 1. Default: 4, 8, 16 and 32. */
  readonly counts?: readonly number[]
  /** On a grid of two axes: numbers of pieces of the other axis, one for each of `counts`. Default: see {@link segments}. */
  readonly bands?: readonly number[]
}

const defaultCounts = [4, 8, 16, 32]
// Up to so many channels, each is cut from its neighbours; more are bands of a spectrogram.
const fewChannels = 8

/**
 * Returns a partitioner of a series: cuts time into 4, 8, 16 and 32 pieces of equal length, then the same moved by a half, a
 * quarter, three quarters ... of a piece, until `passes` parts are reached or all borders have been. Coarse pieces find long
 * evidence, fine ones short evidence.
 *
 * On a grid of two axes the other axis is cut too: into its channels if there are at most 8, else into 4, 4, 8 and 8 bands
 * that move in thirds.
 *
 * @throws RangeError for options out of range
 *
 * @example
 * import type { Partition } from "@pami/core"
 *
 * const { input } = await seriesInput({
 *   series: { data: new Float32Array(64), length: 64, channels: 1 },
 *   tensor: { name: "x", dtype: "float32", shape: [null, 64] },
 * })
 * const [first] = segments().partitions(input) as Iterable<Partition>
 * console.log(first.name, first.runs.join()) // 4 segments 0,16,16,32,32,48,48,64
 */
export function segments({ passes, counts = defaultCounts, bands }: SegmentsOptions = {}): Partitioner {
  for (const count of [...counts, ...(bands ?? [])])
    if (!(Number.isInteger(count) && count >= 1))
      throw new RangeError(`counts and bands are whole numbers of at least 1; got ${count}`)
  if (counts.length === 0 || (bands !== undefined && bands.length !== counts.length))
    throw new RangeError(`segments needs one of counts or more, and as many bands; got ${counts.length}`)
  if (passes !== undefined && !(passes >= 1)) throw new RangeError(`passes is at least 1; got ${passes}`)
  const plan = (shape: readonly number[]) => plans({ passes, counts, bands }, shape)
  const sizeOf = (cuts: Cuts) => cuts.reduce((product, { length }) => product * (length - 1), 1)
  return {
    name: "segments",
    settings: { passes: passes ?? null, counts: [...counts], bands: bands === undefined ? null : [...bands] },
    total: ({ grids: [{ shape }] }) => plan(shape).reduce((sum, cuts) => sum + sizeOf(cuts), 0),
    planned: ({ grids: [{ shape }] }) => [plan(shape).length],
    *partitions({ grids: [{ shape }] }) {
      for (const cuts of plan(shape)) yield partitionOf(cuts, shape)
    },
  }
}

/** The borders along each axis, the ends included. */
type Cuts = readonly (readonly number[])[]

function plans(
  {
    passes,
    counts,
    bands,
  }: { passes: number | undefined; counts: readonly number[]; bands: SegmentsOptions["bands"] },
  shape: readonly number[],
): Cuts[] {
  if (shape.length < 1 || shape.length > 2)
    throw new RangeError(`segments works on 1 or 2 axes; got ${shape.length} (${shape.join("x")})`)
  const [time, other = 1] = shape
  const few = other <= fewChannels
  const wanted = passes ?? (shape.length === 1 ? 300 : 600)
  const found: Cuts[] = []
  const seen = new Set<string>()
  for (let round = 0, parts = 0, fresh = true; fresh && parts < wanted; round++) {
    fresh = false
    for (const [level, count] of counts.entries()) {
      if (parts >= wanted) break
      const across = bands?.[level] ?? (few ? other : 4 * (1 + Math.floor((2 * level) / counts.length)))
      const cuts = [
        borders(time, count, radicalInverse(round, 2)),
        ...(shape.length === 1
          ? []
          : // Whole channels do not move.
            [borders(other, across, across >= other ? 0 : radicalInverse(round, 3))]),
      ]
      const key = cuts.map((axis) => axis.join()).join(";")
      if (seen.has(key)) continue
      seen.add(key)
      fresh = true
      found.push(cuts)
      parts += cuts.reduce((product, { length }) => product * (length - 1), 1)
    }
  }
  return found
}

/** Returns the borders of `count` equal pieces, moved by a share of a piece. */
function borders(length: number, count: number, share: number): number[] {
  const piece = length / Math.min(count, length)
  // A set: two borders may round to one.
  const cuts = new Set([0])
  for (let k = 0; k < count; k++) {
    const at = Math.round((k + share) * piece)
    if (at > 0 && at < length) cuts.add(at)
  }
  return [...cuts.add(length)]
}

/** Returns 0, then shares between 0 and 1 that halve (base 2) or third (base 3) the distances again and again. */
function radicalInverse(index: number, base: number): number {
  let [share, step] = [0, 1 / base]
  for (let rest = index; rest > 0; rest = Math.floor(rest / base), step /= base) share += (rest % base) * step
  return share
}

function partitionOf(cuts: Cuts, shape: readonly number[]): Partition {
  const pieces = cuts.map((axis) => axis.slice(1).map((end, k) => [axis[k], end] as const))
  if (pieces.length === 1)
    return fromParts(
      pieces[0].map((piece) => Int32Array.from(piece)),
      `${pieces[0].length} segments`,
    )
  const parts = pieces[0].flatMap(([start, end]) =>
    pieces[1].map(([low, high]) =>
      // All of the other axis: one run.
      high - low === shape[1]
        ? Int32Array.of(start * shape[1], end * shape[1])
        : Int32Array.from(
            Array.from({ length: end - start }, (_, k) => [
              (start + k) * shape[1] + low,
              (start + k) * shape[1] + high,
            ]).flat(),
          ),
    ),
  )
  return fromParts(parts, `${pieces[0].length} x ${pieces[1].length} patches`)
}
