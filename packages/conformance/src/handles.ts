/** Returns the number of open handles of the process by kind; empty if the platform does not report them. */
export async function countHandles(): Promise<Readonly<Record<string, number>>> {
  const { process } = globalThis
  if (process?.versions?.node === undefined) return {}
  const counts: Record<string, number> = {}
  // These keep the process alive. Those of the suite itself are the same before and after.
  counts["handles of the event loop"] = process.getActiveResourcesInfo().length
  const files = await openFiles()
  return files === undefined ? counts : { ...counts, files }
}

/** Returns the number of open files on systems that list them in a folder: Linux and macOS. */
async function openFiles(): Promise<number | undefined> {
  const module = "node:fs/promises"
  const { readdir } = (await import(/* @vite-ignore */ module)) as typeof import("node:fs/promises")
  return readdir("/dev/fd").then(
    (entries) => entries.length,
    () => undefined,
  )
}
