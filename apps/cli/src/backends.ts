import { statSync } from "node:fs"
import { createRequire } from "node:module"
import { extname, isAbsolute, join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { isPamiError, PamiError } from "@pami/core"
import type { Backend, BackendPackage, Model } from "@pami/core"
import { UsageError } from "./exit-status.ts"
import { didYouMean } from "./near-names.ts"

/** A backend as the command line names it: `tfjs`, `tfjs:wasm`, `./my-backend.js`, `my-backend:gpu`. */
export interface BackendChoice {
  /** Its name or module, without the device. */
  readonly module: string
  readonly package: BackendPackage
  readonly device: string | undefined
}

// onnxruntime-node and open-inference come with this program; users install the others.
const ours: Readonly<Record<string, () => Promise<{ default: BackendPackage }>>> = {
  "onnxruntime-node": () => import("@pami/onnxruntime-node"),
  "onnxruntime-web": () => import("@pami/onnxruntime-web"),
  tfjs: () => import("@pami/tfjs"),
  "open-inference": () => import("@pami/open-inference"),
}

/** Names of the backends that need no module. */
export const backendNames = Object.keys(ours)

/** Whether a backend that a manifest or a command line names is one of PAMI's, whatever its device. */
export function isOurs(name: string): boolean {
  return Object.hasOwn(ours, split(name).module)
}

/**
 * The backend of a name or a module, with the device after a colon.
 *
 * @param refuse makes the error for a name or device that does not exist; default a UsageError of `--backend`
 * @throws UsageError for a name or device that does not exist, and for a module that is not a backend
 * @throws PamiError `BACKEND_UNAVAILABLE` for a package that is not installed, or does not load
 */
export async function findBackend(
  name: string,
  refuse: (problem: string) => Error = (problem) => new UsageError(`--backend ${name}: ${problem}`),
): Promise<BackendChoice> {
  const { module, device } = split(name)
  const found = isOurs(name) ? await ourPackage(module) : await foreignPackage(module, refuse)
  if (device !== undefined && !found.devices.includes(device))
    throw refuse(`${found.name} has no device "${device}"; it has ${found.devices.join(", ")}`)
  return { module, package: found, device }
}

function split(name: string): { module: string; device: string | undefined } {
  const [, module = name, device] = /^(.+?)(?::([\w-]+))?$/s.exec(name) ?? []
  return { module, device }
}

/**
 * Makes a backend, with as many threads as were asked for.
 *
 * @throws UsageError for options that the backend refuses
 * @throws PamiError `BACKEND_UNAVAILABLE` where making it fails
 */
export function createBackend({ package: found, device }: BackendChoice, threads?: number): Backend {
  try {
    return found.create({
      ...(device === undefined ? {} : { device }),
      ...(threads === undefined ? {} : { threads }),
    })
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new UsageError(`--backend ${found.name}: ${cause.message}`, { cause })
    if (isPamiError(cause)) throw cause
    throw new PamiError("BACKEND_UNAVAILABLE", `${found.name} cannot be made: ${messageOf(cause)}`, { cause })
  }
}

/** Returns the address of a backend's module, which other threads import. */
export function addressOf({ module }: Pick<BackendChoice, "module">): string {
  return isOurs(module) ? import.meta.resolve(`@pami/${module}`) : pathToFileURL(locate(module)!).href
}

/** How a manifest names the backend that a model runs on, with the device that was chosen for it. */
export function nameOfBackend({ module, package: { devices } }: BackendChoice, { settings }: Model): string {
  const { device } = settings
  return typeof device === "string" && devices.includes(device) ? `${module}:${device}` : module
}

/** The backend of a model in words, with its device unless that is the processor: `onnxruntime-node on cuda`. */
export function describeBackend({ backend, settings: { device } }: Model): string {
  return typeof device === "string" && device !== "cpu" ? `${backend} on ${device}` : backend
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

// An address of the Open Inference Protocol: `http://localhost:8000/v2/models/NAME/versions/1`.
const served = /^https?:\/\/.+\/v2\/models\/[^/]+(\/versions\/[^/]+)?\/?$/i

/** The backend for a model of which only the file or the address is known. */
export async function backendFor(model: string | undefined): Promise<BackendChoice> {
  if (model !== undefined && served.test(model)) return findBackend("open-inference")
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
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      isMissing(cause)
        ? `the backend ${name} is not installed: npm install @pami/${name}, next to this program`
        : `the backend ${name} does not load: ${messageOf(cause)}`,
      { cause },
    )
  }
}

async function foreignPackage(module: string, refuse: (problem: string) => Error): Promise<BackendPackage> {
  const file = locate(module)
  if (file === undefined)
    throw refuse(
      `unknown backend ${JSON.stringify(module)}: expected ${backendNames.join(", ")}, or a module; no module of that name or path was found.${didYouMean(module, backendNames)}`,
    )
  const imported = await (import(pathToFileURL(file).href) as Promise<unknown>).catch((cause: unknown) => {
    throw new PamiError("BACKEND_UNAVAILABLE", `${module} does not load: ${messageOf(cause)}`, { cause })
  })
  const { default: found } = imported as { default?: Partial<BackendPackage> | null }
  if (typeof found?.create !== "function" || !Array.isArray(found.devices))
    throw refuse(
      `${module} is not a backend: its default export should be a BackendPackage, with name, devices, available and create`,
    )
  return found as BackendPackage
}

/** The file of a module: of a path, or of a package of the folder that the person is in. */
function locate(module: string): string | undefined {
  try {
    if (isPath(module)) return fileAt(resolve(module))
    const found = createRequire(join(process.cwd(), "here.js")).resolve(module)
    // Built-in modules, as "fs", have no file.
    return fileAt(found)
  } catch {
    return undefined
  }
}

function fileAt(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? path : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isPath(module: string): boolean {
  return module.startsWith(".") || isAbsolute(module)
}

/** Returns whether an import failed because the module, or one that it needs, is not installed. */
export function isMissing(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
}
