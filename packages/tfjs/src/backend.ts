import { checkCount, type ModelFiles, nodeModule, openFiles } from "@pami/backend-kit"
import { readTfjs } from "@pami/backend-kit/tfjs-model"
import { type Backend, contractVersion, type Model, type ModelSource, PamiError } from "@pami/core"
import { choose } from "./choose.ts"
import { type Device, deviceOf } from "./device.ts"
import { type Engine, enter } from "./engine.ts"
import { exclusive } from "./exclusive.ts"
import { loadError } from "./errors.ts"
import { graphNetwork } from "./graph.ts"
import { layersNetwork } from "./layers.ts"
import { readMetadata } from "./metadata.ts"
import { modelOf } from "./model.ts"
import type { Network } from "./network.ts"
import { savedDigest, savedNetwork } from "./saved-model.ts"
import { mostWasmThreads } from "./wasm.ts"
import type { WasmPaths } from "./wasm-paths.ts"

/** Options of {@link tfjs}. */
export interface TfjsOptions {
  /**
   * The device that models run on. Default `"auto"`: the fastest that starts. If a faster one was expected, such as native
   * TensorFlow in Node, the model's findings say why it did not start.
   */
  readonly device?: Device
  /**
   * Threads of a run, from 1. WebAssembly has at most 64, on pages that are isolated from other origins; default 1.
   * Native TensorFlow has one number for the whole process, at most 1024, which changes last bits; default: one for each
   * processor.
   */
  readonly threads?: number
  /**
   * The model's preferred number of items per run, from 1 to 4096. On `"node"`, `"webgpu"` and `"webgl"` every run has
   * exactly that many: smaller batches are padded, larger ones cut; there the number changes last bits. Default: 32 on
   * `"node"`, 1 on `"cpu"`, where a run is slow and blocks the thread, else 8.
   */
  readonly batch?: number
  /**
   * Address of the folder with the .wasm files of `@tensorflow/tfjs-backend-wasm`, or of each file by its name. Default: the
   * installed package, as Node, Vite and webpack find it; without a bundler, the entry `@tensorflow/tfjs-backend-wasm/` of
   * the page's import map. Read when WebAssembly starts.
   */
  readonly wasmPaths?: WasmPaths
  /**
   * Folder of the `@tensorflow/tfjs-node` to use. Default: the environment variable `PAMI_TFJS_NODE`, else the installed
   * package.
   */
  readonly tfjsNode?: string
}

/**
 * Creates a backend that runs TensorFlow.js models (`model.json`), and with native TensorFlow also SavedModels.
 *
 * `load` takes the path or address of `model.json`; the folder of a SavedModel; or the files by name, `model.json` first.
 * TensorFlow.js is imported by the first `load` or `available`. Runs of all models in a process follow one another.
 *
 * @throws RangeError on options out of range
 * @example
 * ```ts
 * import { models } from "@pami/zoo"
 *
 * const model = await tfjs({ device: "wasm" }).load(models.scenes.tfjs) // or the address of a model.json
 * console.log(model.settings.device) // wasm
 * await model.dispose()
 * ```
 */
export function tfjs(options: TfjsOptions = {}): Backend {
  const { threads, batch, wasmPaths, tfjsNode } = options
  const device = deviceOf(options.device ?? "auto")
  if (threads !== undefined) checkCount("threads", threads, device === "wasm" ? mostWasmThreads : 1024)
  if (batch !== undefined) checkCount("batch", batch, 4096)

  async function load(source: ModelSource): Promise<Model> {
    const files = await openFiles(source)
    const folder = await folderOf(files)
    const read = folder === undefined ? await readJson(files) : await readFolder(folder)
    return exclusive(async () => {
      const { engine, findings } = await choose(device, { threads, wasmPaths, tfjsNode })
      await enter(engine)
      const network = await read.open(engine).catch((error: unknown) => {
        throw loadError(error, files.name, engine, read.topology)
      })
      const size = batch ?? engine.batch
      const settings = {
        runtime: `tfjs ${engine.version}`,
        device: engine.device,
        ...engine.settings,
        ...(engine.constantBatch && { batch: size }),
      }
      return modelOf(engine, network, {
        file: files.name,
        digest: read.digest,
        batch: size,
        settings,
        findings,
        metadata: read.metadata ?? {},
      })
    })
  }

  return { contract: contractVersion, name: "tfjs", formats: formats(device), load }
}

/** Returns the path of the folder given in place of a file, as for a SavedModel. */
async function folderOf({ path }: ModelFiles): Promise<string | undefined> {
  if (path === undefined) return undefined
  const { stat } = nodeModule<typeof import("node:fs/promises")>("node:fs/promises")!
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  return isFolder ? path : undefined
}

function formats(device: Device): readonly string[] {
  const everywhere = ["tfjs-layers", "tfjs-graph"]
  return device === "auto" || device === "node" ? [...everywhere, "tf-saved-model"] : everywhere
}

/** A model whose files are read, ready to be opened on a device. */
interface Read {
  readonly digest: string
  readonly topology?: unknown
  readonly metadata?: Readonly<Record<string, string>>
  open(engine: Engine): Promise<Network>
}

async function readJson(files: ModelFiles): Promise<Read> {
  const read = await readTfjs(files)
  const open = read.json.format === "graph-model" ? graphNetwork : layersNetwork
  return {
    digest: read.digest,
    topology: read.json.modelTopology,
    metadata: readMetadata(read.json.userDefinedMetadata ?? {}),
    open: (engine) => open(engine, read, files.name),
  }
}

async function readFolder(folder: string): Promise<Read> {
  return {
    digest: await savedDigest(folder),
    async open({ savedModels, device }) {
      if (savedModels !== undefined) return savedNetwork(savedModels, folder)
      const message = `${folder} is a SavedModel, which only device "node" reads, not "${device}": install @tensorflow/tfjs-node, or convert it with tensorflowjs_converter`
      throw new PamiError("MODEL_UNSUPPORTED", message)
    },
  }
}
