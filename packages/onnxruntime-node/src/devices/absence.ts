import { openSpread } from "@pami/backend-kit"
import { plainWords } from "@pami/onnxruntime-common"
import { laneAt } from "../lanes/lanes.ts"
import { loadRuntime } from "../runtime.ts"
import { type Accelerator, type Device, deviceOnly, platforms, providersOf } from "./devices.ts"
import { brokenLibrary, libraryFolder, missingLibrary, missingLoader } from "./libraries.ts"
import { probeModel } from "./probe-model.ts"
import { tf32Of } from "./tf32.ts"

const present = new Set<Device>(["cpu"])

/**
 * Returns why a device is absent, or `undefined` if it is present: whether a model of one operator runs there. Onnxruntime
 * would else run models on the processor, and say so in its log at most.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE` if the runtime does not load, and in a worker that cannot turn off TF32
 */
export async function absence(device: Device): Promise<string | undefined> {
  if (device === "cpu" || present.has(device)) return undefined
  const reason =
    (await notOffered(device)) ??
    missingLibrary(device, libraryFolder()) ??
    missingLoader(device) ??
    (await failure(device))
  if (reason === undefined) present.add(device)
  return reason
}

async function notOffered(device: Accelerator): Promise<string | undefined> {
  const { listSupportedBackends } = await loadRuntime()
  if (listSupportedBackends().some(({ name }) => name === device)) return undefined
  return `onnxruntime-node has "${device}" for ${platforms[device]} only, not for ${process.platform}-${process.arch}`
}

async function failure(device: Accelerator): Promise<string | undefined> {
  await tf32Of(device)
  // Without the providers that would step in.
  const options = { executionProviders: providersOf(device).slice(0, 1), extra: { session: deviceOnly } }
  try {
    const session = await openSpread([{ model: probeModel, options }], laneAt)
    const x = { dtype: "float32", shape: [1, 2], data: Float32Array.of(1, 2) } as const
    const { y } = await session.run({ x }, ["y"]).finally(() => session.release())
    return String(y.data) === "2,4" ? undefined : `1 + 1 and 2 + 2 are ${String(y.data)} on "${device}"`
  } catch (error) {
    const words = plainWords(error)
    const broken = /shared library/i.test(words) ? brokenLibrary(device, libraryFolder()) : undefined
    return `"${device}" does not start: ${broken ?? words}`
  }
}
