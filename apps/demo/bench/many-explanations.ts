import { readFile, readdir } from "node:fs/promises"
import { mebibytes, table } from "@pami/measure"
import type { Page } from "playwright"
import type { NamedSite } from "./named-site.ts"
import { done, explainAgain, inZoo, open, opened, patience, quick } from "../test/e2e/steps.ts"

const explanations = 100
const each = 10
// The browser takes a minute to tell what is in use while threads of a runtime sleep.
const told = [10, explanations - each]
const models = [
  { name: "ONNX", files: ["model.onnx"] },
  { name: "TensorFlow.js", files: ["model.json", "weights.bin"] },
]

/**
 * Memory of one tab over many explanations, the model changed for one in another format after every ten: what the page
 * has in use, which the browser tells, and what its processes hold.
 */
export async function manyExplanations({ name: called, site }: NamedSite): Promise<void> {
  const { page, close } = await site.visit(`${site.isolated}${quick}`)
  page.setDefaultTimeout(patience)
  await done(page)
  const rows: Record<string, string | number>[] = []
  for (let count = 0; count <= explanations; count += each) {
    const { name, files } = models[(count / each) % models.length]
    await open(
      page,
      "Model files",
      ...files.map(inZoo),
      inZoo("labels.txt"),
      inZoo("preprocessor_config.json"),
    )
    await opened(page, "Model", files[0])
    await done(page)
    const times = count === 0 ? 0 : each
    for (let again = 0; again < times; again++) await explainAgain(page)
    rows.push({
      explanations: count,
      "model in use": name,
      "renderers hold": mebibytes(await held()),
      "page in use": told.includes(count) ? mebibytes(await inUse(page)) : "",
    })
    console.error(`  ${count} of ${explanations}`)
  }
  console.log(
    `\nSite ${called}: memory over ${explanations} explanations in one tab, the model changed after every ${each}`,
  )
  console.log(table(rows))
  await close()
}

async function inUse(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const { measureUserAgentSpecificMemory } = performance as Performance & {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>
    }
    return (await measureUserAgentSpecificMemory.call(performance)).bytes
  })
}

/** Resident set of the browser's renderers, on Linux; `NaN` elsewhere. */
async function held(): Promise<number> {
  if (process.platform !== "linux") return Number.NaN
  let pages = 0
  for (const id of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")
    if (!command.includes("--type=renderer")) continue
    pages += Number((await readFile(`/proc/${id}/statm`, "utf8").catch(() => "0 0")).split(" ")[1])
  }
  return pages * 4096
}
