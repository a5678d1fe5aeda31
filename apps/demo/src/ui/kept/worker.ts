import { expose } from "comlink"
import { folderOfKept } from "./folder.ts"

/** Writes files, in a worker: there alone every browser can. */
export interface Writer {
  /** @throws the browser's `QuotaExceededError` as `STORAGE_FULL` */
  write(key: string, file: Blob): Promise<void>
}

// A file is never in the memory as a whole, in bytes.
const piece = 8 * 2 ** 20

// Of workers alone, which the types of a page do not know.
interface SyncFileHandle {
  createSyncAccessHandle(): Promise<{
    truncate(size: number): void
    write(data: Uint8Array, options: { at: number }): number
    flush(): void
    close(): void
  }>
}

const writer: Writer = {
  async write(key, file) {
    try {
      const folder = await folderOfKept({ create: true })
      const entry = await folder.getFileHandle(key, { create: true })
      const handle = await (entry as unknown as SyncFileHandle).createSyncAccessHandle()
      try {
        handle.truncate(0)
        for (let at = 0; at < file.size; at += piece)
          handle.write(new Uint8Array(await file.slice(at, at + piece).arrayBuffer()), { at })
        handle.flush()
      } finally {
        handle.close()
      }
    } catch (error) {
      const { name, message } = error as DOMException
      throw { code: name === "QuotaExceededError" ? "STORAGE_FULL" : "STORAGE_UNAVAILABLE", message }
    }
  },
}

expose(writer)
