import { sha256 } from "@pami/core/tensor"
import { type Broken, load, withLoad, withModel } from "./broken.ts"

let loads = 0

export const facts: readonly Broken[] = [
  {
    fault: "declares tokens as float32",
    create: withModel(({ inputs }) => ({
      inputs: inputs.map((info) => ({ ...info, dtype: "float32" as const })),
    })),
    fails: ["metadata"],
    says: 'inputs of "tokens" are declared as "ids" float32 [N, ?]; the file has "ids" int32 [N, ?]',
  },
  {
    fault: "prefers batches of no items",
    create: withModel(({ limits }) => ({
      limits: limits.largestBatch === undefined ? { preferredBatch: 0 } : limits,
    })),
    fails: ["limits", "abort"],
    says: "preferredBatch is 0",
  },
  {
    fault: "likes no run at once",
    create: withModel(({ limits, inputs }) => ({
      limits: inputs[0].name === "x" ? { ...limits, preferredRuns: 0 } : limits,
    })),
    fails: ["limits"],
    says: "preferredRuns is 0",
  },
  {
    fault: "has the same digest for every model",
    create: withModel(() => ({ digest: `sha256:${"0".repeat(64)}` })),
    fails: ["digest"],
    says: "two models have the same digest",
  },
  {
    fault: "takes the digest of an address in place of the file's",
    create: withLoad(async (source) => {
      const model = await load(source)
      return typeof source === "string"
        ? { ...model, digest: sha256([new TextEncoder().encode(source)]) }
        : model
    }),
    fails: ["address"],
    says: "loaded from its address a model has the digest sha256:",
  },
  {
    fault: "counts its loads in the settings",
    create: withModel(({ settings }) => ({ settings: { ...settings, loads: ++loads } })),
    fails: ["settings"],
    says: "settings change from load to load",
  },
  {
    fault: "is exempt from what no check is called",
    create: () => ({ ...withModel(() => ({}))(), exemptions: { "row order": "it has none" } }),
    fails: ["exemptions"],
    says: 'there is no check "row order" to be exempt from',
  },
]
