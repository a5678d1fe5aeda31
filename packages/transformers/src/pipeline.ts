import { PamiError } from "@pami/core"
import type { SessionFacts } from "@pami/onnxruntime-common"
import type { TransformersErrorCode } from "./codes.ts"

/** A pipeline of transformers.js: what `pipeline("image-classification", …)` returns. */
export interface TransformersPipeline {
  readonly task: string
  readonly model: object
  readonly tokenizer?: object | null
  readonly processor?: object | null
}

/** An image of transformers.js, a `RawImage`. */
export interface TransformersImage {
  readonly width: number
  readonly height: number
  /** 1, 3 or 4: grey, colours, or colours with transparency. */
  readonly channels: number
  readonly data: Uint8Array | Uint8ClampedArray
  clone(): TransformersImage
  rgb(): TransformersImage
}

/** The members of a pipeline that are used here, of whatever task. */
export interface OpenedPipeline {
  readonly task: string
  readonly model: PipelineModel
  readonly tokenizer: PipelineTokenizer | undefined
  readonly processor: PipelineProcessor | undefined
}

/** The members of a `PreTrainedModel`. */
export interface PipelineModel {
  readonly config: {
    readonly model_type?: string
    readonly problem_type?: string
    readonly id2label?: Readonly<Record<string, string>>
    readonly label2id?: Readonly<Record<string, number>>
    readonly vocab_size?: number
  }
  readonly sessions: Readonly<Record<string, PipelineSession>>
  readonly configs?: Readonly<Record<string, object>>
}

/** A session of onnxruntime, and how transformers.js opened it. */
export type PipelineSession = SessionFacts & {
  readonly config?: { readonly dtype?: string; readonly device?: string }
}

/** A tensor of transformers.js. */
export interface PipelineTensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: ArrayLike<number | bigint>
}

/** The members of a `PreTrainedTokenizer`, a function of one text or several. */
export interface PipelineTokenizer {
  (
    texts: string | readonly string[],
    options: {
      readonly text_pair?: string
      readonly padding?: boolean | "max_length"
      readonly truncation?: boolean
    },
  ): Readonly<Record<string, PipelineTensor>>
  encode(text: string, options: { readonly add_special_tokens: boolean }): number[]
  readonly _tokenizerJSON: object
  readonly _tokenizerConfig: object
}

/** The members of a `Processor`, a function of an image or of samples. */
export interface PipelineProcessor {
  (input: TransformersImage | Float32Array): Promise<Readonly<Record<string, PipelineTensor>>>
  readonly image_processor?: ImageProcessor
  readonly feature_extractor?: { readonly config: { readonly sampling_rate?: number } }
}

/** The members of an `ImageProcessor`. */
export interface ImageProcessor {
  readonly image_mean?: readonly number[] | number
  readonly image_std?: readonly number[] | number
  readonly do_resize?: boolean
  readonly do_center_crop?: boolean
  readonly crop_pct?: number
  readonly size?: object
  get_resize_output_image_size(
    image: { readonly size: readonly [width: number, height: number] },
    size: object | undefined,
  ): readonly [width: number, height: number]
}

/**
 * Returns the members of a pipeline.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for an object that is not a pipeline of transformers.js 4
 */
export function openPipeline(pipe: TransformersPipeline): OpenedPipeline {
  const isObject = (pipe as unknown) !== null && (typeof pipe === "object" || typeof pipe === "function")
  const { task, model, tokenizer, processor } = isObject ? pipe : ({} as TransformersPipeline)
  const { sessions, config } = (model ?? {}) as Partial<PipelineModel>
  const all = Object.values(sessions ?? {})
  if (typeof task !== "string" || config === undefined || all.length === 0)
    throw unsupported(
      `expected a pipeline of @huggingface/transformers, as \`await pipeline("image-classification", …)\` returns it; got ${nameOf(pipe)}`,
    )
  if (!all.every(({ inputMetadata, outputMetadata }) => Array.isArray(inputMetadata ?? outputMetadata)))
    throw unsupported(
      "the pipeline's sessions do not say what they take: update @huggingface/transformers to 4.3.2 or later",
    )
  return {
    task,
    model: model as PipelineModel,
    tokenizer: (tokenizer ?? undefined) as PipelineTokenizer | undefined,
    processor: (processor ?? undefined) as PipelineProcessor | undefined,
  }
}

/**
 * Returns the labels of a model, in the order of its outputs, `LABEL_7` for a class between them without one; undefined if its
 * configuration has none.
 */
export function labelsOf({ config: { id2label } }: PipelineModel): readonly string[] | undefined {
  const labels = new Map(
    Object.entries(id2label ?? {}).flatMap(([id, label]: [string, unknown]) =>
      /^\d{1,6}$/.test(id) ? [[Number(id), label]] : [],
    ),
  )
  if (labels.size === 0) return undefined
  const length = 1 + [...labels.keys()].reduce((a, b) => Math.max(a, b))
  return Array.from({ length }, (_, id) => {
    const label = labels.get(id)
    return typeof label === "string" || typeof label === "number" ? `${label}` : `LABEL_${id}`
  })
}

/** Returns the words of an error that is not PAMI's. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Returns the error of a pipeline that cannot be explained. */
export function unsupported(message: string): PamiError {
  return new PamiError<TransformersErrorCode>("PIPELINE_UNSUPPORTED", message)
}

function nameOf(value: unknown): string {
  if (typeof value === "function") return `the function ${value.name || "without a name"}`
  return value instanceof Promise ? "a promise: await it" : (JSON.stringify(value)?.slice(0, 80) ?? "nothing")
}
