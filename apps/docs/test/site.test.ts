import { fileURLToPath } from "node:url"
import { AxeBuilder } from "@axe-core/playwright"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { type Browser, chromium } from "playwright"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Served, serve } from "./serve.ts"

const executablePath = findBrowser()
let browser: Browser
let site: Served

describe.skipIf(executablePath === undefined && !process.env["CI"])("in a folder of a host", () => {
  beforeAll(async () => {
    site = await serve(fileURLToPath(new URL("../dist", import.meta.url)), "/some/where/docs/")
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []
    browser = await chromium.launch({ executablePath: executablePath!, args })
  })
  afterAll(async () => {
    await browser?.close()
    site?.close()
  })

  test("a reader goes from page to page and searches; nothing is asked of another host, or against the policy", async () => {
    const page = await browser.newPage()
    const complaints: string[] = []
    const requests: string[] = []
    page.on("request", (request) => void requests.push(request.url()))
    page.on("pageerror", (error) => void complaints.push(error.message))
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text())
    })
    await page.goto(site.address)
    await page.getByRole("heading", { level: 1, name: "PAMI for TypeScript" }).waitFor()
    // Its page is loaded by the script of the site, not by the browser.
    await page.getByRole("link", { name: "tasks", exact: true }).click()
    await page.getByRole("heading", { level: 1, name: "Tasks" }).waitFor()
    expect(page.url()).toBe(`${site.address}tasks/`)
    // A link that the first page brought along leads to the same place from here.
    await page.getByRole("navigation").getByRole("link", { name: "Start", exact: true }).click()
    await page.getByRole("heading", { level: 1, name: "Getting started" }).waitFor()
    await page.goBack()
    await page.getByRole("main").getByRole("link", { name: "detection" }).click()
    await page.getByRole("heading", { level: 1, name: "Detection" }).waitFor()
    expect(page.url()).toBe(`${site.address}tasks/detection.html`)
    await page.reload()
    const figure = page.getByRole("img", { name: /map for each detected object/ })
    await expect.poll(() => figure.evaluate((image: any) => image.naturalWidth)).toBeGreaterThan(600)

    await page.keyboard.press("Control+k")
    const box = page.getByRole("searchbox")
    const first = page.getByRole("option").first()
    // A guide comes before the symbols of the API that have the word in their names.
    await box.fill("partitioner")
    await expect.poll(() => first.innerText()).toMatch(/partitioner/i)
    expect(await first.getByRole("link").getAttribute("href")).not.toContain("/api/")
    await box.fill("supervoxels")
    await expect.poll(() => first.innerText()).toMatch(/volume/i)
    await first.click()
    await page.getByRole("heading", { level: 1 }).waitFor()
    await expect.poll(() => page.getByRole("main").innerText()).toMatch(/supervoxels/i)

    expect(requests.filter((address) => !address.startsWith(site.address))).toEqual([])
    expect(complaints).toEqual([])
    // The policy is in force.
    const outside = page.evaluate(() =>
      fetch("http://localhost:9/").then(
        () => "sent",
        () => "refused",
      ),
    )
    expect(await outside).toBe("refused")
    expect(complaints.join()).toContain("Content Security Policy")
    await page.close()
  })

  test.each(["light", "dark"] as const)(
    "pages of each sort have nothing that axe objects to: %s",
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme })
      const page = await context.newPage()
      for (const path of [
        "index.html",
        "tasks/tables.html",
        "quality.html",
        "commands/explain.html",
        "api/index.html",
        "api/@pami/hub.html",
      ]) {
        await page.goto(`${site.address}${path}`)
        const axe = new AxeBuilder({ page })
        // The same page in other colours: all else was seen in the light.
        if (colorScheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"])
        const { violations } = await axe.analyze()
        expect(violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0].html}`)).toEqual([])
      }
      await context.close()
    },
  )

  test("on a phone an option stands above its meaning, in the width of the page", async () => {
    const page = await browser.newPage({ viewport: { width: 375, height: 667 } })
    await page.goto(`${site.address}commands/explain.html`)
    const cells = page.getByText("--model <file>").locator("xpath=ancestor::tr/td")
    const [option, meaning] = await cells.evaluateAll((all: any[]) =>
      all.map((one) => one.getBoundingClientRect().toJSON()),
    )
    expect(meaning.top).toBeGreaterThanOrEqual(option.bottom)
    expect(meaning.right).toBeLessThanOrEqual(375)
    await page.close()
  })
})
