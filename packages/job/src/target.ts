import {
  classProbability,
  isPamiError,
  PamiError,
  preflight,
  probabilityScale,
  topClasses,
  valueScale,
} from "@pami/core"
import type { Activation, Finding, Input, Model, Scale, Target, TaskFacts } from "@pami/core"
import type { Job } from "./job.ts"

/**
 * What the job makes of the model's output.
 *
 * @param classes whose scores are kept, or what chooses them by the prediction
 */
export function targetOf(
  job: Job,
  classes: "all" | readonly number[] | ((prediction: Float64Array) => readonly number[]),
): Target {
  return classProbability({ ...optionsOf(job), activation: job.activation, classes })
}

/** What a job leaves open of its target, decided. */
export interface Decision {
  /** The job, with output and activation named. */
  readonly job: Job
  /** What the scores are. */
  readonly scale: Scale
  /** Where the choices came from. */
  readonly findings: readonly Finding[]
}

/**
 * Decides what the job leaves open of output and activation: once for a model and everything that is explained with it,
 * so that two pictures in one call are never scored in two ways. Runs the model a few times, unless the job says all.
 *
 * @param input any of those that will be explained
 * @param options `task`: what the model's files say of its task; `signal`: stops before the next run
 * @throws PamiError `READ_OUT_UNSUITABLE` where the job reads out logarithms of what are no probabilities, and whatever
 *   the model refuses
 */
export async function decideTarget(
  job: Job,
  model: Model,
  input: Input,
  options: { task?: TaskFacts | undefined; signal?: { readonly aborted: boolean } | undefined } = {},
): Promise<Decision> {
  const decision =
    job.activation === "auto" || job.activation === "none" || choosesOutput(job, model)
      ? await look(job, model, input, options)
      : { job, scale: job.activation === "value" ? valueScale : probabilityScale, findings: [] }
  const { score } = job.readOut
  if ((score === "log" || score === "log-odds") && decision.scale.unit !== "probability")
    throw new PamiError(
      "READ_OUT_UNSUITABLE",
      `the score "${score}" is for probabilities; the model's outputs are values. Read out the score or the difference.`,
    )
  return decision
}

/** Which of several outputs is meant may depend on the picture, whatever the activation is. */
function choosesOutput({ output }: Job, { outputs }: Model): boolean {
  return output === null && outputs.length > 1
}

// What the target finds every time it is bound is not repeated here.
const aboutChoice: readonly string[] = ["ACTIVATION_CHOSEN", "OUTPUT_CHOSEN", "SEVERAL_LABELS"]

async function look(
  job: Job,
  model: Model,
  input: Input,
  { task, signal }: NonNullable<Parameters<typeof decideTarget>[3]>,
): Promise<Decision> {
  const asked = job.activation
  const target = classProbability({
    ...optionsOf(job),
    // Of outputs that are to be used as they are, what they would be decides whether they are probabilities.
    activation: asked === "none" ? "auto" : asked,
    classes: topClasses(1),
    ...(task === undefined ? {} : { task }),
  })
  const beforeRun = () => {
    if (signal?.aborted) throw new PamiError("ABORTED", "interrupted before the first forward pass")
  }
  try {
    const { bound } = await preflight(model, input, target, { batches: [], beforeRun })
    const decided = {
      output: bound.settings["output"] as string,
      activation: bound.settings["activation"] as Activation,
    }
    const about = asked === "auto" ? aboutChoice : ["OUTPUT_CHOSEN"]
    const findings = bound.findings.filter(({ code }) => about.includes(code))
    if (asked === "none" && decided.activation !== "none")
      return asValues({ ...job, output: decided.output }, findings)
    return { job: { ...job, ...decided }, scale: bound.scale, findings }
  } catch (error) {
    // An embedding that is to be used as it is.
    if (asked !== "none" || !isPamiError(error) || error.code !== "OUTPUT_UNSUITABLE") throw error
    if (!choosesOutput(job, model)) return asValues(job)
    const { job: decided, findings } = await look({ ...job, activation: "value" }, model, input, { signal })
    return asValues(decided, findings)
  }
}

/** Outputs that are to be used as they are, and are no probabilities. */
function asValues(job: Job, findings: readonly Finding[] = []): Decision {
  return {
    job: { ...job, activation: "value" },
    scale: valueScale,
    findings: [
      ...findings,
      {
        code: "LOGITS_AS_PROBABILITIES",
        level: "warning",
        message: "the outputs are not probabilities, and are used as they are: as values",
        fix: 'for logits set the activation to "softmax" (exclusive classes) or "sigmoid" (several labels)',
      },
    ],
  }
}

function optionsOf({ output, labels }: Job): { output?: string; labels?: number } {
  return { ...(output === null ? {} : { output }), ...(labels === null ? {} : { labels }) }
}
