import type { Settings } from "@pami/core"
import type * as Converter from "@tensorflow/tfjs-converter"
import type * as Core from "@tensorflow/tfjs-core"
import type * as Layers from "@tensorflow/tfjs-layers"
import type { Chosen } from "./device.ts"
import type { SavedModels } from "./native.ts"

/**
 * A device that has started, with the functions to use on it. They are the same ones on every device: native
 * TensorFlow may bring a copy of TensorFlow.js, but all copies share one table of devices and tensors, and a second
 * copy of the layers would give names to its weights that the first has given.
 */
export interface Engine {
  readonly device: Chosen
  readonly core: typeof Core
  readonly layers: Pick<typeof Layers, "loadLayersModel" | "layers">
  readonly converter: Pick<typeof Converter, "loadGraphModelSync">
  /** Only native TensorFlow reads these. */
  readonly savedModels?: SavedModels
  /** The name under which TensorFlow.js knows the device. */
  readonly backend: string
  /** Version of TensorFlow.js: `"4.22.0"`. */
  readonly version: string
  /** What can change a bit of the outputs, apart from the version and the device. */
  readonly settings: Settings
  /** Items per run at which the device is fastest. */
  readonly batch: number
  /** Whether every run is to have exactly that many items. */
  readonly constantBatch: boolean
}

/** TensorFlow.js itself, imported before any device. */
export async function javascriptEngine(): Promise<Pick<Engine, "core" | "layers" | "converter" | "version">> {
  const [core, layers, converter] = await Promise.all([
    import("@tensorflow/tfjs-core"),
    import("@tensorflow/tfjs-layers"),
    import("@tensorflow/tfjs-converter"),
  ])
  // Advice on the console, such as to install another package, is not for those who chose this one.
  core.enableProdMode()
  return { core, layers, converter, version: core.version_core }
}

/**
 * Makes `engine` the one that TensorFlow.js works on until the program next waits for something.
 *
 * @throws Error with the reason, where the device does not start
 */
export async function enter({ core, backend }: Pick<Engine, "core" | "backend">): Promise<void> {
  if (core.findBackendFactory(backend) === null)
    throw new Error("TensorFlow.js has no such backend on this platform")
  // Whoever else uses TensorFlow.js in this process may set another device meanwhile.
  while (core.getBackend() !== backend) {
    if (await core.setBackend(backend)) continue
    // TensorFlow.js keeps the reason to itself; a second try tells it.
    await core.findBackendFactory(backend)?.()
    throw new Error(`TensorFlow.js does not start its backend "${backend}"`)
  }
}
