import { readdir } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { parseManifest } from "@pami/core"
import { decodeNpy } from "@pami/image"
import { decodePicture } from "@pami/image/node"
import type { Page } from "playwright"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { complaint, done, explained, passes, patience, quick, saved, site } from "./steps.ts"

describe.runIf(browserPath !== undefined)("the site", { timeout: 2 * patience }, () => {
  const at = site()

  test("explains the sample at once, with threads, asks nobody else, switches classes without a pass, backends by a link, and to none that is not there", async () => {
    const { page, requests, complaints, close } = await at().visit(`${at().isolated}${quick}`)
    await page.getByRole("heading", { name: "Why mushroom?" }).waitFor({ timeout: patience })
    await done(page)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    const before = await passes(page)
    await page
      .getByRole("button", { name: /^butterfly/ })
      .first()
      .click()
    await page.getByRole("heading", { name: "Why butterfly?" }).waitFor()
    expect(await passes(page)).toBe(before)
    expect(before).toBeGreaterThan(60)

    await explained(page, () => page.evaluate(`location.hash = "${quick}&backend=tfjs:wasm"`))
    const manifest = parseManifest(Buffer.from(await saved(page, "Manifest")).toString())
    expect(manifest.backend).toMatch(/tfjs/)

    const had = await passes(page)
    await page.getByLabel("Runtime", { exact: true }).selectOption("ONNX Runtime, WebGPU")
    expect(await complaint(page)).toMatch(/WebGPU/)
    expect(await page.getByLabel("Runtime", { exact: true }).inputValue()).toBe("tfjs:wasm")
    // The map is there still, and its engine.
    await page
      .getByRole("button", { name: /^butterfly/ })
      .first()
      .click()
    await page.getByRole("heading", { name: "Why butterfly?" }).waitFor()
    expect(await passes(page)).toBe(had)
    expect(Buffer.from(await saved(page, "Manifest")).toString()).toContain('"tfjs:wasm"')
    expect(requests.filter((address) => !address.startsWith(at().isolated))).toEqual([])
    expect(complaints).toEqual([])
    await expectNoWayOut(page)
    await close()
  })

  test("shows the image while the model is still on its way", async () => {
    const { page, complaints, close } = await at().visit("about:blank")
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route("**/*.wasm", (route) => held.then(() => route.continue()))
    await page.goto(`${at().isolated}${quick}`)
    await expect.poll(() => page.evaluate(colorsShown), { timeout: patience }).toBeGreaterThan(100)
    expect(await page.getByText("Loading the model").isVisible()).toBe(true)
    release()
    await done(page)
    expect(complaints).toEqual([])
    await close()
  })

  test("explains without a network after one visit", async () => {
    const { page, context, complaints, close } = await at().visit(`${at().isolated}${quick}`)
    await done(page)
    await expect
      .poll(() => page.evaluate(keptFiles, ".wasm"), { timeout: patience, message: "runtimes that are kept" })
      .toBe(1)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await context.setOffline(true)
    await page.reload()
    await done(page)
    expect(complaints).toEqual([])
    await close()
  })

  test("explains on a host without headers, and without a network, where all can be saved, too", async () => {
    const { page, context, requests, complaints, close } = await at().visit(`${at().plain}${quick}`)
    await done(page)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect(requests.filter((address) => !address.startsWith(at().plain))).toEqual([])
    // The first load of a plain host is not yet isolated, and starts no engine: there is one runtime.
    expect(new Set(requests.filter((address) => address.endsWith(".wasm")))).toHaveProperty("size", 1)
    // The fonts of figures are cached last.
    await expect
      .poll(() => page.evaluate(keptFiles, ".woff"), { timeout: patience, message: "fonts that are kept" })
      .toBe(3)
    // So is the code of what this visit has not opened.
    const code = (await readdir(join(at().folder, "assets"))).filter((name) =>
      /^(?!runtime-|figure-).*\.js$/.test(name),
    )
    await expect
      .poll(() => page.evaluate(keptFiles, ".js"), { timeout: patience, message: "code that is kept" })
      .toBeGreaterThanOrEqual(code.length)

    expect(complaints).toEqual([])
    await expectNoWayOut(page)
    const before = complaints.length
    await context.setOffline(true)
    await page.reload()
    await done(page)
    expect(await decodePicture(await saved(page, "PNG"))).toMatchObject({ width: 384, height: 384 })
    const svg = Buffer.from(await saved(page, "SVG")).toString()
    expect(svg).toMatch(/^<svg[^]*<path[^]*<\/svg>\s*$/)
    expect(svg).toContain("Why mushroom?")
    const { shape, data } = decodeNpy(await saved(page, "NPY"))
    const map = data as Float32Array
    expect(shape).toEqual([96, 96])
    const manifest = parseManifest(Buffer.from(await saved(page, "Manifest")).toString())
    expect(map.indexOf(Math.max(...map))).toBe(manifest.maps[0].peak)
    await page.getByText("Code for this").click()
    await page.getByText("npm install").waitFor()
    expect(complaints.slice(before)).toEqual([])
    await close()
  })
})

/** Has the page and each of its workers try to send something to another origin that would take it. */
async function expectNoWayOut(page: Page): Promise<void> {
  const asked: string[] = []
  const stranger = createServer(({ url }, response) => {
    asked.push(url!)
    response.writeHead(200, {
      "Access-Control-Allow-Origin": "*",
      "Cross-Origin-Resource-Policy": "cross-origin",
    })
    response.end()
  })
  await new Promise<void>((resolve) => stranger.listen(0, "localhost", resolve))
  const address = `http://localhost:${(stranger.address() as AddressInfo).port}/`
  const send = (to: string) =>
    fetch(to, { method: "POST", body: "secret", mode: "no-cors" }).then(
      () => "sent",
      () => "kept",
    )
  const workers = page.workers()
  expect(workers.length).toBeGreaterThan(1)
  const sent = [page.evaluate(send, address), ...workers.map((worker) => worker.evaluate(send, address))]
  expect(new Set(await Promise.all(sent))).toEqual(new Set(["kept"]))
  await page.evaluate((to) => {
    new Image().src = `${to}image`
    navigator.sendBeacon(`${to}beacon`, "secret")
  }, address)
  expect((await fetch(`${address}seen`)).ok).toBe(true)
  expect(asked).toEqual(["/seen"])
  stranger.close()
}

/** How many colours the first pane has. */
function colorsShown(): number {
  const photo = document.querySelector<HTMLCanvasElement>("figure canvas")
  if (photo === null) return 0
  const { width, height } = photo
  const copy = new OffscreenCanvas(width, height).getContext("2d")!
  copy.drawImage(photo, 0, 0)
  return new Set(new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer)).size
}

async function keptFiles(ending: string): Promise<number> {
  const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
  return kept.flat().filter(({ url }) => url.endsWith(ending)).length
}
