/** The folder of kept files, which no other site and no other program sees. Rejects where a browser has none. */
export async function folderOfKept(
  options?: FileSystemGetDirectoryOptions,
): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return await root.getDirectoryHandle("kept", options)
}

/** Removes all kept files. */
export async function removeKept(): Promise<void> {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry("kept", { recursive: true })
}
