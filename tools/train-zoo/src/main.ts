import { parseArgs } from "node:util"
import type { Course } from "./course.ts"
import { courses } from "./courses/index.ts"
import { writeSamples } from "./samples.ts"
import { writePictures } from "./scenes/pictures.ts"
import { tensorflow } from "./tensorflow.ts"
import { train } from "./train.ts"
import { writeModel } from "./write.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    steps: { type: "string" },
    report: { type: "boolean", default: false },
  },
})
const start = performance.now()
const say = (line: string) =>
  console.log(`${Math.round((performance.now() - start) / 1000)} s`.padStart(7), line)

const others: Readonly<Record<string, () => Promise<void>>> = {
  pictures: writePictures,
  samples: writeSamples,
}
const names = [...courses.map(({ name }) => name), ...Object.keys(others)]
const unknown = positionals.filter((name) => !names.includes(name))
if (unknown.length > 0 || positionals.length === 0)
  throw new RangeError(`unknown models "${unknown.join(", ")}"; expected one or more of ${names.join(", ")}`)

for (const name of positionals) {
  const course = courses.find((course) => course.name === name)
  if (course === undefined) await others[name]()
  else {
    if (!values.report) await make(course)
    await course.report(say)
  }
}

async function make(course: Course): Promise<void> {
  const tf = await tensorflow(say)
  const seed = Number(values.seed)
  const steps = Number(values.steps ?? course.steps)
  const networks = await course.networks(tf, seed)
  const example = await course.examples(say)
  say(`${course.name}: ${steps} steps of ${course.batch} examples`)
  const progress = (step: number, loss: number) => say(`step ${step} of ${steps}: loss ${loss.toFixed(4)}`)
  train(tf, course, networks, example, { seed, steps, progress })
  await writeModel(tf, course, networks, { seed: String(seed), steps: String(steps) })
}
