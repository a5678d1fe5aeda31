import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { decodeNpy } from "@pami/image"
import { models, pictures, samples } from "@pami/zoo"
import { beforeAll, expect, test } from "vitest"
import { file, folder, pami } from "./fixtures.ts"

let at: string
beforeAll(() => {
  at = folder()
})

const path = (url: { readonly href: string }) => fileURLToPath(url.href)
type ModelName = Exclude<keyof typeof models, "scenes-match" | "scenes-caption">
const modelOf = (name: ModelName) => ["--model", path(models[name].onnx as { href: string })]

interface Document {
  readonly results: readonly {
    readonly kind: string
    readonly task: string
    readonly prediction: readonly { readonly id: number; readonly label: string | null }[]
    readonly maps: readonly {
      readonly label: string
      readonly box?: Readonly<Record<"x" | "y" | "width" | "height", number>>
      readonly peak: Readonly<Record<string, number | string>>
      readonly units: {
        readonly shape: readonly number[]
        readonly axes: readonly { readonly name: string; readonly labels?: readonly string[] }[]
        readonly values: readonly (number | null)[]
        readonly features?: readonly { readonly name: string; readonly importance: number }[]
      }
    }[]
    readonly error?: { readonly code: string; readonly message: string }
  }[]
}

async function json(...args: string[]): Promise<Document["results"][0]> {
  const { stdout, stderr, status } = await pami([
    "explain",
    ...args,
    "--json",
    ...(args.includes("-o") ? [] : ["--no-figure"]),
  ])
  expect(status, stderr).toBe(0)
  return (JSON.parse(stdout) as Document).results[0]
}

test("--json has the task, the prediction, and the units of each target with their places, for every kind", async () => {
  const image = await json(path(pictures.scene), ...modelOf("scenes-detect"), "--passes", "60")
  expect(image).toMatchObject({ kind: "image", task: "detection" })
  expect(image.maps[0].units).toMatchObject({
    shape: [96, 96],
    axes: [
      { name: "row", unit: "px", step: expect.closeTo(512 / 96, 3) },
      { name: "column", unit: "px" },
    ],
  })
  expect(image.maps[0].units.values).toHaveLength(96 * 96)
  expect(image.maps[0].box!.width).toBeGreaterThan(100)

  const row = await json(path(samples.rows), ...modelOf("loans"), "--row", "3")
  expect(row).toMatchObject({ kind: "table", task: "classification" })
  expect(row.maps[0]).toMatchObject({ label: "refused", peak: { column: "past_defaults" } })
  expect(row.maps[0].units.features!.map(({ name }) => name)).toContain("purpose")

  const sound = await json(path(samples.word), ...modelOf("sounds"), "--passes", "60")
  expect(sound.maps[0].peak).toEqual({ "time (s)": expect.any(Number) })
  const volume = await json(path(samples.volume), ...modelOf("volumes"), "--passes", "60")
  expect(Object.keys(volume.maps[0].peak)).toEqual(["slice", "row", "column"])
})

test("the files of a result are written, and the maps computed again from the manifest are the same", async () => {
  const out = (name: string) => join(at, name)
  for (const [input, name] of [
    [samples.rows, "loans"],
    [samples.word, "sounds"],
  ] as const) {
    const copy = file(at, path(input).split(/[\\/]/).at(-1)!, readFileSync(path(input)))
    const model = file(at, `${name}.onnx`, readFileSync(path(models[name].onnx)))
    const outputs = [
      "-o",
      out("a.png"),
      "--map",
      out("a.npy"),
      "--manifest",
      out("a.json"),
      "--save",
      out("a.npz"),
    ]
    const { status, stderr } = await pami(["explain", copy, "--model", model, "--passes", "40", ...outputs])
    expect(status, stderr).toBe(0)
    expect(
      [...readFileSync(out("a.png")).subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join(""),
    ).toBe("PNG")
    expect(decodeNpy(readFileSync(out("a.npy")), "a.npy").shape).toEqual([name === "loans" ? 9 : 100])
    const verified = await pami(["verify", out("a.json")])
    expect(verified.stdout, verified.stderr).toContain("The maps are the same to the last bit.")
    expect((await pami(["read", out("a.npz"), "--json"])).status).toBe(0)
  }
})

test("--target names a module, whose default export scores the outputs, and which no manifest asks for", async () => {
  const own = file(at, "mine.mjs", "export default ({ logits }) => logits.data[1] - logits.data[0]\n")
  const { maps } = await json(path(samples.rows), ...modelOf("loans"), "--row", "3", "--target", own)
  expect(maps[0].peak).toEqual({ column: "past_defaults" })
  const broken = file(at, "broken.mjs", "export const score = 1\n")
  expect(await pami(["explain", path(samples.rows), ...modelOf("loans"), "--target", broken])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("expected a default export that is a function"),
  })
})

test("--row all gives the mean and the spread of each column over the rows", async () => {
  const { stdout, stderr, status } = await pami([
    "explain",
    path(samples.rows),
    ...modelOf("loans"),
    "--row",
    "all",
    "--passes",
    "32",
    "--target",
    "refused",
    "-o",
    join(at, "rows.png"),
    "--json",
  ])
  expect(status, stderr).toBe(0)
  const [{ rows, files }] = (JSON.parse(stdout) as { results: { rows: object; files: object }[] }).results
  expect(rows).toMatchObject({
    count: 40,
    target: { label: "refused" },
    features: expect.arrayContaining([expect.objectContaining({ name: "purpose", count: 40 })]) as unknown,
  })
  expect(files).toEqual({ picture: join(at, "rows.png") })
  const refused = await pami([
    "explain",
    path(samples.rows),
    ...modelOf("loans"),
    "--row",
    "all",
    "--map",
    join(at, "m.npy"),
  ])
  expect(refused.status).toBe(2)
})

test("inspect says what a model takes, its task and why, and the command that explains it", async () => {
  const detect = await pami(["inspect", path(models["scenes-detect"].onnx)])
  expect(detect.stdout).toMatch(/task +detection: its configuration names the architecture/)
  expect(detect.stdout).toMatch(/explains +the 3 strongest objects, each with its box/)
  expect(detect.stdout).toMatch(/command +pami explain photo\.jpg --model \S+model\.onnx/)
  const loans = await pami(["inspect", path(models.loans.onnx), "--json"])
  expect(JSON.parse(loans.stdout)).toMatchObject({
    task: { inputs: [{ kind: "table" }, { kind: "series" }], task: { name: "classification" } },
  })
})

test("--print-recipe prints the recipe in force, which explains the same again", async () => {
  const { stdout } = await pami(["explain", path(samples.rows), ...modelOf("loans"), "--print-recipe"])
  const recipe = file(at, "recipe.json", stdout)
  expect(JSON.parse(stdout)).toMatchObject({ kind: "table", passes: 500, reading: "effect" })
  const first = await json(path(samples.rows), ...modelOf("loans"))
  const { input: _, ...fields } = JSON.parse(readFileSync(recipe, "utf8")) as Record<string, unknown>
  const again = await json(
    path(samples.rows),
    ...modelOf("loans"),
    "--recipe",
    file(at, "again.json", JSON.stringify(fields)),
  )
  expect(again.maps).toEqual(first.maps)
})

const wav = (data: number) => {
  const bytes = Buffer.alloc(44 + data)
  bytes.write("RIFF", 0)
  bytes.writeUInt32LE(36 + data, 4)
  bytes.write("WAVEfmt ", 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(8000, 24)
  bytes.writeUInt32LE(16000, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write("data", 36)
  bytes.writeUInt32LE(data, 40)
  return bytes
}

test.each<[string, string, ModelName, Uint8Array | string, readonly string[], RegExp]>([
  ["a WAV without samples", "empty.wav", "sounds", wav(0), [], /sample/],
  ["columns that the model does not have", "odd.csv", "loans", "income,colour\n1,2\n", [], /savings/],
  [
    "a row that does not exist",
    "rows.csv",
    "loans",
    readFileSync(path(samples.rows)),
    ["--row", "99"],
    /40 rows/,
  ],
  ["a truncated NIfTI", "short.nii", "volumes", new Uint8Array(100), [], /348|bytes/],
  ["a sound for a model of tables", "word.wav", "loans", wav(800), [], /rows of a table/],
  [
    "an array of another shape",
    "odd.npy",
    "volumes",
    readFileSync(path(samples.signal)),
    [],
    /\[128, 4\]|128 x 4/,
  ],
])("%s is an error of the input, with a code and a way out", async (_, name, model, content, args, words) => {
  const input = file(at, name, content)
  const { status, stderr } = await pami(["explain", input, ...modelOf(model), "--no-figure", ...args])
  expect(status, stderr).toBe(3)
  expect(stderr).toMatch(/\[[A-Z_]+\]\n/)
  expect(stderr).toMatch(words)
  expect(stderr).not.toContain("    at ")
})

test("boxes that fit nothing, and an embedding without a reference", async () => {
  const image = path(pictures.scene)
  const boxes = await pami(["explain", image, ...modelOf("scenes"), "--task", "detection", "--no-figure"])
  expect(boxes.status).toBe(3)
  expect(boxes.stderr).toContain("[BOXES_UNRECOGNIZED]")
  const embedding = await pami(["explain", image, ...modelOf("scenes"), "--task", "embedding", "--no-figure"])
  expect(embedding.status).toBe(3)
  expect(embedding.stderr).toMatch(/--reference/)
  const twice = await pami(["explain", image, ...modelOf("scenes"), "--boxes", "ssd", "--region", "1,2,3,4"])
  expect(twice.status).toBe(2)
})

test("--model-input names the input that takes a sound", async () => {
  const ask = (...args: string[]) =>
    pami(["explain", path(samples.word), ...modelOf("sounds"), "--no-figure", ...args])
  const wrong = await ask("--model-input", "state")
  expect(wrong).toMatchObject({ status: 3, stderr: expect.stringContaining('has no input named "state"') })
  const [, name] = /it has (\w+)/.exec(wrong.stderr)!
  expect(await ask("--model-input", name, "--passes", "20")).toMatchObject({ status: 0 })
})
