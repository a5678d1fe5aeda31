import type { Model, TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { Check } from "../check.ts"
import { type FixtureName, fixtures } from "../fixtures/index.ts"
import { withFixture, type Workbench } from "../workbench.ts"

/** Checks of what a model says about itself. */
export const metadata: readonly Check[] = [
  {
    name: "metadata",
    promise: "inputs and outputs are declared with the names, element types and shapes that the file has",
    async run(workbench) {
      for (const name of Object.keys(fixtures) as FixtureName[]) {
        // The limits of a fixed batch have a check of their own.
        if (name === "linear-batch-2") continue
        await withFixture(workbench, name, async (model, { inputs, outputs }) => {
          expectInfos(`inputs of "${name}"`, model.inputs, inputs, workbench)
          expectInfos(`outputs of "${name}"`, model.outputs, outputs, workbench)
          if (model.backend !== workbench.backend.name)
            throw new Error(`the model's backend is "${model.backend}", not "${workbench.backend.name}"`)
        })
      }
    },
  },
  {
    name: "limits",
    promise:
      "limits.preferredBatch is a whole number from 1, and not above largestBatch; limits.preferredRuns one from 1, or not there",
    run: (workbench) =>
      withFixture(workbench, "linear", async ({ limits }) => {
        const { preferredBatch, largestBatch = Infinity, preferredRuns = 1 } = limits
        if (!Number.isInteger(preferredBatch) || preferredBatch < 1 || preferredBatch > largestBatch)
          throw new Error(
            `preferredBatch is ${preferredBatch}, largestBatch ${limits.largestBatch}: it has to be a whole number from 1 to that`,
          )
        if (!Number.isInteger(preferredRuns) || preferredRuns < 1)
          throw new Error(
            `preferredRuns is ${preferredRuns}: it has to be a whole number from 1, or not there`,
          )
      }),
  },
  {
    name: "digest",
    promise: "the digest is sha256: and 64 digits, the same at every load, another for another model",
    async run(workbench) {
      const digests = []
      for (const name of ["linear", "linear", "two-outputs"] as const)
        digests.push(await withFixture(workbench, name, async ({ digest }) => digest))
      const [first, again, other] = digests
      if (!/^sha256:[0-9a-f]{64}$/.test(first))
        throw new Error(`the digest is "${first}", not sha256: and 64 hexadecimal digits`)
      if (first !== again) throw new Error(`one model, loaded twice, has two digests: ${first} and ${again}`)
      if (first === other)
        throw new Error(`two models have the same digest, ${first}: it does not tell them apart`)
    },
  },
  {
    name: "settings",
    promise: "settings are plain JSON, the same at every load",
    async run(workbench) {
      const texts: string[] = []
      for (let load = 0; load < 2; load++)
        texts.push(await withFixture(workbench, "linear", async ({ settings }) => asJson(settings)))
      if (texts[0] !== texts[1])
        throw new Error(`settings change from load to load, from ${texts[0]} to ${texts[1]}`)
    },
  },
  {
    name: "address",
    promise: "a model is loaded from its address (file: or http:) too, and has the digest of its bytes",
    async run(workbench) {
      const { backend } = workbench
      const address = workbench.address("linear")
      if (address === undefined)
        return "the option `address` does not say where the model lies that `source` gives"
      const digest = await withFixture(workbench, "linear", async (model) => model.digest)
      const model = await backend.load(address)
      await model.dispose()
      if (model.digest !== digest)
        throw new Error(
          `loaded from its address a model has the digest ${model.digest}, from bytes ${digest}`,
        )
    },
  },
]

function expectInfos(
  what: string,
  came: readonly TensorInfo[],
  expected: readonly TensorInfo[],
  { format }: Workbench,
): void {
  const right = expected.map((info) => {
    const [batch, channels, height, width] = info.shape
    const last = { ...info, shape: [batch, height, width, channels] }
    if (info.shape.length !== 4) return [info]
    return format === undefined ? [info, last] : [format === "onnx" ? info : last]
  })
  const texts = came.map(asText)
  const fits = came.length === right.length && right.every((infos, i) => infos.map(asText).includes(texts[i]))
  if (fits) return
  const wanted = right.map((infos) => infos.map(asText).join(" or ")).join("; ")
  throw new Error(`${what} are declared as ${texts.join("; ") || "none"}; the file has ${wanted}`)
}

function asText({ name, dtype, shape }: TensorInfo): string {
  return `"${name}" ${dtype} ${formatShape(shape)}`
}

/** Settings as text; fails for what JSON would lose or change. */
function asJson(settings: Model["settings"]): string {
  const plain = (value: unknown): boolean =>
    value === null ||
    ["string", "boolean"].includes(typeof value) ||
    Number.isFinite(value) ||
    (Array.isArray(value) && value.every(plain)) ||
    (typeof value === "object" &&
      Object.getPrototypeOf(value) === Object.prototype &&
      Object.values(value as object).every(plain))
  const odd = Object.entries(settings).find(([, value]) => !plain(value))
  if (odd !== undefined)
    throw new Error(`the setting "${odd[0]}" is ${String(odd[1])}, which JSON does not hold`)
  return JSON.stringify(settings)
}
