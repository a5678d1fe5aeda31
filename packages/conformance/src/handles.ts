/** Counts what the process holds open, by kind; nothing where the platform does not tell. */
export async function countHandles(): Promise<Readonly<Record<string, number>>> {
  const { process } = globalThis
  if (process?.versions?.node === undefined) return {}
  const counts: Record<string, number> = {}
  // What keeps the process alive. Its ports and timers of the suite itself are the same before and after.
  counts["handles of the event loop"] = process.getActiveResourcesInfo().length
  const files = await openFiles()
  return files === undefined ? counts : { ...counts, files }
}

/** Counts the open files where the system lists them in a folder: Linux and macOS. */
async function openFiles(): Promise<number | undefined> {
  const module = "node:fs/promises"
  const { readdir } = (await import(/* @vite-ignore */ module)) as typeof import("node:fs/promises")
  return readdir("/dev/fd").then(
    (entries) => entries.length,
    () => undefined,
  )
}
