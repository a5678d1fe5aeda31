import { AxeBuilder } from "@axe-core/playwright"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { done, opened, patience, passes, scene, visit } from "./steps.ts"

// A pass of the model of photos takes a second where the cores are busy.
const few = "#explain?strategy=grid&passes=6"

describe.runIf(browserPath !== undefined)("a photo without a model", { timeout: 2 * patience }, () => {
  const at = visit(few)

  test("is answered by the model of photos, also after another detector, with a map for what it finds, and says what the model knows", async () => {
    const { page, requests, complaints } = at()
    const gallery = page.getByRole("region", { name: "Gallery" })
    await gallery.getByRole("button", { name: "Detection" }).click()
    await opened(page, "Model", "Objects of scenes")
    await done(page)
    await expect.poll(() => page.locator(".chosen .label").innerText()).toBe("mushroom")
    await expect.poll(() => page.url()).toContain("model=detection")
    const dialog = page.waitForEvent("filechooser")
    await gallery.getByRole("button", { name: "Your photo" }).click()
    await (await dialog).setFiles(scene)
    await opened(page, "Model", "Everyday objects")
    await done(page)
    // The service worker passes the page's request on.
    expect(new Set(requests.filter((address) => address.endsWith(".bin")))).toHaveProperty("size", 1)
    const objects = page.getByRole("region", { name: "Objects" })
    const first = await objects.locator(".chosen .label").innerText()
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(`Why ${first}?`)
    await objects.getByText("Knows 80 everyday objects").click()
    expect(await objects.innerText()).toContain("MIT licence")
    const boxes = page.locator(".box")
    expect(await boxes.count()).toBeGreaterThan(0)
    // The likely answers to open questions are tried beside the sweep, and after it.
    let before = NaN
    const restsAt = async () => before === (before = await passes(page))
    await expect.poll(restsAt, { interval: 1500, timeout: patience }).toBe(true)
    await boxes.last().click()
    await objects.locator(".chosen").waitFor()
    expect(await passes(page)).toBe(before)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
    // A photo of the site, and back to the scene of the bundled model.
    await page.evaluate(`location.hash = "${few}&model=photo&sample=astronaut"`)
    await opened(page, "Image", "Eileen Collins")
    await page.getByText("NASA, public domain").waitFor()
    await done(page)
    await gallery.getByRole("button", { name: "Scene" }).click()
    await page.getByRole("heading", { name: "Why mushroom?" }).waitFor()
    expect(complaints).toEqual([])
  })
})
