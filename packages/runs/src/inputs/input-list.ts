import { createHash } from "node:crypto"
import type { ExplainOptions } from "@pami/explainer"
import type { Texts } from "@pami/recipe"

/** An input of a run. */
export interface RunInput {
  /** Unique in the run, and the same on every machine. */
  readonly id: string
  /**
   * Digest of the content, where it is known without reading it, as from a list of checksums. An input whose result is
   * known is then not read again. Default: it is computed from the content.
   */
  readonly digest?: string | undefined
  /** Options of this input alone: the row of a table, the question for an image. */
  readonly options?: Pick<ExplainOptions, "row" | "question"> | undefined
  /**
   * Returns the bytes of a file, or texts by name.
   *
   * @throws PamiError for what cannot be read; the run then has a line with the error
   */
  open(): Promise<Uint8Array | Texts>
}

/** The inputs of a run. */
export interface InputList {
  /** The name of a data set, by which a run knows it again. Default: the ids say all. */
  readonly name?: string | undefined
  /** Yields the ids of all inputs, each once, in an order that is the same each time. */
  ids(): AsyncIterable<string> | Iterable<string>
  /** Yields the inputs of the given ids, in their order, without reading their contents. */
  inputs(ids: Iterable<string>): AsyncIterable<RunInput>
}

/** A list whose ids are known already. */
export interface ListedInputs extends InputList {
  ids(): Iterable<string>
}

/** An input that was read. */
export interface OpenedInput {
  readonly content: Uint8Array | Texts
  readonly digest: string
}

/** Reads an input. */
export async function openInput(input: RunInput): Promise<OpenedInput> {
  const content = await input.open()
  return { content, digest: input.digest ?? digestOf(content, input) }
}

/** Returns the digest of a content with the options that are of this input alone. */
function digestOf(content: Uint8Array | Texts, { options }: Pick<RunInput, "options">): string {
  const hash = createHash("sha256")
  hash.update(content instanceof Uint8Array ? content : JSON.stringify(Object.entries(content)))
  if (options !== undefined) hash.update(JSON.stringify([options.row ?? null, options.question ?? null]))
  return `sha256:${hash.digest("hex")}`
}
