import type { Settings } from "@pami/core"
import type * as Converter from "@tensorflow/tfjs-converter"
import type * as Core from "@tensorflow/tfjs-core"
import type * as Layers from "@tensorflow/tfjs-layers"
import type * as Tfjs from "@tensorflow/tfjs-node"
import type { Chosen } from "./device.ts"

/** Functions of native TensorFlow for SavedModels. */
export type SavedModels = Pick<typeof Tfjs.node, "loadSavedModel" | "getMetaGraphsFromSavedModel">

/**
 * A started device, with the functions of TensorFlow.js. Every device uses the same functions: native TensorFlow may bring
 * another copy of TensorFlow.js, but all copies share one table of devices and tensors, and a second copy of the layers
 * would repeat the names of the first copy's weights.
 */
export interface Engine {
  readonly device: Chosen
  readonly core: typeof Core
  readonly layers: Pick<typeof Layers, "loadLayersModel" | "layers">
  readonly converter: Pick<typeof Converter, "loadGraphModelSync">
  /** Loads SavedModels; only native TensorFlow has it. */
  readonly savedModels?: SavedModels
  /** Name of the device in TensorFlow.js. */
  readonly backend: string
  /** Version of TensorFlow.js: `"4.22.0"`. */
  readonly version: string
  /** Settings that can change a bit of the outputs, apart from the version and the device. */
  readonly settings: Settings
  /** Items per run at which the device is fastest. */
  readonly batch: number
  /** Whether every run has exactly that many items. */
  readonly constantBatch: boolean
}

/** Imports TensorFlow.js without a device. */
export async function javascriptEngine(): Promise<Pick<Engine, "core" | "layers" | "converter" | "version">> {
  const [core, layers, converter] = await Promise.all([
    import("@tensorflow/tfjs-core"),
    import("@tensorflow/tfjs-layers"),
    import("@tensorflow/tfjs-converter"),
  ])
  // Suppresses advice on the console, such as to install another package.
  core.enableProdMode()
  return { core, layers, converter, version: core.version_core }
}

/**
 * Makes TensorFlow.js use this engine until the program next awaits something.
 *
 * @throws Error with the reason when the device does not start
 */
export async function enter({ core, backend }: Pick<Engine, "core" | "backend">): Promise<void> {
  if (core.findBackendFactory(backend) === null)
    throw new Error(`TensorFlow.js does not have the backend "${backend}" on this platform`)
  // Other code that uses TensorFlow.js may set another device meanwhile.
  while (core.getBackend() !== backend) {
    if (await core.setBackend(backend)) continue
    // TensorFlow.js hides the reason; the factory throws it.
    await core.findBackendFactory(backend)?.()
    throw new Error(`TensorFlow.js does not start its backend "${backend}"`)
  }
}
