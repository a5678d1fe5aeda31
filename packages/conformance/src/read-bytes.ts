/** The bytes of one of this package's files, where it lies: on a disk, or behind a web server. */
export async function readBytes(url: URL): Promise<Uint8Array> {
  if (url.protocol === "file:") {
    // Out of a bundler's sight: a browser never comes here.
    const module = "node:fs/promises"
    const { readFile } = (await import(/* @vite-ignore */ module)) as typeof import("node:fs/promises")
    return new Uint8Array(await readFile(url))
  }
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url.href} is not there: the server answers ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
