import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { findStore, startStore } from "@pami/stores"
import type { RunningStore } from "@pami/stores"
import { brightness } from "@pami/test-models"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"

const programs = findStore("redis")
let store: RunningStore
let model: string
let photos: string

beforeAll(async () => {
  const at = folder()
  model = file(at, "model.onnx", brightness({ size: 32 }))
  file(at, "labels.txt", "red\ngreen\nblue\n")
  photos = join(at, "photos")
  mkdirSync(photos)
  for (const name of ["one.png", "two.png", "three.png"]) await flag(photos, name, 48, 32)
  file(photos, "corrupt.png", "no image")
  if (programs !== undefined) store = await startStore("redis", programs)
}, 120_000)
afterAll(() => store?.stop())

const question = ["--strategy", "grid", "--radius", "8", "--passes", "16"]
const asked = () => [photos, "--model", model, ...question]

describe.skipIf(programs === undefined)("with a store", () => {
  test("a run whose inputs the worker of a queue explains has the bytes and the maps of one without a queue", async () => {
    const [whole, out] = [folder(), folder()]
    await pami(["run", ...asked(), "--out", whole, "--maps"])
    const queue = ["--queue", store.address]
    const running = pami(["run", ...asked(), "--out", out, "--maps", ...queue])
    const same = [...asked(), "--out", out, "--maps", ...queue]
    const worker = await pami(["worker", ...same, "--idle", "1"])
    expect(worker).toMatchObject({ status: 0, stdout: "4 results in 4 chunks\n" })
    const { status, stdout, stderr } = await running
    expect([status, stdout]).toEqual([3, expect.stringContaining("4 of 4 results (100.0 %), 1 failed\n")])
    expect(readFileSync(join(out, "results.jsonl"))).toEqual(readFileSync(join(whole, "results.jsonl")))
    expect(await pami(["run", "status", ...queue])).toMatchObject({ stdout: "no run is in the queue\n" })
    for (const text of [stdout, stderr, worker.stderr, readFileSync(join(out, "run.json"), "utf8")])
      expect(text).not.toMatch(/pass%20|pass word/)
  })

  test("a store that refuses the password is an error at run time, which does not repeat it", async () => {
    const wrong = store.address.replace(/:[^:@]+@/, ":secret@")
    for (const command of ["run", "worker"]) {
      const { status, stderr } = await pami([command, ...asked(), "--out", folder(), "--queue", wrong])
      expect(status).toBe(4)
      expect(stderr).toMatch(/^pami: redis:\/\/127\.0\.0\.1:\d+ refuses the connection.*\[QUEUE_DENIED\]\n$/)
      expect(stderr).not.toContain("secret")
    }
  })
})

test("options of a queue that cannot be meant are refused", async () => {
  const somewhere = ["--queue", "redis://127.0.0.1:1"]
  for (const [args, message] of [
    [
      ["run", ...asked(), "--out", "x", "--queue", "photos"],
      "--queue: the address of a queue is redis://host:6379",
    ],
    [["run", ...asked(), "--out", "x", "--queue"], "--queue: name the address of a queue"],
    [["worker", ...asked()], "--queue: name the address of a queue"],
    [["run", ...asked(), "--out", "x", ...somewhere, "--shard", "0/2"], "--shard goes without --queue"],
    [["run", ...asked(), "--out", "x", ...somewhere, "--workers", "2"], "--workers goes without --queue"],
    [["run", ...asked(), "--out", "x", "--queue-name", "mine"], "--queue-name goes with --queue"],
    [["worker", ...asked(), "--maps", ...somewhere], "--out: name the folder of the results"],
    [["run", "status", "x", ...somewhere], "name the folders of a run, or a queue by --queue"],
    [["worker", ...asked(), ...somewhere, "--queue-name", "a b"], "--queue-name: 1 to 64 letters"],
  ] as const) {
    const { status, stderr } = await pami(args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(`pami: ${message}`)])
  }
})
