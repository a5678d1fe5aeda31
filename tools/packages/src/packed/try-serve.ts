import { type ChildProcessByStdio, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { copyFiles, install, npm, type Trial } from "./trial.ts"

/**
 * Serves the model with the installed program, without the package of the site and with it. Returns whether the program
 * said which package to install, and then served the page, and listed the model both times.
 *
 * @param site tarballs of the package of the site
 */
export async function tryServe(trial: Trial, site: readonly string[]): Promise<boolean> {
  const { folder } = trial
  install(trial)
  copyFiles(trial, join(folder, "models/mine"))
  const without = await serve(folder)
  npm(folder, "install", "--ignore-scripts", ...site)
  const rows = [without, await serve(folder)]
  console.table(rows)
  const [alone, together] = rows
  return (
    rows.every(({ models }) => models === "mine") &&
    alone.page === "404" &&
    alone.says.includes("npm install @pami/site") &&
    together.page.startsWith("200 text/html") &&
    together.says.startsWith("open http")
  )
}

/** Starts the program, asks it for its page and its models, and stops it. */
async function serve(folder: string) {
  const program = spawn(join(folder, "node_modules/.bin/pami"), ["serve", "models", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  })
  const said: string[] = []
  program.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text))
  try {
    const address = await firstLine(program, said)
    const page = await fetch(address)
    const { models } = (await (await fetch(new URL("/v1/models", address))).json()) as {
      models: readonly { readonly name: string }[]
    }
    const type = page.ok ? ` ${page.headers.get("content-type")}` : ""
    const says = said.join("").match(/^.*browser.*$/m)?.[0] ?? ""
    return { page: `${page.status}${type}`, models: models.map(({ name }) => name).join(), says }
  } finally {
    program.kill()
    if (program.exitCode === null) await once(program, "exit")
  }
}

/** Returns the address that the program prints; throws what it says where it ends before. */
async function firstLine(
  program: ChildProcessByStdio<null, Readable, Readable>,
  said: readonly string[],
): Promise<string> {
  const ended = once(program, "exit").then(() => {
    throw new Error(`pami serve ended: ${said.join("")}`)
  })
  const [line] = (await Promise.race([once(program.stdout.setEncoding("utf8"), "data"), ended])) as [string]
  // The sentences for the reader follow the address.
  while (!said.join("").includes("press Ctrl-C")) await Promise.race([once(program.stderr, "data"), ended])
  return line.trim()
}
