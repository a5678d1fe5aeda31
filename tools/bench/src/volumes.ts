// How well maps of volumes show an object whose voxels are known, by partitioner or by masking operator. Takes a minute.
//   pnpm bench volumes [--volumes N] [--passes N] [--by partitioner|masking]
import { parseArgs } from "node:util"
import { average, classProbability, explain, grid, peak, slidingWindow } from "@pami/core"
import type { MaskingOperator, Partitioner } from "@pami/core"
import { table } from "@pami/measure"
import { preSegmentation } from "@pami/pre-segmentation"
import { blur, mean, minimum, noise, supervoxels, volumeInput } from "@pami/volume"
import type { Samples } from "@pami/volume"
import { brightVoxels, ellipsoids, side } from "./volumes/ellipsoids.ts"

/** A row of the table: a partitioner and a masking operator. */
interface Setting {
  readonly name: string
  readonly partitioner: Partitioner
  readonly masking: MaskingOperator<Samples>
}

/**
 * Prints energy (the share of the map on the object, over that of a flat map), the share of peaks on the object, and the
 * score of the baseline.
 *
 * @param args of the command line
 */
export async function volumes(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    options: {
      volumes: { type: "string", default: "12" },
      passes: { type: "string", default: "300" },
      by: { type: "string", default: "partitioner" },
    },
  })
  const [count, passes] = [values.volumes, values.passes].map(Number)
  const rows: Record<string, string | number>[] = []
  for (const setting of values.by === "masking" ? maskings(passes) : partitioners(passes))
    rows.push(await measure(setting, count))
  console.log(table(rows))
}

function partitioners(passes: number): Setting[] {
  const masking = blur()
  const rows: [string, Partitioner][] = [
    ["supervoxels, compactness 0.1", supervoxels({ passes, compactness: 0.1 })],
    ["supervoxels (0.3)", supervoxels({ passes })],
    ["supervoxels, compactness 1", supervoxels({ passes, compactness: 1 })],
    ["supervoxels from 8 segments", supervoxels({ segments: [8, 10, 13, 16, 20, 24, 31, 38, 48, 60] })],
    ["sliding window", slidingWindow({ passes })],
    ["grid", grid({ passes })],
    ["pre-segmentation", preSegmentation()],
  ]
  return rows.map(([name, partitioner]) => ({ name, partitioner, masking }))
}

function maskings(passes: number): Setting[] {
  const partitioner = supervoxels({ passes })
  const shares = [0.05, 0.1, 0.15, 0.25]
  const rows: [string, MaskingOperator<Samples>][] = [
    ...shares.map((share): [string, MaskingOperator<Samples>] => [
      `blur, sigma ${share} of the side`,
      blur({ sigma: share * side }),
    ]),
    ["mean", mean()],
    ["minimum", minimum()],
    ["noise", noise({ seed: 1 })],
  ]
  return rows.map(([name, masking]) => ({ name, partitioner, masking }))
}

async function measure({ name, partitioner, masking }: Setting, count: number) {
  let [energy, hits, baseline, passes] = [0, 0, 0, 0]
  for (let seed = 1; seed <= count; seed++) {
    const { volume, owner } = ellipsoids(seed)
    const model = await brightVoxels(owner)
    const { input } = await volumeInput({ volume, tensor: model.inputs[0], masking })
    const target = classProbability({ activation: "none" })
    const explanation = await explain({ model, input, target, partitioner })
    const map = average(explanation, 0)
    const size = owner.reduce((sum, one) => sum + one, 0)
    const all = map.reduce((sum, value) => sum + value, 0)
    const on = map.reduce((sum, value, unit) => sum + value * owner[unit], 0)
    energy += on / all / (size / owner.length)
    hits += owner[peak(map)]
    baseline += explanation.baseline[0]
    passes += explanation.passes
    await model.dispose()
  }
  return {
    "": name,
    energy: (energy / count).toFixed(1),
    "peak on it": `${hits} of ${count}`,
    baseline: (baseline / count).toFixed(3),
    passes: Math.round(passes / count),
  }
}
