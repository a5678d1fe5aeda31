/**
 * A device that models run on. `"node"` is native TensorFlow, `"cpu"` plain JavaScript, and `"auto"` the fastest device that
 * starts.
 */
export type Device = "auto" | "node" | "webgpu" | "webgl" | "wasm" | "cpu"

/** A device other than `"auto"`. */
export type Chosen = Exclude<Device, "auto">

/** All devices, the default first. */
export const devices: readonly Device[] = ["auto", "node", "webgpu", "webgl", "wasm", "cpu"]

/**
 * Returns the device with a name.
 *
 * @throws RangeError on an unknown name
 */
export function deviceOf(name: string): Device {
  const device = devices.find((device) => device === name)
  if (device === undefined) throw new RangeError(`device must be one of ${devices.join(", ")}, got "${name}"`)
  return device
}

/**
 * Devices from the fastest to the slowest: native TensorFlow takes a third of the time of WebAssembly, a GPU less, and plain
 * JavaScript a hundred times more. No platform has both native TensorFlow and a GPU.
 */
export const fastestFirst = devices.filter((device) => device !== "auto")

/** Returns whether the platform has what a device needs, so that the device is expected to start. */
export function expected(device: Chosen): boolean {
  switch (device) {
    case "node":
      return isNode
    case "webgpu":
      return "gpu" in (globalThis.navigator ?? {})
    case "webgl":
      return typeof OffscreenCanvas !== "undefined" || typeof document !== "undefined"
    case "wasm":
      return typeof WebAssembly !== "undefined"
    case "cpu":
      return true
  }
}

/** Whether this is Node, which has files and native packages. */
export const isNode = globalThis.process?.versions?.node !== undefined
