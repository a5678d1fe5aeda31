import type * as TensorFlow from "@tensorflow/tfjs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import util from "node:util"

/** The interface of TensorFlow.js, in any of its packages. */
export type Tf = typeof TensorFlow

/**
 * Imports TensorFlow.js: the native `@tensorflow/tfjs-node` from the folder in the environment variable
 * `PAMI_TFJS_NODE`, else from `node_modules`, else plain `@tensorflow/tfjs`, which gives a model of the same quality at
 * about a thousandth of the speed.
 *
 * @param say called with the package in use
 * @throws Error if `PAMI_TFJS_NODE` names a folder that cannot be imported
 */
export async function tensorflow(say: (line: string) => void): Promise<Tf> {
  // tfjs-node 4.22 still calls functions that Node 23 removed.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined })
  const folder = process.env["PAMI_TFJS_NODE"]
  const source = folder ? pathToFileURL(join(folder, "dist", "index.js")).href : "@tensorflow/tfjs-node"
  try {
    const native = (await import(source)) as { default: Tf }
    say(`TensorFlow.js ${native.default.version.tfjs}, native (${folder ? "PAMI_TFJS_NODE" : source})`)
    return native.default
  } catch (cause) {
    if (folder) throw new Error(`PAMI_TFJS_NODE=${folder} has no working @tensorflow/tfjs-node`, { cause })
  }
  const { default: plain } = (await import("@tensorflow/tfjs")) as unknown as { default: Tf }
  plain.enableProdMode()
  await plain.setBackend("cpu")
  await plain.ready()
  say(`TensorFlow.js ${plain.version.tfjs}, plain JavaScript: about two minutes per step.`)
  say("To train in minutes, set PAMI_TFJS_NODE to the folder of @tensorflow/tfjs-node (see README.md).")
  return plain
}
