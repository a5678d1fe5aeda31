import { execFile } from "node:child_process"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { mkdtemp, rm } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { chromium, type Browser, type BrowserContext, type Page } from "playwright"
import { host } from "../../host.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))

/** Where the site is published, on hosts of this machine. */
export interface Published {
  /** With the headers that isolate pages from other origins. */
  readonly isolated: string
  /** Without them, as on most hosts of static files. */
  readonly plain: string
  /** The folder of its files. */
  readonly folder: string
}

/** The site as it is published, and a browser to visit it with. */
export interface Site extends Published {
  /** In a new browser profile: nothing kept, no service worker. */
  visit(address: string, options?: Parameters<Browser["newContext"]>[0]): Promise<Visit>
  close(): Promise<void>
}

/** A page, and what it asked for. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Addresses of everything that was requested, by workers too. */
  readonly requests: readonly string[]
  /** Errors of the page that nobody caught, and errors on its console. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Path of a Chromium. Without one, tests of the page are skipped, except in CI. */
export const browserPath = findBrowser()
if (browserPath === undefined) {
  const message = "tests of the site are skipped: no Chromium was found"
  if (process.env["CI"]) throw new Error(message)
  console.error(`\n*** ${message} ***\n`)
}

// Turborepo has built the site for its task.
const builtForTask = process.env["TURBO_HASH"] === undefined ? undefined : join(root, "dist")

/**
 * Serves a site on two free ports.
 *
 * @param built folder of a built site; by default this one is built
 */
export async function publish(built = builtForTask): Promise<Published & { close(): Promise<void> }> {
  const isBuilt = built !== undefined
  const folder = built ?? (await mkdtemp(join(tmpdir(), "pami-site-")))
  if (!isBuilt) await build(folder)
  const [isolated, plain] = await Promise.all([true, false].map((headers) => serve(folder, headers)))
  return {
    isolated: isolated.origin,
    plain: plain.origin,
    folder,
    async close() {
      isolated.close()
      plain.close()
      if (!isBuilt) await rm(folder, { recursive: true })
    },
  }
}

/**
 * Starts a browser.
 *
 * @param published where the site is; default: it is built and served until this is closed
 */
export async function openSite(published?: Published): Promise<Site> {
  const own = published === undefined ? await publish() : undefined
  const { isolated, plain, folder } = published ?? own!
  const browser = await chromium.launch({
    executablePath: browserPath!,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      // Tells how much memory there is when it is asked, not some time later.
      "--enable-blink-features=ForceEagerMeasureMemory",
    ],
  })
  return {
    isolated,
    plain,
    folder,
    visit: (address, options) => visit(browser, address, options),
    async close() {
      await browser.close()
      await own?.close()
    },
  }
}

/** Builds the site as `npm run site` does, in a separate process that does not know of the test. */
async function build(folder: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js")
  const env = { ...process.env, NODE_ENV: "production" }
  const parameters = [vite, "build", "--outDir", folder, "--emptyOutDir"]
  await promisify(execFile)(process.execPath, parameters, { cwd: root, env })
}

async function visit(
  browser: Browser,
  address: string,
  options: Parameters<Browser["newContext"]>[0],
): Promise<Visit> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  context.on("request", (request) => void requests.push(request.url()))
  page.on("pageerror", (error) => void complaints.push(error.message))
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text())
  })
  await page.goto(address)
  return { page, context, requests, complaints, close: () => context.close() }
}

async function serve(folder: string, isolated: boolean) {
  const files = host(folder, isolated)
  const server = createServer((request, response) => {
    files(request, response, () => void response.writeHead(404).end())
  })
  await new Promise<void>((done) => server.listen(0, "localhost", done))
  const { port } = server.address() as AddressInfo
  return { origin: `http://localhost:${port}/`, close: () => void server.close() }
}
