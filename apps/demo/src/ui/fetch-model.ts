import { readHeads } from "./logic/files.ts"
import type { Origin } from "./origin.ts"
import { download, type SiteModel } from "./site-models/site-model.ts"

/**
 * Fetches a model of the site, and tells the bytes that have come.
 *
 * @throws `MODEL_NOT_FETCHED`
 */
export async function fetchModel(model: SiteModel): Promise<Origin> {
  const { name, files, size, labels, preprocessing } = model
  let received = 0
  download.value = { received, total: size }
  const onBytes = (count: number) => {
    received += count
    download.value = { received: Math.min(received, size), total: size }
  }
  try {
    const fetched = await Promise.all(
      Object.entries(files).map(async ([file, address]) => new File(await chunksOf(address, onBytes), file)),
    )
    const [read, [names, preset]] = await Promise.all([
      readHeads(fetched),
      readHeads([
        new File([labels.join("\n")], "labels.txt"),
        new File([JSON.stringify(preprocessing)], "preprocessor_config.json"),
      ]),
    ])
    return { name, files: read, near: [], labels: names, preprocessor: preset, site: model }
  } catch (error) {
    throw {
      code: "MODEL_NOT_FETCHED",
      message: `The model “${name}” did not arrive from this site (${(error as Error).message}), so the bundled model of scenes answers. Check the connection and open the image again, or open a model of yours`,
    }
  } finally {
    download.value = null
  }
}

async function chunksOf(
  address: string,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const response = await fetch(address)
  if (!response.ok || response.body === null) throw new Error(`status ${response.status}`)
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) return chunks
    chunks.push(value)
    onBytes(value.length)
  }
}
