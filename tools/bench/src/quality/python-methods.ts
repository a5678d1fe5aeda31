import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { countUnits, everything } from "@pami/core"
import type { Tensor } from "@pami/core"
import { blur } from "@pami/image"
import type { ForeignMap } from "./to-rise.ts"
import { inputOf } from "./subject.ts"
import type { Subject } from "./subject.ts"

/** Maps of the Python programs for one subject. */
export interface PythonMaps {
  readonly maps: readonly ForeignMap[]
  /** RISE with the authors' read-out and with ours, of two seeds each. */
  readonly rise: readonly { readonly actual: Float32Array; readonly expected: Float32Array }[]
}

const seeds = [1, 2]

/**
 * Returns the maps of a plain RISE in numpy, of two seeds, and of shap's partition explainer, on onnxruntime with as many
 * threads, for the first goal of each subject; or the reason for their absence.
 *
 * @param file of the model, of one NCHW input
 */
export async function pythonMaps(
  subjects: readonly Subject[],
  file: string,
  threads: number,
  passesOfRise: number,
  budgets: readonly number[],
): Promise<PythonMaps[] | string> {
  const folder = mkdtempSync(join(tmpdir(), "pami-"))
  try {
    const items = []
    for (const [number, subject] of subjects.entries())
      items.push(await itemOf(subject, join(folder, String(number)), passesOfRise, budgets))
    const { model, preprocessing } = subjects[0]
    const job = {
      model: file,
      input: model.inputs[0].name,
      threads,
      activation: "softmax",
      height: preprocessing.height,
      width: preprocessing.width,
      items,
    }
    const script = join(import.meta.dirname, "../../python/methods.py")
    const { status, stdout, stderr, error } = spawnSync("python3", [script], {
      input: JSON.stringify(job),
      encoding: "utf8",
    })
    if (error !== undefined) return error.message
    if (status !== 0) return stderr.trim().split("\n").at(-1) ?? "it failed"
    const results = (JSON.parse(stdout) as { seconds?: number; error?: string }[]).values()
    return items.map(({ asks }) => {
      const done = asks.flatMap((ask) => {
        const { seconds } = results.next().value!
        return seconds === undefined ? [] : [{ ...ask, seconds, map: floatsOf(ask.file) }]
      })
      return {
        maps: done
          .filter(({ seed }) => seed === seeds[0])
          .map(({ method, passes, seconds, map }) => ({ method: names[method], passes, seconds, map })),
        rise: done
          .filter(({ method }) => method === "rise")
          .map(({ map, file }) => ({ actual: map, expected: floatsOf(`${file}.expected`) })),
      }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const names = { rise: "rise in numpy", partition: "shap's partition explainer" } as const

async function itemOf(subject: Subject, path: string, passesOfRise: number, budgets: readonly number[]) {
  const input = await inputOf(subject, blur())
  const writer = input.open(2)
  writer.preserve(0, everything(countUnits(input.grids)))
  const { data } = writer.feeds(2)[input.tensors[0].name] as Tensor
  const half = data.length / 2
  for (const [index, name] of ["original", "baseline"].entries())
    writeFileSync(`${path}.${name}`, (data as Float32Array).slice(index * half, (index + 1) * half))
  writer.close()
  const asks = [
    ...seeds.map((seed) => ({ method: "rise" as const, passes: passesOfRise, seed })),
    ...budgets.map((passes) => ({ method: "partition" as const, passes, seed: seeds[0] })),
  ]
  return {
    original: `${path}.original`,
    baseline: `${path}.baseline`,
    target: subject.goals[0].target,
    asks: asks.map((ask, index) => ({ ...ask, file: `${path}.${index}` })),
  }
}

function floatsOf(file: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(file)).buffer)
}
