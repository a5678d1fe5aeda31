import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

/** Starts a program in the folder of an example. */
export function start(folder: string, program: string, env: Readonly<Record<string, string>> = {}) {
  const cwd = fileURLToPath(new URL(`../${folder}/`, import.meta.url))
  // Packages of the workspace are taken from their sources.
  const parameters = ["--conditions=source", program]
  return spawn(process.execPath, parameters, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  })
}

/** Runs a program in the folder of an example, and returns the lines that it prints. */
export async function run(folder: string, program: string): Promise<string[]> {
  const child = start(folder, program)
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
  let printed = ""
  for await (const text of child.stdout) printed += String(text)
  const status = await ended
  if (status !== 0) throw new Error(`${folder}/${program} ended with status ${status}`)
  return printed.trim().split("\n")
}
