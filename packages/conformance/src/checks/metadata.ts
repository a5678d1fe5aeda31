import type { Model, TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { Check } from "../check.ts"
import { type FixtureName, fixtures } from "../fixtures/index.ts"
import { withFixture, type FixtureContext } from "../fixture-context.ts"

/** Checks of the facts that a model declares. */
export const metadata: readonly Check[] = [
  {
    name: "metadata",
    promise: "inputs and outputs are declared with the names, element types and shapes of the model file",
    async run(context) {
      for (const name of Object.keys(fixtures) as FixtureName[]) {
        // fixed-batch checks this one.
        if (name === "linear-batch-2") continue
        await withFixture(context, name, async (model, { inputs, outputs }) => {
          expectInfos(`inputs of "${name}"`, model.inputs, inputs, context)
          expectInfos(`outputs of "${name}"`, model.outputs, outputs, context)
          if (model.backend !== context.backend.name)
            throw new Error(`the model's backend is "${model.backend}", not "${context.backend.name}"`)
        })
      }
    },
  },
  {
    name: "limits",
    promise:
      "limits.preferredBatch is an integer from 1 to largestBatch; limits.preferredRuns is absent or an integer from 1",
    run: (context) =>
      withFixture(context, "linear", async ({ limits }) => {
        const { preferredBatch, largestBatch = Infinity, preferredRuns = 1 } = limits
        if (!Number.isInteger(preferredBatch) || preferredBatch < 1 || preferredBatch > largestBatch)
          throw new Error(
            `preferredBatch is ${preferredBatch}; expected an integer from 1 to largestBatch, which is ${limits.largestBatch}`,
          )
        if (!Number.isInteger(preferredRuns) || preferredRuns < 1)
          throw new Error(`preferredRuns is ${preferredRuns}; expected an integer from 1, or none`)
      }),
  },
  {
    name: "digest",
    promise:
      "the digest is sha256: and 64 hexadecimal digits, equal for every load, and different for another model",
    async run(context) {
      const digests = []
      for (const name of ["linear", "linear", "two-outputs"] as const)
        digests.push(await withFixture(context, name, async ({ digest }) => digest))
      const [first, again, other] = digests
      if (!/^sha256:[0-9a-f]{64}$/.test(first))
        throw new Error(`the digest is "${first}"; expected sha256: and 64 hexadecimal digits`)
      if (first !== again)
        throw new Error(`a model that was loaded twice has two digests, ${first} and ${again}`)
      if (first === other) throw new Error(`two different models have the same digest, ${first}`)
    },
  },
  {
    name: "settings",
    promise: "settings are plain JSON, equal for every load",
    async run(context) {
      const texts: string[] = []
      for (let load = 0; load < 2; load++)
        texts.push(await withFixture(context, "linear", async ({ settings }) => asJson(settings)))
      if (texts[0] !== texts[1])
        throw new Error(`settings change from load to load, from ${texts[0]} to ${texts[1]}`)
    },
  },
  {
    name: "address",
    promise: "a model can also be loaded from its address (file: or http:), and has the digest of its bytes",
    async run(context) {
      const { backend } = context
      const address = context.address("linear")
      if (address === undefined) return "the option `address` has no address for the model of `source`"
      const digest = await withFixture(context, "linear", async (model) => model.digest)
      const model = await backend.load(address)
      await model.dispose()
      if (model.digest !== digest)
        throw new Error(
          `a model loaded from its address has the digest ${model.digest}, from its bytes ${digest}`,
        )
    },
  },
]

function expectInfos(
  what: string,
  came: readonly TensorInfo[],
  expected: readonly TensorInfo[],
  { format }: FixtureContext,
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

/** Returns settings as JSON. Throws if JSON would lose or change a value. */
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
    throw new Error(`the setting "${odd[0]}" is ${String(odd[1])}, which JSON cannot represent`)
  return JSON.stringify(settings)
}
