import type * as TensorFlow from "@tensorflow/tfjs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import util from "node:util"

/** The TensorFlow.js interface, whichever package serves it. */
export type Tf = typeof TensorFlow

/**
 * TensorFlow.js: the native `@tensorflow/tfjs-node` from the folder that the environment variable
 * `PAMI_TFJS_NODE` names, else the one that can be imported, else plain `@tensorflow/tfjs`, which gives the
 * same kind of model at about a thousandth of the speed.
 *
 * @param say told which one it is
 * @throws Error when `PAMI_TFJS_NODE` names a folder that cannot be imported
 */
export async function tensorflow(say: (line: string) => void): Promise<Tf> {
  // tfjs-node 4.22 still calls what Node 23 removed.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined })
  const folder = process.env["PAMI_TFJS_NODE"]
  const source = folder ? pathToFileURL(join(folder, "dist", "index.js")).href : "@tensorflow/tfjs-node"
  try {
    const native = (await import(source)) as { default: Tf }
    say(`TensorFlow.js ${native.default.version.tfjs}, native (${folder ? "PAMI_TFJS_NODE" : source})`)
    return native.default
  } catch (cause) {
    if (folder) throw new Error(`PAMI_TFJS_NODE=${folder} holds no working @tensorflow/tfjs-node`, { cause })
  }
  const { default: plain } = (await import("@tensorflow/tfjs")) as unknown as { default: Tf }
  plain.enableProdMode()
  await plain.setBackend("cpu")
  await plain.ready()
  say(`TensorFlow.js ${plain.version.tfjs}, plain JavaScript: about two minutes for each step.`)
  say("To train in minutes, set PAMI_TFJS_NODE to the folder of @tensorflow/tfjs-node (see README.md).")
  return plain
}
