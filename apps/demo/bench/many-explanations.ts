import { readFile, readdir } from "node:fs/promises"
import { mebibytes, table } from "@pami/measure"
import type { Page } from "playwright"
import type { NamedSite } from "./named-site.ts"
import { done, explainAgain, explained, inZoo, open, opened, patience, quick } from "../test/e2e/steps.ts"

const explanations = 100
const each = 10
// The browser takes a minute to tell what is in use while threads of a runtime sleep.
const told = [0, explanations - each]

/**
 * Memory of one tab over many explanations, the model changed for another after every ten: what the page has in use, which
 * the browser tells, and what its processes hold. On a site with a gallery its entries take turns, each with another kind of
 * input; on a former one, a model in two formats.
 */
export async function manyExplanations({ name, site }: NamedSite): Promise<void> {
  const { page, close } = await site.visit(`${site.isolated}${quick}`)
  page.setDefaultTimeout(patience)
  await done(page)
  const turns = await turnsOf(page)
  const rows: Record<string, string | number>[] = []
  for (let count = 0; count < explanations; count += each) {
    const turn = turns[(count / each) % turns.length]
    await turn.open()
    for (let again = 1; again < each; again++) await explainAgain(page)
    rows.push({
      explanations: count + each,
      "in use": turn.name,
      "renderers hold": mebibytes(await held()),
      "page in use": told.includes(count) ? mebibytes(await inUse(page)) : "",
    })
    console.error(`  ${count + each} of ${explanations}`)
  }
  console.log(
    `\nSite ${name}: memory over ${explanations} explanations in one tab, changed after every ${each}`,
  )
  console.log(table(rows))
  await close()
}

/** An input that is explained in turn. */
interface Turn {
  readonly name: string
  /** Opens it, and explains it once. */
  open(): Promise<void>
}

async function turnsOf(page: Page): Promise<readonly Turn[]> {
  const buttons = page.getByRole("region", { name: "Gallery" }).getByRole("button")
  // One opens a dialog.
  const names = (await buttons.allInnerTexts()).filter((name) => name !== "Your photo")
  return names.length === 0
    ? formats.map((format) => ofFormat(page, format))
    : names.map((name, index) => ofGallery(page, name, index === 0))
}

/** @param isLeft whether the page comes back to an explanation that is there already */
function ofGallery(page: Page, name: string, isLeft: boolean): Turn {
  const button = page.getByRole("region", { name: "Gallery" }).getByRole("button", { name, exact: true })
  return {
    name,
    async open() {
      if (!isLeft) return await explained(page, () => button.click())
      await button.click()
      await explainAgain(page)
    },
  }
}

const formats = [
  { name: "ONNX", files: ["model.onnx"] },
  { name: "TensorFlow.js", files: ["model.json", "weights.bin"] },
]

function ofFormat(page: Page, { name, files }: (typeof formats)[number]): Turn {
  const beside = [inZoo("labels.txt"), inZoo("preprocessor_config.json")]
  return {
    name,
    async open() {
      await open(page, "Model files", ...files.map(inZoo), ...beside)
      await opened(page, "Model", files[0])
      await done(page)
    },
  }
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
