import {
  average,
  type Backend,
  type BackendFixtures,
  explain,
  type Explanation,
  countParts,
  partOf,
  preferredTarget,
  type Signal,
  slidingWindow,
  type TargetId,
} from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import type { Subject, Truth } from "./subject.ts"

/** The outcome of a subject on one backend. */
export interface Outcome {
  /** The result, which is the truth for other backends if this one is the first. */
  readonly result: Truth
  readonly explanation: Explanation
  readonly passesPerSecond: number
}

/** Options of {@link explainSubject}. */
export interface ExplainSubjectOptions {
  /** Number of forward passes of subjects without their own. */
  readonly passes: number
  /** The target whose map is read. Default: the preferred one. */
  readonly target?: TargetId
  /** The models of the zoo, if the backend reads neither of the formats of the suite. */
  readonly fixtures?: BackendFixtures
  readonly signal?: Signal
  /** Called with the completed share of the sweep, 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/** Loads the model of the subject, explains the input, and disposes of the model. */
export async function explainSubject(
  backend: Backend,
  subject: Subject,
  options: ExplainSubjectOptions,
): Promise<Outcome> {
  const { open, input } = subject
  const { passes = options.passes, partitioner = slidingWindow({ passes }) } = subject
  const model = await open(backend, options.fixtures)
  try {
    const given = await input(model)
    const target = typeof subject.target === "function" ? await subject.target(model, given) : subject.target
    let started = 0
    const explanation = await explain({
      model,
      input: given,
      target,
      partitioner,
      passes,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onProgress: ({ passes, share }) => {
        if (passes === 0) started = performance.now()
        options.onProgress?.(share)
      },
    })
    const seconds = (performance.now() - started) / 1000
    const wanted = options.target ?? preferredTarget(explanation).id
    const result = {
      target: wanted,
      scores: explanation.scores,
      map: average(explanation, wanted),
      partitions: digestOfParts(explanation),
      inputs: [given.digest],
      findings: explanation.findings.map(({ code }) => code),
    }
    return { result, explanation, passesPerSecond: explanation.passes / seconds }
  } finally {
    await model.dispose()
  }
}

function digestOfParts({ partitions, passes }: Explanation): string {
  const chunks: Int32Array[] = []
  let pass = 0
  for (const partition of partitions) {
    const size = countParts(partition)
    chunks.push(Int32Array.of(partition.variant ?? 0, size))
    for (let k = 0; k < size && pass < passes; k++, pass++) chunks.push(partOf(partition, k))
  }
  return sha256(chunks)
}
