/** Reads a file of this package from the disk or from a web server. */
export async function readBytes(url: URL): Promise<Uint8Array> {
  if (url.protocol === "file:") {
    // Bundlers must not resolve this import, because browsers never run it.
    const module = "node:fs/promises"
    const { readFile } = (await import(/* @vite-ignore */ module)) as typeof import("node:fs/promises")
    return new Uint8Array(await readFile(url))
  }
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url.href} does not exist: the server answers ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
