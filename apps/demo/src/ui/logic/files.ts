import type { Dropped } from "./tell-apart.ts"

/** A file with what it takes to tell it apart. */
export interface ReadFile extends Dropped {
  readonly file: File
}

const mostText = 20e6

/** Reads as much of each file as telling it apart takes: never a model's weights. */
export async function readHeads(files: readonly File[]): Promise<ReadFile[]> {
  return await Promise.all(
    files.map(async (file) => {
      const name = file.webkitRelativePath || file.name
      const head = new Uint8Array(await file.slice(0, 64).arrayBuffer())
      const textual = /\.(json|txt|csv|names)$/i.test(name) || file.type.startsWith("text/")
      const text = textual && file.size <= mostText ? await file.text() : null
      return { name, size: file.size, head, text, file }
    }),
  )
}

/** The files of a drop, those inside of folders too. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return [...transfer.files]
  return (await Promise.all(entries.map(walk))).flat()
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [
      await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
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
