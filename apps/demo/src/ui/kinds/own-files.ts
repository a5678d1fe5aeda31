import type { Texts } from "@pami/recipe"
import { backendFor } from "../backend-for.ts"
import { imageWorker } from "../engine.ts"
import type { KindInput } from "../../engine/kinds/contract.ts"
import { isNamedLabels, roleOf, sortFiles, type InputRole, type Sorted } from "../logic/classify-files.ts"
import { codeOf, toMessage, type Message } from "../logic/error-message.ts"
import { readHeads, type ReadFile } from "../logic/files.ts"
import { bytes as sizeOf, shown } from "../logic/format.ts"
import { noteOnRole } from "../logic/note-on-role.ts"
import { show, showError } from "../messages.ts"
import { namedFile } from "../origin.ts"
import { mode } from "../state.ts"
import { explainInput, nameClasses, openKind } from "./actions.ts"
import { openBundled } from "./bundled.ts"
import type { KindEntry, KindPlace } from "./logic/kind-link.ts"
import { namedTokenizer } from "./logic/tokenizer-file.ts"
import { verifyManifest } from "./verify.ts"
import { facts, linkedPlace } from "./state.ts"

/** Opens files that were dropped: a model of any kind of input, an input for the model in use, or both. */
export async function openOwn(sorted: Sorted<ReadFile>): Promise<void> {
  const { labels } = sorted
  const isText = labels !== null && sorted.model === null && takesText() && !isNamedLabels(labels)
  const first = sorted.inputs[0] ?? sorted.images[0] ?? (isText ? labels : null)
  const note = first ? noteOnRole(first) : null
  if (sorted.model !== null) {
    await openFolder(sorted, first, note)
    if (sorted.manifest !== null) await verifyManifest(sorted.manifest.text ?? "")
    return
  }
  if (labels !== null && !isText && mode.value === "kinds") await nameClasses(labels, () => bytesOf(labels))
  if (first === null || first === undefined) return
  if (mode.value !== "kinds" || facts.value === null)
    return offer(first, await inputOf(first), [takesImages, note?.text].join(" ").trim())
  await explainOwn(first, note)
}

/** Opens an input for the model in use, whatever its name. */
export async function openInputFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  const [read] = await readHeads(files)
  await explainOwn(read)
}

/** Explains a text that was pasted. */
export async function explainText(text: string): Promise<void> {
  const input = { kind: "text", texts: { text }, name: "pasted text" } as const
  if (mode.value === "kinds" && takesText()) return await explainInput(input)
  offerModel("text", "A text was pasted", input)
}

async function explainOwn(file: ReadFile, note: Message | null = null): Promise<void> {
  const input = await inputOf(file)
  const explained = explainInput(input, {}, (error) => {
    if (codeOf(error) !== "INPUT_UNSUITABLE") showError(error)
    else offer(file, input, toMessage(error).text)
  })
  if (note !== null) show(note)
  await explained
}

/** Own files of the last visit. */
export interface KeptInput {
  readonly origin: { readonly files: readonly ReadFile[] | "zoo" } | null
  readonly images: readonly File[]
  readonly kinds?: { readonly entry: KindEntry | null; readonly texts: Texts | null } | undefined
}

/** Opens what the last visit kept, with the settings of its address. */
export async function openKept({ origin, images, kinds }: KeptInput, place: KindPlace | null): Promise<void> {
  const { entry, texts } = kinds!
  const [first] = await readHeads(images)
  if (entry !== null) {
    const own = texts === null ? await inputOf(first) : ({ kind: "text", texts, name: "typed text" } as const)
    return await openBundled(entry, own, place ?? undefined)
  }
  if (origin === null || origin.files === "zoo") return
  linkedPlace.value = place
  await openFolder(sortFiles(origin.files), first, null, texts)
}

/** Opens a model with the files of its folder. */
async function openFolder(
  sorted: Sorted<ReadFile>,
  first: ReadFile | null | undefined,
  note: Message | null,
  texts: Texts | null = null,
): Promise<void> {
  const model = [sorted.model!, ...sorted.weights]
  const beside = [sorted.labels, sorted.preprocessor, ...sorted.texts].filter((file) => file !== null)
  const all = [...new Set([...model, ...beside])]
  const place = linkedPlace.value
  linkedPlace.value = null
  // Files that were dropped without a folder lie beside the model.
  const folder = sorted.model!.name.replace(/[^/]*$/, "")
  const pathOf = ({ name }: ReadFile) => (name.includes("/") ? name : folder + name)
  expectSize(all)
  const tokenizer = namedTokenizer(sorted.texts)
  const labels = namedFile(sorted.labels)
  const opened = openKind(async () => ({
    entry: null,
    read: async () => ({
      name: sorted.model!.name,
      model: model.map(pathOf),
      files: Object.fromEntries(
        await Promise.all(all.map(async (file) => [pathOf(file), await bytesOf(file)] as const)),
      ),
      labels: labels === null ? undefined : pathOf(labels),
      backend: backendFor(sorted.format),
    }),
    ownModel: all,
    ownInput: true,
    options: { ...(tokenizer && { tokenizer: pathOf(tokenizer) }), ...place?.options },
    choice: place?.choice ?? null,
    ...(texts === null ? {} : { input: { kind: "text", texts, name: "typed text" } as const }),
    ...(first ? { input: await inputOf(first) } : {}),
  }))
  if (note !== null) show(note)
  await opened
}

// The capacity of an array buffer in every browser, and as much of an input as is explained.
const largestModel = 2 ** 31 - 1
const largestInput = 512e6

function expectSize(files: readonly ReadFile[]): void {
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size > largestModel)
    throw {
      code: "MODEL_TOO_LARGE",
      message: `The model has ${sizeOf(size)}; a browser tab can hold about ${sizeOf(largestModel)}. Use a smaller or quantized model, or the command line, which has no limit`,
    }
}

/** Reads an input. Text is shown in its field, an image is decoded. */
async function inputOf(read: ReadFile): Promise<KindInput> {
  const { file, text } = read
  const { name } = file
  if (roleOf(read) === "image")
    return { kind: "image", image: (await imageWorker.decode(file, name)).image, name, file }
  if (file.size > largestInput)
    throw {
      code: "FILE_TOO_LARGE",
      message: `${name} has ${sizeOf(file.size)}; inputs are read up to ${sizeOf(largestInput)}. Cut out the part to explain`,
    }
  if (text !== null && /\.(txt|md)$/i.test(name) && takesText())
    return { kind: "text", texts: { text }, name }
  return { kind: "file", bytes: await bytesOf(read), name, file }
}

async function bytesOf({ file }: ReadFile): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer())
}

function takesText(): boolean {
  return facts.value?.kinds[0]?.value === "text"
}

interface Offered {
  readonly id: KindEntry
  readonly label: string
}

const offers: Readonly<Record<InputRole, Offered>> = {
  text: { id: "reviews", label: "Use text model" },
  sound: { id: "sounds", label: "Use sound model" },
  array: { id: "signals", label: "Use series model" },
  rows: { id: "loans", label: "Use table model" },
}

const takesImages =
  "The open model takes images. Drop a model for this input, or explain it with a bundled model."

/** Offers the bundled model that takes an input which the model in use does not. */
function offer(read: ReadFile, input: KindInput, why: string): void {
  const role = roleOf(read)
  offerModel(
    role in offers ? (role as InputRole) : "text",
    `${shown(read.file.name)} does not fit the open model`,
    input,
    why,
  )
}

function offerModel(role: InputRole, title: string, input: KindInput, why = takesImages): void {
  const { id, label } = offers[role]
  const own = input.kind === "file" && role === "text" ? textOf(input) : input
  show({
    title,
    text: why,
    code: null,
    action: { label, run: () => void openBundled(id, own).catch(showError) },
  })
}

function textOf({ bytes, name }: Extract<KindInput, { readonly kind: "file" }>): KindInput {
  return { kind: "text", texts: { text: new TextDecoder().decode(bytes) }, name }
}
