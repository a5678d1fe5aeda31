import { spawn } from "node:child_process"
import { existsSync, openSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder } from "./fixtures.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
const checkout = fileURLToPath(new URL("../checkout.mjs", import.meta.url))
let at: string
let model: string

beforeAll(async () => {
  at = folder()
  for (const name of ["one.png", "two.png"]) await flag(at, name)
  model = file(at, "model.onnx", brightness({ size: 32 }))
})

interface End {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

/** Runs the program as a process. */
function start(
  program: readonly string[],
  args: readonly string[],
  options: { stdout?: "pipe" | number; signal?: NodeJS.Signals; again?: RegExp } = {},
): Promise<End> {
  const { INIT_CWD: _, ...env } = process.env
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: at,
    env,
    stdio: ["ignore", options.stdout ?? "ignore", "pipe"],
  })
  // As `| head -1` leaves it, before the first line.
  child.stdout?.destroy()
  let stderr = ""
  child.stderr!.on("data", (bytes: Buffer) => {
    const seen = stderr.includes("STUCK")
    stderr += bytes.toString()
    if (!seen && stderr.includes("STUCK")) child.kill(options.signal)
    if (options.again?.test(bytes.toString())) child.kill(options.signal)
  })
  return new Promise((resolve) => {
    child.on("close", (status, signal) => resolve({ status, signal, stderr }))
  })
}

/** A backend that gets stuck for good, in a load, a run, or a run that holds its thread, and says so. */
function stuck(name: string, where: "load" | "run" | "thread"): string {
  const suite = new URL("../../../packages/conformance/src/index.ts", import.meta.url).href
  writeFileSync(
    join(at, name),
    `
import { writeSync } from "node:fs"
import { referenceBackend } from ${JSON.stringify(suite)}
const { load, ...reference } = referenceBackend()
const hold = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
let runs = 0
export default {
  name: "stuck",
  devices: ["cpu"],
  available: async () => ({ usable: true, version: "1" }),
  create: () => ({
    ...reference,
    async load(source) {
      if (${where === "load"}) {
        writeSync(2, "STUCK")
        hold()
      }
      const model = await load(source)
      const run = (feeds) => {
        if (++runs < 40) return model.run(feeds)
        if (runs === 40) writeSync(2, "STUCK")
        if (${where === "thread"}) hold()
        return new Promise((resolve) => setTimeout(resolve, 1e6))
      }
      return { ...model, run }
    },
  }),
}
`,
  )
  return `./${name}`
}

const program = ["-C", "source", main]

test("SIGTERM in a run that does not end: what was scored before it is written", async () => {
  const args = ["explain", "one.png", "--backend", stuck("run.mjs", "run"), "--batch", "1"]
  const end = await start(program, [...args, "-o", "run.png", "--map", "run.npy"], { signal: "SIGTERM" })
  // Its own status 143, or that of a process that the signal ended.
  expect(end.signal ?? end.status, end.stderr).toBe(end.signal === null ? 143 : "SIGTERM")
  expect(end.stderr).toContain("ABORTED")
  for (const name of ["run.png", "run.npy"]) expect(existsSync(join(at, name)), end.stderr).toBe(true)
}, 60_000)

test("SIGHUP to a checkout's program while a model is loaded: the status says so", async () => {
  const args = ["explain", "one.png", "--backend", stuck("load.mjs", "load")]
  const end = await start([checkout], args, { signal: "SIGHUP" })
  expect(end.status, end.stderr).toBe(129)
}, 60_000)

test("a second SIGTERM in a run that holds its thread: it is said that the results so far are lost", async () => {
  const args = ["explain", "one.png", "--backend", stuck("thread.mjs", "thread"), "--batch", "1"]
  const end = await start(program, args, { signal: "SIGTERM", again: /press Ctrl-C again/ })
  expect(end.signal).toBe("SIGTERM")
  expect(end.stderr).toMatch(/waiting for results.*\n.*they are lost\n$/)
}, 60_000)

const small = ["--preset", "0-1", "--strategy", "grid", "--passes", "8", "--quiet"]

test("nobody reads stdout: every input is explained all the same", async () => {
  const args = ["explain", "one.png", "two.png", "--model", model, ...small, "-o", "unread"]
  const end = await start(program, args, { stdout: "pipe" })
  expect(end, end.stderr).toMatchObject({ status: 0, stderr: "" })
  for (const name of ["one.png", "two.png"]) expect(existsSync(join(at, "unread", name))).toBe(true)
}, 60_000)

test.runIf(existsSync("/dev/full"))(
  "stdout on a full disk: every input is explained, the status is 4, and no trace is shown",
  async () => {
    const args = ["explain", "one.png", "two.png", "--model", model, ...small, "-o", "full"]
    const end = await start(program, args, { stdout: openSync("/dev/full", "w") })
    expect(end.status, end.stderr).toBe(4)
    expect(end.stderr).toMatch(/^pami: stdout cannot be written: .*\n$/)
    for (const name of ["one.png", "two.png"]) expect(existsSync(join(at, "full", name))).toBe(true)
  },
  60_000,
)
