import { models, pictures, samples } from "@pami/zoo"
import type { FolderFiles, KindInput, KindOptions, KnownFacts } from "../../engine/kinds/contract.ts"
import { fetchFile } from "../download.ts"
import { backendFor } from "../backend-for.ts"
import { imageWorker } from "../engine.ts"
import { preprocessorOf } from "../site-models/preprocessor-of.ts"
import { openKind } from "./actions.ts"
import type { KindEntry, KindPlace } from "./logic/kind-link.ts"

/** Anything with an address. */
interface Addressed {
  readonly href: string
}

/** A bundled model with an input. */
interface Bundled {
  /** Addresses of the files, by path; the first is the model. */
  readonly files: Readonly<Record<string, Addressed>>
  /** Other files beside the model, by path. */
  readonly texts?: Readonly<Record<string, string>>
  /** Path of a decoder. */
  readonly decoder?: string
  readonly known?: KnownFacts
  readonly input: KindInput | { readonly kind: "address"; readonly file: Addressed; readonly name: string }
  readonly options?: KindOptions
}

const textFiles = ({
  onnx,
  config,
  tokenizer,
  tokenizerConfig,
}: Readonly<Record<"onnx" | "config" | "tokenizer" | "tokenizerConfig", Addressed>>) => ({
  "model.onnx": onnx,
  "config.json": config,
  "tokenizer.json": tokenizer,
  "tokenizer_config.json": tokenizerConfig,
})

const caption = models["scenes-caption"]
const asked = models["scenes-question"]
const scene = { kind: "address", file: pictures.scene, name: "scene.png" } as const

const { reviews, tags, sounds, signals, loans } = models

/** The bundled models of the gallery, by the ids of its entries. */
const bundledModels = {
  reviews: {
    files: textFiles(reviews),
    input: {
      kind: "text",
      texts: { text: "We saw it on Monday. The pacing was slow, but the story is truly wonderful." },
      name: "a review",
    },
  },
  tags: {
    files: textFiles(tags),
    input: {
      kind: "text",
      texts: { text: "Everyone saw Doctor Florence near Sydney. Nobody forgot the airline Preston." },
      name: "a text with names",
    },
  },
  sounds: {
    files: { "model.onnx": sounds.onnx },
    known: { labels: sounds.labels, options: { rate: sounds.rate, activation: sounds.activation } },
    input: { kind: "address", file: samples.word, name: "word.wav" },
  },
  signals: {
    files: { "model.onnx": signals.onnx },
    known: { labels: signals.labels, options: { activation: signals.activation } },
    input: { kind: "address", file: samples.signal, name: "signal.npy" },
    options: { units: "channels" },
  },
  caption: {
    files: { ...textFiles({ ...caption, onnx: caption.encoder.onnx }), "decoder.onnx": caption.decoder.onnx },
    texts: { "preprocessor_config.json": JSON.stringify(preprocessorOf(caption.preprocessing)) },
    decoder: "decoder.onnx",
    input: scene,
  },
  question: {
    files: textFiles(asked),
    texts: { "preprocessor_config.json": JSON.stringify(preprocessorOf(asked.preprocessing)) },
    known: { labels: asked.labels, options: { activation: asked.activation } },
    input: scene,
    options: { question: "Is there a mushroom?" },
  },
  loans: {
    files: { "model.onnx": loans.onnx },
    known: { labels: loans.labels, options: { activation: loans.activation, columns: loans.columns } },
    input: { kind: "address", file: samples.rows, name: "rows.csv" },
  },
} as const satisfies Readonly<Record<KindEntry, Bundled>>

/**
 * Opens a bundled model and explains its input, or an input of the visitor.
 *
 * @param place settings and class of a link
 */
export async function openBundled(
  id: KindEntry,
  own?: KindInput,
  place?: Pick<KindPlace, "options" | "choice">,
): Promise<void> {
  const { files, texts = {}, decoder, known = {}, input, options = {} }: Bundled = bundledModels[id]
  await openKind(async () => ({
    entry: id,
    read: async () => ({
      name: id,
      model: ["model.onnx"],
      ...(decoder === undefined ? {} : { decoder: [decoder] }),
      files: { ...(await fetchAll(files)), ...encoded(texts) },
      backend: backendFor("onnx"),
      known,
    }),
    options: { ...options, ...place?.options },
    choice: place?.choice ?? null,
    ownInput: own !== undefined,
    input: own ?? (input.kind === "address" ? await fetchInput(input) : input),
  }))
}

async function fetchInput({
  file,
  name,
}: {
  readonly file: Addressed
  readonly name: string
}): Promise<KindInput> {
  const bytes = await fetchBytes(file)
  if (!name.endsWith(".png")) return { kind: "file", bytes, name }
  const { image } = await imageWorker.decode(new Blob([bytes]), name)
  return { kind: "image", image, name }
}

function encoded(texts: Readonly<Record<string, string>>): FolderFiles {
  const encoder = new TextEncoder()
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]))
}

async function fetchAll(files: Bundled["files"]): Promise<FolderFiles> {
  const entries = Object.entries(files).map(async ([path, file]) => [path, await fetchBytes(file)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

async function fetchBytes({ href }: Addressed): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetchFile(href).catch(() => null)
  if (answer?.ok) return new Uint8Array(await answer.arrayBuffer())
  throw {
    code: "FILE_UNREADABLE",
    message: "A file of this page cannot be fetched. Check the connection, then choose the entry again",
  }
}
