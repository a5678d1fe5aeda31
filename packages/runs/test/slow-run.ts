// Writes the results of a run, and tells its parent of each: node -C source test/slow-run.ts FOLDER
import { createHash } from "node:crypto"
// Of one file: a start takes a tenth of the time, and tests start it twenty times.
import { openRun } from "../src/open-run.ts"

/** A model for tests: a number from 0 to 1 that depends on the three names. */
function measure(input: string, method: string, metric: string): number {
  return createHash("sha256").update(`${input} ${method} ${metric}`).digest().readUInt32LE() / 2 ** 32
}

const run = await openRun(process.argv[2], { question: { methods: ["a", "b"], metrics: ["x", "y", "z"] } })
for (let index = 0; index < 200; index++) {
  const input = `images/${index}.png`
  if (run.has({ input })) continue
  if (index % 10 === 7) {
    await run.add([{ input, error: { code: "FILE_UNREADABLE", message: `${input} is corrupt` } }])
    process.send?.("added")
    continue
  }
  for (const method of ["a", "b"]) {
    const metrics = ["x", "y", "z"].filter((metric) => !run.has({ input, method, metric }))
    // Long enough for a line to be torn.
    const curve = (metric: string) =>
      Array.from({ length: 225 }, (_, i) => measure(input, method, metric + i))
    await run.add(
      metrics.map((metric) => ({
        input,
        method,
        metric,
        value: measure(input, method, metric),
        curve: curve(metric),
      })),
    )
    if (metrics.length > 0) process.send?.("added")
  }
}
await run.close()
process.disconnect?.()
