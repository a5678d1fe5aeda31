import { setTimeout as sleep } from "node:timers/promises"
import { average, classProbability, countParts, partOf, slidingWindow, sweep, topClasses } from "@pami/core"
import type { Input } from "@pami/core"
import { median } from "@pami/measure"
import { inputFor } from "../subject.ts"
import type { Subject } from "../subject.ts"
import { timed } from "../under-way.ts"
import type { Batch, Loaded } from "./bare.ts"

/** Passes per second of a round, three times: of explain, of it while a run is under way, and of the bare runtime. */
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

// Sweeps and bare runs take turns, so that both see the same machine. A turn is a sweep of its own: none of its runs is
// left when the other's turn comes.
const turnMilliseconds = 500
// Threads of a runtime look out for more work for some time before they sleep: not on the other's time.
const restMilliseconds = 100
const roundMilliseconds = 1500
const fewestTurns = 3

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
  const clock = timed(loaded.model)
  const { model } = clock
  const batch = model.limits.preferredBatch
  const prepared = await firstBatch(input, batch)
  const target = classProbability({ classes: topClasses(1) })
  const runBare = async (times: number) => {
    const started = performance.now()
    for (let run = 0; run < times; run++) await loaded.bare(prepared)
    return performance.now() - started
  }
  const runSweep = async (times: number) => {
    const passes = times * batch
    const steps = sweep({ model, input, target, batch, partitioner: slidingWindow({ passes }), passes })
    await steps.next()
    clock.reset()
    const started = performance.now()
    for (;;) {
      const step = await steps.next()
      if (!step.done) continue
      average(step.value)
      return performance.now() - started
    }
  }
  await runBare(4)
  const each = median([await runBare(1), await runBare(1), await runBare(1)])
  const turn = Math.max(1, Math.round(turnMilliseconds / each))
  // The runtime takes its memory, and the functions are compiled, before anything is measured.
  await runSweep(turn)
  await runBare(turn)
  const turns = Math.max(fewestTurns, Math.round(roundMilliseconds / (turn * each)))
  let [explained, inside, bare] = [0, 0, 0]
  for (let k = 0; k < turns; k++) {
    await sleep(restMilliseconds)
    explained += await runSweep(turn)
    inside += clock.milliseconds
    await sleep(restMilliseconds)
    bare += await runBare(turn)
  }
  return { batch, passes: turns * turn * batch, explained, inside, bare }
}

/** The first batch of a sweep, made beforehand. */
async function firstBatch(input: Input, batch: number): Promise<Batch> {
  const { name, shape } = input.tensors[0]
  const writer = input.open(batch)
  let filled = 0
  for await (const partition of slidingWindow().partitions(input)) {
    for (let k = 0; k < countParts(partition) && filled < batch; k++)
      writer.preserve(filled++, partOf(partition, k))
    if (filled === batch) break
  }
  const data = (writer.feeds(batch)[name].data as Float32Array).slice()
  writer.close()
  return { name, shape: [batch, ...(shape.slice(1) as number[])], data }
}
