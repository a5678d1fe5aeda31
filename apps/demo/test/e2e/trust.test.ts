import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "playwright"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { done, passes, patience, quick, saved, visit } from "./steps.ts"

describe.runIf(browserPath !== undefined)("trust in the map", { timeout: 3 * patience }, () => {
  const at = visit(quick)

  test("a fixed scale ends at the score of the class, on the page, in its address and in a saved figure", async () => {
    const { page } = at()
    const bar = page.getByRole("img", { name: /^probability of mushroom: from/ })
    const before = await bar.getAttribute("aria-label")
    const own = await saved(page, "PNG")
    await page.getByLabel("Colour scale").selectOption("Up to the score")
    const score = await page.getByRole("button", { name: /^mushroom/ }).innerText()
    const [percent] = /[\d.]+(?= %)/.exec(score)!
    const label = (await bar.getAttribute("aria-label"))!
    expect(label).toBe(`probability of mushroom: from 0 to 0.${percent.replace(".", "")}`)
    expect(label).not.toBe(before)
    expect(Buffer.compare(await saved(page, "PNG"), own)).not.toBe(0)
    await page.evaluate("navigator.clipboard.writeText = async () => {}")
    await page.getByRole("button", { name: "Copy link" }).click()
    await expect.poll(() => page.evaluate("location.hash")).toContain("scale=score")
    await page.getByLabel("Colour scale").selectOption("This map’s range")
  })

  test("the model answers for the most important pixels, a smallest region, and curves beside a random order and a rival", async () => {
    const { page, complaints } = at()
    const trust = page.getByRole("region", { name: "Is this map good?" })
    await trust.getByText(/^(The best part alone|No part alone)/).waitFor()
    const before = await passes(page)
    await trust.getByRole("button", { name: "Check this map" }).click()
    await trust.getByText(/^The maps of mushroom and butterfly differ/).waitFor()
    const slider = trust.getByRole("slider", { name: "Most important" })
    await expect.poll(() => slider.getAttribute("aria-valuetext")).toMatch(/^20 %, score/)
    const fifth = await scoresOf(page)
    expect(fifth[0]).toBeGreaterThan(fifth[1])
    // Two scores; the map of the other class costs nothing.
    expect((await passes(page)) - before).toBe(2)
    await slider.focus()
    await page.keyboard.press("End")
    await expect.poll(() => slider.getAttribute("aria-valuetext")).toMatch(/^100 %, score/)
    await expect.poll(async () => (await scoresOf(page))[0]).not.toBe(fifth[0])

    await trust.getByRole("button", { name: "Find smallest region" }).click()
    await trust
      .getByText(/outlined, is the most important [\d.]+ %: it alone keeps 90 % of the score/)
      .waitFor()
    expect(await trust.locator(".kept .marks .line").getAttribute("d")).not.toBe("")

    await trust.getByRole("button", { name: "Draw curves" }).click()
    await trust.getByText(/^This map is better than a random order in [34] of 4 areas/).waitFor()
    await trust.getByLabel("Rival").selectOption("Occlusion")
    await trust.getByRole("button", { name: "Add rival" }).click()
    await trust.getByText(/^This map is better than Occlusion in/).waitFor()
    const areas = trust.getByRole("table", { name: "Areas under the curves" })
    expect(await areas.getByRole("row").count()).toBe(4)
    await trust.getByText("Values as tables").click()
    // 21 points of each of the four charts.
    expect(await trust.locator("details tbody tr").count()).toBe(4 * 21)
    await expectNoViolations(page)
    expect(complaints).toEqual([])

    // The answers were about another class.
    await page
      .getByRole("button", { name: /^butterfly/ })
      .first()
      .click()
    await trust.getByText(/^The maps of butterfly and mushroom/).waitFor()
    expect(await areas.count()).toBe(0)
    expect(await trust.getByRole("button", { name: "Draw curves" }).count()).toBe(1)
  })

  test("methods are compared at equal passes, with their agreement as a number, and two over one image", async () => {
    const { page, complaints } = at()
    await page.getByRole("link", { name: "Compare" }).click()
    await page.getByRole("radio", { name: "Method" }).check()
    await page.getByRole("button", { name: "Compare", exact: true }).click()
    await page.getByRole("heading", { name: /^Agreement −?[01]\.\d\d$/ }).waitFor()
    expect(await page.getByText(/^60 passes in/).count()).toBeGreaterThanOrEqual(4)
    expect(await page.getByText("Shapley value", { exact: true }).count()).toBe(1)
    const table = page.getByRole("table", { name: /^Rank correlation/ })
    expect(await table.getByRole("row").count()).toBe(6)
    await page.getByLabel("Right map").selectOption("KernelSHAP")
    await page.getByRole("img", { name: "The map of PAMI on the left, of KernelSHAP on the right" }).waitFor()
    const split = page.getByRole("slider", { name: "Split" })
    await split.focus()
    await page.keyboard.press("Home")
    await expect.poll(() => split.getAttribute("aria-valuetext")).toBe("0.0 % PAMI")
    expect(await page.locator(".divider").evaluate((line) => (line as HTMLElement).style.left)).toBe("0%")
    await expectNoViolations(page)
    expect(complaints).toEqual([])
    // The page about one map is of PAMI again.
    await page.getByRole("link", { name: "Explain" }).click()
    await done(page)
    expect(Buffer.from(await saved(page, "Manifest")).toString()).toContain('"method": "pami"')
  })
})

/** Scores of the most important pixels, and of the others, as numbers. */
async function scoresOf(page: Page): Promise<number[]> {
  const texts = await page.locator(".kept figcaption b").allInnerTexts()
  return texts.map((text) => Number(/[\d.]+/.exec(text)![0]))
}

async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0].html}`)).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}
