import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { nextTurn } from "@pami/core/tensor"
import { parseFont, type Fonts } from "../layout/fonts.ts"

/**
 * Reads and parses DejaVu Sans, which comes with this package. The first call takes as long as drawing all text of a
 * figure; later calls return the same fonts.
 */
export async function dejavuSans(): Promise<Fonts> {
  parsed ??= readDejavuSans()
  try {
    return await parsed
  } catch (error) {
    parsed = undefined
    throw error
  }
}

let parsed: Promise<Fonts> | undefined

async function readDejavuSans(): Promise<Fonts> {
  const { resolve } = createRequire(import.meta.url)
  const read = async (style: string) => {
    const bytes = await readFile(resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${style}.woff`))
    await nextTurn()
    return await parseFont(bytes)
  }
  return {
    regular: await read("400-normal"),
    bold: await read("700-normal"),
    italic: await read("400-italic"),
  }
}
