import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { models } from "@pami/zoo"
import { build } from "esbuild"
import { expect, onTestFinished, test } from "vitest"

const here = fileURLToPath(new URL("..", import.meta.url))

/** What a server of one file says that loads the zoo's model, where its bundler left out some packages. */
async function bundled(backend: string, format: "esm" | "cjs", external: string[]): Promise<string> {
  // Below the packages, so that what is left out is found.
  const folder = await mkdtemp(join(here, "node_modules", "bundled-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const source = models.scenes[backend === "tfjs" ? "tfjs" : "onnx"]
  const address = "href" in source ? source.href : source["model.json"].href
  const outfile = join(folder, format === "esm" ? "server.mjs" : "server.cjs")
  await build({
    stdin: {
      contents: `
        import backend from "@pami/${backend}"
        backend.create(${backend === "tfjs" ? '{ device: "cpu" }' : ""}).load(${JSON.stringify(address)}).then(
          async (model) => { console.log("loaded"); await model.dispose() },
          (error) => console.log(error.code, error.message),
        )`,
      resolveDir: here,
    },
    bundle: true,
    platform: "node",
    format,
    conditions: ["source"],
    external: ["onnxruntime-node", "@tensorflow/tfjs-node", ...external],
    outfile,
    logLevel: "silent",
  })
  const { stdout } = await promisify(execFile)(process.execPath, ["-C", "source", "--no-warnings", outfile])
  return stdout
}

test.each(["onnxruntime-node", "onnxruntime-web", "tfjs"])(
  "%s works where the bundler leaves it out, and else names the option",
  async (backend) => {
    expect(await bundled(backend, "esm", [`@pami/${backend}`])).toBe("loaded\n")
    const refused = await bundled(backend, "esm", [])
    expect(refused).toMatch(/^BACKEND_UNAVAILABLE/)
    expect(refused).toContain(`esbuild: --external:@pami/${backend}`)
  },
)

test("as CommonJS too, in which files do not know where they are", async () => {
  expect(await bundled("onnxruntime-node", "cjs", [])).toContain("esbuild: --external:@pami/onnxruntime-node")
})
