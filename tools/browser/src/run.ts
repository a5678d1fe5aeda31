// Run from a package's folder: runs its tests in browser/ in a real Chromium.
import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { findBrowser } from "./find-browser.ts"

const browser = findBrowser()
if (browser === undefined) {
  const remedy = "install chromium, or run: npx playwright install chromium"
  console.error(
    `\n*** browser tests skipped: no Chromium was found and none could be fetched; ${remedy} ***\n`,
  )
  process.exit(process.env["CI"] ? 1 : 0)
}

const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs")
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--config", "vitest.browser.config.ts", ...process.argv.slice(2)],
  { env: { ...process.env, PAMI_CHROMIUM: browser }, stdio: "inherit" },
)
process.exit(status ?? 1)
