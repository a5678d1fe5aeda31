/**
 * What models run on. `"node"` is native TensorFlow, `"cpu"` plain JavaScript, and `"auto"` the first of the others
 * that loads.
 */
export type Device = "auto" | "node" | "webgpu" | "webgl" | "wasm" | "cpu"

/** A device itself, not a choice among them. */
export type Chosen = Exclude<Device, "auto">

/** The choices, the default first. */
export const devices: readonly Device[] = ["auto", "node", "webgpu", "webgl", "wasm", "cpu"]

/**
 * A device by its name.
 *
 * @throws RangeError on a name that none has
 */
export function deviceOf(name: string): Device {
  const device = devices.find((device) => device === name)
  if (device === undefined) throw new RangeError(`device must be one of ${devices.join(", ")}, got "${name}"`)
  return device
}

/**
 * The devices from the fastest to the slowest: native TensorFlow takes a third of the time of WebAssembly, a graphics
 * card less again, and plain JavaScript a hundred times more. No platform has both native TensorFlow and a graphics
 * card.
 */
export const fastestFirst = devices.filter((device) => device !== "auto")

/** Whether the platform has what a device needs, so that one which does not start is a surprise. */
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

/** Whether this is Node, in which there are files and native packages. */
export const isNode = globalThis.process?.versions?.node !== undefined
