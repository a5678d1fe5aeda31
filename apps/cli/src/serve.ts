import { existsSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { isPamiError, PamiError } from "@pami/core"
import { serve } from "@pami/serve"
import type { RunningServer, ServedBackend, ServeOptions } from "@pami/serve"
import { addressOf, backendNames, findBackend, isMissing } from "./backends.ts"
import type { BackendChoice } from "./backends.ts"
import type { Console } from "./console.ts"
import { exitStatus, UsageError } from "./exit-status.ts"

/** Options of `pami serve`. */
export interface ServeFlags {
  readonly port: number
  readonly host: string
  readonly tokenVariable: string
  readonly backend: readonly string[] | undefined
  readonly workers: number
  readonly queue: number
  readonly maxFile: number
  readonly maxPixels: number | undefined
  readonly maxPasses: number
  readonly timeLimit: number
  readonly threads: number | undefined
  /** Whether the site is served, where it is installed. */
  readonly site: boolean
  readonly quiet: boolean | undefined
}

/** `pami serve`: serves until an interruption, then lets running explanations end. */
export async function serveCommand(folder: string, flags: ServeFlags, console: Console): Promise<number> {
  const { host, port, tokenVariable, maxFile, workers, queue, maxPixels, maxPasses, timeLimit, threads } =
    flags
  const { signal } = console
  const site = flags.site ? siteFolder() : undefined
  const token = process.env[tokenVariable] || undefined
  const server = await listen(
    {
      models: folder,
      backends: await backendsOf(flags.backend),
      host,
      port,
      token,
      workers,
      queue,
      maxPasses,
      timeLimit,
      threads,
      site,
      largestFile: maxFile * 2 ** 20,
      ...(maxPixels === undefined ? {} : { maxPixels }),
    },
    tokenVariable,
  )
  console.stdout(`${server.url}\n`)
  if (!flags.quiet)
    console.stderr(
      `serving ${server.models.map(({ name }) => name).join(", ")}\n` +
        `${flags.site ? aboutSite(server.url, site) : ""}` +
        `try: curl -F input=@image.jpg -F model=${server.models[0].name} "${server.url}/v1/explain?format=png" -o map.png\n` +
        "press Ctrl-C to end\n",
    )
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }))
  // The process would end a second after the interruption, with the explanations that run.
  console.setUnsaved?.(true)
  await server.close()
  return exitStatus.interrupted
}

/** Returns the folder of the built site; undefined where its package is not installed, or not built. */
function siteFolder(): string | undefined {
  try {
    const page = fileURLToPath(import.meta.resolve("@pami/site/dist/index.html"))
    return existsSync(page) ? dirname(page) : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function aboutSite(url: string, site: string | undefined): string {
  return site === undefined
    ? "to explain these models in a browser: npm install @pami/site, next to this program\n"
    : `open ${url} in a browser to explain these models there\n`
}

async function listen(options: ServeOptions, tokenVariable: string): Promise<RunningServer> {
  try {
    return await serve(options)
  } catch (error) {
    if (error instanceof RangeError)
      throw new UsageError(
        error.message.replace("give a token", `set the variable ${tokenVariable} to a token`),
      )
    if (isPamiError(error)) throw error
    const { code, message } = error as NodeJS.ErrnoException
    if (code === "EADDRINUSE" || code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      throw new UsageError(`--port, --host: ${message}: take another one`)
    throw error
  }
}

/** Returns the backends that were named, or those that are installed. */
async function backendsOf(named: readonly string[] | undefined): Promise<ServedBackend[]> {
  const backends: ServedBackend[] = []
  for (const name of named ?? backendNames) {
    try {
      const choice = await findBackend(name)
      if (choice.device !== undefined) await expectPresent(name, choice)
      backends.push({ module: addressOf(choice), device: choice.device })
    } catch (error) {
      // Of those that nobody named, some are not installed.
      if (named !== undefined || !isPamiError(error)) throw error
    }
  }
  if (backends.length === 0)
    throw new PamiError("BACKEND_UNAVAILABLE", "no backend is installed: npm install @pami/onnxruntime-node")
  return backends
}

/** Refuses a device that is absent: a server whose every explanation fails would call itself healthy. */
async function expectPresent(name: string, { package: found, device }: BackendChoice): Promise<void> {
  const there = await found.available(device)
  if (!there.usable)
    throw new PamiError("BACKEND_UNAVAILABLE", `--backend ${name}: ${there.reason}; pami backends lists all`)
}
