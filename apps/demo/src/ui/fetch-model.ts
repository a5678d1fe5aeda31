import { fetchFile } from "./download.ts"
import { readHeads } from "./logic/files.ts"
import type { Origin } from "./origin.ts"
import type { SiteModel } from "./site-models/site-model.ts"

/**
 * Fetches a model of the site, and tells the bytes that have come.
 *
 * @throws `MODEL_NOT_FETCHED`
 */
export async function fetchModel(model: SiteModel): Promise<Origin> {
  const { name, files, labels, preprocessing } = model
  try {
    const fetched = await Promise.all(
      Object.entries(files).map(async ([name, file]) => new File([await bytesOf(file)], name)),
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
  }
}

async function bytesOf({ address, size }: SiteModel["files"][string]): Promise<Blob> {
  const response = await fetchFile(address, size)
  if (!response.ok) throw new Error(`status ${response.status}`)
  return await response.blob()
}
