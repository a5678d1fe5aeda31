import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { decodePicture } from "@pami/image/node"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"

let at: string
let image: string
let base: string[]

beforeAll(async () => {
  at = folder()
  image = await flag(at)
  base = [
    "explain",
    image,
    "--model",
    file(at, "model.onnx", brightness({ size: 32, gain: 12 })),
    "--labels",
    file(at, "names.txt", "red\ngreen\nblue\n"),
  ]
})

/** The outcome of a call that prints one JSON document. */
async function json<Document>(args: readonly string[]): Promise<Document> {
  const { status, stdout, stderr } = await pami(args)
  expect(stderr).not.toContain("pami:")
  expect(status).toBe(0)
  return JSON.parse(stdout) as Document
}

interface Explained {
  readonly results: readonly { maps: readonly { label: string; digest: string }[]; passes: number }[]
}

interface Read {
  readonly prediction: readonly { label: string }[]
}

const explained = async (...args: string[]) =>
  (await json<Explained>([...base, "--no-figure", "--json", ...args])).results[0]
const printed = (...args: string[]) =>
  json<Record<string, unknown> & { readOut: object }>([...base, "--print-recipe", ...args])

const grid = { strategy: "grid", passes: 24, mask: "black", preprocessing: "0-1", target: { classes: [2] } }

test("--print-recipe prints everything that decides the map, and explains nothing", async () => {
  const flags = ["--strategy", "grid", "--passes", "24", "--mask", "black", "--preset", "0-1"]
  const figure = join(at, "out.png")
  const recipe = await printed(...flags, "-o", figure)
  expect(recipe).toMatchObject({
    kind: "image",
    target: { top: 1 },
    versus: null,
    output: "probabilities",
    activation: "none",
    labels: 3,
    strategy: "grid",
    mask: "black",
    seed: 0,
  })
  expect(existsSync(figure)).toBe(false)
  const again = file(at, "printed.json", JSON.stringify(recipe))
  expect(await printed("--recipe", again)).toEqual(recipe)
  expect(await explained("--recipe", again)).toMatchObject({
    maps: [{ digest: (await explained(...flags)).maps[0].digest }],
  })
})

test("--method draws the map by another method; options of pami do not go with it", async () => {
  const flags = ["--method", "lime", "--passes", "30", "--seed", "2", "--mask", "black", "--preset", "0-1"]
  expect(await printed(...flags)).toMatchObject({ method: "lime", passes: 30, seed: 2 })
  const record = join(at, "lime.json")
  expect((await pami([...base, ...flags, "--no-figure", "--manifest", record])).status).toBe(0)
  expect((await pami(["verify", record])).status).toBe(0)
  const { status, stderr } = await pami([...base, ...flags, "--radius", "4"])
  expect([status, stderr]).toEqual([2, expect.stringContaining("--radius goes with --method pami")])
  // The fields of a recipe file that only pami reads give way to another method.
  const recipe = file(
    at,
    "read-out.json",
    JSON.stringify({ ...grid, passes: undefined, readOut: { score: "log-odds", weight: "area" } }),
  )
  expect(await printed("--recipe", recipe, "--preset", "0-1")).toMatchObject({
    method: "pami",
    readOut: { score: "log-odds", weight: "area" },
  })
  expect(await printed("--recipe", recipe, ...flags)).toMatchObject({
    method: "lime",
    readOut: { score: "score", weight: "equal" },
  })
})

test("a recipe file leaves open what it likes, and the options of the command line count more", async () => {
  const recipe = file(at, "grid.json", JSON.stringify(grid))
  expect(await explained("--recipe", recipe)).toMatchObject({ passes: 24, maps: [{ label: "blue" }] })
  expect(await explained("--recipe", recipe, "--passes", "12", "--target", "red")).toMatchObject({
    passes: 12,
    maps: [{ label: "red" }],
  })
  const scored = { ...grid, readOut: { score: "log", weight: "equal" } }
  const { readOut } = await printed(
    "--recipe",
    file(at, "log.json", JSON.stringify(scored)),
    "--weight",
    "area",
  )
  expect(readOut).toEqual({ score: "log", weight: "area" })
})

test.each<[string, object | string, RegExp]>([
  ["a number that is too large", { passes: 1e12 }, /recipe\.passes: at most 10000000, got 1000000000000/],
  [
    "a size in the preprocessing",
    { preprocessing: { name: "x", width: 1e9 } },
    /recipe\.preprocessing\.width: at most 8192, got 1000000000/,
  ],
  ["a field that does not exist", { colour: "red" }, /recipe\.colour: unknown field/],
  ["a kind that does not exist", { kind: "smell" }, /recipe\.kind: "image", got "smell"/],
  ["text that is not JSON", "{", /is not JSON/],
  ["a list", [], /recipe: an object, got a list/],
])("a recipe file with %s is refused, and the error says where", async (_, recipe, words) => {
  const path = file(at, "wrong.json", typeof recipe === "string" ? recipe : JSON.stringify(recipe))
  const { status, stderr } = await pami([...base, "--recipe", path])
  expect(stderr).toMatch(words)
  expect(stderr).toContain("[RECIPE_INVALID]")
  expect(status).toBe(3)
})

test("a recipe file is UTF-8 or UTF-16 with a byte order mark, as shells of Windows write it", async () => {
  const text = `\uFEFF${JSON.stringify(grid)}`
  for (const encoding of ["utf8", "utf16le"] as const)
    expect(
      await explained("--recipe", file(at, `${encoding}.json`, Buffer.from(text, encoding))),
    ).toMatchObject({
      passes: 24,
      maps: [{ label: "blue" }],
    })
})

test("the labels that are named now count more than those of the recipe", async () => {
  const recipe = file(at, "labels.json", JSON.stringify({ ...grid, labels: 1 }))
  expect((await printed("--recipe", recipe))["labels"]).toBe(3)
})

test("a contrast of the predicted class with itself is refused", async () => {
  const { prediction } = (
    await json<{ results: { prediction: { label: string }[] }[] }>([...base, "--no-figure", "--json"])
  ).results[0]
  const { status, stderr } = await pami([...base, "--versus", prediction[0].label])
  expect([status, stderr]).toEqual([3, expect.stringMatching(/is the target itself.*VERSUS_IS_TARGET/)])
})

test("a recipe's files are relative to it, and lie in its folder or below", async () => {
  mkdirSync(join(at, "recipes"), { recursive: true })
  await flag(join(at, "recipes"), "grey.png")
  const inside = file(join(at, "recipes"), "own.json", JSON.stringify({ ...grid, mask: "grey.png" }))
  expect((await printed("--recipe", inside))["mask"]).toBe(join(at, "recipes", "grey.png"))
  const outside = file(join(at, "recipes"), "theirs.json", JSON.stringify({ ...grid, mask: "../flag.png" }))
  const { status, stderr } = await pami([...base, "--recipe", outside])
  expect([status, stderr]).toEqual([
    3,
    expect.stringMatching(/recipe\.mask "\.\.\/flag\.png".*--mask.*RECIPE_UNTRUSTED/),
  ])
  expect((await printed("--recipe", outside, "--mask", "mean"))["mask"]).toBe("mean")
})

test("pami read: maps of any class from a saved explanation are those of explain, without the model", async () => {
  const saved = join(at, "saved.npz")
  const flags = ["--strategy", "grid", "--passes", "24", "--mask", "black", "--preset", "0-1"]
  await explained(...flags, "--save", saved)
  const read = async (...args: string[]) =>
    (await json<Explained["results"][0]>(["read", saved, "--json", ...args])).maps[0]
  expect(await read()).toEqual((await explained(...flags)).maps[0])
  expect(await read("--target", "blue")).toEqual((await explained(...flags, "--target", "blue")).maps[0])
  const contrast = ["--target", "red", "--versus", "blue", "--score", "difference"]
  expect((await read(...contrast)).digest).toBe((await explained(...flags, ...contrast)).maps[0].digest)
  const figure = join(at, "read.png")
  const { stdout } = await pami([
    "read",
    saved,
    "--target",
    "blue",
    "-o",
    figure,
    "--map",
    join(at, "read.npy"),
  ])
  expect(stdout).toMatch(/24 forward passes[^]*blue: map values/)
  expect((await decodePicture(figure)).width).toBeGreaterThan(600)
  const unknown = await pami(["read", saved, "--target", "purple"])
  expect([unknown.status, unknown.stderr]).toEqual([3, expect.stringContaining("LABEL_NOT_FOUND")])
})

test("pami read says what a file lacks: scores, an image, a beginning", async () => {
  const folderAway = folder()
  const saved = join(folderAway, "away.npz")
  await explained("--strategy", "grid", "--passes", "24", "--preset", "0-1", "--save", saved)
  const away = await pami(["read", saved, "-o", join(folderAway, "out.png")])
  expect([away.status, away.stderr]).toEqual([3, expect.stringMatching(/not in its folder.*--picture/)])
  expect((await pami(["read", saved, "--picture", image, "-o", join(folderAway, "out.png")])).status).toBe(0)
  const cut = file(folderAway, "cut.npz", readFileSync(saved).subarray(0, 200))
  const truncated = await pami(["read", cut])
  expect([truncated.status, truncated.stderr]).toEqual([3, expect.stringContaining("EXPLANATION_INVALID")])
  rmSync(folderAway, { recursive: true })
})

test("a class that the model does not have is refused, also with --save", async () => {
  const { status, stderr } = await pami([...base, "--target", "9", "--save", join(folder(), "x.npz")])
  expect([status, stderr]).toEqual([3, expect.stringContaining("TARGET_OUT_OF_RANGE")])
})

test("a figure overwrites neither an image that a recipe names nor that of a saved explanation", async () => {
  const own = folder()
  const picture = await flag(own)
  const before = readFileSync(picture)
  const recipe = file(own, "masked.json", JSON.stringify({ ...grid, mask: "flag.png" }))
  const explaining = await pami([...base, "--recipe", recipe, "-o", picture])
  expect([explaining.status, explaining.stderr]).toEqual([2, expect.stringContaining("overwrite the mask")])
  const saved = join(own, "saved.npz")
  const first = await pami([
    "explain",
    picture,
    ...base.slice(2),
    "--no-figure",
    "--recipe",
    file(own, "grid.json", JSON.stringify(grid)),
    "--save",
    saved,
  ])
  expect(first.status).toBe(0)
  const reading = await pami(["read", saved, "-o", picture])
  expect([reading.status, reading.stderr]).toEqual([2, expect.stringContaining("overwrite the image")])
  expect(readFileSync(picture)).toEqual(before)
})

test("an explanation is saved again over the last one, beside the model too", async () => {
  const flags = [
    ...base,
    "--no-figure",
    "--recipe",
    file(at, "again.json", JSON.stringify(grid)),
    "--save",
    join(at, "again.npz"),
  ]
  expect((await pami(flags)).status).toBe(0)
  expect((await pami(flags)).status).toBe(0)
})

test("a recipe names files of its folder by their full paths too, and --recipe and --save take file: addresses", async () => {
  const own = folder()
  const mask = await flag(own)
  const recipe = file(own, "full.json", JSON.stringify({ ...grid, mask }))
  expect((await printed("--recipe", recipe))["mask"]).toBe(mask)
  const address = (path: string) => pathToFileURL(path).href
  const saved = join(own, "saved.npz")
  await explained("--recipe", address(recipe), "--save", address(saved))
  expect(existsSync(saved)).toBe(true)
})

test("pami read refuses the contrast of a class with itself", async () => {
  const saved = join(folder(), "saved.npz")
  await explained("--recipe", file(at, "grid.json", JSON.stringify(grid)), "--save", saved)
  const { status, stderr } = await pami(["read", saved, "--target", "red", "--versus", "red"])
  expect([status, stderr]).toEqual([2, expect.stringContaining("name the same class")])
  // The saved recipe explains class 2, blue.
  const own = await pami(["read", saved, "--versus", "blue"])
  expect([own.status, own.stderr]).toEqual([2, expect.stringContaining("add --target")])
  const top = join(folder(), "top.npz")
  await explained(
    "--recipe",
    file(at, "top.json", JSON.stringify({ ...grid, target: { top: 1 } })),
    "--save",
    top,
  )
  const read = await json<Read>(["read", top, "--json"])
  const predicted = await pami(["read", top, "--versus", read.prediction[0].label])
  expect([predicted.status, predicted.stderr]).toEqual([2, expect.stringContaining("add --target")])
})

test("--size counts more than the preprocessing of the recipe", async () => {
  const { preprocessing } = await printed("--preset", "0-1")
  const open = file(at, "open.json", JSON.stringify({ ...grid, preprocessing }))
  const { status, stderr } = await pami([...base, "--recipe", open, "--size", "16x16"])
  expect([status, stderr]).toEqual([3, expect.stringContaining("SHAPE_MISMATCH")])
})

test("an option overrides what the recipe's other fields say about it, too", async () => {
  const written = (name: string, recipe: object) =>
    file(at, name, JSON.stringify({ mask: "black", preprocessing: "0-1", ...recipe }))
  const best = await printed("--recipe", written("few.json", { passes: 12 }), "--quality", "best")
  expect(best).toMatchObject({ passes: null, augment: "shifts" })
  const staged = written("staged.json", { stages: 2, combine: "product", cutBy: "raw", augment: "flip" })
  expect(await printed("--recipe", staged, "--stages", "1")).toMatchObject({ stages: 1, combine: "second" })
  expect(await printed("--recipe", staged, "--strategy", "grid")).toMatchObject({
    strategy: "grid",
    stages: 1,
    augment: "none",
  })
  const windows = written("windows.json", { strategy: "grid", radius: 5 })
  expect(await printed("--recipe", windows, "--strategy", "pre-segmentation")).toMatchObject({ radius: null })
})

test("--json prints one document for an option that does not exist, too", async () => {
  for (const wrong of [["--strategy", "mosaic"], ["--colour"]]) {
    const { status, stdout } = await pami([...base, "--no-figure", "--json", ...wrong])
    expect(status).toBe(2)
    expect(JSON.parse(stdout)).toEqual({
      error: { code: "USAGE", message: expect.stringContaining(wrong.at(-1)!) as string },
    })
  }
})
