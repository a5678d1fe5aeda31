import { type ServerOptions, startServer } from "@pami/test-models/open-inference"
import { classProbability, denseInput, explain, grid, type Model } from "@pami/core"
import { expect, test } from "vitest"
import { openInference } from "../src/index.ts"
import { floatsOf, output, pair, twice } from "./models.ts"

const models = { twice }
const zeros: NonNullable<ServerOptions["spoil"]> = (outputs) =>
  outputs.map(({ name, shape, bytes }) => output(name, shape, new Float32Array(bytes.length / 4)))
const after =
  (first: number, spoil: NonNullable<ServerOptions["spoil"]>): NonNullable<ServerOptions["spoil"]> =>
  (outputs, infers) =>
    infers >= first ? spoil(outputs, infers) : outputs

const explained = (model: Model) =>
  explain({
    model,
    input: denseInput({
      name: "x",
      units: [2],
      planes: 1,
      inner: 1,
      shape: [2],
      original: Float32Array.of(1, 3),
      baseline: new Float32Array(2),
    }),
    target: classProbability({ activation: "softmax" }),
    partitioner: grid({ size: 1 }),
  })

test.each([
  ["zeros", zeros],
  [
    "NaN",
    (outputs) =>
      outputs.map(({ name, shape, bytes }) =>
        output(name, shape, new Float32Array(bytes.length / 4).fill(NaN)),
      ),
  ],
  [
    "numbers that are a percent off",
    (outputs) =>
      outputs.map((y) =>
        output(
          y.name,
          y.shape,
          floatsOf(y).map((value) => value * 1.01),
        ),
      ),
  ],
] satisfies [string, NonNullable<ServerOptions["spoil"]>][])(
  "a server that begins to answer %s in a long run is found",
  async (_, spoil) => {
    await using server = await startServer({ models, spoil: after(20, spoil) })
    const model = await openInference({ checkEvery: 10 }).load(server.address("twice"))
    let runs = 0
    const error = await (async () => {
      for (; runs < 100; runs++) await model.run(pair(runs + 1, 1))
    })().catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: "HEALTH_CHECK_FAILED",
      message: expect.stringMatching(/known input after \d+ runs.*output "y" is .* at element 0, it was 2\./),
    })
    expect(runs).toBeLessThan(30)
    // Until it is right again, runs are not trusted.
    await expect(model.run(pair(1, 1))).rejects.toMatchObject({ code: "HEALTH_CHECK_FAILED" })
  },
)

test("a server that breaks in a short explanation is found at its end", async () => {
  await using calm = await startServer({ models })
  await explained(await openInference().load(calm.address("twice")))
  const calls = calm.infers.length
  // The last call is the check.
  await using server = await startServer({ models, spoil: after(calls - 2, zeros) })
  const error = await explained(await openInference().load(server.address("twice"))).catch(
    (error: unknown) => error,
  )
  expect(error).toMatchObject({ code: "HEALTH_CHECK_FAILED", partial: { complete: false } })
})

test("a server that rounds differently is healthy", async () => {
  const next: NonNullable<ServerOptions["spoil"]> = (outputs, infers) =>
    outputs.map((y) =>
      output(
        y.name,
        y.shape,
        floatsOf(y).map((value) => value * (1 + 1e-6 * (infers % 2))),
      ),
    )
  await using server = await startServer({ models, spoil: next })
  const model = await openInference({ checkEvery: 1 }).load(server.address("twice"))
  for (let run = 0; run < 5; run++) await model.run(pair(1, 2))
  await model.check!()
})

test("a model that draws random numbers is not compared, unless it gives none any more", async () => {
  let isBroken = false
  const drawn: NonNullable<ServerOptions["spoil"]> = (outputs, infers) =>
    outputs.map((y) =>
      output(
        y.name,
        y.shape,
        floatsOf(y).map((value) => (isBroken ? NaN : value + infers)),
      ),
    )
  await using server = await startServer({ models, spoil: drawn })
  const model = await openInference({ checkEvery: 1 }).load(server.address("twice"))
  for (let run = 0; run < 5; run++) await model.run(pair(1, 2))
  isBroken = true
  await expect(model.run(pair(1, 2))).rejects.toMatchObject({
    code: "HEALTH_CHECK_FAILED",
    message: expect.stringContaining('output "y" holds NaN'),
  })
})

test("a known answer is compared when the model is loaded", async () => {
  const known = {
    feeds: pair(1, 2),
    outputs: { y: { dtype: "float32", shape: [1, 2], data: Float32Array.of(2, 4) } },
  } as const
  await using server = await startServer({ models })
  await openInference({ known }).load(server.address("twice"))
  await using broken = await startServer({ models, spoil: zeros })
  await expect(openInference({ known }).load(broken.address("twice"))).rejects.toMatchObject({
    code: "HEALTH_CHECK_FAILED",
    message: expect.stringContaining(
      'at the start, the server does not give the answer that is given as right: output "y" is 0 at element 0, it was 2',
    ),
  })
})

test("the first item of the first run is the known input, whatever becomes of its memory", async () => {
  await using server = await startServer({ models })
  const model = await openInference().load(server.address("twice"))
  const feeds = pair(5, 6, 7, 8)
  await model.run(feeds)
  feeds.x.data.fill(0)
  await model.check!()
  const [last] = server.infers.slice(-1)
  const head = Number(last.headers["inference-header-content-length"])
  expect(new Float32Array(new Uint8Array(last.body.subarray(head)).buffer)).toEqual(Float32Array.of(5, 6))
})

test.each([
  [
    "its metadata",
    (changed: () => boolean) => ({ versions: () => (changed() ? ["1", "2"] : ["1"]) }),
    /describes it differently/,
  ],
  [
    "the version that answers",
    (changed: () => boolean) => ({ version: () => (changed() ? "2" : "1") }),
    /version 2 answers, it was 1/,
  ],
] as const)("a model that changes %s is found", async (_, options, says) => {
  let isChanged = false
  await using server = await startServer({ models, ...options(() => isChanged) })
  const model = await openInference({ checkEvery: 4 }).load(server.address("twice"))
  await model.run(pair(1, 2))
  isChanged = true
  const error = await (async () => {
    for (let run = 0; run < 8; run++) await model.run(pair(1, 2))
  })().catch((error: unknown) => error)
  expect(error).toMatchObject({ code: "MODEL_CHANGED", message: expect.stringMatching(says) })
})

test("another version beside a named one changes nothing", async () => {
  let versions = ["1"]
  await using server = await startServer({ models, versions: () => versions })
  const model = await openInference({ checkEvery: 1 }).load(`${server.address("twice")}/versions/1`)
  expect(model.findings!.map(({ code }) => code)).toEqual(["CONTENT_UNKNOWN"])
  versions = ["1", "2"]
  await model.run(pair(1, 2))
  await model.check!()
  expect(server.infers[0].path).toBe("/v2/models/twice/versions/1/infer")
})
