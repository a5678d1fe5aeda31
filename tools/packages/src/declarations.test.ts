import { execFile } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { publicPackages } from "./packages.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "pami-types-"))
afterAll(() => rmSync(folder, { recursive: true }))

const packages = publicPackages().filter(({ importable }) => importable)

// A user's project: the built packages, and the types that a test asks for.
beforeAll(() => {
  const modules = join(folder, "node_modules")
  const entries: string[] = []
  for (const { name, folder: own } of packages) {
    mkdirSync(join(modules, name), { recursive: true })
    const manifest = JSON.parse(readFileSync(join(own, "package.json"), "utf8")) as { exports: object }
    writeFileSync(join(modules, name, "package.json"), JSON.stringify(manifest))
    symlinkSync(join(own, "dist"), join(modules, name, "dist"))
    const paths = Object.entries(manifest.exports).filter(([, to]) => typeof to === "object")
    entries.push(...paths.map(([path]) => name + path.slice(1)))
  }
  // Packages that the declarations import.
  for (const [owner, name] of Object.entries({
    recipe: "valibot",
    "onnxruntime-common": "onnxruntime-common",
  }))
    symlinkSync(realpathSync(join(root, "packages", owner, "node_modules", name)), join(modules, name))
  for (const name of ["onnxruntime-node", "onnxruntime-web"])
    symlinkSync(realpathSync(join(root, "packages", name, "node_modules", name)), join(modules, name))
  mkdirSync(join(modules, "@types"))
  for (const types of ["@types/node", "undici-types"]) {
    const from = types.startsWith("@types") ? join(root, "node_modules") : dirname(dirname(nodeTypes()))
    symlinkSync(join(from, types), join(modules, types))
  }
  const imports = entries.map((entry, index) => `import * as entry${index} from "${entry}"`)
  const all = entries.map((_, index) => `entry${index}`).join(", ")
  writeFileSync(join(folder, "all.mts"), `${imports.join("\n")}\nexport const all = [${all}]\n`)
})

/** Returns the real path of @types/node: the types that it imports lie beside it. */
function nodeTypes(): string {
  return realpathSync(join(root, "node_modules", "@types/node"))
}

// One thread: parallel checkers would each check the types of the platform.
const options =
  "--noEmit --strict --skipLibCheck false --preserveSymlinks --target es2023 --singleThreaded".split(" ")

test.each([
  ["no platform", "ES2023", "", "nodenext", "nodenext"],
  ["browsers", "ES2023,DOM", "", "esnext", "bundler"],
  ["Node", "ES2023", "node", "nodenext", "nodenext"],
])("declarations compile with the types of %s", async (_, lib, types, module, resolution) => {
  const given = ["--lib", lib, "--types", types, "--module", module, "--moduleResolution", resolution]
  const found = await problems(given)
  // The declarations of onnxruntime and valibot need the types of browsers in every program.
  expect(
    lib.includes("DOM") ? found : found.filter((line) => !/^node_modules\/(?!@pami\/)/.test(line)),
  ).toEqual([])
})

async function problems(given: string[]): Promise<string[]> {
  const program = join(root, "node_modules/.bin/tsc")
  const { stdout } = await promisify(execFile)(program, [...options, ...given, "all.mts"], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error)
  return stdout.split("\n").filter((line) => line !== "")
}
