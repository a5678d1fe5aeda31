import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { encodePng } from "@pami/image/node"
import { run } from "../src/program.ts"

/** A fresh folder. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), "pami-"))
}

/** Writes a file into a folder and gives its path. */
export function file(into: string, name: string, content: Uint8Array | string): string {
  const path = join(into, name)
  writeFileSync(path, content)
  return path
}

/** An image whose left half is red and whose right half is blue, with a green bar on top. */
export async function flag(into: string, name = "flag.png", width = 48, height = 32): Promise<string> {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    data[i * 3 + (y < height / 8 ? 1 : x < width / 2 ? 0 : 2)] = 255
  }
  return file(into, name, await encodePng({ width, height, channels: 3, data }))
}

/** The outcome of a call of the program. */
export interface Call {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program inside this process. */
export async function pami(
  args: readonly string[],
  signal = new AbortController().signal,
  setUnsaved?: (unsaved: boolean) => void,
): Promise<Call> {
  let [stdout, stderr] = ["", ""]
  const status = await run(args, {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    terminal: false,
    signal,
    ...(setUnsaved && { setUnsaved }),
  })
  return { status, stdout, stderr }
}

/** A signal that says stop at the `count`-th look: after `count - 1` runs, whatever the machine's speed. */
export function stopAtLook(count: number): AbortSignal {
  let looks = 0
  return {
    get aborted() {
      return ++looks >= count
    },
    addEventListener() {},
    removeEventListener() {},
  } as unknown as AbortSignal
}

/** Runs the program, and interrupts it after the first run of a stage. */
export async function pamiStoppedIn(stage: 1 | 2, args: readonly string[]): Promise<Call> {
  const stop = new AbortController()
  let stages = 0
  return pami(args, stop.signal, (unsaved) => {
    if (unsaved && ++stages === stage) stop.abort("SIGINT")
  })
}
