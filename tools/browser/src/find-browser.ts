import { spawnSync } from "node:child_process"
import { accessSync, constants, existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium } from "playwright"

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/**
 * Returns the path of a Chromium: an installed one, else Playwright's, else one that it fetches from Playwright or, for
 * root on Debian, as a system package. Returns `undefined` if none can be fetched.
 */
export function findBrowser(): string | undefined {
  return installed() ?? playwrights() ?? fetched()
}

function installed(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter)
  return commands.flatMap((command) => folders.map((folder) => join(folder, command))).find(isExecutable)
}

function playwrights(): string | undefined {
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function fetched(): string | undefined {
  console.error("Chromium was not found; fetching Playwright's.")
  if (succeeds("npx", ["playwright", "install", "chromium"])) return playwrights()
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined
  console.error("Playwright's Chromium cannot be fetched here; installing the package chromium.")
  // The tests of another package may be installing at the same time: apt-get has one user.
  for (let tries = 0; tries < 5; tries++) {
    succeeds("apt-get", ["update", "-qq"])
    if (succeeds("apt-get", ["-o", "DPkg::Lock::Timeout=120", "install", "-y", "-qq", "chromium"]))
      return installed()
    spawnSync("sleep", ["3"])
  }
  return undefined
}

function succeeds(command: string, parameters: string[]): boolean {
  return (
    spawnSync(command, parameters, { stdio: ["ignore", "ignore", "inherit"], timeout: 300_000 }).status === 0
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
