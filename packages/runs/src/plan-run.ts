import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { version } from "@pami/core"
import type { Settings } from "@pami/core"
import type { Explainer, ExplainOptions } from "@pami/explainer"
import { moveFiles } from "@pami/recipe"
import type { Recipe } from "@pami/recipe"
import { openInput } from "./inputs/input-list.ts"
import type { InputList, RunInput } from "./inputs/input-list.ts"
import { endsRun, runError, unreadable } from "./run-error.ts"

/** The options of the explanations of a run, by the name of the method in its lines. */
export type RunMethods = Readonly<Record<string, ExplainOptions>>

/** Everything that decides the lines of a run. */
export interface RunPlan {
  /** Of `openRun`: model, methods with their recipes, versions. */
  readonly question: Settings
  /** Digest of the model and of the recipe of each method. With the digest of an input it is the key of a line. */
  readonly keys: Readonly<Record<string, string>>
  /** Id of the input on which the recipe was decided. Every process of a run decides on this one. */
  readonly decidedOn: string
}

/** Options of {@link planRun}. */
export interface PlanOptions {
  readonly explain: Explainer
  readonly methods: RunMethods
  readonly inputs: InputList
  /** Ids of all inputs, in the order of the list: not those of a shard. */
  readonly ids: readonly string[]
  /** Settings of the caller's, such as those of metrics. Default: none. */
  readonly settings?: Settings | undefined
}

// Inputs that are tried. Where all of them fail, not the inputs are wrong.
const mostTries = 100

/**
 * Returns the plan of a run. The fields that the options leave open, as the task or the activation of the outputs, are decided on the
 * first input that can be read, in a few passes, and hold for all others: each shard decides alike.
 *
 * @throws PamiError `INPUTS_EMPTY` without inputs; the error of the first input where none of the first hundred can be explained
 * @throws RangeError for an option out of its range
 */
export async function planRun(options: PlanOptions): Promise<RunPlan> {
  const { explain, methods, inputs, ids, settings } = options
  if (ids.length === 0) throw runError("INPUTS_EMPTY", "the list has no inputs")
  if (Object.keys(methods).length === 0) throw new RangeError("methods: at least one")
  let first: unknown
  for await (const input of inputs.inputs(ids.slice(0, mostTries)))
    try {
      return planOf(explain, inputs.name, await decide(explain, methods, input), input.id, settings)
    } catch (error) {
      if (endsRun(error)) throw error
      first ??= error
    }
  throw first
}

/**
 * Returns the key of a line: a digest of model, recipe and input.
 *
 * @param digest of the input
 */
export function lineKey(plan: Pick<RunPlan, "keys">, method: string, digest: string): string {
  return createHash("sha256").update(`${plan.keys[method]} ${digest}`).digest("hex")
}

type Decided = readonly (readonly [name: string, entry: Settings])[]

/** Returns the recipe in force of each method, for one input. */
async function decide(explain: Explainer, methods: RunMethods, input: RunInput): Promise<Decided> {
  const { content } = await openInput(input)
  const decided: [string, Settings][] = []
  for (const [name, options] of Object.entries(methods)) {
    const recipe = await explain.recipe(content, { ...options, ...input.options, name: input.id })
    decided.push([name, { ...beside(options, recipe), recipe: await portable(recipe) }])
  }
  return decided
}

function planOf(
  { model: { digest, backend, settings } }: Explainer,
  name: string | undefined,
  methods: Decided,
  decidedOn: string,
  own: Settings = {},
): RunPlan {
  const model = { digest, backend, settings }
  return {
    question: {
      kind: "explanations",
      version,
      ...(name === undefined ? {} : { inputs: name }),
      model,
      methods: Object.fromEntries(methods),
      ...(Object.keys(own).length === 0 ? {} : { settings: own }),
    },
    keys: Object.fromEntries(methods.map(([method, entry]) => [method, digestOf([version, model, entry])])),
    decidedOn,
  }
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex")
}

/** Returns a recipe without what is of one input alone, and with the digests of its files in place of their folders. */
async function portable(recipe: Recipe): Promise<Settings> {
  const named: string[] = []
  moveFiles(recipe as Parameters<typeof moveFiles>[0], (file) => {
    named.push(file)
    return file
  })
  const digests = new Map<string, string>()
  for (const file of named) {
    const bytes = await readFile(file).catch((error: unknown) => {
      throw unreadable(file, error)
    })
    digests.set(file, `${basename(file)} sha256:${createHash("sha256").update(bytes).digest("hex")}`)
  }
  const moved = moveFiles(recipe as Parameters<typeof moveFiles>[0], (file) => digests.get(file)!)
  // As a file keeps it.
  const {
    texts: _texts,
    row: _row,
    ...fields
  } = JSON.parse(JSON.stringify(moved)) as Record<string, Settings>
  const { target: _target, ...ofWriter } = fields
  // The answer is that to one input, and so is the number of a word in it.
  return recipe.task?.name === "generation" ? { ...ofWriter, task: { name: "generation" } } : fields
}

/**
 * Returns the options that decide a map and that no recipe has: texts beside an image, the words of an answer, names and settings of
 * objects.
 */
function beside(options: ExplainOptions, { task }: Recipe): Settings {
  const { question, answer, target } = options
  const isOfWords = task?.name === "generation" && target !== undefined && !isNamed(target)
  const objects = (["method", "partitioner", "mask", "target"] as const).flatMap((field) => {
    const value: unknown = options[field]
    return isNamed(value) ? [[field, { name: value.name, settings: value.settings ?? {} }] as const] : []
  })
  return {
    ...(question === undefined ? {} : { question }),
    ...(answer === undefined ? {} : { answer }),
    ...(isOfWords ? { target: JSON.parse(JSON.stringify(target)) } : {}),
    ...(objects.length === 0 ? {} : { objects: Object.fromEntries(objects) }),
  }
}

/** Whether an option is an object of a contract, and no text, number or plain data. */
function isNamed(value: unknown): value is { readonly name: string; readonly settings?: Settings } {
  return typeof value === "object" && value !== null && "name" in value
}
