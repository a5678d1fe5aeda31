import type { Activation } from "@pami/core"
import type { ColorMapName } from "@pami/figure"
import type {
  ImageRecipe,
  NamedTask,
  PreparationOptions,
  Quality,
  RecipeDraft,
  textUnits,
} from "@pami/recipe"
import { UsageError } from "./exit-status.ts"

/** Options of a model that several commands share, as commander hands them over. */
export interface ModelFlags extends Omit<PreparationOptions, "preset" | "known" | "architectures"> {
  readonly model: string | undefined
  readonly backend: string | undefined
  readonly threads: number | undefined
  readonly labels: string | undefined
  readonly preset: string | undefined
}

/** Options of `pami explain`, as commander hands them over; those without a value were not given. */
export interface ExplainFlags extends ModelFlags {
  readonly recipe: string | undefined
  readonly modelOutput: string | undefined
  readonly activation: Activation | "auto" | undefined
  readonly feed: Record<string, string> | undefined
  readonly target: string | undefined
  readonly task: NamedTask | undefined
  readonly boxes: string | undefined
  readonly region: string | undefined
  readonly reference: readonly string[] | undefined
  readonly versus: string | undefined
  readonly row: number | "all" | undefined
  readonly background: string | undefined
  readonly columns: readonly string[] | undefined
  readonly text: readonly string[] | undefined
  readonly decoder: string | undefined
  readonly caption: string | undefined
  readonly question: string | undefined
  readonly api: string | undefined
  readonly apiModel: string | undefined
  readonly apiKind: AnswerRequest["kind"]
  readonly keyVariable: string | undefined
  readonly concurrency: number | undefined
  readonly context: readonly string[] | undefined
  readonly cache: string | undefined
  readonly yes: boolean | undefined
  readonly tokenizer: string | undefined
  readonly language: string | undefined
  readonly maxLength: number | undefined
  readonly explained: readonly string[] | undefined
  readonly units: DataRequest["units"]
  readonly rate: number | undefined
  readonly normalization: DataRequest["normalization"]
  readonly axes: string | undefined
  readonly method: ImageRecipe["method"] | undefined
  readonly strategy: ImageRecipe["strategy"] | undefined
  readonly partitions: readonly string[] | undefined
  readonly augment: string | undefined
  readonly quality: Quality | undefined
  readonly until: number | undefined
  readonly stages: 1 | 2 | undefined
  readonly cutBy: ImageRecipe["cutBy"] | undefined
  readonly combine: ImageRecipe["combine"] | undefined
  readonly score: ImageRecipe["readOut"]["score"] | undefined
  readonly weight: ImageRecipe["readOut"]["weight"] | undefined
  readonly radius: number | undefined
  readonly stride: number | undefined
  readonly mask: string | undefined
  readonly mode: ImageRecipe["mode"] | undefined
  readonly passes: number | undefined
  readonly batch: number | "auto" | undefined
  readonly seed: number | undefined
  readonly maxPixels: number | undefined
  readonly output: string | undefined
  /** False for no figure. */
  readonly figure: boolean | undefined
  readonly map: string | undefined
  readonly manifest: string | undefined
  readonly save: string | undefined
  readonly evidence: string | undefined
  readonly colors: ColorMapName | undefined
  readonly opacity: number | undefined
  readonly printRecipe: boolean | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}

/** The options of `pami explain`, in four parts. Code below this knows nothing of the command line. */
export interface ExplainRequest {
  /** A language model behind an API, in place of a model. */
  readonly answer: AnswerRequest | undefined
  readonly output: OutputRequest
  readonly data: DataRequest
  readonly model: ModelRequest
  readonly recipe: RecipeRequest
  readonly look: Look
}

/** A language model behind an API, and the texts that its answer is based on. */
export interface AnswerRequest {
  readonly url: string
  readonly model: string | undefined
  readonly kind: "chat" | "completions" | undefined
  /** Variable of the environment with the key. */
  readonly keyVariable: string | undefined
  /** Calls at once. */
  readonly concurrency: number | undefined
  readonly context: readonly string[]
  /** Folder that keeps answers. */
  readonly cache: string | undefined
  /** Whether the calls may be made. */
  readonly isConfirmed: boolean
}

/** Options for inputs that are not images. */
export interface DataRequest {
  /** `all` for the mean and the spread over the rows. */
  readonly row: number | "all" | undefined
  /** `median`, `zeros`, `sample:20`, or a file of rows. */
  readonly background: string | undefined
  readonly columns: readonly string[] | undefined
  /** Texts of the command line, by name, in place of files. */
  readonly texts: Readonly<Record<string, string>> | undefined
  readonly tokenizer: string | undefined
  readonly language: string | undefined
  readonly maxLength: number | undefined
  readonly explained: readonly string[] | undefined
  /** The text that the model takes beside an image. */
  readonly question: string | undefined
  /** The caption or answer whose words are explained. */
  readonly answer: string | undefined
  /** `documents` for the context of an answer. */
  readonly units:
    | "time"
    | "channels"
    | "time-frequency"
    | (typeof textUnits)[number]
    | "documents"
    | undefined
  readonly rate: number | undefined
  readonly normalization: "none" | "z-score" | "min-max" | undefined
  readonly axes: string | undefined
}

/** Where the results go, and what is printed. */
export interface OutputRequest {
  /** False for no figure. */
  readonly figure: string | false | undefined
  readonly map: string | undefined
  readonly manifest: string | undefined
  readonly explanation: string | undefined
  /** The most important part of a sound. */
  readonly evidence: string | undefined
  readonly printRecipe: boolean
  readonly json: boolean
  readonly quiet: boolean
}

/** The model, the files that belong to it, and how it is run. */
export interface ModelRequest {
  readonly file: string | undefined
  /** The decoder of a model that writes. */
  readonly decoder?: string | undefined
  readonly backend: string | undefined
  readonly threads: number | undefined
  readonly labels: string | undefined
  readonly preset: string | undefined
  readonly preparation: Omit<PreparationOptions, "preset" | "known" | "architectures">
  readonly batch: number | "auto"
  /** Maximum number of pixels of an image or a label map. */
  readonly maxPixels: number | undefined
}

/** A recipe: a file, and the fields that take the place of the file's. */
export interface RecipeRequest {
  readonly file: string | undefined
  readonly draft: RecipeDraft
  readonly readOut: Partial<ImageRecipe["readOut"]>
  /** Names of classes, which take the model's labels to read. */
  readonly target: string | undefined
  readonly versus: string | undefined
  readonly task: TaskRequest
  /** Names of segmentations or files of label maps. */
  readonly partitions: readonly string[] | undefined
}

/** The task of the model, and the options of its targets. */
export interface TaskRequest {
  readonly name: NamedTask | undefined
  /** Layout of a detector's boxes. */
  readonly boxes: string | undefined
  /** `x,y,width,height`, or a mask image. */
  readonly region: string | undefined
  readonly references: readonly string[] | undefined
}

/** How the figure looks. */
export interface Look {
  /** Default: viridis, blue-red for a contrast. */
  readonly colors: ColorMapName | undefined
  /** 0 to 1. */
  readonly opacity: number | undefined
}

/** Returns the model that these options ask for. */
export function modelRequest(
  flags: ModelFlags & Partial<Pick<ExplainFlags, "batch" | "maxPixels" | "decoder">>,
): ModelRequest {
  const { model, backend, threads, labels, preset, mean, std, resize, layout, size, modelInput } = flags
  return {
    file: model,
    decoder: flags.decoder,
    backend,
    threads,
    labels,
    preset,
    preparation: { mean, std, resize, layout, size, modelInput },
    batch: flags.batch ?? "auto",
    maxPixels: flags.maxPixels,
  }
}

/** Returns the texts by name: one is `text`, of several the first is `text 1`. */
function namedTexts(texts: readonly string[] | undefined): DataRequest["texts"] {
  if (texts === undefined) return undefined
  if (texts.length === 1) return { text: texts[0] }
  return Object.fromEntries(texts.map((text, index) => [`text ${index + 1}`, text]))
}

const onlyWithApi = ["apiModel", "apiKind", "keyVariable", "concurrency", "context", "cache"] as const
const withApi: readonly string[] = [
  ...onlyWithApi,
  "api",
  "yes",
  "text",
  "question",
  "units",
  "language",
  "mask",
  "passes",
  "seed",
  "output",
  "figure",
  "json",
  "quiet",
] satisfies readonly (keyof ExplainFlags)[]

function answerRequest(flags: ExplainFlags): AnswerRequest | undefined {
  const { api, apiModel, apiKind, keyVariable, concurrency, context = [], cache, yes } = flags
  const given = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const unused = given.find((name) =>
    api === undefined ? onlyWithApi.some((one) => one === name) : !withApi.includes(name),
  )
  if (unused !== undefined) {
    const flag = `--${unused.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    throw new UsageError(
      api === undefined
        ? `${flag} needs --api: the address of the server`
        : `${flag} does not work with --api`,
    )
  }
  if (api === undefined) return undefined
  if (keyVariable !== undefined && (process.env[keyVariable] ?? "") === "")
    throw new UsageError(`--key-variable ${keyVariable} is not set in the environment`)
  return {
    url: api,
    model: apiModel,
    kind: apiKind,
    keyVariable,
    concurrency,
    context,
    cache,
    isConfirmed: yes === true,
  }
}

/** Parses the options of `pami explain`, once. */
export function explainRequest(flags: ExplainFlags): ExplainRequest {
  const { score, weight, feed, modelOutput } = flags
  return {
    answer: answerRequest(flags),
    output: {
      figure: flags.figure === false ? false : flags.output,
      map: flags.map,
      manifest: flags.manifest,
      explanation: flags.save,
      evidence: flags.evidence,
      printRecipe: flags.printRecipe === true,
      json: flags.json === true,
      quiet: flags.quiet === true,
    },
    model: modelRequest(flags),
    data: {
      row: flags.row,
      background: flags.background,
      columns: flags.columns,
      texts: namedTexts(flags.text),
      tokenizer: flags.tokenizer,
      language: flags.language,
      maxLength: flags.maxLength,
      explained: flags.explained,
      answer: flags.caption,
      question: flags.question,
      units: flags.units,
      rate: flags.rate,
      normalization: flags.normalization,
      axes: flags.axes,
    },
    recipe: {
      file: flags.recipe,
      draft: {
        output: modelOutput,
        activation: flags.activation,
        method: flags.method,
        strategy: flags.strategy,
        augment: flags.augment,
        mode: flags.mode,
        radius: flags.radius,
        stride: flags.stride,
        passes: flags.passes,
        quality: flags.quality,
        until: flags.until,
        stages: flags.stages,
        cutBy: flags.cutBy,
        combine: flags.combine,
        mask: flags.mask,
        seed: flags.seed,
        feeds: feed,
      },
      readOut: { ...(score && { score }), ...(weight && { weight }) },
      target: flags.target,
      versus: flags.versus,
      task: {
        name: flags.task,
        boxes: flags.boxes,
        region: flags.region,
        references: flags.reference,
      },
      partitions: flags.partitions,
    },
    look: { colors: flags.colors, opacity: flags.opacity },
  }
}
