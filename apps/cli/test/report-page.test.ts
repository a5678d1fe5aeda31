import { existsSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { openRun } from "@pami/runs"
import type { ResultLine } from "@pami/runs"
import { chromium } from "playwright"
import { expect, test } from "vitest"
import { folder, pami } from "./fixtures.ts"

const methods = ["pami", "lime", "rise"]
const metrics = [
  {
    name: "insertion:blur",
    better: "higher",
    average: "maps",
    protocol: "Area under the score.",
    settings: {},
  },
  {
    name: "deletion:blur",
    better: "lower",
    average: "maps",
    protocol: "Area under the score.",
    settings: {},
  },
]

/** Writes the results of an evaluation with so many inputs, each with a hostile name, and its report. */
async function writeReport(inputs: number): Promise<string> {
  const out = join(folder(), "out")
  const run = await openRun(out, {
    question: {
      kind: "evaluation",
      model: { name: "</title><script>alert(1)</script>" },
      methods: methods.map((name) => ({ name, method: name, passes: 300 })),
      metrics,
    },
  })
  const lines = Array.from({ length: inputs }, (_, index): ResultLine[] => {
    const input = `${index} </script><img src="https://example.org/a.png" onerror=alert(1)>.png`
    return methods.flatMap((method, m) =>
      metrics.map(({ name: metric }) => ({
        input,
        method,
        metric,
        value: ((index * (m + 3)) % 97) / 97,
        curve: { shares: [0, 0.5, 1], scores: [0, 0.4, 0.1 * m] },
        class: index % 7,
        label: "<b>cat</b>",
      })),
    )
  })
  await run.add(lines.flat())
  await run.close()
  const { status, stderr } = await pami(["report", out])
  expect(status, stderr).toBe(0)
  return join(out, "report.html")
}

const executablePath = findBrowser()
if (executablePath === undefined) {
  const message = "the report is not opened: no Chromium was found"
  if (process.env["CI"]) throw new Error(message)
  console.error(`\n*** ${message} ***\n`)
}

test.runIf(executablePath !== undefined)(
  "the report runs its own script only, makes no request, and sorts by click and by key",
  async () => {
    const file = await writeReport(120)
    expect(existsSync(file)).toBe(true)
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []
    const browser = await chromium.launch({ executablePath: executablePath!, args })
    try {
      const page = await browser.newPage()
      const [messages, requests]: string[][] = [[], []]
      page.on("console", (message) => messages.push(message.text()))
      page.on("pageerror", (error) => messages.push(error.message))
      page.on("dialog", (dialog) => messages.push(dialog.message()))
      page.on("request", (request) => requests.push(request.url()))
      const address = pathToFileURL(file).href
      await page.goto(address)
      const first = async (table: string) =>
        await page.innerText(`${table} tbody tr:first-child > :first-child`)
      const place = async () => await page.innerText("#inputs-place")
      expect(await place()).toBe("1 to 50 of 120")

      const heading = page.locator("table.sortable").first().locator("th").nth(1)
      await heading.locator("button").focus()
      await page.keyboard.press("Enter")
      expect(await heading.getAttribute("aria-sort")).toBe("descending")
      const best = await first("table.sortable")
      await page.keyboard.press("Space")
      expect(await heading.getAttribute("aria-sort")).toBe("ascending")
      expect(await first("table.sortable")).not.toBe(best)

      await page.click("#inputs-forward")
      expect(await place()).toBe("51 to 100 of 120")
      await page.fill("#inputs-filter", "119 ")
      expect(await place()).toBe("1 to 1 of 1")
      expect(await first("#inputs-table")).toContain("119 </script><img")
      expect(await page.locator("img").count()).toBe(0)
      expect(messages).toEqual([])
      expect(requests).toEqual([address])
    } finally {
      await browser.close()
    }
  },
)
