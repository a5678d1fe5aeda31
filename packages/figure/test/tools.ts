import { setImmediate } from "node:timers"
import type { Raster } from "@pami/image"
import { vi } from "vitest"
import { fonts } from "./fonts.ts"

export { fonts }

/** Returns drawing tools, and the rasters that were encoded with them. */
export function recordingTools() {
  const rasters: Raster[] = []
  const encodePng = async (raster: Raster) => {
    rasters.push(raster)
    return new TextEncoder().encode(`${raster.width}x${raster.height}x${raster.channels}`)
  }
  return { rasters, tools: { fonts, encodePng } }
}

/** Returns how often others had their turn while something worked on a machine so slow that every slice is over. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let [turns, works, time] = [0, true, 0]
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (time += 1000))
  const turn = () => {
    turns++
    if (works) setImmediate(turn)
  }
  try {
    setImmediate(turn)
    await work()
    return turns
  } finally {
    works = false
    clock.mockRestore()
  }
}
