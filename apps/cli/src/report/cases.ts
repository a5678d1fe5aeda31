import { open, realpath, stat } from "node:fs/promises"
import { thumbnailFile } from "../evaluate/thumbnails.ts"
import { isInside } from "../same-file.ts"
import type { Results } from "../summary/collect.ts"

/** An input with the overlays of all methods. */
export interface Case {
  readonly input: string
  /** Of the explained class. */
  readonly label: string | undefined
  /** The small image as a `data:` address, if there is one. */
  readonly image: string | undefined
  readonly overlays: readonly {
    readonly method: string
    readonly image: string | undefined
    /** By the metric of the cases. */
    readonly value: number | undefined
  }[]
}

/** Cases that the first method does best, average and worst at by the first metric. */
export interface Cases {
  readonly method: string
  readonly metric: string
  readonly groups: readonly { readonly heading: string; readonly cases: readonly Case[] }[]
}

const perGroup = 3

/** Chooses the best, median and worst inputs of the first method by the first metric, and reads their thumbnails. */
export async function chooseCases(folder: string, results: Results): Promise<Cases | undefined> {
  const metric = results.metrics.find(({ name }) =>
    results.methods.some((one) => results.valuesOf(name, one.name).size > 0),
  )
  const method = metric && results.methods.find(({ name }) => results.valuesOf(metric.name, name).size > 0)
  if (metric === undefined || method === undefined) return undefined
  const values = results.valuesOf(metric.name, method.name)
  const sign = metric.better === "higher" ? -1 : 1
  const ranked = [...values.keys()].toSorted((a, b) => sign * (values.get(a)! - values.get(b)!))
  const middle = Math.max(0, Math.floor((ranked.length - perGroup) / 2))
  const chosen: [heading: string, inputs: string[]][] =
    ranked.length <= 3 * perGroup
      ? [["All, best first", ranked]]
      : [
          ["Best", ranked.slice(0, perGroup)],
          ["Median", ranked.slice(middle, middle + perGroup)],
          ["Worst", ranked.slice(-perGroup)],
        ]
  const groups: Cases["groups"][number][] = []
  for (const [heading, inputs] of chosen) {
    const cases: Case[] = []
    for (const input of inputs) cases.push(await readCase(folder, input, results, metric.name))
    groups.push({ heading, cases })
  }
  return { method: method.name, metric: metric.name, groups }
}

async function readCase(folder: string, input: string, results: Results, metric: string): Promise<Case> {
  const overlays: Case["overlays"][number][] = []
  for (const { name: method } of results.methods)
    overlays.push({
      method,
      image: await readThumbnail(folder, thumbnailFile(folder, input, method)),
      value: results.valuesOf(metric, method).get(input),
    })
  return {
    input,
    label: results.labels.get(input),
    image: await readThumbnail(folder, thumbnailFile(folder, input)),
    overlays,
  }
}

// A thumbnail has about 10 kB. The folder may be a stranger's.
const mostBytes = 2 ** 17
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Returns a PNG file of the folder as a `data:` address; `undefined` for anything else, such as a link that leads elsewhere. */
async function readThumbnail(folder: string, path: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined || !isInside(await realpath(folder), real) || !(await stat(real)).isFile())
    return undefined
  const file = await open(real).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes + 1), 0, mostBytes + 1, 0)
    const bytes = buffer.subarray(0, bytesRead)
    if (bytesRead > mostBytes || !bytes.subarray(0, 8).equals(signature)) return undefined
    return `data:image/png;base64,${bytes.toString("base64")}`
  } catch {
    return undefined
  } finally {
    await file.close()
  }
}
