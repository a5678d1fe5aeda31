import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { decodeNpy } from "@pami/image"
import { encodeLabels } from "@pami/image/node"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami, pamiStoppedIn } from "./fixtures.ts"

let at: string
let picture: string
let base: string[]
const path = (name: string) => join(at, name)

beforeAll(async () => {
  at = folder()
  // Red on the left, blue on the right, green above.
  picture = await flag(at)
  const model = file(at, "model.onnx", brightness({ size: 32, gain: 12 }))
  const labels = file(at, "names.txt", "red\ngreen\nblue\n")
  base = ["explain", picture, "--model", model, "--labels", labels, "--preset", "0-1", "--mask", "black"]
})

interface Found {
  passes: number
  complete: boolean
  distanceToFull: number | null
  maps: { digest: string; peak: { x: number } }[]
  files: Record<string, string>
  error?: { code: string }
}

async function run(args: string[], status = 0, program = pami): Promise<Found> {
  const output = args.includes("-o") ? [] : ["--no-figure"]
  const call = await program([...base, ...output, ...args, "--json"])
  expect(call.status, call.stderr + call.stdout).toBe(status)
  return (JSON.parse(call.stdout) as { results: Found[] }).results[0]
}

async function refusal(args: string[]): Promise<{ status: number; stderr: string }> {
  return pami([...base, "--no-figure", ...args])
}

test("superpixels are the default, and find red on the left and blue on the right", async () => {
  expect((await run(["--target", "red"])).maps[0].peak.x).toBeLessThan(24)
  expect((await run(["--target", "blue"])).maps[0].peak.x).toBeGreaterThan(24)
})

test("a number of passes is spent exactly, also more than the default list has", async () => {
  for (const passes of [1, 30, 700]) {
    const found = await run(["--passes", String(passes)])
    expect(found).toMatchObject({ passes, complete: true })
  }
})

test("--until stops early, and says how far the map may be from the full run's", async () => {
  const full = await run(["--quality", "best"])
  const early = await run(["--until", "0.1"])
  expect(early.passes).toBeLessThan(full.passes / 2)
  expect(early.distanceToFull).toBeLessThanOrEqual(0.1)
  expect(full.distanceToFull).toBe(0)
})

test("a drawing cuts the image: the map is the score of each of its parts", async () => {
  // Three parts, drawn at the image's own size: left, right, top.
  const drawing = Int32Array.from({ length: 48 * 32 }, (_, i) => (i < 48 * 4 ? 9 : i % 48 < 24 ? 3 : 7))
  writeFileSync(path("parts.png"), await encodeLabels(drawing, { width: 48, height: 32 }))
  const found = await run(["--partitions", path("parts.png"), "--target", "red", "--map", path("map.npy")])
  expect(found).toMatchObject({ passes: 3, complete: true })
  const { data, shape } = decodeNpy(readFileSync(path("map.npy")))
  expect(shape).toEqual([32, 32])
  const [top, left, right] = [data[3], data[20 * 32 + 4], data[20 * 32 + 28]]
  expect(left).toBeGreaterThan(right)
  data.forEach((value, unit) => {
    const expected = unit < 4 * 32 ? top : unit % 32 < 16 ? left : right
    expect(value).toBe(expected)
  })
})

test("a JSON list of settings is one's own list", async () => {
  const list = [
    { algorithm: "slic", segments: 6, compactness: 10 },
    { algorithm: "watershed", markers: 4 },
  ]
  const own = file(at, "own.json", JSON.stringify(list))
  expect((await run(["--partitions", own])).passes).toBeLessThan(20)
})

test("two stages share the passes; the manifest of their product verifies", async () => {
  const one = await run(["--passes", "60"])
  const args = ["--passes", "60", "--stages", "2", "--combine", "product", "--manifest", path("two.json")]
  const two = await run([...args, "--score", "log-odds", "--weight", "inverse-area"])
  expect(two.passes).toBe(60)
  expect(two.maps[0].digest).not.toBe(one.maps[0].digest)
  const call = await pami(["verify", path("two.json")])
  expect(call.status, call.stdout).toBe(0)
})

test("the second stage of a contrast is cut by the contrast, and verifies", async () => {
  const args = ["--versus", "blue", "--stages", "2", "--passes", "80", "--cut-by", "raw"]
  await run([...args, "--manifest", path("contrast.json")])
  const call = await pami(["verify", path("contrast.json")])
  expect(call.status, call.stdout).toBe(0)
})

test("stopped in the second stage, the first map is not lost", async () => {
  const args = ["--passes", "60", "--stages", "2", "--batch", "4", "--manifest", path("stopped.json")]
  const found = await run([...args, "-o", path("out.png")], 130, (all) => pamiStoppedIn(2, all))
  expect(found).toMatchObject({ complete: false, error: { code: "ABORTED" } })
  expect(found.passes).toBeGreaterThan(30)
  expect(found.passes).toBeLessThan(60)
  expect(existsSync(path("out.png"))).toBe(true)
  expect((await pami(["verify", path("stopped.json")])).status).toBe(0)
})

test("augmented variants are segmented, too", async () => {
  const plain = await run(["--partitions", "slic-8"])
  const found = await run([
    "--partitions",
    "slic-8",
    "--augment",
    "flip,shift:4:0",
    "--manifest",
    path("copies.json"),
  ])
  expect(found.passes).toBeGreaterThan(2 * plain.passes)
  expect((await pami(["verify", path("copies.json")])).status).toBe(0)
})

test("--mode authors takes their order and their shifts", async () => {
  const found = await run(["--mode", "authors", "--partitions", "slic-8", "--manifest", path("authors.json")])
  const record = JSON.parse(readFileSync(path("authors.json"), "utf8")) as {
    extra: { recipe: { augment: string } }
  }
  expect(record.extra.recipe.augment).toBe("authors")
  expect(found.complete).toBe(true)
})

test("a list of segmentations is checked before anything is cut: the error names the setting", async () => {
  const cases: [text: string, words: RegExp][] = [
    ["[", /not JSON/],
    ["[]", /must not be empty/],
    ['{"algorithm":"slic"}', /a list, got an object/],
    ['[{"algorithm":"slick"}]', /\[0\].algorithm: .*"slic".*, got "slick"/],
    ['[{"algorithm":"slic"},{"algorithm":"slic","segments":0}]', /\[1\].segments: at least 1, got 0/],
    ['[{"algorithm":"felzenszwalb","sigma":1e6}]', /\[0\].sigma: at most 100, got 1000000/],
    ['[{"algorithm":"watershed","markers":10,"colour":1}]', /\[0\].colour: unknown field/],
    ['[{"algorithm":"seeds","superpixels":1000000,"bins":40}]', /\[0\]: superpixels times bins/],
  ]
  for (const [text, words] of cases) {
    const { status, stderr } = await refusal(["--partitions", file(at, "list.json", text)])
    expect(stderr).toMatch(words)
    expect(stderr).toContain("RECIPE_INVALID")
    expect(status, stderr).toBe(3)
  }
})

test("what does not go together is a usage error that says so", async () => {
  const cases: [args: string[], words: RegExp][] = [
    [["--partitions", "slick-10"], /no segmentation is called "slick-10"/],
    [["--partitions", "watershed-99999999999"], /markers: at most 16777216, got 99999999999/],
    [["--augment", "mirror"], /mirror/],
    [["--strategy", "grid", "--stages", "2"], /--stages 2 goes with/],
    [["--stages", "3"], /1 or 2/],
    [["--stages", "2", "--target", "top:2"], /explains one class/],
    [["--combine", "product"], /--stages 2/],
    [["--radius", "5"], /--strategy sliding-window/],
    [["--until", "0"], /above 0/],
  ]
  for (const [args, words] of cases) {
    const { status, stderr } = await refusal(args)
    expect(stderr).toMatch(words)
    expect(status, stderr).toBe(2)
  }
})

test("a label map of another size is bad input", async () => {
  writeFileSync(path("small.png"), await encodeLabels(new Int32Array(100), { width: 10, height: 10 }))
  const { status, stderr } = await refusal(["--partitions", path("small.png")])
  expect(status).toBe(3)
  expect(stderr).toMatch(/10 x 10.*SHAPE_MISMATCH/s)
})

test("segment draws partitions, and its label map is taken back", async () => {
  const [drawing, labels] = [path("drawing.png"), path("labels.png")]
  const args = [
    "segment",
    picture,
    "--partitions",
    "slic-6",
    "--size",
    "32",
    "-o",
    drawing,
    "--labels-out",
    labels,
  ]
  const call = await pami([...args, "--json"])
  expect(call.status, call.stderr).toBe(0)
  const { segmentations } = JSON.parse(call.stdout) as { segmentations: { name: string; parts: number }[] }
  expect(segmentations[0].name).toBe("slic-6")
  expect(existsSync(drawing)).toBe(true)
  const direct = await run(["--partitions", "slic-6", "--augment", "none"])
  const drawn = await run(["--partitions", labels])
  expect(drawn.passes).toBe(segmentations[0].parts)
  expect(drawn.maps[0].digest).toBe(direct.maps[0].digest)
})

test("segment writes one label map for each of several", async () => {
  const args = [
    "segment",
    picture,
    "--partitions",
    "slic-6,watershed-4",
    "-o",
    path("two.png"),
    "--labels-out",
    path("maps"),
  ]
  const call = await pami(args)
  expect(call.status, call.stderr).toBe(0)
  expect(call.stdout).toMatch(/watershed-4 +\d+ parts/)
  for (const name of ["slic-6", "watershed-4"]) expect(existsSync(path(`maps/flag.${name}.png`))).toBe(true)
})
