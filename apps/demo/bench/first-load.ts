import { gzipSync } from "node:zlib"
import { table } from "@pami/measure"
import type { NamedSite } from "./named-site.ts"

const sorts = ["page and its code", "samples", "models", "runtimes"] as const
type Sort = (typeof sorts)[number]

/**
 * Bytes that a first visit fetches until its first map is on screen, in kB: as stored, and as a host that compresses with gzip
 * sends it. Without the service worker, which fetches what later visits need.
 */
export async function firstLoad(sites: readonly NamedSite[]): Promise<void> {
  const rows: Record<string, string | number>[] = []
  for (const { name, site } of sites) {
    const { page, context, close } = await site.visit("about:blank", { serviceWorkers: "block" })
    // By address: threads of a runtime fetch the same file.
    const addresses = new Set<string>()
    context.on("request", (request) => void addresses.add(request.url()))
    await page.goto(site.isolated)
    await page.waitForFunction(() => performance.getEntriesByName("first map").length > 0)
    const files = await Promise.all(
      [...addresses].filter((address) => address.startsWith("http")).map(sizeOf),
    )
    for (const sort of sorts) {
      const some = files.filter((file) => file.sort === sort)
      rows.push({
        site: name,
        what: sort,
        files: some.length,
        "stored (kB)": kilobytes(some.map(({ stored }) => stored)),
        "compressed (kB)": kilobytes(some.map(({ compressed }) => compressed)),
      })
    }
    await close()
  }
  console.log("\nThe first load, until the first map is on screen")
  console.log(table(rows))
}

// Asked for again: the browser keeps no body of some files, such as a runtime that is compiled as it comes.
async function sizeOf(address: string) {
  const body = new Uint8Array(await (await fetch(address)).arrayBuffer())
  const { pathname } = new URL(address)
  return {
    sort: sortOf(pathname),
    stored: body.length,
    compressed: Math.min(body.length, gzipSync(body).length),
  }
}

function sortOf(path: string): Sort {
  if (/\.(webp|png|jpe?g|avif)$/.test(path)) return "samples"
  if (/\/assets\/(runtime-|ort|.*\.wasm$)/.test(path)) return "runtimes"
  return /\/assets\/(model|weights|labels|preprocessor)[^/]*\.(?!js$)\w+$/.test(path)
    ? "models"
    : "page and its code"
}

function kilobytes(bytes: readonly number[]): number {
  return Number((bytes.reduce((sum, size) => sum + size, 0) / 1000).toFixed(1))
}
