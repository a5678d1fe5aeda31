import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
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
    "-o",
    join(at, "out.png"),
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

const explained = async (...args: string[]) =>
  (await json<Explained>([...base, "--json", ...args])).results[0]
const printed = (...args: string[]) =>
  json<Record<string, unknown> & { readOut: object }>([...base, "--print-recipe", ...args])

const grid = { strategy: "grid", passes: 24, mask: "black", preprocessing: "0-1", target: { classes: [2] } }

test("--print-recipe prints everything that decides the map, and explains nothing", async () => {
  const flags = ["--strategy", "grid", "--passes", "24", "--mask", "black", "--preset", "0-1"]
  const recipe = await printed(...flags)
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
  expect(existsSync(join(at, "out.png"))).toBe(false)
  const again = file(at, "printed.json", JSON.stringify(recipe))
  expect(await printed("--recipe", again)).toEqual(recipe)
  expect(await explained("--recipe", again)).toMatchObject({
    maps: [{ digest: (await explained(...flags)).maps[0].digest }],
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
    { preprocessing: { name: "x", resizeTo: { width: 1e9 } } },
    /recipe\.preprocessing/,
  ],
  ["a field that does not exist", { colour: "red" }, /recipe\.colour: unknown field/],
  ["a kind that does not exist", { kind: "smell" }, /recipe\.kind: "image", got "smell"/],
  ["text that is not JSON", "{", /is not JSON/],
])("a recipe file with %s is refused, and the error says where", async (_, recipe, words) => {
  const path = file(at, "wrong.json", typeof recipe === "string" ? recipe : JSON.stringify(recipe))
  const { status, stderr } = await pami([...base, "--recipe", path])
  expect(stderr).toMatch(words)
  expect(stderr).toContain("[RECIPE_INVALID]")
  expect(status).toBe(3)
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
