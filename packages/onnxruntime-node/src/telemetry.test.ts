import { execFile } from "node:child_process"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, test } from "vitest"

const program = fileURLToPath(new URL("../test/explaining.ts", import.meta.url))

/** Returns the files that an explanation leaves in empty home and temp folders. */
async function remains(place: "main" | "worker", own: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "pami-"))
  // Continuous integration may turn off the telemetry with other variables.
  const { PATH } = process.env
  const env = { PATH, HOME: folder, TMPDIR: folder, TEMP: folder, USERPROFILE: folder, ...own }
  try {
    const options = ["--conditions=source", "--no-warnings", program, place]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, options, { env, cwd: folder })
    expect(stdout).toMatch(/^\d+\n$/)
    expect(stderr).toBe("")
    return await readdir(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.concurrent("an explanation leaves nothing in the home and temp folders", async () => {
  expect(await remains("main")).toEqual([])
})

test.concurrent("nor does one in a worker of a program that has not loaded the runtime before", async () => {
  expect(await remains("worker")).toEqual([])
})

// On other platforms the runtime keeps nothing, or elsewhere.
test
  .skipIf(process.platform !== "linux")
  .concurrent("the telemetry stays on where its variable says so", async () => {
    expect(await remains("worker", { ORT_DISABLE_TELEMETRY: "0" })).toContain(".cache")
  })
