import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { findProgram, installPackage } from "@pami/programs"
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
  return commands.map((command) => findProgram(command)).find((path) => path !== undefined)
}

function playwrights(): string | undefined {
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function fetched(): string | undefined {
  console.error("Chromium was not found; fetching Playwright's.")
  const { status } = spawnSync("npx", ["playwright", "install", "chromium"], {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: 300_000,
  })
  if (status === 0) return playwrights()
  return installPackage("chromium") ? installed() : undefined
}
