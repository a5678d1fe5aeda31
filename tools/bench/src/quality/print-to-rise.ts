import { correlation } from "@pami/evaluation"
import { table } from "@pami/measure"
import { mean } from "./mean.ts"
import { pythonMaps } from "./python-methods.ts"
import type { PythonMaps } from "./python-methods.ts"
import type { SubjectGroup } from "./subject.ts"
import { budgets, measureSubject, passesOfRise, toRiseRows } from "./to-rise.ts"
import type { Entry } from "./to-rise.ts"

/**
 * Prints after how many passes, and seconds, each method reaches the quality of RISE at 4,000, with the methods of Python on
 * the same model if they are there, and how far maps of RISE agree.
 */
export async function printToRise(group: SubjectGroup, threads: number): Promise<void> {
  const { subjects, file, title } = group
  const python = await pythonMaps(subjects, file, threads, passesOfRise, budgets)
  if (typeof python === "string") console.log(`Without Python: ${python}`)
  const entries = new Map<string, Entry>()
  const agreements: Record<string, string | number>[] = []
  for (const [number, subject] of subjects.entries()) {
    const theirs = typeof python === "string" ? undefined : python[number]
    const ours = await measureSubject(subject, theirs?.maps ?? [], entries)
    if (theirs !== undefined) agreements.push(agreementOf(subject.name, ours, theirs))
    console.error(`${number + 1} of ${subjects.length}, ${subject.name}`)
  }
  console.log(title)
  console.log(table(toRiseRows([...entries.values()])))
  if (agreements.length === 0) return
  console.log(`Pearson's correlation of maps of RISE, ${passesOfRise} masks`)
  console.log(table(agreements))
}

function agreementOf(
  image: string,
  ours: Float32Array,
  { rise }: PythonMaps,
): Record<string, string | number> {
  const [first, second] = rise
  const format = (values: readonly number[]) => mean(values).toFixed(3)
  return {
    image,
    "ours with numpy": format(rise.map(({ actual }) => correlation(ours, actual))),
    "two seeds of numpy": format([correlation(first.actual, second.actual)]),
    "two seeds, as the authors divide": format([correlation(first.expected, second.expected)]),
  }
}
