import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { serve } from "@pami/browser-tests/serve"
import { pictures } from "@pami/zoo"
import { chromium } from "playwright"
import { build, defaultClientConditions } from "vite"
import { afterAll, expect, test } from "vitest"

const executablePath = findBrowser()
if (executablePath === undefined) {
  const message = "the page of vite-page is not opened: no Chromium was found"
  if (process.env["CI"]) throw new Error(message)
  console.error(`\n*** ${message} ***\n`)
}

const folder = await mkdtemp(join(tmpdir(), "pami-"))
afterAll(() => rm(folder, { recursive: true }))

test.runIf(executablePath !== undefined)(
  "the page of vite-page explains an image that is opened",
  async () => {
    await build({
      root: fileURLToPath(new URL("../vite-page/", import.meta.url)),
      logLevel: "error",
      resolve: { conditions: ["source", ...defaultClientConditions] },
      build: { outDir: folder },
    })
    const site = pathToFileURL(join(folder, "/"))
    const served = await serve((path) => new URL(`.${path}`, site), false)
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []
    const browser = await chromium.launch({ executablePath: executablePath!, args })
    try {
      const page = await browser.newPage()
      await page.goto(served.origin)
      await page.getByLabel("Image").setInputFiles(fileURLToPath(pictures.scene.href))
      await page.getByText(/^mushroom: \d\d\.\d %$/).waitFor()
      const width = await page.getByRole("img").evaluate(async (image: HTMLImageElement) => {
        await image.decode()
        return image.naturalWidth
      })
      expect(width).toBeGreaterThan(600)
    } finally {
      await browser.close()
      served.close()
    }
  },
)
