import type * as Tfjs from "@tensorflow/tfjs-node"
import { isNode } from "./device.ts"
import { type Engine, enter, javascriptEngine } from "./engine.ts"

/** A number of threads that can no longer be changed: a mistake of the caller, unlike a RangeError of the runtime. */
export class ThreadsFixed extends RangeError {}

/** Number of threads of TensorFlow in this process, fixed when its library is loaded. */
let loaded: number | undefined

/**
 * Starts native TensorFlow.
 *
 * @param folder of `@tensorflow/tfjs-node`. Default: the variable `PAMI_TFJS_NODE`, else the installed package
 * @throws RangeError when the number of threads can no longer be changed
 * @throws Error that says what to install
 */
export async function startNative(
  threads?: number,
  folder = globalThis.process?.env?.["PAMI_TFJS_NODE"],
): Promise<Engine> {
  if (!isNode) throw new Error("native TensorFlow runs in Node only")
  const { env, arch, getBuiltinModule } = process
  if (loaded !== undefined && threads !== undefined && threads !== loaded)
    throw new ThreadsFixed(
      `TensorFlow runs with ${loaded} threads in this process; load with that number, or in another process`,
    )
  if (loaded === undefined) {
    // A worker has a copy of the environment, which native libraries do not see.
    if (threads !== undefined && !getBuiltinModule("node:worker_threads").isMainThread)
      throw new ThreadsFixed(
        `threads: ${threads} cannot be chosen in a worker; start the process with TF_NUM_INTRAOP_THREADS=${threads}`,
      )
    if (threads !== undefined) env["TF_NUM_INTRAOP_THREADS"] = String(threads)
    // Logs errors only, which are exceptions anyway.
    env["TF_CPP_MIN_LOG_LEVEL"] ??= "2"
  }
  // Version 4.22 calls functions of node:util that Node 23 has removed and Node 22 warns about.
  const { isArray } = Array
  Object.assign(getBuiltinModule("node:util"), {
    isNullOrUndefined: (value: unknown) => value == null,
    isArray,
  })
  const javascript = await javascriptEngine()
  const tf = await importNative(folder)
  loaded ??= Number(env["TF_NUM_INTRAOP_THREADS"]) || getBuiltinModule("node:os").availableParallelism()
  const engine = { ...javascript, backend: "tensorflow" }
  await enter(engine)
  const { binding } = engine.core.backend() as unknown as { binding: { TF_Version: string } }
  const onednn = env["TF_ENABLE_ONEDNN_OPTS"]
  const settings = {
    tensorflow: binding.TF_Version,
    architecture: arch,
    // Large sums are split among the threads.
    threads: loaded,
    ...(onednn !== undefined && { onednn }),
  }
  return { ...engine, savedModels: tf.node, device: "node", settings, batch: 32, constantBatch: true }
}

async function importNative(folder: string | undefined): Promise<typeof Tfjs> {
  const { join } = process.getBuiltinModule("node:path")
  const { pathToFileURL } = process.getBuiltinModule("node:url")
  const module = folder ? pathToFileURL(join(folder, "dist", "index.js")).href : "@tensorflow/tfjs-node"
  try {
    // In a variable, so that bundlers for browsers ignore it.
    const imported = (await import(/* @vite-ignore */ /* webpackIgnore: true */ module)) as {
      default: typeof Tfjs
    }
    return imported.default
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const where = folder === undefined ? "@tensorflow/tfjs-node" : `@tensorflow/tfjs-node in ${folder}`
    const rebuild = "npm rebuild @tensorflow/tfjs-node --build-addon-from-source"
    // If a module that it requires is missing, the code is MODULE_NOT_FOUND.
    const reason =
      code === "ERR_MODULE_NOT_FOUND"
        ? `missing ${where}: npm install @tensorflow/tfjs-node@4.22.0`
        : message.includes("tfjs_binding.node")
          ? `${where} has no native library, as when its install script has not run: ${rebuild}`
          : `${where} does not load (${message.split("\n", 1)[0]}): ${rebuild}`
    throw new Error(reason, { cause })
  }
}
