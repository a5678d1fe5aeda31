import { execFile } from "node:child_process"
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { AxeBuilder } from "@axe-core/playwright"
import { decodeNpy } from "@pami/image"
import type { Page } from "playwright"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { done, open, opened, passes, patience, quick, saved, scene, visit } from "./steps.ts"

const cli = fileURLToPath(new URL("../../../cli", import.meta.url))
const program = join(cli, "src/main.ts")
const run = promisify(execFile)

describe.runIf(browserPath !== undefined)("the face of the site", { timeout: 2 * patience }, () => {
  const at = visit(quick)

  test("says what it is, and has an image and a text for links to it", async () => {
    const { page } = at()
    await page.getByText(/which parts of the input led an AI model to its answer/).waitFor()
    await page.getByText("Nothing leaves this device.").waitFor()
    const meta = (name: string) => page.locator(`meta[property="${name}"]`).getAttribute("content")
    expect(await meta("og:title")).toBe(await page.title())
    const picture = await page.request.get(new URL((await meta("og:image"))!, page.url()).href)
    expect(picture.headers()["content-type"]).toBe("image/png")
  })

  test("a class is found by the keyboard, and several are shown side by side, without a pass", async () => {
    const { page } = at()
    const before = await passes(page)
    const find = page.getByRole("combobox", { name: "Find a class" })
    await find.fill("fi")
    await page.getByRole("option", { name: /^fish/ }).waitFor()
    await find.press("Enter")
    await page.getByRole("heading", { name: "Why fish?" }).waitFor()
    for (const name of ["mushroom", "butterfly"])
      await page.getByRole("button", { name: `Show ${name} beside` }).click()
    const beside = page.getByRole("region", { name: "Classes side by side" })
    await expect.poll(() => beside.getByRole("figure").count()).toBe(3)
    await expect.poll(() => beside.locator(".layer").evaluateAll(haveColours)).toEqual([true, true, true])
    expect(await beside.getByRole("img").count()).toBe(1)
    await beside.getByLabel("Same colour scale").uncheck()
    await expect.poll(() => beside.getByRole("img").count()).toBe(3)
    expect(await passes(page)).toBe(before)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`)).toEqual([])
  })

  test("the code for Node and for the command line draws the map of the page", async () => {
    const { page } = at()
    await open(page, "Image files", scene)
    await opened(page, "Image", basename(scene))
    // The model of photos has answered for it.
    await page.getByRole("button", { name: "Bundled model" }).click()
    await opened(page, "Model", "Scenes (bundled)")
    await done(page)
    const map = mapOf(await saved(page, "NPY"))
    await page.getByText("Code for this").click()
    const node = await codeOf(page, "Node")
    const onCommandLine = await codeOf(page, "Command line")
    expect(await codeOf(page, "Browser")).toContain('from "@pami/onnxruntime-web"')

    const folder = await mkdtemp(join(tmpdir(), "pami-code-"))
    try {
      // As installed: `pami`, and beside it what it depends on.
      await mkdir(join(folder, "node_modules"))
      await symlink(cli, join(folder, "node_modules/pami"))
      await symlink(join(cli, "node_modules/@pami"), join(folder, "node_modules/@pami"))
      await copyFile(scene, join(folder, basename(scene)))
      const here = { cwd: folder }
      const drawn = `${node}console.log(JSON.stringify([...map()]))\nawait explain.dispose()`
      const { stdout } = await run(
        process.execPath,
        ["-C", "source", "--input-type=module", "-e", drawn.replace("await using", "const")],
        here,
      )
      expect(farthest(JSON.parse(stdout.trim().split("\n").at(-1)!) as number[], map)).toBeLessThan(1e-4)
      const command = onCommandLine.trim().replace("npx pami", `"${process.execPath}" -C source "${program}"`)
      await run("sh", ["-c", `${command} --map map.npy --no-figure --quiet`], here)
      expect(farthest(mapOf(await readFile(join(folder, "map.npy"))), map)).toBeLessThan(1e-4)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test("the lessons go on to what masking gets wrong, drawn live, and end with one's own files", async () => {
    const { page } = at()
    await page.getByRole("link", { name: "How it works" }).click()
    await page.getByRole("button", { name: "Where masking misleads" }).click()
    await page.getByRole("button", { name: "Draw both maps" }).click()
    await expect.poll(() => page.getByText(/\d passes in/).count(), { timeout: patience }).toBe(2)
    expect(await page.locator(".comparing .layer").evaluateAll(haveColours)).toEqual([true, true])
    for (const next of ["judge a map", "choose a method", "now your own"]) {
      await page.getByRole("button", { name: `Next: ${next}` }).click()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`)).toEqual([])
    }
    await page.getByRole("link", { name: "Explain this image" }).click()
    await done(page)
  })

  test("scales and bars stay on paper and where the visitor's colours replace all others", async () => {
    const { page } = at()
    await page.emulateMedia({ media: "print" })
    for (const text of [/^Why /, "Predictions"])
      await page.getByRole("heading", { name: text }).first().waitFor()
    for (const part of [".recipe-on-paper", ".ramp", ".chosen .bar i", ".panes .frame"])
      expect(await page.locator(part).first().isVisible(), part).toBe(true)
    expect(await page.locator(".recipe-on-paper").textContent()).toMatch(/scene\.png.*Grid.*Blur/s)
    await page.emulateMedia({ media: "screen", forcedColors: "active" })
    const background = (part: string) =>
      page
        .locator(part)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundImage)
    expect(await background(".ramp")).toContain("gradient")
    await page.emulateMedia({ forcedColors: "none" })
  })
})

describe.runIf(browserPath !== undefined)("on a phone", { timeout: 2 * patience }, () => {
  const size = { width: 375, height: 667 }
  const at = visit(quick, { viewport: size, isMobile: true, hasTouch: true })

  test("map and classes are in view at once", async () => {
    const { page } = at()
    for (const part of [
      ".explain .panes .frame",
      ".predictions li.chosen",
      ".predictions li:nth-child(2) .class",
    ]) {
      const { x, y, width, height } = (await page.locator(part).first().boundingBox())!
      expect([x >= 0, y >= 0, x + width <= size.width, y + height <= size.height], part).not.toContain(false)
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width)
  })
})

/** Returns, for each layer, whether it has pixels that are not transparent. */
function haveColours(layers: (HTMLElement | SVGElement)[]): boolean[] {
  return layers.map((layer) => {
    const { width, height } = layer as HTMLCanvasElement
    const { data } = (layer as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height)
    return data.some((value, index) => index % 4 === 3 && value > 0)
  })
}

async function codeOf(page: Page, tab: string): Promise<string> {
  await page.getByRole("tab", { name: tab }).click()
  return (await page.getByRole("tabpanel", { name: tab }).textContent())!
}

function mapOf(npy: Uint8Array): number[] {
  return [...(decodeNpy(npy).data as Float32Array)]
}

function farthest(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length)
  return Math.max(...a.map((value, index) => Math.abs(value - b[index])))
}
