// Builds a backend outside of the repository, as somebody else would: from tarballs, in a plain folder, with npm.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { checks } from "@pami/conformance"
import { packWithDependencies } from "@pami/packages"
import { readManifest } from "./manifest.ts"
import { demand, nodeTest, type Outcome, run, vitest } from "./run.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const example = fileURLToPath(new URL("../example/", import.meta.url))
const name = "proven-backend"
// The example uses the same versions as this package.
const { devDependencies: used } = readManifest(fileURLToPath(new URL("../package.json", import.meta.url)))
const versioned = (dependency: string) => `${dependency}@${used[dependency]}`
const runtime = versioned("onnxruntime-web")
const install = ["install", "--no-audit", "--no-fund", "--loglevel", "error"]

const workshop = mkdtempSync(join(tmpdir(), "pami-prove-"))
const started = performance.now()
process.on("exit", () => rmSync(workshop, { recursive: true, force: true }))

function proven(what: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`)
}

function demandAll(outcomes: readonly Outcome[]): void {
  for (const { test, message } of outcomes)
    demand(message === undefined, `with a runtime, "${test}" fails: ${message}`)
  demand(outcomes.length === checks.length, `${outcomes.length} checks of ${checks.length} were run`)
}

const pnpm = join(root, "node_modules/.bin/pnpm")
run(pnpm, ["--filter", "@pami/compile", "run", "--silent", "packages"], root)
const tarballs = join(workshop, "tarballs")
mkdirSync(tarballs)
const packed = packWithDependencies(["@pami/backend-kit", "@pami/conformance"], tarballs)
proven(`packed ${packed.join(", ")}`)

const create = fileURLToPath(new URL("main.ts", import.meta.url))
run(process.execPath, ["-C", "source", create, name, "--packages", "tarballs"], workshop)
const folder = join(workshop, name)
run("npm", install, folder)
run("npm", ["run", "typecheck"], folder)
proven(`${name} made in a plain folder: installs from the tarballs, type-checks`)

const before = vitest(folder)
const failed = before.filter(({ message }) => message !== undefined)
for (const { test, message } of failed)
  demand(message!.includes("run is not written yet"), `"${test}" fails for another reason: ${message}`)
demand(
  failed.length > 0 && before.length === checks.length,
  `${before.length} checks, ${failed.length} failed`,
)
proven(`${before.length} checks run: ${failed.length} fail, each with "run is not written yet"`)

copyFileSync(join(example, "src/runtime.ts"), join(folder, "src/runtime.ts"))
run("npm", [...install, "--save-exact", runtime], folder)
run("npm", ["run", "typecheck"], folder)
demandAll(vitest(folder))
proven(`with ${runtime} written in: all ${checks.length} checks pass under vitest in Node, from the sources`)

const chromium = findBrowser()
if (chromium === undefined) proven("no Chromium was found: not tried in one")
else {
  const config = "vitest.browser.config.ts"
  copyFileSync(join(example, config), join(folder, config))
  process.env["CHROMIUM"] = chromium
  run(
    "npm",
    [...install, "--save-dev", versioned("@vitest/browser-playwright"), versioned("playwright")],
    folder,
  )
  demandAll(vitest(folder, "--config", config))
  proven(`all ${checks.length} checks pass in Chromium`)
}

// And as its users get it: packed, in another plain folder, in JavaScript.
run("npm", ["pack", "--pack-destination", tarballs], folder)
const user = join(workshop, "user")
mkdirSync(user)
writeFileSync(join(user, "package.json"), JSON.stringify({ private: true, type: "module" }))
const all = [...packed, `${name}-0.1.0.tgz`].map((file) => join(tarballs, file))
run("npm", [...install, ...all], user)
writeFileSync(
  join(user, "conformance.test.js"),
  `import { test } from "node:test"
import { conformance } from "@pami/conformance"
import backend from "${name}"

conformance(test, () => backend.create())
`,
)
const passed = nodeTest(user, "conformance.test.js")
demand(passed === checks.length, `${passed} checks of ${checks.length} passed under node:test`)
proven(`packed and installed in another: all ${passed} checks pass under node:test`)

const pami = join(root, "apps/cli/dist/main.js")
const listed = run(process.execPath, [pami, "backends", name], user).trim()
demand(/^proven-backend:wasm +ready, /.test(listed), `pami backends says: ${listed}`)
proven(`pami finds it: ${listed}`)
run(process.execPath, [pami, "conformance", "--quiet", "--backend", name], user)
proven(`pami conformance --backend ${name} passes`)
