// Tries the packages as a user gets them: packed, installed with npm in an empty folder, in Node, as a server and in a page of Vite.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { packWithDependencies } from "../packages.ts"
import { tryNode } from "./try-node.ts"
import { tryServe } from "./try-serve.ts"
import { tryVite } from "./try-vite.ts"

const zoo = new URL("../../../../packages/zoo/", import.meta.url)
const bundled = (path: string) => fileURLToPath(new URL(path, zoo))

const { values } = parseArgs({
  options: {
    model: { type: "string", default: bundled("models/scenes/model.onnx") },
    image: { type: "string", default: bundled("pictures/scene.png") },
    labels: { type: "string" },
    /** A preprocessor_config.json of Hugging Face. */
    preprocessing: { type: "string" },
    /** Folder for the figures and the screenshots. Default: they are only checked. */
    output: { type: "string" },
  },
})
// pnpm runs this in the folder of the package.
const from = process.env["INIT_CWD"] ?? process.cwd()
const given = (file: string | undefined) => (file === undefined ? undefined : resolve(from, file))
const files = {
  model: resolve(from, values.model),
  image: resolve(from, values.image),
  labels: given(values.labels),
  preprocessing: given(values.preprocessing),
}

const workshop = mkdtempSync(join(tmpdir(), "pami-packed-"))
process.on("exit", () => rmSync(workshop, { recursive: true, force: true }))
const tarballs = join(workshop, "tarballs")
mkdirSync(tarballs)
const output = given(values.output) ?? workshop
mkdirSync(output, { recursive: true })

const packed = (...names: string[]) =>
  packWithDependencies(names, tarballs).map((file) => join(tarballs, file))

const passed = [
  await tryNode({ folder: join(workshop, "node"), tarballs: packed("pami"), files, output }),
  await tryServe(
    { folder: join(workshop, "server"), tarballs: packed("pami", "@pami/serve"), files, output },
    packed("@pami/site"),
  ),
  await tryVite({
    folder: join(workshop, "page"),
    tarballs: packed("@pami/explainer", "@pami/onnxruntime-web"),
    files,
    output,
  }),
]
if (passed.includes(false)) process.exitCode = 1
