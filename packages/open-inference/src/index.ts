import type { BackendPackage } from "@pami/core"
import { name, openInference } from "./backend.ts"
import { fixtures } from "./fixtures.ts"

export { openInference, type OpenInferenceOptions, type TensorDeclaration } from "./backend.ts"
export type { OpenInferenceErrorCode, OpenInferenceFindingCode } from "./codes.ts"
export type { KnownInput } from "./health/health.ts"

/** This backend as a package, which programs find by name. */
export default {
  name,
  devices: ["server"],
  // Whether a server answers is known when its model is loaded.
  available: async () => ({ usable: true, version: "Open Inference Protocol 2" }),
  create({ device = "server", threads } = {}) {
    if (device !== "server") throw new RangeError(`${name} runs on "server", not on "${device}"`)
    if (threads !== undefined) throw new RangeError(`the server decides its threads: leave out threads`)
    return openInference()
  },
  fixtures,
} satisfies BackendPackage
