import type { Model } from "@pami/core"
import { explainSubject } from "../src/maps/explain-subject.ts"
import type { TruthRecord } from "../src/maps/stored.ts"
import type { Subject } from "../src/maps/subject.ts"
import { zooPasses, zooSubjects } from "../src/maps/zoo.ts"
import { referenceBackend } from "../src/reference/backend.ts"

/** Returns the files of `expected/` by path: the unrounded results of the reference backend in float64. */
export async function expectedFiles(
  subjects: readonly Subject[] = zooSubjects,
): Promise<Map<string, Uint8Array>> {
  const backend = referenceBackend({ outputs: "float64" })
  const files = new Map<string, Uint8Array>()
  for (const subject of subjects) {
    const { result } = await explainSubject(backend, subject, { passes: zooPasses })
    const { target, scores, map, partitions } = result
    const record: TruthRecord = { target, scores: scores.length, partitions, inputs: await inputsOf(subject) }
    const numbers = Float32Array.from([...scores, ...map])
    files.set(`${subject.name}.json`, new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`))
    files.set(`${subject.name}.bin`, new Uint8Array(numbers.buffer))
  }
  return files
}

/** Returns the digests of the input in both layouts. */
async function inputsOf({ input }: Subject): Promise<string[]> {
  const shapes = [
    [null, 3, null, null],
    [null, null, null, 3],
  ]
  const inputs = await Promise.all(
    shapes.map((shape) =>
      input({ inputs: [{ name: "image", dtype: "float32", shape }] } as unknown as Model),
    ),
  )
  return inputs.map(({ digest }) => digest)
}
