import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"

/** One family of settings to time on one picture, as superpixels.py reads it. */
export interface PythonJob {
  readonly height: number
  readonly width: number
  /** RGB bytes, base64. */
  readonly data: string
  /** Rows and columns that the picture is shifted by, in a circle. */
  readonly shifts: readonly (readonly [number, number])[]
  readonly family: string
  readonly settings: readonly object[]
}

/** A Python that has at least one of the libraries. */
export interface Python {
  /** What it can time, with the library and its version. */
  readonly families: Readonly<Record<string, string>>
  /** Seconds of cutting the picture at every shift by every setting. */
  readonly time: (job: PythonJob) => Promise<number>
  readonly close: () => void
}

/** A Python of the user's may have scikit-image; OpenCV's extra modules mostly come with the system's, from Debian. */
const commands = ["python3", "/usr/bin/python3"]

/**
 * Starts every Python that can time something the ones before it cannot.
 *
 * @returns the Pythons, and what each family lacks that none of them can time
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

/** @returns the Python and what it lacks, or why there is none */
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
  if (first.done === true) return `${command} stopped before it said what it can do`
  const { families, missing } = JSON.parse(first.value)
  return {
    missing,
    python: {
      families,
      time: async (job) => {
        child.stdin.write(`${JSON.stringify(job)}\n`)
        const { value, done } = await lines.next()
        if (done === true) throw new Error(`${command} stopped while it cut by ${job.family}`)
        return JSON.parse(value).seconds
      },
      close: () => child.stdin.end(),
    },
  }
}
