import { average, classProbability, explain, slidingWindow, sweep, topClasses } from "@pami/core"
import type { Input, Model } from "@pami/core"
import { median } from "../median.ts"
import { inputFor } from "../subject.ts"
import type { Subject } from "../subject.ts"
import type { Batch, Loaded } from "./bare.ts"

/** Passes per second of a round, three times: of explain, of the backend's runs in it alone, and of the bare runtime. */
export interface Round {
  readonly explain: number
  readonly backend: number
  readonly bare: number
}

/** What several rounds have shown. */
export interface Speeds {
  readonly batch: number
  readonly passes: number
  readonly rounds: readonly Round[]
}

// Explain and bare runs take turns: so short that both see the same machine, yet of several batches where those are
// quick, so that most find the caches as their own kind left them.
const turnMilliseconds = 25
const roundMilliseconds = 1000
const fewestTurns = 10

/**
 * Measures sweeps of whole batches of the size that the model prefers, so that nothing is filled up on either side. The
 * look before the sweep is left out; all that explain does from the first part to the map is in it.
 */
export async function measureSpeed(load: () => Promise<Loaded>, subject: Subject): Promise<Speeds> {
  const rounds: Round[] = []
  let size = { batch: 0, passes: 0 }
  for (let round = 1; round <= subject.rounds; round++) {
    const loaded = await load()
    const { input } = await inputFor(subject, loaded.model)
    const { batch, passes, explained, inside, bare } = await takeTurns(loaded, input)
    await loaded.dispose()
    const perSecond = (milliseconds: number) => (1000 * passes) / milliseconds
    rounds.push({ explain: perSecond(explained), backend: perSecond(inside), bare: perSecond(bare) })
    size = { batch, passes }
    console.error(`  round ${round} of ${subject.rounds}`)
  }
  return { ...size, rounds }
}

async function takeTurns(loaded: Loaded, input: Input) {
  let inside = 0
  const model: Model = {
    ...loaded.model,
    async run(feeds) {
      const started = performance.now()
      const outputs = await loaded.model.run(feeds)
      inside += performance.now() - started
      return outputs
    },
  }
  const batch = model.limits.preferredBatch
  const prepared = await firstBatch(input, batch)
  const runBare = async (times: number) => {
    const started = performance.now()
    for (let run = 0; run < times; run++) await loaded.bare(prepared)
    return performance.now() - started
  }
  const target = classProbability({ classes: topClasses(1) })
  const options = { model, input, target, batch }
  // The runtime takes its memory, and the functions are compiled, before anything is measured.
  await explain({ ...options, partitioner: slidingWindow(), passes: 4 * batch })
  await runBare(4)
  const each = median([await runBare(1), await runBare(1), await runBare(1)])
  const turn = Math.max(1, Math.round(turnMilliseconds / each))
  const turns = Math.max(fewestTurns, Math.round(roundMilliseconds / (turn * each)))
  const passes = turns * turn * batch
  const partitioner = slidingWindow({ passes })

  const steps = sweep({ ...options, partitioner, passes })
  await steps.next()
  let [explained, bare, runs] = [0, 0, 0]
  inside = 0
  for (;;) {
    const started = performance.now()
    const step = await steps.next()
    if (step.done) average(step.value)
    explained += performance.now() - started
    if (step.done) return { batch, passes, explained, inside, bare }
    const done = step.value.passes / batch
    if (done % turn > 0 || done === runs) continue
    bare += await runBare(done - runs)
    runs = done
  }
}

/** The first batch of a sweep, made beforehand. */
async function firstBatch(input: Input, batch: number): Promise<Batch> {
  const { name, shape } = input.tensors[0]
  const writer = input.open(batch)
  let filled = 0
  for await (const partition of slidingWindow().partitions(input)) {
    for (let k = 0; k < partition.size && filled < batch; k++) writer.preserve(filled++, partition.part(k))
    if (filled === batch) break
  }
  const data = (writer.feeds(batch)[name].data as Float32Array).slice()
  writer.close()
  return { name, shape: [batch, ...(shape.slice(1) as number[])], data }
}
