import { signal } from "@preact/signals"
import { countedFetch, type Download, type TellDownload } from "../engine/download.ts"

/** The bytes that have come of what the site fetches from itself; `null` while nothing is fetched. */
export const download = signal<Download | null>(null)

/** Shows the bytes that have come. */
export const tellDownload: TellDownload = (now) => void (download.value = now)

/** Fetches a file of the site, and shows how much of it has come. */
export const fetchFile = countedFetch(tellDownload)
