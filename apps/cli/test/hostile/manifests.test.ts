import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { brightness } from "@pami/test-models"
import { expect, test } from "vitest"
import { file, flag, folder, pami } from "../fixtures.ts"
import { setGuard } from "./guard.ts"
import { mutated } from "./mutate.ts"

const workspace = resolve(import.meta.dirname, "../../../..")
const isBelow = (path: string, base: string) => !relative(base, path).startsWith("..")

test("300 mutated manifests run no module, open no file elsewhere, ask no address, and end in a coded error", async () => {
  const at = folder()
  const sent = join(at, "sent")
  mkdirSync(sent)
  await flag(sent)
  const outside = await flag(at, "outside.png")
  symlinkSync(outside, join(sent, "linked.png"))
  file(sent, "model.onnx", brightness({ size: 16, output: "logits" }))
  const module = join(sent, "evil.mjs")
  writeFileSync(
    module,
    `import { writeFileSync } from "node:fs"\nwriteFileSync(${JSON.stringify(join(at, "ran"))}, "")\nexport default {}\n`,
  )
  const written = join(sent, "written.json")
  const model = ["--model", join(sent, "model.onnx"), "--preset", "0-1"]
  const how = ["--partitions", "slic-4", "--passes", "4", "--quiet", "-o", join(at, "out.png")]
  const made = await pami(["explain", join(sent, "flag.png"), ...model, ...how, "--manifest", written])
  expect(made.status, made.stderr).toBe(0)
  expect((await pami(["verify", written])).status).toBe(0)

  const bait = [
    "./evil.mjs",
    module,
    pathToFileURL(module).href,
    "vitest",
    "fs",
    "../outside.png",
    outside,
    pathToFileURL(outside).href,
    "linked.png",
    "flag.png",
    "FLAG.PNG",
    "model.onnx",
    "/etc/hostname",
    "../../../../etc/hostname",
    "..\\outside.png",
    "/dev/zero",
    "evil.mjs",
    ".",
    "http://127.0.0.1:9/a",
    "https://127.0.0.1:9/a",
    "data:,a",
    "//127.0.0.1/a",
    "\\\\127.0.0.1\\a",
  ]
  const texts = mutated(readFileSync(written, "utf8"), bait, 15, 300)
  const guard = setGuard()
  try {
    for (const [index, text] of texts.entries()) {
      const path = file(sent, "mutated.json", text)
      const { status, stderr, stdout } = await pami(["verify", path, "--quiet"])
      const told = `number ${index}: ${stderr}${text.slice(0, 3000)}`
      expect(stderr, told).not.toMatch(/INTERNAL|\n\s+at /)
      expect([0, 3, 4], told).toContain(status)
      if (stdout === "") expect(stderr, told).toMatch(/\[[A-Z_]+\]\n$/)
      expect(stderr.length, told).toBeLessThan(5000)
    }
  } finally {
    guard.remove()
  }
  expect([...guard.asked]).toEqual([])
  // The runtime asks the system for its processors.
  const own = [sent, workspace, "/sys/devices/system/cpu"]
  const elsewhere = [...guard.read].filter((path) => !own.some((folder) => isBelow(path, folder)))
  expect(elsewhere).toEqual([])
  expect(guard.read.size).toBeGreaterThan(2)
  expect(existsSync(join(at, "ran"))).toBe(false)
}, 60_000)
