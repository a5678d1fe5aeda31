import { AxeBuilder } from "@axe-core/playwright"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { serve, type RunningServer } from "@pami/serve"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { complaint, done, opened, patience, quick, site } from "./steps.ts"

const zoo = fileURLToPath(new URL("../../../../packages/zoo/models/", import.meta.url))

describe.runIf(browserPath !== undefined)("the site of pami serve", { timeout: 2 * patience }, () => {
  const at = site()
  let folder: string
  let server: RunningServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pami-served-"))
    await cp(join(zoo, "scenes"), join(folder, "first"), { recursive: true })
    await cp(join(zoo, "scenes-vit/model.onnx"), join(folder, "second.onnx"))
    await cp(join(zoo, "scenes/labels.txt"), join(folder, "labels.txt"))
    await cp(join(zoo, "reviews"), join(folder, "third"), { recursive: true })
    const backends = [{ module: import.meta.resolve("@pami/onnxruntime-node") }]
    server = await serve({ models: folder, backends, port: 0, token: "secret", site: at().folder })
  }, patience)
  afterAll(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })

  test("a model of the folder is chosen on the page and explained there, once the token is given", async () => {
    const visit = await at().visit(`${server.url}/${quick}`)
    const { page, requests } = visit
    page.setDefaultTimeout(patience)
    await done(page)
    const give = async (token: string) => {
      await page.getByLabel("This server asks for its token").fill(token)
      await page.getByRole("button", { name: "Show models" }).click()
    }
    await give("wrong")
    expect(await complaint(page)).toMatch(/Wrong token\s+The server refuses it.*PAMI_TOKEN/)
    await give("secret")

    const models = page.getByRole("group", { name: "Models of this server" })
    const names = () => models.getByRole("button").allTextContents()
    await expect.poll(names, { timeout: patience }).toEqual(["first", "second", "third"])
    await models.getByRole("button", { name: "second" }).click()
    await opened(page, "Model", "second.onnx")
    await done(page)
    await models.locator("[aria-current]").waitFor()
    expect(await models.locator("[aria-current]").textContent()).toBe("second")
    // By its labels, and with threads, which need the headers.
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toMatch(/^Why (?!class)\w+/)
    expect(await page.evaluate("crossOriginIsolated")).toBe(true)
    expect(await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")).toBe(
      0,
    )
    const hosts = new Set(requests.filter((url) => /^https?:/.test(url)).map((url) => new URL(url).origin))
    expect([...hosts]).toEqual([server.url])
    expect(requests.filter((url) => url.includes("secret"))).toEqual([])

    // A model of texts keeps the list, and waits for an input.
    await models.getByRole("button", { name: "third" }).click()
    await opened(page, "Model", "third/model.onnx")
    await expect.poll(() => models.locator("[aria-current]").textContent()).toBe("third")
    const again = page.getByRole("button", { name: "Explain again" })
    expect(await again.getAttribute("aria-disabled")).toBe("true")
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await visit.close()
  })

  test("a model that was deleted, and a server that has ended, are named in words, and the map stays", async () => {
    await using own = await serve({
      models: folder,
      backends: [{ module: import.meta.resolve("@pami/onnxruntime-node") }],
      port: 0,
      site: at().folder,
    })
    const visit = await at().visit(`${own.url}/${quick}`)
    const { page } = visit
    page.setDefaultTimeout(patience)
    await done(page)
    const first = page.getByRole("button", { name: "first" })
    await rm(join(folder, "first", "model.onnx"))
    await rm(join(folder, "first", "model.json"))
    await first.click()
    expect(await complaint(page)).toContain("First no longer holds one model")
    await own.close()
    await first.click()
    expect(await complaint(page)).toMatch(/The server does not answer\s+Check that pami serve still runs/)
    await done(page)
    await visit.close()
  })
})
