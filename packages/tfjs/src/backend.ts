import { type Backend, contractVersion, type Model, type ModelSource, PamiError } from "@pami/core"
import { readArtifacts } from "./artifacts.ts"
import { choose } from "./choose.ts"
import { type Device, deviceOf } from "./device.ts"
import { type Engine, enter } from "./engine.ts"
import { exclusive } from "./exclusive.ts"
import { loadFault } from "./faults.ts"
import { graphNetwork } from "./graph.ts"
import { layersNetwork } from "./layers.ts"
import { readMetadata } from "./metadata.ts"
import { modelOf } from "./model.ts"
import type { Network } from "./network.ts"
import { savedDigest, savedNetwork } from "./saved-model.ts"
import { type Files, filesOf } from "./source.ts"
import { mostWasmThreads } from "./wasm.ts"
import type { WasmPaths } from "./wasm-paths.ts"

/** Options of {@link tfjs}. */
export interface TfjsOptions {
  /**
   * What models run on. Default `"auto"`: the fastest that starts. Where a faster one could be expected, such as native
   * TensorFlow in Node, the model's findings say why it is another.
   */
  readonly device?: Device
  /**
   * Threads of a run, from 1. WebAssembly has at most 64, on pages that are isolated from other origins; default 1.
   * Native TensorFlow has one number for the whole process, at most 1,024, which changes last bits; default: one for
   * each processor.
   */
  readonly threads?: number
  /**
   * Items per run, from 1: what the model prefers. On `"node"`, `"webgpu"` and `"webgl"` every run is of exactly that
   * many: fewer are filled up, more are cut. Changes last bits there. At most 4,096; default 32 on `"node"`, 1 on
   * `"cpu"`, where a run is slow and holds the thread, else 8.
   */
  readonly batch?: number
  /**
   * Where the .wasm files of `@tensorflow/tfjs-backend-wasm` are: the address of their folder, or of each by its name.
   * Default: in the installed package, as Node, Vite and webpack find it; without a bundler, where the page's import map
   * has `@tensorflow/tfjs-backend-wasm/`. Looked at when WebAssembly starts.
   */
  readonly wasmPaths?: WasmPaths
  /**
   * Folder of the `@tensorflow/tfjs-node` to use. Default: what the environment variable `PAMI_TFJS_NODE` says, else
   * the one that is installed.
   */
  readonly tfjsNode?: string
}

/**
 * Runs models of TensorFlow.js, converted or saved by it (`model.json`), and with native TensorFlow SavedModels.
 *
 * `load` takes a path or an address of `model.json`; the folder of a SavedModel; or the files by name, `model.json`
 * first. Nothing is imported before. Runs of all models in a process follow one another.
 *
 * @throws RangeError on options outside their range
 */
export function tfjs(options: TfjsOptions = {}): Backend {
  const { threads, batch, wasmPaths, tfjsNode } = options
  const device = deviceOf(options.device ?? "auto")
  checkCount("threads", threads, device === "wasm" ? mostWasmThreads : 1024)
  checkCount("batch", batch, 4096)

  async function load(source: ModelSource): Promise<Model> {
    const files = await filesOf(source)
    const read = files.folder === undefined ? await readJson(files) : await readFolder(files.folder)
    return exclusive(async () => {
      const { engine, findings } = await choose(device, { threads, wasmPaths, tfjsNode })
      await enter(engine)
      const network = await read.open(engine).catch((error: unknown) => {
        throw loadFault(error, files.name, engine, read.topology)
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

function checkCount(name: string, count: number | undefined, most: number): void {
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= most)) return
  throw new RangeError(`${name} must be a whole number from 1 to ${most.toLocaleString("en")}, got ${count}`)
}

function formats(device: Device): readonly string[] {
  const everywhere = ["tfjs-layers", "tfjs-graph"]
  return device === "auto" || device === "node" ? [...everywhere, "tf-saved-model"] : everywhere
}

/** A model that was read, to be opened on a device. */
interface Read {
  readonly digest: string
  readonly topology?: unknown
  readonly metadata?: Readonly<Record<string, string>>
  open(engine: Engine): Promise<Network>
}

async function readJson(files: Files): Promise<Read> {
  const artifacts = await readArtifacts(files)
  const open = artifacts.json.format === "graph-model" ? graphNetwork : layersNetwork
  return {
    digest: artifacts.digest,
    topology: artifacts.json.modelTopology,
    metadata: readMetadata(artifacts.json.userDefinedMetadata ?? {}),
    open: (engine) => open(engine, artifacts, files.name),
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
