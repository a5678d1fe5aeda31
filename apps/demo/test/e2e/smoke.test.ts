import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { browserPath, openSite, type Site } from "./site.ts"

// A sweep of few passes is enough to see all of it.
const fast = "#explain?quality=fast"
// In ms: other tests may have the cores.
const patience = 120_000

describe.runIf(browserPath !== undefined)("the site", { timeout: 240_000 }, () => {
  let site: Site
  beforeAll(async () => void (site = await openSite()), 120_000)
  afterAll(() => site?.close())

  test.each(["isolated", "plain"] as const)(
    "explains the sample at once on a host that is %s, with threads, and asks nobody else",
    async (kind) => {
      const { page, requests, complaints, close } = await site.visit(`${site[kind]}${fast}`)
      await page.getByRole("heading", { name: "Why mushroom?" }).waitFor({ timeout: patience })
      await page
        .getByText(/^Done$/i)
        .first()
        .waitFor({ timeout: patience })
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
      expect(requests.filter((address) => !address.startsWith(site[kind]))).toEqual([])
      // The first load of a plain host is not yet isolated, and starts no engine: there is one runtime.
      expect(new Set(requests.filter((address) => address.endsWith(".wasm")))).toHaveProperty("size", 1)
      expect(complaints).toEqual([])
      await close()
    },
  )

  test("shows another class without a pass", async () => {
    const { page, close } = await site.visit(`${site.isolated}${fast}`)
    await page
      .getByText(/^Done$/i)
      .first()
      .waitFor({ timeout: patience })
    const passes = () => page.evaluate("pami.passes()") as Promise<number>
    const before = await passes()
    await page
      .getByRole("button", { name: /^butterfly/ })
      .first()
      .click()
    await page.getByRole("heading", { name: "Why butterfly?" }).waitFor()
    expect(await passes()).toBe(before)
    expect(before).toBeGreaterThan(100)
    await close()
  })

  test("starts again without a network", async () => {
    const { page, context, close } = await site.visit(`${site.plain}${fast}`)
    await page
      .getByText(/^Done$/i)
      .first()
      .waitFor({ timeout: patience })
    await context.setOffline(true)
    await page.reload()
    await page
      .getByText(/^Done$/i)
      .first()
      .waitFor({ timeout: patience })
    await close()
  })
})
