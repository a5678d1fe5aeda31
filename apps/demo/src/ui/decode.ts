import { imageWorker } from "./engine.ts"
import type { Decoded } from "./image-worker/contract.ts"
import { isSvg } from "./logic/files.ts"

/** Decodes the file of an image. Drawings in SVG are drawn by the page: workers have no decoder for them. */
export async function decodeFile(file: File): Promise<Decoded> {
  if (!isSvg(file)) return imageWorker.decode(file, file.name)
  const { rasterize } = await import("./logic/rasterize.ts")
  return imageWorker.decode(await rasterize(file), file.name)
}
