import { AxeBuilder } from "@axe-core/playwright"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { done, open, patience, passes, scene, visit } from "./steps.ts"

// A pass of the model of photos takes a second where the cores are busy.
const few = "#explain?strategy=grid&passes=6"

describe.runIf(browserPath !== undefined)("a photo without a model", { timeout: 2 * patience }, () => {
  const at = visit(few)

  test("is answered by the model of photos, with a map for what it finds, and says what the model knows", async () => {
    const { page, requests, complaints } = at()
    await open(page, "Image files", scene)
    await page.getByRole("heading", { name: "Objects" }).waitFor()
    await done(page)
    expect(requests.filter((address) => address.endsWith(".bin"))).toHaveLength(1)
    const objects = page.getByRole("region", { name: "Objects" })
    const first = await objects.locator(".chosen .label").innerText()
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(`Why ${first}?`)
    await objects.getByText("Knows 80 everyday objects").click()
    expect(await objects.innerText()).toContain("MIT licence")
    const boxes = page.locator(".box")
    expect(await boxes.count()).toBeGreaterThan(0)
    const before = await passes(page)
    await boxes.last().click()
    await objects.locator(".chosen").waitFor()
    expect(await passes(page)).toBe(before)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
    expect(complaints).toEqual([])
  })
})
