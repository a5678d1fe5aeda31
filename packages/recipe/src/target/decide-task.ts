import { PamiError, everything, countUnits, preflight } from "@pami/core"
import type { Feeds, Finding, Input, Model, Tensors } from "@pami/core"
import { recognizeTask } from "../discovery/recognize-task.ts"
import type { ModelTask } from "../discovery/recognize-task.ts"
import type { ModelFacts, Recognized } from "../discovery/recognize-input.ts"
import type { Recipe } from "../schema/any-recipe.ts"
import { definedFields } from "../schema/defined-fields.ts"
import { taskDefaults } from "../schema/task.ts"
import type { Task } from "../schema/task.ts"
import { createTarget } from "./create-target.ts"
import type { Decision, DecideOptions } from "./decision.ts"

/**
 * Returns the task of a recipe, or the one that the model seems to be made for: by its files, by the declared outputs, by the
 * outputs for the input. Scores of classes if nothing speaks for another.
 *
 * @throws PamiError `DECODER_MISSING` or `TASK_UNSUPPORTED` for a model that generates, `REFERENCE_MISSING` for an embedding
 */
export async function decideTask(
  recipe: Recipe,
  model: Model,
  input: Input,
  { task: facts, architectures, signal }: DecideOptions,
): Promise<{ readonly task: Task; readonly findings: readonly Finding[] }> {
  if (recipe.task !== null) return { task: recipe.task, findings: [] }
  const classes = { task: taskDefaults.classification, findings: [] }
  // An activation makes scores of classes.
  if (recipe.activation !== "auto") return classes
  if (facts?.task === "embedding")
    throw new PamiError(
      "REFERENCE_MISSING",
      `the model gives an embedding (${facts.why}), which is explained by its similarity to a reference: name one or more references, files of the same kind as the input or .npy vectors`,
    )
  const named = (outputs: Model["outputs"]) =>
    recipe.output === null ? outputs : outputs.filter(({ name }) => name === recipe.output)
  const recognize = (outputs: Model["outputs"]) =>
    recognizeTask(factsWith(model, named(outputs)), facts === undefined ? architectures : [])
  const found = recognize(model.outputs) ?? (await byShapes(model, input, recognize, signal))
  if (found === undefined || found.value === "embedding") return classes
  if (found.value === "generation")
    throw model.inputs.some(({ name }) => name === "input_ids")
      ? new PamiError(
          "TASK_UNSUPPORTED",
          `the model writes (${found.why}), from an image and a text in one file: expected an encoder and a decoder, or a model of texts`,
        )
      : new PamiError(
          "DECODER_MISSING",
          `the model is the encoder of one that writes (${found.why}). Name the decoder as well, or the folder of both`,
        )
  return { task: taskDefaults[found.value], findings: [recognized(found.value, found.why)] }
}

function recognized(name: string, why: string): Finding {
  return {
    code: "TASK_RECOGNIZED",
    level: "note",
    message: `the model is explained as one for ${name}: ${why}`,
    fix: "if that is wrong, name the task",
  }
}

/** Returns the task by the outputs for the input, of a model that leaves axes of its outputs open. */
async function byShapes(
  model: Model,
  input: Input,
  recognize: (outputs: Model["outputs"]) => Recognized<ModelTask> | undefined,
  signal: DecideOptions["signal"],
): Promise<Recognized<ModelTask> | undefined> {
  const isOpen = model.outputs.some(({ shape }) => shape.slice(1).includes(null))
  if (!isOpen || signal?.aborted) return undefined
  const outputs = await runOnce(model, input)
  return recognize(
    Object.entries(outputs).map(([name, { dtype, shape }]) => ({
      name,
      dtype,
      shape: [null, ...shape.slice(1)],
    })),
  )
}

/** Returns the outputs for the input itself. */
export async function runOnce(model: Model, input: Input): Promise<Tensors> {
  return await withWhole(input, (feeds) => model.run(feeds))
}

/** Calls a function with the feeds of the input itself, one item, and releases their memory after it. */
export async function withWhole<Answer>(
  input: Input,
  use: (feeds: Feeds) => Promise<Answer>,
): Promise<Answer> {
  const batch = input.open(1)
  try {
    batch.preserve(0, everything(countUnits(input.grids)))
    return await use(batch.feeds(1))
  } finally {
    batch.close()
  }
}

/** Returns the recipe with the options that the target of its task has decided by the outputs for the input. */
export async function bindTask<Asked extends Recipe>(
  recipe: Asked,
  model: Model,
  input: Input,
  options: DecideOptions,
): Promise<Decision<Asked>> {
  const beforeRun = () => {
    if (options.signal?.aborted) throw new PamiError("ABORTED", "interrupted before the first forward pass")
  }
  const { bound } = await preflight(model, input, createTarget(recipe, options), { batches: [], beforeRun })
  const { format } = bound.settings
  const { task } = recipe
  const decided = task?.name === "detection" && typeof format === "string" ? { ...task, format } : task
  // Its findings come again with the sweep.
  return { recipe: { ...recipe, task: decided }, scale: bound.scale, findings: [] }
}

/** Returns the declarations of a model with other outputs. Not spread: it may be an instance of a class. */
function factsWith({ inputs, metadata, activations }: Model, outputs: Model["outputs"]): ModelFacts {
  return { inputs, outputs, ...definedFields({ metadata, activations }) }
}
