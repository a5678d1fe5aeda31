import { bytes as formatBytes } from "./format.ts"
import type { Dropped } from "./classify-files.ts"

/** A file with what it takes to tell it apart. */
export interface ReadFile extends Dropped {
  readonly file: File
  /** All of it, where it is a text of moderate size, whatever its encoding. */
  readonly bytes: Uint8Array | null
}

/** Texts up to this size are read to tell them apart, and so much of one drop together, in bytes. */
export const mostText = 20e6
const mostTexts = 60e6

const textual = /\.(json|txt|csv|tsv|names|pbtxt|ya?ml)$/i

/** Reads as much of each file as telling it apart takes: never a model's weights. */
export async function readHeads(files: readonly File[]): Promise<ReadFile[]> {
  const read = textsAmong(files)
  return await Promise.all(
    files.map(async (file) => {
      const head = new Uint8Array(await file.slice(0, 64).arrayBuffer())
      const bytes = read.has(file) ? new Uint8Array(await file.arrayBuffer()) : null
      return { name: pathOf(file), size: file.size, head, text: bytes && decode(bytes), bytes, file }
    }),
  )
}

/** Returns the texts that are read: the small ones first, which name things, as long as there is room. */
function textsAmong(files: readonly File[]): Set<File> {
  let room = mostTexts
  const texts = files
    .filter((file) => (textual.test(pathOf(file)) || file.type.startsWith("text/")) && file.size <= mostText)
    .toSorted((a, b) => a.size - b.size)
    .filter(({ size }) => (room -= size) >= 0)
  return new Set(texts)
}

// As much as 60 million pixels take, uncompressed and in 16 bits a channel.
const mostImage = 500e6

/**
 * Checks how large the file of an image is, before all of it is read.
 *
 * @throws `PICTURE_TOO_LARGE`
 */
export function checkImageSize({ name, size }: Pick<File, "name" | "size">): void {
  if (size > mostImage)
    throw {
      code: "PICTURE_TOO_LARGE",
      message: `${name} has ${formatBytes(size)}; images are read up to ${formatBytes(mostImage)}. Save a smaller version`,
    }
}

/** Whether a file is a drawing in SVG. */
export function isSvg({ name, type }: Pick<File, "name" | "type">): boolean {
  return type === "image/svg+xml" || /\.svg$/i.test(name)
}

/** Whether a file is a text by its name. */
export function isTextual({ name }: Pick<File, "name">): boolean {
  return textual.test(name)
}

function pathOf({ webkitRelativePath, name }: File): string {
  return webkitRelativePath || name
}

/** A text as far as telling it apart takes; who reads it looks at its bytes. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const wide =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8"
  return new TextDecoder(wide).decode(bytes)
}

/** The files of a drop, those inside of folders too. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return [...transfer.files]
  return (await Promise.all(entries.map(walk))).flat()
}

/** A dropped file does not know in which folder it lay, as one of a chosen folder does. */
function withPath(file: File, { fullPath }: FileSystemEntry): File {
  const path = fullPath.replace(/^\//, "")
  if (path.includes("/")) Object.defineProperty(file, "webkitRelativePath", { value: path })
  return file
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [
      withPath(
        await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
        entry,
      ),
    ]
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: File[] = []
  // A reader hands out a folder in pieces, an empty one at its end.
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (piece.length === 0) return found
    for (const child of piece) found.push(...(await walk(child)))
  }
}
