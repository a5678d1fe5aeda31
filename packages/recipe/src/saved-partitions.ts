import type { Partition } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import type { NpyArray } from "@pami/image"
import { definedFields } from "./schema/defined-fields.ts"
import { float64, shares } from "./explanation-header.ts"
import type { Arrays, Header } from "./explanation-header.ts"

type Field = Header["partitions"][number]

/** Returns a partition without its arrays. */
export function partitionFields({ name, offsets, variant, stage, soft }: Partition): Field {
  return {
    name,
    size: offsets.length - 1,
    ...definedFields({ variant, stage, soft: soft && { shape: [...soft.shape], steps: [...soft.steps] } }),
  }
}

/** Returns the arrays of all partitions, each joined; those of soft masks only where there are some. */
export function partitionArrays(partitions: readonly Partition[]): Record<string, NpyArray["data"]> {
  const soft = partitions.flatMap((partition) => partition.soft ?? [])
  return {
    runs: joined(
      Int32Array,
      partitions.map(({ runs }) => runs),
    ),
    offsets: joined(
      Int32Array,
      partitions.map(({ offsets }) => offsets),
    ),
    ...(soft.length > 0 && {
      shares: joined(
        Float32Array,
        soft.map((masks) => masks.shares),
      ),
      origins: joined(
        Float64Array,
        soft.map(({ origins }) => origins),
      ),
    }),
  }
}

/** Returns the partitions of {@link partitionArrays}, checked. */
export function readPartitions(
  fields: readonly Field[],
  { runs, offsets }: Arrays,
  array: (key: string) => NpyArray,
): Partition[] {
  const sum = (length: (soft: NonNullable<Field["soft"]>) => number) =>
    fields.reduce((total, { size, soft }) => total + (soft === undefined ? 0 : size * length(soft)), 0)
  const anySoft = fields.some(({ soft }) => soft !== undefined)
  const allShares = anySoft
    ? shares(
        array("shares"),
        sum(({ shape }) => sizeOf(shape)),
      )
    : new Float32Array(0)
  const allOrigins = anySoft
    ? float64(
        array("origins"),
        sum(({ shape }) => shape.length),
      )
    : new Float64Array(0)
  const at = { run: 0, offset: 0, share: 0, origin: 0 }
  return fields.map(({ size, soft, ...rest }) => {
    const own = offsets.slice(at.offset, (at.offset += size + 1))
    const partition = { ...rest, runs: runs.slice(at.run, (at.run += own[size])), offsets: own }
    if (soft === undefined) return partition
    const ownShares = allShares.slice(at.share, (at.share += size * sizeOf(soft.shape)))
    const origins = allOrigins.slice(at.origin, (at.origin += size * soft.shape.length))
    return { ...partition, soft: { ...soft, shares: ownShares, origins } }
  })
}

function joined<List extends Int32Array | Float32Array | Float64Array>(
  constructor: new (length: number) => List,
  arrays: readonly List[],
): List {
  const all = new constructor(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const array of arrays) {
    all.set(array, at)
    at += array.length
  }
  return all
}
