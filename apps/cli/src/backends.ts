import { statSync } from "node:fs"
import { createRequire } from "node:module"
import { extname, isAbsolute, join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { PamiError } from "@pami/core"
import type { Backend, BackendPackage, Model } from "@pami/core"
import { UsageError } from "./exit-status.ts"

/** A backend as the command line names it: `tfjs`, `tfjs:wasm`, `./my-backend.js`, `my-backend:gpu`. */
export interface BackendChoice {
  /** Its name or module, without the device. */
  readonly module: string
  readonly package: BackendPackage
  readonly device: string | undefined
}

// The first comes with this program; the others are installed by whoever wants them.
const ours: Readonly<Record<string, () => Promise<{ default: BackendPackage }>>> = {
  "onnxruntime-node": () => import("@pami/onnxruntime-node"),
  "onnxruntime-web": () => import("@pami/onnxruntime-web"),
  tfjs: () => import("@pami/tfjs"),
}

/** Names of the backends that this program knows without being told a module. */
export const backendNames = Object.keys(ours)

/**
 * The backend of a name or a module, with the device after a colon.
 *
 * @throws UsageError for a name or device that does not exist
 * @throws PamiError `BACKEND_UNAVAILABLE` for a package that is not installed, or does not load
 */
export async function findBackend(name: string): Promise<BackendChoice> {
  const [, module, device] = /^(.+?)(?::([\w-]+))?$/.exec(name)!
  const found = Object.hasOwn(ours, module) ? await ourPackage(module) : await foreignPackage(module)
  if (device !== undefined && !found.devices.includes(device))
    throw new UsageError(
      `--backend ${name}: ${found.name} has no device "${device}"; it has ${found.devices.join(", ")}`,
    )
  return { module, package: found, device }
}

/** Makes a backend, with as many threads as were asked for. */
export function createBackend({ package: found, device }: BackendChoice, threads?: number): Backend {
  return found.create({
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
  })
}

/** How a manifest names the backend that a model runs on, with the device that was chosen for it. */
export function nameOfBackend({ module, package: { devices } }: BackendChoice, { settings }: Model): string {
  const { device } = settings
  return typeof device === "string" && devices.includes(device) ? `${module}:${device}` : module
}

/** A backend's name as seen from elsewhere: that of a file is moved. */
export function moveBackend(name: string, move: (file: string) => string): string {
  if (!isPath(name)) return name
  const moved = move(name)
  return isPath(moved) ? moved : `./${moved}`
}

/** The formats that a model may have of which only the file is known: `model.json` and folders are TensorFlow's. */
export function formatsOf(model: string): readonly string[] {
  if (statSync(model, { throwIfNoEntry: false })?.isDirectory() === true) return ["tf-saved-model"]
  return extname(model) === ".json" ? ["tfjs-layers", "tfjs-graph"] : ["onnx"]
}

/** The backend for a model of which only the file is known. */
export async function backendFor(model: string | undefined): Promise<BackendChoice> {
  if (model !== undefined && !formatsOf(model).includes("onnx")) return findBackend("tfjs")
  const native = await findBackend("onnxruntime-node")
  const there = await native.package.available()
  if (there.usable) return native
  // The same models on WebAssembly: slower, and on every platform.
  const web = await findBackend("onnxruntime-web").catch(() => undefined)
  return web ?? native
}

async function ourPackage(name: string): Promise<BackendPackage> {
  try {
    return (await ours[name]()).default
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      `the backend ${name} is not installed: npm install @pami/${name}, next to this program`,
      { cause },
    )
  }
}

async function foreignPackage(module: string): Promise<BackendPackage> {
  const imported = await importFrom(module).catch((cause: unknown) => {
    if (!isMissing(cause)) throw cause
    const known = backendNames.join(", ")
    throw new UsageError(
      `there is no backend "${module}": it is none of ${known}, and no module of that name or path was found`,
    )
  })
  const found = (imported as { default?: Partial<BackendPackage> }).default
  if (typeof found?.create !== "function" || !Array.isArray(found.devices))
    throw new UsageError(
      `${module} is no backend: its default export should be a BackendPackage, with name, devices, available and create`,
    )
  return found as BackendPackage
}

/** Modules are those of the folder that the person is in. */
async function importFrom(module: string): Promise<unknown> {
  if (isPath(module)) return import(pathToFileURL(resolve(module)).href)
  if (module.startsWith("file:")) return import(module)
  const path = createRequire(join(process.cwd(), "here.js")).resolve(module)
  return import(pathToFileURL(path).href)
}

function isPath(module: string): boolean {
  return module.startsWith(".") || isAbsolute(module)
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
}
