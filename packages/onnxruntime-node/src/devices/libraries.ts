import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import type { Accelerator } from "./devices.ts"

// Devices whose code is in a separate library, with the libraries that it loads.
const libraries: Readonly<Partial<Record<Accelerator, { readonly file: string; readonly needs: string }>>> = {
  cuda: { file: "libonnxruntime_providers_cuda.so", needs: "CUDA 12 and cuDNN 9" },
  tensorrt: { file: "libonnxruntime_providers_tensorrt.so", needs: "TensorRT 10, CUDA 12 and cuDNN 9" },
}

/** Returns the folder in which onnxruntime-node looks for the libraries that its install script fetches. */
export function libraryFolder(): string {
  const manifest = createRequire(import.meta.url).resolve("onnxruntime-node/package.json")
  return join(dirname(manifest), "bin", "napi-v6", process.platform, process.arch)
}

/** Returns that the library of a device is not installed, and what installs it; `undefined` if it is there. */
export function missingLibrary(device: Accelerator, folder: string): string | undefined {
  if (librariesOf(device, folder).every((file) => existsSync(file))) return undefined
  return (
    `"${device}" needs a library that is not installed: ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node ` +
    "(with pnpm: pnpm rebuild) fetches it from nuget.org"
  )
}

/**
 * Returns which library of a device does not load, and what it needs; the runtime writes its name to the log alone.
 *
 * @returns `undefined` if all load
 */
export function brokenLibrary(device: Accelerator, folder: string): string | undefined {
  const problem = librariesOf(device, folder)
    .map(loadProblem)
    .find((problem) => problem !== undefined)
  return problem === undefined ? undefined : `${problem}; it needs ${libraries[device]!.needs}`
}

function librariesOf(device: Accelerator, folder: string): string[] {
  const own = libraries[device]
  return own === undefined
    ? []
    : ["libonnxruntime_providers_shared.so", own.file].map((file) => join(folder, file))
}

/** Returns why WebGPU finds no driver at all: on Linux it needs the loader of Vulkan. */
export function missingLoader(device: Accelerator): string | undefined {
  if (device !== "webgpu" || process.platform !== "linux") return undefined
  const problem = loadProblem("libvulkan.so.1")
  return problem === undefined
    ? undefined
    : `"webgpu" needs Vulkan (${problem}): install the loader and a driver (Debian: libvulkan1, and the driver of the GPU)`
}

/** Returns why the system does not load a library. */
function loadProblem(library: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, library)
    return undefined
  } catch (error) {
    const { message } = error as Error
    // It did load, although it is not a module of Node.
    return /did not self-register/.test(message) ? undefined : message
  }
}
