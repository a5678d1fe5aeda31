import { readFile } from "node:fs/promises"
import { AxeBuilder } from "@axe-core/playwright"
import { zipSync } from "fflate"
import sharp from "sharp"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { complaint, done, files, inZoo, open, opened, patience, quick, scene, visit } from "./steps.ts"

describe.runIf(browserPath !== undefined)("nothing gets lost", { timeout: 2 * patience }, () => {
  const at = visit(`${quick}&sample=fish.star.7&class=0&panes=overlay,map&colorMap=cividis&opacity=0.4`)
  const file = files()
  const heading = (name: RegExp) => at().page.getByRole("heading", { level: 1, name })

  test("a link restores recipe, sample, class and view, and the address follows what changes", async () => {
    const { page } = at()
    await page.getByText("fish and star", { exact: true }).first().waitFor()
    const first = await page.getByRole("heading", { level: 1 }).textContent()
    expect(await page.locator("figcaption strong").allTextContents()).toEqual(["Overlay", "Map"])
    expect(await page.getByLabel("Colour map").inputValue()).toBe("cividis")
    await page.getByRole("button", { name: "star", exact: false }).first().click()
    await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).not.toBe(first)
    await expect.poll(() => page.url()).not.toContain("class=0")
    const second = await page.getByRole("heading", { level: 1 }).textContent()
    await page.reload()
    await done(page)
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(second)
  })

  test("of three images at once each has its result, and the damaged one a reason", async () => {
    const { page } = at()
    // With an own model: the model of photos answers otherwise.
    const model = ["model.onnx", "labels.txt", "preprocessor_config.json"].map(inZoo)
    await open(page, "Model files", ...model)
    await opened(page, "Model", "model.onnx")
    const png = await readFile(scene)
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>document.title = "no"</script><rect width="5" height="5" fill="red"/></svg>`
    await open(
      page,
      "Image files",
      await file("one.tiff", await sharp(png).tiff({ compression: "lzw" }).toBuffer()),
      await file("half.png", png.subarray(0, 40)),
      await file("drawing.svg", drawing),
    )
    const strip = page.getByRole("group", { name: "3 images" })
    await strip.getByText("2 explained, 1 not readable").waitFor()
    await opened(page, "Image", "drawing.svg")
    expect(await strip.getByRole("button", { name: /half\.png/ }).textContent()).toMatch(
      /Cannot be opened.*half/,
    )
    await strip.getByRole("button", { name: /one\.tiff.*mushroom/ }).click()
    await opened(page, "Image", "one.tiff")
    await heading(/mushroom/).waitFor()
    const { violations } = await new AxeBuilder({ page }).include(".strip").include(".keep").analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`)).toEqual([])
  })

  test("a zipped model and an own image survive a reload in mid-run, until they are to be forgotten", async () => {
    const { page, complaints } = at()
    const read = async (name: string) => new Uint8Array(await readFile(inZoo(name)))
    const packed = zipSync({
      // Its name tells when it is open: the test before has opened "model.onnx".
      "net/onnx/zipped.onnx": await read("model.onnx"),
      "net/labels.txt": await read("labels.txt"),
      "net/preprocessor_config.json": await read("preprocessor_config.json"),
    })
    await open(page, "Model files", await file("net.zip", packed))
    await opened(page, "Model", "zipped.onnx")
    await open(page, "Image files", scene)
    await opened(page, "Image", "scene.png")
    await page.getByRole("switch", { name: "Keep on this device" }).check()
    await page.getByText(/^[\d.]+ [kM]B kept/).waitFor()
    await page.evaluate("location.hash = '#explain?quality=best&seed=3&own=model,image'")
    await page
      .getByLabel("Progress")
      .getByText(/^Explaining/)
      .waitFor()
    await page.reload()
    await opened(page, "Model", "zipped.onnx")
    await opened(page, "Image", "scene.png")
    await page
      .getByLabel("Progress")
      .getByText(/^Explaining/)
      .waitFor()
    await heading(/mushroom/).waitFor()
    expect(page.url()).toContain("seed=3")

    await page.getByRole("button", { name: "Forget all" }).click()
    await page.reload()
    await opened(page, "Model", "Scenes (bundled)")
    expect(await complaint(page)).toMatch(/The link needs your files.*own model and an own image/s)
    expect(complaints).toEqual([])
  })
})
