import { AxeBuilder } from "@axe-core/playwright"
import type { CDPSession, Page } from "playwright"
import sharp from "sharp"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { passes, patience, quick, visit } from "./steps.ts"

const pages = ["Explain", "Compare", "How it works"] as const
const top = ["Skip to content", "PAMI", ...pages, "Theme"]

describe.runIf(browserPath !== undefined)("the page is for everybody", { timeout: 2 * patience }, () => {
  const at = visit(quick)
  const go = async (name: (typeof pages)[number]) => {
    const { page } = at()
    const link = page.getByRole("link", { name, exact: true })
    const isNew = (await link.getAttribute("aria-current")) === null
    await link.click()
    // Last of all, the beginning of a page that comes gets the focus.
    if (isNew) await page.locator("main:focus").waitFor()
    await page.locator("main h1").waitFor()
  }

  test.each(pages)("axe finds nothing on %s, in both themes", async (name) => {
    const { page } = at()
    await go(name)
    for (const colorScheme of ["light", "dark"] as const) {
      // Without motion no colour is half way to that of the other theme.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      const axe = new AxeBuilder({ page })
      // Themes differ in nothing but colours.
      if (colorScheme === "dark") axe.withRules("color-contrast")
      const { violations } = await axe.analyze()
      expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0].html}`)).toEqual([])
    }
    await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  })

  test.each([
    {
      name: "Explain",
      order:
        "Runtime > Open model > Open folder > Open image > Samples > Camera > Paste > " +
        "Image > Overlay > Zoom in > Image. Arrow keys move the probe > " +
        "mushroom > butterfly > vs butterfly > Show butterfly beside > Find a class > Pause > Explain again > Settings > " +
        "Opacity > Threshold > Colour scale > Colour map > Check this map > PNG > SVG > NPY > Manifest > Copy link > Verify manifest",
    },
    { name: "Compare", order: "Partitioning > Superpixels > Compare > Superpixels" },
    {
      name: "How it works",
      order:
        "1 Move the spotlight > 2 Score each part > 3 Average many partitions > The image, masked except for a circle > " +
        "Class > Spotlight size > Next: score each part",
    },
  ] as const)(
    "Tab goes through $name in reading order, every stop named and seen",
    async ({ name, order }) => {
      const { page } = at()
      await go(name)
      const stops = await tabThrough(page)
      expect(stops.filter((stop) => stop.name === "" || !stop.outlined)).toEqual([])
      const names = stops.map((stop) => stop.name)
      let from = 0
      for (const wanted of [...top, ...order.split(" > ")]) {
        const found = names.findIndex((found, index) => index >= from && found.startsWith(wanted))
        expect(found, `"${wanted}" after the ${from} first of ${names.join(" | ")}`).toBeGreaterThan(-1)
        from = found + 1
      }
    },
  )

  test.each(["Samples", "Camera"])("the dialog of %s holds the focus and gives it back", async (name) => {
    const { page } = at()
    await go("Explain")
    const button = page.getByRole("button", { name, exact: true })
    await button.focus()
    await page.keyboard.press("Enter")
    const dialog = page.getByRole("dialog")
    await dialog.waitFor()
    const inside = () => dialog.evaluate((element) => element.contains(document.activeElement))
    expect(await inside()).toBe(true)
    // The page behind it has been analysed.
    const { violations } = await new AxeBuilder({ page }).include("dialog").analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`)).toEqual([])
    const stops = await tabThrough(page, "dialog button")
    expect(stops.filter((stop) => stop.name === "" || !stop.outlined)).toEqual([])
    await page.keyboard.press("Escape")
    await dialog.waitFor({ state: "detached" })
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  test("arrow keys move the light, and the model is asked at every place", async () => {
    const { page } = at()
    await go("How it works")
    const light = page.getByRole("application", { name: /masked except for a circle/ })
    const left = () => light.locator("circle.line").evaluate((circle) => circle.getBoundingClientRect().left)
    await light.focus()
    const [before, asked] = [await left(), await passes(page)]
    await page.keyboard.press("Shift+ArrowRight")
    await expect.poll(left).toBeGreaterThan(before)
    await expect.poll(() => passes(page), { timeout: patience }).toBeGreaterThan(asked)
    await page.keyboard.press("Shift+ArrowLeft")
    await expect.poll(left).toBe(before)
    // The text for screen readers.
    await page
      .getByRole("status")
      .getByText(/^Score [\d.<> ]+%$/)
      .waitFor({ state: "attached" })
    await page.keyboard.press("Tab")
    expect(await light.evaluate((element) => element === document.activeElement)).toBe(false)
  })

  test("bars and scales stay where the visitor's colours replace all others, and on paper", async () => {
    const { page } = at()
    await go("Explain")
    const colours = async (part: string) => {
      const { data, info } = await sharp(await page.locator(part).first().screenshot())
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      const seen = new Map<string, number>()
      for (let i = 0; i < data.length; i += info.channels) {
        const colour = data.subarray(i, i + 3).join()
        seen.set(colour, (seen.get(colour) ?? 0) + 1)
      }
      // Of a part of all pixels, not of an edge alone.
      return [...seen.values()].filter((count) => count > data.length / 3000).length
    }
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ forcedColors: "active", colorScheme })
      expect(await colours(".ramp")).toBeGreaterThan(20)
      for (const bar of [".chosen .bar", ".predictions li:nth-child(2) .bar"])
        expect(await colours(bar), `${bar} in ${colorScheme}`).toBeGreaterThan(1)
    }
    await page.emulateMedia({ forcedColors: "none", colorScheme: "light", media: "print" })
    for (const part of [".ramp", ".chosen .bar i", ".frame"])
      expect(
        await page
          .locator(part)
          .first()
          .evaluate((element) => getComputedStyle(element).printColorAdjust),
      ).toBe("exact")
    expect(await page.getByRole("button", { name: "Explain again" }).isVisible()).toBe(false)
    // Paper is white, whatever the theme.
    const ink = () => page.locator("h1").evaluate((element) => getComputedStyle(element).color)
    const onPaper = await ink()
    await page.evaluate(() => (document.documentElement.dataset["theme"] = "dark"))
    expect(await ink()).toBe(onPaper)
    await page.evaluate(() => delete document.documentElement.dataset["theme"])
    await page.emulateMedia({ media: "screen" })
  })

  test("at 360 pixels nothing overlaps or leaves the page, whatever the names, which cost no pass", async () => {
    const { page } = at()
    await page.setViewportSize({ width: 360, height: 740 })
    await go("Explain")
    const before = await passes(page)
    const names = Array.from({ length: 13 }, (_, index) =>
      index % 2 ? "ab ".repeat(7000) : "name".repeat(5000),
    )
    const buffer = Buffer.from(names.join("\n"))
    await page
      .getByLabel("Model files", { exact: true })
      .setInputFiles({ name: "labels.txt", mimeType: "text/plain", buffer })
    await page.getByRole("heading", { name: /^Why (ab|name)/ }).waitFor()
    expect(await passes(page)).toBe(before)
    for (const name of pages) {
      await go(name)
      expect(await page.evaluate(crowded), name).toEqual([])
    }
  })
})

/** Returns the elements that overflow the page to the right, or overlap others. */
function crowded(): string[] {
  const parts =
    "button, select, input, strong, h1, h2, h3, p, dt, dd, label span, a, figcaption > *, .ticks span, .unit, li > button > span"
  const isShown = (element: Element) =>
    element.checkVisibility() &&
    element.closest(".hidden, .skip, .frame, dialog") === null &&
    getComputedStyle(element).opacity !== "0" &&
    // Read out, but not seen.
    getComputedStyle(element).clipPath === "none"
  /** As much of it as is not cut off by what is around it. */
  const seenOf = (element: Element) => {
    let { left, top, right, bottom } = element.getBoundingClientRect()
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).overflow === "visible") continue
      const box = around.getBoundingClientRect()
      left = Math.max(left, box.left)
      top = Math.max(top, box.top)
      right = Math.min(right, box.right)
      bottom = Math.min(bottom, box.bottom)
    }
    return { element, left, top, right, bottom }
  }
  const told = ({ element }: { element: Element }) => `${element.tagName} ${element.textContent.slice(0, 20)}`
  const seen = [...document.querySelectorAll(parts)]
    .filter(isShown)
    .map(seenOf)
    .filter(({ left, right, top, bottom }) => right - left > 2 && bottom - top > 2)
  const found = seen.filter(({ right }) => right > innerWidth).map((box) => `${told(box)} leaves the page`)
  for (const [index, a] of seen.entries())
    for (const b of seen.slice(index + 1)) {
      const isOne =
        a.element.contains(b.element) ||
        b.element.contains(a.element) ||
        (a.element.nextElementSibling === b.element && a.element.matches("input"))
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (!isOne && wide > 2 && high > 2) found.push(`${told(a)} over ${told(b)}`)
    }
  return found
}

interface Stop {
  readonly name: string
  /** Whether it is seen that the focus is there. */
  readonly outlined: boolean
}

/** Where Tab stops on the way from an element, by itself included, until it has left the page or is back. */
async function tabThrough(page: Page, from = ".skip"): Promise<Stop[]> {
  const devtools = await page.context().newCDPSession(page)
  const stops: Stop[] = []
  await page.locator(from).first().focus()
  // The browser tells a focus by the keyboard from another by the last key.
  await page.keyboard.press("Tab")
  await page.keyboard.press("Shift+Tab")
  do {
    stops.push({ name: await nameOfFocused(devtools), outlined: await page.evaluate(outlined) })
    await page.keyboard.press("Tab")
    expect(stops.length, "stops until Tab is through").toBeLessThan(100)
  } while (await page.evaluate(isElsewhere, from))
  await devtools.detach()
  return stops
}

async function nameOfFocused(devtools: CDPSession): Promise<string> {
  const { result } = await devtools.send("Runtime.evaluate", { expression: "document.activeElement" })
  const parameters = { objectId: result.objectId!, fetchRelatives: false }
  const { nodes } = await devtools.send("Accessibility.getPartialAXTree", parameters)
  return String(nodes[0].name?.value ?? "").trim()
}

/** Around the element, or around what stands for a control that is drawn by other means. */
function outlined(): boolean {
  const element = document.activeElement!
  return [element, element.nextElementSibling, element.closest("label")].some((one) => {
    if (one === null || Number(getComputedStyle(one).opacity) === 0) return false
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    const { width, height, top, bottom } = one.getBoundingClientRect()
    const isOnScreen = top < innerHeight && bottom > 0 && width > 2 && height > 2
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && isOnScreen
  })
}

function isElsewhere(from: string): boolean {
  const now = document.activeElement
  return now !== null && now !== document.body && now !== document.querySelector(from)
}
