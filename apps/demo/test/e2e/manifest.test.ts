import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { basename } from "node:path"
import { promisify } from "node:util"
import type { Manifest } from "@pami/core"
import { models } from "@pami/zoo"
import { beforeAll, describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { explained, files, open, opened, patience, quick, saved, scene, visit } from "./steps.ts"

const program = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url))

/** Runs the command line in a separate process. */
async function pami(...parameters: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["-C", "source", program, ...parameters])
  return stdout
}

const sameRuntime = ["--backend", "onnxruntime-web:wasm"]
const few = ["--strategy", "sliding-window", "--passes", "80"]

describe.runIf(browserPath !== undefined)("manifests", { timeout: 2 * patience }, () => {
  const at = visit(`${quick}&backend=onnxruntime-web:wasm`)
  const file = files()
  let manifest: Manifest
  beforeAll(async () => {
    const path = await file("command-line.json", "")
    const figure = await file("figure.png", "")
    await pami("explain", scene, ...sameRuntime, ...few, "--manifest", path, "-o", figure, "--quiet")
    manifest = JSON.parse(await readFile(path, "utf8")) as Manifest
    // The page's own first image is a smaller one of the same scene.
    const { page } = at()
    await open(page, "Image files", scene)
    await opened(page, "Image", basename(scene))
    // Not of the model of photos, which has taken its place.
    await explained(page, () => page.getByRole("button", { name: "Bundled model" }).click())
  }, patience)

  /** Returns the verdict of the page about a manifest. */
  async function verdict(name: string, text: string): Promise<string> {
    const { page } = at()
    await open(page, "Manifest file", await file(name, text))
    const said = page.getByRole("status").filter({ has: page.getByText("All checks") })
    await said.waitFor({ timeout: patience })
    await said.getByText("All checks").click()
    const words = await said.textContent()
    await said.getByRole("button", { name: "Close" }).click()
    return words!
  }

  test("one of the command line gives the same digests in the page", async () => {
    const said = await verdict("a.json", JSON.stringify(manifest))
    expect(said).toMatch(/^Identical, bit for bit\./)
    expect(said).toContain(`map of target ${manifest.maps[0].target}: digest: same`)
  })

  test("one of onnxruntime-node is recomputed here: a difference within the tolerance, and a verdict", async () => {
    const path = await file("node.json", "")
    const figure = await file("node.png", "")
    await pami("explain", scene, "--backend", "onnxruntime-node", ...few, "--manifest", path, "-o", figure)
    const said = await verdict("node.json", await readFile(path, "utf8"))
    expect(said).toMatch(/^Equal within .*It was made on onnxruntime-node/)
    expect(said).toMatch(/recomputed here on .*The largest difference is [\d.e−-]+ between scores/)
    expect(said).toMatch(/map of target \d+: highest: (same|within the tolerance)/)
    expect(said).not.toContain("✗")
  })

  test("one of a text by onnxruntime-node is recomputed with the model and the text that are open", async () => {
    const { page } = at()
    const text = await file("review.txt", "We saw it on Monday. The story is wonderful.")
    const path = await file("text.json", "")
    const model = fileURLToPath(models.reviews.onnx.href)
    const figure = await file("text.png", "")
    const runtime = ["--backend", "onnxruntime-node"]
    await pami("explain", text, "--model", model, ...runtime, "--manifest", path, "-o", figure, "--quiet")
    const gallery = page.getByLabel("Gallery")
    await explained(page, () => gallery.getByRole("button", { name: "Text", exact: true }).click())
    await explained(page, () => page.getByLabel("Input files", { exact: true }).setInputFiles(text))
    const said = await verdict("text.json", await readFile(path, "utf8"))
    expect(said).toMatch(/^Equal within .*It was made on onnxruntime-node/)
    expect(said).not.toContain("✗")
    await gallery.getByRole("button", { name: "Scene", exact: true }).click()
    await opened(page, "Image", basename(scene))
  })

  test.each([
    {
      what: "digest of the map",
      change: ({ maps: [map], ...rest }: Manifest) => ({
        ...rest,
        maps: [{ ...map, digest: map.digest.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }],
      }),
      differs: /✗ map of target \d+: digest: different/,
      advice: "please report this",
    },
    {
      what: "number of passes",
      change: (whole: Manifest) => ({ ...whole, passes: whole.passes + 1 }),
      differs: /✗ passes: different/,
      advice: "please report this",
    },
    {
      what: "model",
      change: (whole: Manifest) => ({ ...whole, model: { ...whole.model, digest: "sha256:0" } }),
      differs: /✗ model digest: different/,
      advice: "made with another model",
    },
  ])("of one with another $what the page says so", async ({ change, differs, advice }) => {
    const said = await verdict("b.json", JSON.stringify(change(manifest)))
    expect(said).toMatch(/^Different\./)
    expect(said).toMatch(differs)
    expect(said).toContain(advice)
  })

  test("one of the page is verified by the command line, and is refused where a number in it is changed", async () => {
    const { page } = at()
    const text = Buffer.from(await saved(page, "Manifest")).toString()
    const check = (path: string) => pami("verify", path, "--picture", scene)
    expect(await check(await file("page.json", text))).toContain("The maps are the same to the last bit.")

    const { maps, ...rest } = JSON.parse(text) as Manifest
    const changed = JSON.stringify({ ...rest, maps: [{ ...maps[0], mean: maps[0].mean! + 1e-9 }] })
    await expect(check(await file("changed.json", changed))).rejects.toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/DIFFERENT {2}map of target \d+: mean/),
    })
  })
})
