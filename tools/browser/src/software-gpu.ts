import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { chromium } from "playwright"

/**
 * Returns variables of the environment with which a program on Linux finds a GPU for WebGPU that is computed on the processor:
 * SwiftShader, which Chromium has beside it. `undefined` if Chromium has none. A program reads them as it starts.
 */
export function softwareGpu(): Readonly<Record<string, string>> | undefined {
  if (process.platform !== "linux") return undefined
  const folder = ["/usr/lib/chromium", dirname(chromium.executablePath())].find((folder) =>
    ["libvulkan.so.1", "vk_swiftshader_icd.json"].every((file) => existsSync(join(folder, file))),
  )
  if (folder === undefined) return undefined
  const driver = join(folder, "vk_swiftshader_icd.json")
  // The loader of Vulkan reads the second if it is older than the first.
  return { LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver }
}
