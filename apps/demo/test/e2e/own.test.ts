import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { AxeBuilder } from "@axe-core/playwright"
import { decodePicture } from "@pami/image/node"
import type { Page } from "playwright"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { browserPath, openSite, type Site } from "./site.ts"

const zoo = fileURLToPath(new URL("../../../../packages/zoo/", import.meta.url))
const inZoo = (name: string) => join(zoo, "models/scenes", name)
const scene = join(zoo, "pictures/scene.png")

// A sweep of few passes is enough to see all of it.
const fast = "#explain?quality=fast"
const patience = 120_000

describe.runIf(browserPath !== undefined)("one's own files", { timeout: 240_000 }, () => {
  let site: Site
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pami-own-"))
    site = await openSite()
  }, 120_000)
  afterAll(async () => {
    await site?.close()
    await rm(folder, { recursive: true })
  })

  async function file(name: string, contents: string | Uint8Array): Promise<string> {
    await writeFile(join(folder, name), contents)
    return join(folder, name)
  }

  // A model's own name shows that it is no longer the bundled one.
  test.each([
    { kind: "ONNX", named: "mine.onnx", from: { "mine.onnx": "model.onnx" } },
    {
      kind: "TensorFlow.js",
      named: "model.json",
      from: { "model.json": "model.json", "weights.bin": "weights.bin" },
    },
  ])(
    "a model of $kind and a picture from disk become a saved PNG of the picture's size",
    async ({ named, from }) => {
      const files: string[] = []
      for (const [name, zooName] of Object.entries(from))
        files.push(await file(name, await readFile(inZoo(zooName!))))
      const { page, complaints, close } = await site.visit(`${site.isolated}${fast}`)
      await open(page, "Files of a model", [...files, inZoo("labels.txt"), inZoo("preprocessor_config.json")])
      await page.getByRole("group", { name: "Model" }).getByText(named).waitFor({ timeout: patience })
      await open(page, "File of a picture", [scene])
      await page.getByRole("group", { name: "Picture" }).getByText("scene.png").waitFor({ timeout: patience })
      await done(page)
      expect(await savedPng(page)).toMatchObject({ width: 512, height: 512 })
      expect(complaints).toEqual([])
      await close()
    },
  )

  test("what is wrong with a file is said, and the page goes on explaining", async () => {
    const { page, close } = await site.visit(`${site.isolated}${fast}`)
    await done(page)
    const onnx = await readFile(inZoo("model.onnx"))
    const wrong = [
      ["Files of a model", await file("text.onnx", "This is only a letter.\n")],
      ["Files of a model", await file("net.pt", Buffer.from("PK\u0003\u0004archive/data.pkl"))],
      ["Files of a model", await file("half.onnx", onnx.subarray(0, onnx.length / 2))],
      ["File of a picture", await file("huge.png", pngHeader(20_000, 20_000))],
    ] as const
    const titles: string[] = []
    for (const [input, path] of wrong) {
      await open(page, input, [path])
      const message = page.getByRole("alert").locator(".message").first()
      await message.waitFor({ timeout: patience })
      titles.push(await message.innerText())
      await message.getByRole("button", { name: /^Close/ }).click()
    }
    expect(titles[0]).toMatch(/no model that can be opened|not complete/)
    expect(titles[1]).toMatch(/net\.pt/)
    expect(titles[2]).toMatch(/half\.onnx/)
    expect(titles[3]).toMatch(/picture is too large/)
    await page.getByRole("button", { name: "Explain again" }).click()
    await done(page)
    await close()
  })

  test("a sweep pauses, goes on and stops, and the map so far can be saved", async () => {
    const { page, close } = await site.visit(`${site.isolated}#explain?quality=best`)
    const passes = () => page.evaluate("pami.passes()") as Promise<number>
    await expect.poll(passes, { timeout: patience }).toBeGreaterThan(20)
    await page.getByRole("button", { name: "Pause", exact: true }).click()
    // The run on its way ends first.
    const held = await settled(passes)
    await page.getByRole("button", { name: "Go on" }).click()
    await expect.poll(passes, { timeout: patience }).toBeGreaterThan(held)
    await page.getByRole("button", { name: "Stop", exact: true }).click()
    await page.getByText(/^Stopped: a valid map/).waitFor({ timeout: patience })
    expect(await savedPng(page)).toMatchObject({ width: 512, height: 512 })
    await close()
  })

  test.each(["light", "dark"] as const)("axe finds nothing on the three pages, %s", async (colorScheme) => {
    const { page, close } = await site.visit(`${site.isolated}${fast}`, { colorScheme })
    await done(page)
    for (const name of ["Explain", "Compare", "How it works"]) {
      await page.getByRole("link", { name, exact: true }).click()
      await page.locator("main h1, main h2").first().waitFor()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0].html}`)).toEqual([])
    }
    await close()
  })
})

async function open(page: Page, input: string, files: string[]): Promise<void> {
  await page.getByLabel(input, { exact: true }).setInputFiles(files)
}

async function done(page: Page): Promise<void> {
  await page.getByLabel("Progress").getByText("Done", { exact: true }).waitFor({ timeout: patience })
}

async function saved(page: Page, button: RegExp): Promise<string> {
  const download = page.waitForEvent("download")
  await page.getByRole("button", { name: button }).click()
  return await (await download).path()
}

async function savedPng(page: Page) {
  return await decodePicture(await readFile(await saved(page, /^PNG/)))
}

/** A number that has stopped changing. */
async function settled(read: () => Promise<number>): Promise<number> {
  for (let last = await read(); ;) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const now = await read()
    if (now === last) return now
    last = now
  }
}

/** As much of a PNG as it takes to know its size: a header that declares it. */
function pngHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64)
  bytes.set([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82])
  const view = new DataView(bytes.buffer)
  view.setUint32(16, width)
  view.setUint32(20, height)
  bytes.set([8, 2], 24)
  return bytes
}
