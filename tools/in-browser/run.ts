// Runs the tests in `browser/` of all packages, or those whose path contains an argument, in Chromium.
import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { findBrowser } from "@pami/browser-tests/find-browser"

const browser = findBrowser()
if (browser === undefined) {
  const remedy = "install chromium, or run: npx playwright install chromium"
  console.error(
    `\n*** browser tests skipped: Chromium was not found and could not be fetched; ${remedy} ***\n`,
  )
  process.exit(process.env["CI"] ? 1 : 0)
}

const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs")
const { status } = spawnSync(process.execPath, [vitest, "run", ...process.argv.slice(2)], {
  env: { ...process.env, PAMI_CHROMIUM: browser },
  stdio: "inherit",
})
process.exit(status ?? 1)
