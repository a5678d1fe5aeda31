import JSONParser from "@streamparser/json/jsonparser.js"
import { dataSetError } from "../data-set-error.ts"
import { readChunks } from "../files/read.ts"

// Bytes between two values: an annotation with all of its polygons has less.
const mostBytes = 64 * 2 ** 20

/** An element of one of the lists. */
export interface ListElement {
  /** Name of the list: `"images"`. */
  readonly list: string
  readonly value: unknown
}

/**
 * Yields the elements of the lists of a JSON object, such as `{ "images": […], "annotations": […] }`, without holding more
 * than one of them, for a file of any size.
 *
 * @throws PamiError `DATA_SET_INVALID` for a file that is not JSON, or an element of more than 64 MiB; `FILE_NOT_FOUND`,
 *   `FILE_UNREADABLE`
 */
export async function* readListElements(path: string): AsyncGenerator<ListElement> {
  const parser = new JSONParser({ paths: ["$.*.*"], keepStack: false })
  const found: ListElement[] = []
  parser.onValue = ({ value, stack }) => found.push({ list: String(stack[1]?.key), value })
  let read = 0
  let sinceValue = 0
  const invalid = (message: string, cause?: unknown) =>
    dataSetError("DATA_SET_INVALID", message, { place: `${path} near byte ${read}`, cause })
  const feed = (step: () => void) => {
    try {
      step()
    } catch (cause) {
      throw invalid(`the file is not JSON: ${(cause as Error).message}`, cause)
    }
  }
  for await (const chunk of readChunks(path)) {
    if (!parser.isEnded) feed(() => parser.write(chunk))
    read += chunk.length
    sinceValue = found.length > 0 ? 0 : sinceValue + chunk.length
    if (sinceValue > mostBytes) throw invalid(`an annotation has at most ${mostBytes} bytes`)
    yield* found.splice(0)
  }
  if (!parser.isEnded) feed(() => parser.end())
}
