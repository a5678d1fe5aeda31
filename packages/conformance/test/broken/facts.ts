import { sha256 } from "@pami/core/tensor"
import { type Broken, load, withLoad, withModel } from "./broken.ts"

let loads = 0

export const facts: readonly Broken[] = [
  {
    defect: "declares tokens as float32",
    create: withModel(({ inputs }) => ({
      inputs: inputs.map((info) => ({ ...info, dtype: "float32" as const })),
    })),
    fails: ["metadata"],
    says: 'inputs of "tokens" are declared as "ids" float32 [N, ?]; the file has "ids" int32 [N, ?]',
  },
  {
    defect: "prefers batches of zero items",
    create: withModel(({ limits }) => ({
      limits: limits.largestBatch === undefined ? { preferredBatch: 0 } : limits,
    })),
    fails: ["limits", "abort"],
    says: "preferredBatch is 0",
  },
  {
    defect: "prefers zero concurrent runs",
    create: withModel(({ limits, inputs }) => ({
      limits: inputs[0].name === "x" ? { ...limits, preferredRuns: 0 } : limits,
    })),
    fails: ["limits"],
    says: "preferredRuns is 0",
  },
  {
    defect: "has the same digest for every model",
    create: withModel(() => ({ digest: `sha256:${"0".repeat(64)}` })),
    fails: ["digest"],
    says: "two different models have the same digest",
  },
  {
    defect: "computes the digest of the address instead of the file",
    create: withLoad(async (source) => {
      const model = await load(source)
      return typeof source === "string"
        ? { ...model, digest: sha256([new TextEncoder().encode(source)]) }
        : model
    }),
    fails: ["address"],
    says: "a model loaded from its address has the digest sha256:",
  },
  {
    defect: "counts its loads in the settings",
    create: withModel(({ settings }) => ({ settings: { ...settings, loads: ++loads } })),
    fails: ["settings"],
    says: "settings change from load to load",
  },
  {
    defect: "declares an exemption from an unknown check",
    create: () => ({ ...withModel(() => ({}))(), exemptions: { "row order": "it has no rows" } }),
    fails: ["exemptions"],
    says: 'the exemption "row order" names an unknown check',
  },
]
