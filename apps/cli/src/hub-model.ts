import { downloadModel, isHubName, parseHubName } from "@pami/hub"
import type { DownloadedModel } from "@pami/hub"
import { grouped } from "@pami/core/tensor"
import type { Console } from "./console.ts"
import { oneLine } from "./printable.ts"

/**
 * Returns the files of a model that is named on the Hugging Face hub, `hf:OWNER/NAME`; undefined for another path or address.
 *
 * @param console shows on a terminal how far a download is. Default: nobody sees it
 * @throws the errors of `downloadModel` of `@pami/hub`
 */
export async function hubModel(
  name: string,
  console?: Pick<Console, "drawLine" | "signal">,
): Promise<DownloadedModel | undefined> {
  if (!isHubName(name)) return undefined
  let shown = 0
  try {
    return await downloadModel(name, {
      signal: console?.signal,
      onProgress({ file, received, size }) {
        const now = Date.now()
        if (now - shown < 100) return
        shown = now
        console?.drawLine?.(oneLine(`${file}  ${megabytes(received)} of ${megabytes(size)} MB`))
      },
    })
  } finally {
    console?.drawLine?.()
  }
}

/** Returns the name of a model on the hub for people: its repository and the beginning of its commit; undefined for another address. */
export function hubTitle(address: string): string | undefined {
  if (!isHubName(address)) return undefined
  const { repository, revision = "main" } = parseHubName(address)
  return `${repository}@${/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision}`
}

function megabytes(bytes: number): string {
  return grouped(Math.round(bytes / 1e6))
}
