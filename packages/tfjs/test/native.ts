import { available } from "../src/index.ts"

/** Whether native TensorFlow can be tested; if not, a message says how to install it. */
export const native = await hasNative()

async function hasNative(): Promise<boolean> {
  const there = await available("node")
  if (there.usable) return true
  console.warn(
    `\n*** tests of native TensorFlow are skipped: ${there.reason}; ` +
      "or let PAMI_TFJS_NODE name the folder of a @tensorflow/tfjs-node that has its library ***\n",
  )
  return false
}
