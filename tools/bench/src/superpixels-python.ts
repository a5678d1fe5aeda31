import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"

/** One family of settings to time on one image, in the format of superpixels.py. */
export interface PythonJob {
  readonly height: number
  readonly width: number
  /** RGB bytes, base64. */
  readonly data: string
  /** Circular shifts of the image, in rows and columns. */
  readonly shifts: readonly (readonly [number, number])[]
  readonly family: string
  readonly settings: readonly object[]
}

/** A Python process with at least one of the libraries. */
export interface Python {
  /** The algorithms that it can time, with the library and its version. */
  readonly families: Readonly<Record<string, string>>
  /** Returns the seconds of segmenting the image at every shift with every setting. */
  readonly time: (job: PythonJob) => Promise<number>
  readonly close: () => void
}

/** The user's Python may have scikit-image; OpenCV's extra modules usually belong to the system's, from Debian. */
const commands = ["python3", "/usr/bin/python3"]

/**
 * Starts each Python that can time an algorithm that the previous ones cannot.
 *
 * @returns the processes, and the reason for each algorithm that none of them can time
 */
export async function startPythons(
  names: readonly string[],
): Promise<{ readonly pythons: readonly Python[]; readonly missing: Readonly<Record<string, string>> }> {
  const pythons: Python[] = []
  const missing: Record<string, string> = {}
  const covered = new Set<string>()
  for (const command of commands) {
    if (names.every((name) => covered.has(name))) break
    const started = await start(command)
    if (typeof started === "string") {
      for (const name of names) missing[name] ??= started
      continue
    }
    for (const [name, reason] of Object.entries(started.missing)) missing[name] ??= reason
    const fresh = Object.keys(started.python.families).filter((name) => !covered.has(name))
    if (fresh.length === 0) {
      started.python.close()
      continue
    }
    pythons.push(started.python)
    for (const name of fresh) covered.add(name)
  }
  for (const name of covered) delete missing[name]
  return { pythons, missing }
}

/** Returns a Python process and the reasons for what it lacks, or the reason why it did not start. */
async function start(
  command: string,
): Promise<{ readonly python: Python; readonly missing: Record<string, string> } | string> {
  const child = spawn(command, [join(import.meta.dirname, "../python/superpixels.py")], {
    stdio: ["pipe", "pipe", "ignore"],
  })
  const failure = new Promise<string>((resolve) =>
    child.once("error", () => resolve(`no ${command} on this machine`)),
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await Promise.race([lines.next(), failure])
  if (typeof first === "string") return first
  if (first.done === true) return `${command} stopped before it listed its algorithms`
  const { families, missing } = JSON.parse(first.value)
  return {
    missing,
    python: {
      families,
      time: async (job) => {
        child.stdin.write(`${JSON.stringify(job)}\n`)
        const { value, done } = await lines.next()
        if (done === true) throw new Error(`${command} stopped while it ran ${job.family}`)
        return JSON.parse(value).seconds
      },
      close: () => child.stdin.end(),
    },
  }
}
