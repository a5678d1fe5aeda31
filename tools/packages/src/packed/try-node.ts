import { execFileSync, spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { checkFigure, copyFiles, install, type Trial } from "./trial.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const versions = ["20.16.0", "22", "24"]

/**
 * Runs the program of the README in each version of Node, and prints what it says. Returns whether each made a figure.
 *
 * Node 24 runs the program as it is; Node 20 and 22 do not parse `await using`: for them it is compiled to ES2022.
 */
export async function tryNode(trial: Trial): Promise<boolean> {
  const { folder, output } = trial
  install(trial)
  const [model, image] = copyFiles(trial, folder)
  writeFileSync(join(folder, "explain.ts"), program(model, image))
  compile(folder)
  const rows = []
  for (const version of versions) rows.push(await run(version, folder, output))
  console.table(rows)
  return rows.every(({ figure }) => !figure.startsWith("failed"))
}

function program(model: string, image: string): string {
  return `import { writeFile } from "node:fs/promises"
import { explainer } from "pami"
await using explain = await explainer(${JSON.stringify(model)})
const { prediction, map, figure } = await explain(${JSON.stringify(image)})
await writeFile("figure.png", await figure())
console.log(prediction[0].label ?? prediction[0].id, map().length)
`
}

/** Checks the types of the program and compiles it, as its author would. */
function compile(folder: string): void {
  const types = join(root, "node_modules/@types")
  const options =
    "--strict --target es2022 --lib es2023,esnext.disposable --module nodenext --types node".split(" ")
  const tsc = join(root, "node_modules/.bin/tsc")
  execFileSync(tsc, [...options, "--typeRoots", types, "explain.ts"], { cwd: folder, stdio: "inherit" })
}

async function run(version: string, folder: string, output: string) {
  // npm's package node has every version. It is the tester's, not the user's: it is installed elsewhere.
  const node = execFileSync(
    "npx",
    ["--yes", "--package", `node@${version}`, "--call", 'node -p "process.execPath"'],
    {
      encoding: "utf8",
    },
  ).trim()
  const file = version === "24" ? "explain.ts" : "explain.js"
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(node, [file], { cwd: folder, encoding: "utf8" })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const release = execFileSync(node, ["--version"], { encoding: "utf8" }).trim()
  if (status !== 0) {
    console.error(stderr)
    return { node: release, file, seconds, printed: stdout.trim(), figure: `failed: status ${status}` }
  }
  const png = readFileSync(join(folder, "figure.png"))
  writeFileSync(join(output, `node-${release}.png`), png)
  return { node: release, file, seconds, printed: stdout.trim(), figure: await checkFigure(png) }
}
