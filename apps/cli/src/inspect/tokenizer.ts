import { isPamiError } from "@pami/core"
import type { Finding } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import { doubtTokenizer } from "@pami/explainer"
import { openFiles } from "@pami/explainer/node"
import { openTokenizerOf } from "@pami/recipe"
import type { LoadedModel } from "../load-model.ts"
import { row } from "./text.ts"

/** The tokenizer of a model that takes or writes ids. */
export interface TokenizerReport {
  /** Path of its file. */
  readonly file: string
  /** Number of its ids; absent if it cannot be used. */
  readonly size?: number
  /** The token that stands for a masked word. */
  readonly maskToken?: string | undefined
  /** Why it cannot be used. */
  readonly error?: string
}

/**
 * Returns the tokenizer near a model and findings about it; `null` for a model of ids without one, undefined for a model without
 * ids.
 */
export async function reportTokenizer(loaded: LoadedModel): Promise<{
  readonly tokenizer: TokenizerReport | null | undefined
  readonly findings: readonly Finding[]
}> {
  const { model, tokenizer: files, writer } = loaded
  const takesIds = writer !== undefined || model.inputs.some(({ name }) => name === "input_ids")
  if (!takesIds) return { tokenizer: undefined, findings: [] }
  if (files === undefined) return { tokenizer: null, findings: [] }
  const { tokenizer: file, config } = files
  try {
    const opened = await openTokenizerOf({ tokenizer: file, tokenizerConfig: config ?? null }, openFiles())
    return {
      tokenizer: { file, size: opened!.size, maskToken: opened!.maskToken },
      findings: doubtTokenizer(loaded, opened),
    }
  } catch (error) {
    if (!isPamiError(error)) throw error
    return { tokenizer: { file, error: error.message }, findings: [] }
  }
}

/** Returns the line about the tokenizer. */
export function tokenizerLines(report: TokenizerReport | null | undefined): string[] {
  if (report === undefined) return []
  if (report === null) return [row("tokenizer", "none found near the model (give --tokenizer FILE)")]
  const { file, size, maskToken, error } = report
  const name = file.split(/[\\/]/).at(-1)
  return [
    row(
      "tokenizer",
      error === undefined
        ? `${name}: ${grouped(size!)} ids, ${maskToken === undefined ? "no mask token" : `mask token ${maskToken}`}`
        : `${name} cannot be used: ${error}`,
    ),
  ]
}
