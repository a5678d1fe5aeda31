import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { random } from "@pami/core/tensor"
import { brightness, convolutions } from "@pami/test-models"
import { expect, test } from "vitest"
import { onnxruntimeNode } from "../index.ts"
import { items, noise, plain } from "../../test/pictures.ts"

const red = [1, 0, 0] as const
const pictures = noise(32, 32)

test("the caller continues while a run is in progress", async () => {
  // So much work that an unblocked caller gets thousands of turns, even if every core is busy.
  const size = 256
  const model = await onnxruntimeNode({ threads: 1 }).load(convolutions({ weight: random(3), size }))
  const ended = model.run({ image: noise(64, size) }).then(() => true)
  let turns = 0
  while (!(await Promise.race([ended, new Promise<false>((turn) => setImmediate(turn, false))]))) turns++
  expect(turns).toBeGreaterThan(2)
})

test("feeds may be changed as soon as the run has started", async () => {
  const model = await onnxruntimeNode().load(brightness())
  const expected = await model.run({ image: plain(red) })
  for (let repeat = 0; repeat < 3; repeat++) {
    const image = plain(red)
    const run = model.run({ image })
    ;(image.data as Float32Array).fill(0.3)
    expect(await run).toEqual(expected)
  }
})

test("concurrent batches of different sizes do not mix", async () => {
  const model = await onnxruntimeNode({ threads: 4 }).load(convolutions({ weight: random(3) }))
  const sizes = [1, 4, 4, 2, 8, 4, 1, 4, 16, 4]
  const run = async (size: number) =>
    (await model.run({ image: items(pictures, 0, size) })).probabilities.data
  const alone = new Map<number, unknown>()
  for (const size of new Set(sizes)) alone.set(size, await run(size))
  const answers = await Promise.all(sizes.map(run))
  for (const [i, size] of sizes.entries()) expect(answers[i]).toEqual(alone.get(size))
})

/** Returns the output and the exit status of a program. */
async function program(name: string): Promise<{ status: number; stdout: string; stderr: string }> {
  const file = fileURLToPath(new URL(`../../test/${name}.ts`, import.meta.url))
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--conditions=source", file], {
      timeout: 60_000,
    })
    return { status: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, stdout, stderr }
  }
}

test("a process that exits during runs keeps its exit status", async () => {
  expect(await program("ending")).toEqual({ status: 7, stdout: "ending\n", stderr: "" })
})

test("a process lives until its runs are done, and no longer, without dispose", async () => {
  expect(await program("forgetful")).toEqual({ status: 0, stdout: "32 answers\n", stderr: "" })
})
