import { setImmediate } from "node:timers"
import type { Raster } from "@pami/image"
import { vi } from "vitest"
import type { Font, Fonts } from "../src/index.ts"

/** Fonts whose letters are boxes, and which lack every character beyond Latin: drawings with them are short. */
const boxes = (share: number): Font => ({
  has: (character) => character <= "\u00FF" || "…−“”".includes(character),
  width: (text, size) => [...text].length * share * size,
  outlines: (text, x, y, size) =>
    text.trim() === ""
      ? ""
      : `M${x.toFixed(2)} ${y}h${([...text].length * share * size).toFixed(2)}v-${size}z`,
})
export const fonts: Fonts = { regular: boxes(0.6), bold: boxes(0.7), italic: boxes(0.5) }

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
