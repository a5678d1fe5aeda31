import type { Activation, Finding, Model, TaskFacts } from "@pami/core"
import type { Labels, Preprocessing } from "@pami/image"
import type { ColumnsFile } from "@pami/table"
import { decidePreprocessing, discover, findTokenizer, labelFindings, recognizeInputs } from "@pami/recipe"
import type { Preparation, PreparationOptions, ReadNeighbour, TextFile, TokenizerFiles } from "@pami/recipe"

/** A loaded model with its labels, preprocessing and task. */
export interface DescribedModel {
  readonly model: Model
  /** Names of the classes. */
  readonly labels: Labels | undefined
  /** The preprocessing of a bundled model, or the file that was found next to the model. */
  readonly preprocessing: Preprocessing | TextFile | undefined
  /** The function that turns the outputs of a bundled model into scores. */
  readonly activation: Activation | undefined
  /** The task that the model's files name. */
  readonly task: TaskFacts | undefined
  /** Names of the columns of a model of tables, and what their values mean. Default: unknown. */
  readonly columns?: ColumnsFile | undefined
  /** Paths of the files of the tokenizer of a model of texts. Default: unknown. */
  readonly tokenizer?: TokenizerFiles | undefined
  /** Number of ids that a model of texts knows. Default: unknown. */
  readonly vocabularySize?: number | undefined
  /** The id that fills its inputs, as its configuration says. Default: unknown. */
  readonly padId?: number | undefined
  /** Names of the classes of code that the model was made by: `ViTForImageClassification`. */
  readonly architectures: readonly string[]
  /** The files that were found, and those that cannot be used. */
  readonly findings: readonly Finding[]
}

/** Facts about a model that its author states, as for the models of `@pami/zoo`. */
export interface BundledModel {
  readonly labels: Labels
  readonly preprocessing: Preprocessing
  readonly activation: Activation
}

/** Options of {@link describeModel}. */
export interface DescribeOptions {
  /** Names of the classes. Default: those found near the model or in its metadata. */
  readonly labels?: Labels | undefined
  /** The file that the labels are from, for findings. Default: `the labels`. */
  readonly labelFile?: string | undefined
  /** Whether the caller names the preprocessing, so that none is looked for. Default false. */
  readonly hasPreprocessing?: boolean | undefined
  /** Path of the model's file, as far as it is known. Default: the model has no neighbours. */
  readonly path?: string | undefined
  /** Reads the model's neighbours. Default: they are not looked for. */
  readonly read?: ReadNeighbour | undefined
  /** Whether the model writes a text, so that its tokenizer is looked for whatever it takes. Default false. */
  readonly writes?: boolean | undefined
  /** The facts of a bundled model, which is then not searched. Default: none. */
  readonly bundled?: BundledModel | undefined
}

/**
 * Returns a model with its labels, preprocessing and task: those that the caller gives, else those in files near the
 * model, else those in its metadata. A file that cannot be used becomes a finding.
 */
export async function describeModel(model: Model, options: DescribeOptions = {}): Promise<DescribedModel> {
  const { labels, labelFile = "the labels", bundled, path = "", read = async () => undefined } = options
  const own = labels === undefined ? [] : labelFindings(labels, labelFile)
  if (bundled !== undefined)
    return {
      model,
      labels: labels ?? bundled.labels,
      preprocessing: bundled.preprocessing,
      activation: bundled.activation,
      task: undefined,
      architectures: [],
      findings: own,
    }
  const found = await discover({
    file: path,
    ...(model.metadata === undefined ? {} : { metadata: model.metadata }),
    read,
    given: { labels: labels !== undefined, preprocessing: options.hasPreprocessing ?? false },
  })
  const [likeliest] = recognizeInputs(model, found.architectures)
  const { files, findings } =
    options.writes || likeliest?.value === "text" || takesIds(model)
      ? await tokenizerNear(path, read)
      : { files: undefined, findings: [] }
  return {
    model,
    labels: labels ?? found.labels,
    preprocessing: found.preprocessing,
    activation: undefined,
    task: found.task,
    columns: found.columns,
    tokenizer: files,
    vocabularySize: found.vocabularySize,
    padId: found.padId,
    architectures: found.architectures,
    findings: [...found.findings, ...findings, ...own],
  }
}

/** Returns whether a model takes the ids of a text, be it beside an image. */
function takesIds({ inputs }: Model): boolean {
  return inputs.some(({ name }) => name === "input_ids")
}

/** Finds the files of the tokenizer of a model, by their paths. */
async function tokenizerNear(path: string, read: ReadNeighbour): ReturnType<typeof findTokenizer> {
  const { files, findings } = await findTokenizer(path, read)
  const folder = path.replace(/[^\\/]*$/, "")
  return {
    files: files && {
      tokenizer: folder + files.tokenizer,
      ...(files.config === undefined ? {} : { config: folder + files.config }),
    },
    findings,
  }
}

/**
 * Returns the preprocessing of a described model, with the findings of its description.
 *
 * @throws the errors of `decidePreprocessing`
 */
export function prepareModel(
  { model, preprocessing, architectures, findings }: DescribedModel,
  options: Omit<PreparationOptions, "known" | "architectures"> = {},
): Preparation {
  const preparation = decidePreprocessing(model, { ...options, known: preprocessing, architectures })
  return { ...preparation, findings: [...findings, ...preparation.findings] }
}
