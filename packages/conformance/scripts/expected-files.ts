import { onnxruntimeNode } from "@pami/onnxruntime-node"
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

/** Returns the digests of the input in every format, once each. */
async function inputsOf({ open, input }: Subject): Promise<string[]> {
  const digests = new Set<string>()
  for (const backend of [referenceBackend(), onnxruntimeNode()]) {
    const model = await open(backend)
    digests.add((await input(model)).digest)
    await model.dispose()
  }
  return [...digests].toReversed()
}
