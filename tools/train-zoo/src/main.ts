import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { network } from "./network.ts"
import { writePictures } from "./pictures.ts"
import { renderPool } from "./pool.ts"
import { report } from "./report.ts"
import { tensorflow } from "./tensorflow.ts"
import { train } from "./train.ts"
import { writeModel } from "./write.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    scenes: { type: "string", default: "16000" },
    steps: { type: "string", default: "10000" },
  },
})
const start = performance.now()
const say = (line: string) =>
  console.log(`${Math.round((performance.now() - start) / 1000)} s`.padStart(7), line)

async function makeModel(): Promise<void> {
  const tf = await tensorflow(say)
  const pool = await renderPool(Number(values.scenes), Math.min(8, availableParallelism()))
  say(`${pool.size} training scenes drawn`)
  const seed = Number(values.seed)
  const steps = Number(values.steps)
  const model = network(tf, seed)
  train(tf, model, pool, {
    seed,
    steps,
    batch: 64,
    rate: 0.003,
    progress: (step, loss) => say(`step ${step} of ${steps}: loss ${loss.toFixed(4)}`),
  })
  await writeModel(model, { ...values })
}

const stages = { model: makeModel, pictures: writePictures, report: () => report(say) }
const unknown = positionals.filter((name) => !Object.hasOwn(stages, name))
if (unknown.length > 0)
  throw new RangeError(`unknown stages ${unknown.join(", ")}; expected ${Object.keys(stages).join(", ")}`)
for (const [name, run] of Object.entries(stages))
  if (positionals.length === 0 || positionals.includes(name)) await run()
