// Bare inference: no package of PAMI.
import { bareBatch, bareSession } from "../bare-session.ts"

const runs = 60
// Assumed for a free axis: the side of the most common images.
const usualLength = 224
const [model, threads] = process.argv.slice(2)
const { inputs, run, release } = await bareSession(model, Number(threads))
const [{ name, shape }] = inputs
const batch = [bareBatch, ...shape.slice(1).map((length) => length ?? usualLength)]
const data = new Float32Array(batch.reduce((product, length) => product * length))
for (let count = 0; count < runs; count++) await run(name, batch, data)
await release()
