import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Locator, Page } from "playwright"
import { afterAll, beforeAll, inject } from "vitest"
import { openSite, type Site, type Visit } from "./site.ts"

const zoo = fileURLToPath(new URL("../../../../packages/zoo/", import.meta.url))

/** An image of a mushroom and a butterfly, 512 x 512. */
export const scene = join(zoo, "pictures/scene.png")

/** Another image. */
export const kinds = join(zoo, "pictures/kinds.png")

/** Path of a file of the bundled model. */
export const inZoo = (name: string) => join(zoo, "models/scenes", name)

// A sweep of few passes is enough to see all of it.
export const quick = "#explain?strategy=grid&passes=60"

/** How long a step may take, in ms: other tests may have the cores. */
export const patience = 120_000

/** A browser for all tests of a file. */
export function site(): () => Site {
  let open: Site
  beforeAll(async () => void (open = await openSite(inject("site"))), patience)
  afterAll(() => open?.close())
  return () => open
}

/** One visit for all tests of a file: they go on where the former left the page, as people do. */
export function visit(fragment: string, options?: Parameters<Site["visit"]>[1]): () => Visit {
  const at = site()
  let visit: Visit
  beforeAll(async () => {
    visit = await at().visit(`${at().isolated}${fragment}`, options)
    visit.page.setDefaultTimeout(patience)
    await done(visit.page)
  }, patience)
  return () => visit
}

/** A folder that is gone afterwards; gives the path of a file that it writes into it. */
export function files(): (name: string, contents: string | Uint8Array) => Promise<string> {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "pami-"))))
  afterAll(() => rm(folder, { recursive: true }))
  return async (name, contents) => {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, contents)
    return path
  }
}

/** Opens files, as the browser's dialog for files does. */
export async function open(
  page: Page,
  input: "Model files" | "Image files" | "Manifest file",
  ...paths: string[]
): Promise<void> {
  await page.getByLabel(input, { exact: true }).setInputFiles(paths)
}

/** Waits for the end of the sweep. */
export async function done(page: Page): Promise<void> {
  await page.getByLabel("Progress").getByText("Done", { exact: true }).waitFor({ timeout: patience })
}

/** Explains again, to the end. */
export async function explainAgain(page: Page): Promise<void> {
  await explained(page, () => page.getByRole("button", { name: "Explain again" }).click())
}

/** Does what has the page explain, and waits for the end. */
export async function explained(page: Page, ask: () => Promise<void>): Promise<void> {
  // Playwright's own ways to wait look at every frame, which has the page draw all of them.
  const end = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        new PerformanceObserver((list, observer) => {
          if (list.getEntriesByName("explaining").length === 0) return
          observer.disconnect()
          resolve()
        }).observe({ type: "measure" })
      }),
  )
  await ask()
  await end
}

/** Waits until a card names what is open. */
export async function opened(page: Page, card: "Model" | "Image", name: string): Promise<void> {
  await page
    .getByRole("group", { name: card, exact: true })
    .getByText(name, { exact: true })
    .waitFor({ timeout: patience })
}

/** Forward passes so far. */
export async function passes(page: Page): Promise<number> {
  return (await page.evaluate("pami.passes()")) as number
}

/** Returns the file that a button of the section “Save” saves. */
export async function saved(page: Page, kind: "PNG" | "SVG" | "NPY" | "Manifest"): Promise<Uint8Array> {
  const download = page.waitForEvent("download")
  await page.getByRole("button", { name: new RegExp(`^${kind}`) }).click()
  return await readFile(await (await download).path())
}

/** The message that something went wrong, which is then closed. */
export async function complaint(page: Page): Promise<string> {
  const message: Locator = page.getByRole("alert").locator(".message").first()
  await message.waitFor({ timeout: patience })
  const text = await message.innerText()
  await message.getByRole("button", { name: /^Close/ }).click()
  return text
}
