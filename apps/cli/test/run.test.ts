import { execFileSync, spawn } from "node:child_process"
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { ResultLine, RunStatus } from "@pami/runs"
import { brightness } from "@pami/test-models"
import { models, pictures, samples } from "@pami/zoo"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"

let at: string
let model: string
let photos: string

beforeAll(async () => {
  at = folder()
  model = file(at, "model.onnx", brightness({ size: 32 }))
  file(at, "labels.txt", "red\ngreen\nblue\n")
  photos = join(at, "photos")
  mkdirSync(photos)
  for (const [index, name] of ["one.png", "two, three.png", "vier\n5.png", "fünf.png"].entries())
    await flag(photos, name, 48 + 8 * index, 32)
  file(photos, "corrupt.png", "no image")
  file(photos, "notes.txt", "not an image")
})

const quick = ["--strategy", "grid", "--radius", "8", "--passes", "16"]

function linesOf(out: string, name = "results.jsonl"): ResultLine[] {
  const text = readFileSync(join(out, name), "utf8").trimEnd()
  return text.split("\n").map((line) => JSON.parse(line) as ResultLine)
}

const run = (out: string, ...rest: string[]) =>
  pami(["run", photos, "--model", model, ...quick, "--out", out, ...rest])

test("a run has a line for each image and method, with the maps that pami explain computes", async () => {
  const out = folder()
  const { status, stdout, stderr } = await run(out, "--method", "pami,rise", "--maps")
  expect(status).toBe(3)
  expect(stdout).toBe(
    "10 of 10 results (100.0 %), 2 failed\n" +
      `failed 2 PICTURE_UNSUPPORTED: photos/corrupt.png, … (${linesOf(out)[0].error!.message})\n`,
  )
  expect(stderr).toContain("pami: photos/corrupt.png: ")
  expect(stderr).toContain("[PICTURE_UNSUPPORTED]")
  const lines = linesOf(out)
  expect(lines.map(({ input, method }) => `${input} ${method}`)).toContain("photos/vier\n5.png rise")
  for (const method of ["pami", "rise"]) {
    const more = method === "pami" ? quick : ["--passes", "16"]
    const args = ["explain", join(photos, "one.png"), "--model", model, "--method", method, ...more]
    const explained = await pami(args.concat("--json", "--no-figure"))
    const { results } = JSON.parse(explained.stdout)
    const line = lines.find((one) => one.input === "photos/one.png" && one.method === method)!
    expect(line.explanation).toMatchObject({
      passes: results[0].passes,
      maps: [{ digest: results[0].maps[0].digest }],
    })
    expect(existsSync(join(out, line.map!))).toBe(true)
  }
  const again = await run(out, "--method", "pami,rise", "--maps")
  expect(again).toMatchObject({
    status: 0,
    stdout,
    stderr: expect.stringContaining("10 results are from an earlier start\n"),
  })
})

test("each image's caption has the named word in its own place, and a run of another word is another run", async () => {
  const [out, seen] = [folder(), folder()]
  const captions = fileURLToPath(new URL("..", models["scenes-caption"].encoder.onnx.href))
  copyFileSync(fileURLToPath(pictures.scene), join(seen, "scene.png"))
  await flag(seen, "flag.png", 96, 96)
  const about = (word: string) => [
    "run",
    seen,
    "--model",
    captions,
    "--out",
    out,
    "--passes",
    "4",
    "--target",
    word,
  ]
  await pami(about("mushroom"))
  const [without, within] = linesOf(out)
  expect(without.error?.code).toBe("LABEL_NOT_FOUND")
  expect(within.explanation!.maps).toMatchObject([{ label: "mushroom" }])
  const { status, stderr } = await pami(about("butterfly"))
  expect(status).toBe(3)
  expect(stderr).toContain('methods.pami.target is "mushroom" there and "butterfly" now')
})

test("shards in one folder, merged, are the undivided run, and the status says how far they are", async () => {
  const [whole, shards, merged] = [folder(), folder(), folder()]
  await run(whole)
  await run(shards, "--shard", "0/2", "--quiet")
  const half = await pami(["run", "status", shards, "--json"])
  expect(JSON.parse(half.stdout) as RunStatus).toMatchObject({ expected: 5, missing: [1], secondsLeft: null })
  const early = await pami(["run", "merge", shards, "--out", folder()])
  expect(early).toMatchObject({ status: 0, stderr: expect.stringContaining("results are missing") })
  process.env["JOB_COMPLETION_INDEX"] = "1"
  try {
    await run(shards, "--shard", "/2", "--quiet")
    expect(await run(folder())).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("give the count"),
    })
  } finally {
    delete process.env["JOB_COMPLETION_INDEX"]
  }
  expect((await pami(["run", "merge", shards, "--out", merged])).stdout).toBe("5 of 5 results (100.0 %)\n")
  expect(readFileSync(join(merged, "results.jsonl"))).toEqual(readFileSync(join(whole, "results.jsonl")))
  const { stdout } = await pami(["run", "status", shards])
  expect(stdout).toMatch(
    /^5 of 5 results \(100\.0 %\), 1 failed\n.* 0\/2: \d of \d results \(100\.0 %\), complete\n/,
  )
})

test("--json is one document, --limit and --sample choose, and another question is refused", async () => {
  const out = folder()
  const { status, stdout } = await run(out, "--sample", "2", "--seed", "5", "--json")
  const document = JSON.parse(stdout)
  expect(document).toMatchObject({ folder: out, known: 0, added: 2, status: { results: 2, expected: 2 } })
  expect([0, 3]).toContain(status)
  expect(await run(out, "--limit", "1", "--passes", "8")).toMatchObject({
    status: 3,
    stderr: expect.stringContaining("[RUN_DIFFERS]"),
  })
})

test.each([
  [["run", "--out", "x"], "name files, folders"],
  [["run", "photos"], "--out: name the folder"],
  [["run", "photos", "--out", "photos/out"], "lies in photos"],
  [["run", "photos", "--out", "x", "--shard", "4/4"], "--shard: 4/4"],
  [["run", "photos", "--out", "x", "--method", "lyme"], 'Did you mean "lime"?'],
  [["run", "photos", "--out", "x", "--texts", "review"], "--texts names columns"],
  [["run", "photos", "--out", "x", "--stages", "2", "--strategy", "grid"], "--stages 2 goes with"],
  [["run", "merge", "a"], "required option '--out"],
])("%j is refused as usage", async (args, message) => {
  const before = process.cwd()
  process.chdir(at)
  try {
    expect(await pami(args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) })
    expect(existsSync("x")).toBe(false)
  } finally {
    process.chdir(before)
  }
})

/** Compares the line of an input with `pami explain` of the same. */
async function expectAsExplained(line: ResultLine, explain: readonly string[]): Promise<void> {
  const { stdout } = await pami(["explain", ...explain, "--json", "--no-figure"])
  const [{ maps, prediction }] = JSON.parse(stdout).results
  expect(line.explanation!.prediction).toMatchObject(
    prediction.map((target: { id: unknown; score: number }) => ({ id: target.id, score: target.score })),
  )
  expect(line.explanation!.maps).toMatchObject(maps.map(({ digest }: { digest: string }) => ({ digest })))
}

test("rows of texts, rows of tables, sounds, and objects in images are inputs, too", async () => {
  const data = folder()
  const reviews = ["A fine film.", "Dull, and too long."]
  const csv = file(data, "reviews.csv", `review,stars\n${reviews.map((text) => `"${text}",3`).join("\n")}\n`)
  const text = ["--model", fileURLToPath(models.reviews.onnx), "--passes", "12"]
  expect(await pami(["run", csv, "--texts", "review", "--out", join(data, "texts"), ...text])).toMatchObject({
    status: 0,
  })
  const lines = linesOf(join(data, "texts"))
  expect(lines.map(({ input }) => input)).toEqual(["line 2", "line 3"])
  await expectAsExplained(lines[1], ["--text", reviews[1], ...text])

  const table = ["--model", fileURLToPath(models.loans.onnx), "--passes", "12"]
  const rows = fileURLToPath(samples.rows)
  expect(await pami(["run", rows, "--limit", "3", "--out", join(data, "rows"), ...table])).toMatchObject({
    status: 0,
  })
  await expectAsExplained(linesOf(join(data, "rows"))[2], [rows, "--row", "2", ...table])

  const sound = ["--model", fileURLToPath(models.sounds.onnx), "--passes", "12"]
  mkdirSync(join(data, "words"))
  copyFileSync(samples.word, join(data, "words", basename(fileURLToPath(samples.word))))
  expect(await pami(["run", join(data, "words"), "--out", join(data, "sounds"), ...sound])).toMatchObject({
    status: 0,
  })
  await expectAsExplained(linesOf(join(data, "sounds"))[0], [fileURLToPath(samples.word), ...sound])

  const detector = [
    "--model",
    fileURLToPath(models["scenes-detect"].onnx),
    "--passes",
    "12",
    "--target",
    "top:2",
  ]
  const scene = fileURLToPath(pictures.scene)
  expect(await pami(["run", scene, "--out", join(data, "objects"), ...detector])).toMatchObject({ status: 0 })
  await expectAsExplained(linesOf(join(data, "objects"))[0], [scene, ...detector])
})

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

test.skipIf(process.platform === "win32")(
  "workers, and the command that starts them, may be killed: the same bytes in the end",
  { timeout: 120_000 },
  async () => {
    const [whole, out] = [folder(), folder()]
    await run(whole)
    const args = ["run", photos, "--model", model, ...quick, "--out", out, "--workers", "2", "--quiet"]
    const first = spawn(process.execPath, ["-C", "source", main, ...args], { stdio: "ignore" })
    const ended = new Promise((resolve) => first.on("exit", resolve))
    let isWorkerKilled = false
    const timer = setInterval(() => {
      const [worker] = isWorkerKilled ? [] : childrenOf(first.pid!)
      if (worker !== undefined) isWorkerKilled = process.kill(worker, "SIGKILL")
      const results = join(out, "results.jsonl")
      if (existsSync(results) && statSync(results).size > 0) first.kill("SIGKILL")
    }, 20)
    await ended
    clearInterval(timer)
    expect(isWorkerKilled).toBe(true)
    await run(out)
    expect(readFileSync(join(out, "results.jsonl"))).toEqual(readFileSync(join(whole, "results.jsonl")))
  },
)

/** Returns the processes that a process has started. */
function childrenOf(parent: number): number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, of]) => (of === parent ? [pid] : []))
}
