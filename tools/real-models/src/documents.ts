/** An error as `--json` prints it. */
export interface Failure {
  readonly code: string
  readonly message: string
}

/** A target and its score. */
export interface Scored {
  readonly id: number | string
  readonly label: string | null
  readonly score: number
}

/** Where a map is highest: `x` and `y` of an image, else a place for each axis. */
export type Peak = Readonly<Record<string, number | string>>

/** The part of a result of `pami explain --json` that this program reads. */
export interface ExplainedInput {
  readonly task: string
  readonly prediction: readonly Scored[]
  readonly maps: readonly (Scored & { readonly peak: Peak | null; readonly highest: number | null })[]
  readonly passes: number
  readonly seconds: number
  readonly findings: readonly { readonly code: string }[]
}

/** The part of the document of `pami explain --json` that this program reads. */
export interface Explained {
  readonly error?: Failure
  readonly model?: { readonly preprocessing?: { readonly name: string } }
  readonly results?: readonly (ExplainedInput & { readonly error?: Failure })[]
}

/** The part of the document of `pami inspect --json` that this program reads. */
export interface Inspected {
  readonly error?: Failure
  readonly task?: {
    readonly inputs: readonly { readonly kind: string }[]
    readonly task: { readonly name: string; readonly why: string }
    readonly explains: string
  }
  readonly labels?: { readonly count: number } | null
  readonly guess?: { readonly error: string } | object
  readonly preprocessing?: { readonly name: string; readonly width: number; readonly height: number }
}

/** Returns the error of a document; undefined for an explanation. */
export function failureOf({ error, results }: Explained): Failure | undefined {
  return error ?? results?.[0].error
}

/** Returns an error in one line. */
export function describeFailure({ code, message }: Failure): string {
  return `${message} [${code}]`
}

/** Returns what `pami inspect` says, in one line. */
export function describeInspection({ error, task, labels, guess, preprocessing }: Inspected): string {
  if (error !== undefined) return describeFailure(error)
  const takes = task!.inputs.map(({ kind }) => kind).join(" or ") || "nothing that is recognised"
  const parts = [
    `takes ${takes}`,
    `task ${task!.task.name} (${task!.task.why})`,
    `explains ${task!.explains}`,
  ]
  if (guess !== undefined && "error" in guess) parts.push(guess.error)
  if (preprocessing !== undefined)
    parts.push(`${preprocessing.width} x ${preprocessing.height}, ${preprocessing.name}`)
  parts.push(labels ? `${labels.count} labels` : "no labels")
  return parts.join("; ")
}
