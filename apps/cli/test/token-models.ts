import { onnxModel } from "@pami/test-models"
import type { OnnxModelOptions } from "@pami/test-models"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { file } from "./fixtures.ts"

const pieces = "[PAD] [UNK] [CLS] [SEP] [MASK] anna lives in par ##is . where does live ?".split(" ")
const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

const tokenizer = {
  added_tokens: special.map((content, id) => ({ id, content, special: true })),
  normalizer: { type: "BertNormalizer" },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: { type: "BertProcessing", cls: ["[CLS]", 2], sep: ["[SEP]", 3] },
  model: {
    type: "WordPiece",
    vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    unk_token: "[UNK]",
  },
}

/** Writes a folder with a model whose outputs are rows of tables, looked up by the tokens, and its tokenizer. */
export function tokenModelFolder(
  into: string,
  name: string,
  tables: Readonly<Record<string, (piece: string) => number | readonly number[]>>,
  config: object,
): string {
  const folder = join(into, name)
  mkdirSync(folder)
  const lookedUp = Object.entries(tables).map(([output, scoreOf]) => {
    const rows = pieces.map(scoreOf)
    const axes = typeof rows[0] === "number" ? [] : [rows[0].length]
    return { output, axes, data: Float32Array.from(rows.flat()) }
  })
  const options: OnnxModelOptions = {
    inputs: [{ name: "input_ids", dtype: "int64", shape: [null, null] }],
    outputs: lookedUp.map(({ output, axes }) => ({
      name: output,
      dtype: "float32",
      shape: [null, null, ...axes],
    })),
    nodes: lookedUp.map(({ output }) => ({
      op: "Gather",
      inputs: [`${output}_table`, "input_ids"],
      outputs: [output],
    })),
    initializers: lookedUp.map(({ output, axes, data }) => ({
      name: `${output}_table`,
      dtype: "float32",
      shape: [pieces.length, ...axes],
      data,
    })),
  }
  file(folder, "model.onnx", onnxModel(options))
  file(folder, "tokenizer.json", JSON.stringify(tokenizer))
  file(folder, "config.json", JSON.stringify(config))
  return folder
}

/** Writes a model that tags names. */
export const tagsFolder = (into: string): string =>
  tokenModelFolder(
    into,
    "tags",
    { logits: (piece) => (piece === "anna" ? [0, 5, 0] : piece === "par" ? [0, 0, 5] : [5, 0, 0]) },
    { architectures: ["BertForTokenClassification"], id2label: { 0: "O", 1: "PERSON", 2: "PLACE" } },
  )

/** Writes a model whose answer is the place. */
export const answersFolder = (into: string): string =>
  tokenModelFolder(
    into,
    "qa",
    {
      start_logits: (piece) => (piece === "par" ? 6 : 0),
      end_logits: (piece) => (piece === "##is" ? 6 : 0),
    },
    { architectures: ["BertForQuestionAnswering"] },
  )

const story: Readonly<Record<string, string>> = {
  "[SEP]": "lives",
  lives: "in",
  in: "par",
  par: "##is",
  "##is": ".",
}

/** Writes a model that goes on writing: `lives in Paris`. */
export const storiesFolder = (into: string): string =>
  tokenModelFolder(
    into,
    "stories",
    { logits: (piece) => pieces.map((next) => (next === (story[piece] ?? ".") ? 6 : 0)) },
    { architectures: ["GPT2ForCausalLM"], eos_token_id: pieces.indexOf(".") },
  )
