import type { Dropped } from "./tell-apart.ts"

/** A file with what it takes to tell it apart. */
export interface ReadFile extends Dropped {
  readonly file: File
  /** All of it, where it is a text of moderate size, whatever its encoding. */
  readonly bytes: Uint8Array | null
}

const mostText = 20e6
const textual = /\.(json|txt|csv|tsv|names|pbtxt|ya?ml)$/i

/** Reads as much of each file as telling it apart takes: never a model's weights. */
export async function readHeads(files: readonly File[]): Promise<ReadFile[]> {
  return await Promise.all(
    files.map(async (file) => {
      const name = file.webkitRelativePath || file.name
      const head = new Uint8Array(await file.slice(0, 64).arrayBuffer())
      const isText = textual.test(name) || file.type.startsWith("text/")
      const bytes = isText && file.size <= mostText ? new Uint8Array(await file.arrayBuffer()) : null
      return { name, size: file.size, head, text: bytes && decode(bytes), bytes, file }
    }),
  )
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
