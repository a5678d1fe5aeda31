import { segment } from "@pami/superpixels"
import { median, table } from "@pami/measure"
import type { Picture } from "./superpixels-pictures.ts"
import { startPythons } from "./superpixels-python.ts"
import type { Python, PythonJob } from "./superpixels-python.ts"
import { paperFamilies } from "./superpixels-settings.ts"
import type { Family } from "./superpixels-settings.ts"

/** The shifts in rows and columns: none, and three distances along each axis in both directions. */
const shifts: readonly (readonly [number, number])[] = [
  [0, 0],
  ...[36, 30, 24].flatMap(
    (far) =>
      [
        [far, 0],
        [-far, 0],
        [0, far],
        [0, -far],
      ] as const,
  ),
]

/**
 * Prints the median time, over the images, of the 20 settings of the paper at 13 circular shifts. Ours run in this
 * process, scikit-image and OpenCV in Python, in turn for each image and algorithm. Neither side counts loading, shifting
 * or a first run.
 */
export async function superpixelsSpeed(pictures: readonly Picture[]): Promise<void> {
  const { pythons, missing } = await startPythons(paperFamilies.map(({ algorithm }) => algorithm))
  for (const { algorithm } of paperFamilies) {
    if (algorithm in missing) console.log(`Not timed in Python: ${algorithm} (${missing[algorithm]})`)
  }
  const pythonOf = ({ algorithm }: Family) => pythons.find(({ families }) => algorithm in families)
  const times = paperFamilies.map(() => ({ ours: [] as number[], theirs: [] as number[] }))
  for (const family of paperFamilies)
    await timePair(pictures[0], family, pythonOf(family), shifts.slice(0, 1))
  for (const picture of pictures) {
    for (const [index, family] of paperFamilies.entries()) {
      const { ours, theirs } = await timePair(picture, family, pythonOf(family), shifts)
      times[index].ours.push(ours)
      times[index].theirs.push(theirs)
    }
  }
  for (const python of pythons) python.close()
  const rows = paperFamilies.map((family, index) => {
    const with_ = pythonOf(family)?.families[family.algorithm] ?? "-"
    return row(
      `${family.algorithm}, ${family.settings.length} settings`,
      times[index].ours,
      times[index].theirs,
      with_,
    )
  })
  const timed = times.filter((_, index) => pythonOf(paperFamilies[index]) !== undefined)
  const sum = (side: "ours" | "theirs", of: typeof times) =>
    pictures.map((_, picture) => of.reduce((total, time) => total + time[side][picture], 0))
  rows.push(
    row("all 20 settings", sum("ours", times), times.length === timed.length ? sum("theirs", times) : [], ""),
  )
  if (timed.length > 0 && timed.length < times.length)
    rows.push(row("those timed in both", sum("ours", timed), sum("theirs", timed), ""))
  console.log(
    `${pictures.length} pictures, ${shifts.length} circular shifts each; ms a picture, median over pictures`,
  )
  console.log(table(rows))
}

/** Returns the milliseconds of one family on one image at the shifts, ours and Python's; NaN without a Python. */
async function timePair(
  { height, width, data }: Picture,
  { algorithm, settings }: Family,
  python: Python | undefined,
  shifts: PythonJob["shifts"],
): Promise<{ readonly ours: number; readonly theirs: number }> {
  let ours = 0
  for (const [down, right] of shifts) {
    const pixels = {
      shape: [height, width],
      channels: 3,
      data: rolled(data, height, width, down, right),
    } as const
    const start = performance.now()
    segment(pixels, settings)
    ours += performance.now() - start
  }
  if (python === undefined) return { ours, theirs: Number.NaN }
  const picture = { height, width, data: Buffer.from(data).toString("base64") }
  return { ours, theirs: 1000 * (await python.time({ ...picture, shifts, family: algorithm, settings })) }
}

/** Shifts an image circularly, down and to the right. */
function rolled(data: Uint8Array, height: number, width: number, down: number, right: number): Uint8Array {
  const out = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) {
    const from = ((y - down + height) % height) * width
    for (let x = 0; x < width; x++) {
      const source = (from + ((x - right + width) % width)) * 3
      out[(y * width + x) * 3] = data[source]
      out[(y * width + x) * 3 + 1] = data[source + 1]
      out[(y * width + x) * 3 + 2] = data[source + 2]
    }
  }
  return out
}

function row(what: string, ours: readonly number[], theirs: readonly number[], library: string) {
  const known = theirs.length > 0 && !theirs.some(Number.isNaN)
  return {
    what,
    ours: Math.round(median(ours)),
    Python: known ? Math.round(median(theirs)) : "-",
    "ours / Python": known ? median(ours.map((time, index) => time / theirs[index])).toFixed(2) : "-",
    with: library,
  }
}
