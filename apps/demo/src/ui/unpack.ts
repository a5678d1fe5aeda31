import { imageWorker } from "./engine.ts"

/** Whether a file is an archive that this page unpacks. */
export function isArchive({ name }: File): boolean {
  return /\.zip$/i.test(name)
}

/** Returns files with those of zip archives in place of the archives, as if their folder had been opened. */
export async function unpacked(files: readonly File[]): Promise<readonly File[]> {
  const all: File[] = []
  for (const file of files) {
    if (!isArchive(file)) all.push(file)
    else for (const { path, bytes } of await imageWorker.unzip(file, file.name)) all.push(fileAt(path, bytes))
  }
  return all
}

/** Returns a file that knows in which folder it lay, as one of a chosen folder does. */
export function fileAt(path: string, contents: BlobPart | Uint8Array): File {
  const file = new File([contents as BlobPart], path.split("/").at(-1)!)
  return path.includes("/") ? Object.defineProperty(file, "webkitRelativePath", { value: path }) : file
}
