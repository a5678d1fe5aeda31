import type { Finding, Model, TaskFacts } from "@pami/core"
import { parseLabels, type Labels, type Preprocessing } from "@pami/image"
import { discover, type TextFile } from "@pami/recipe"
import { models } from "@pami/zoo"
import type { Beside } from "./contract.ts"

/** What is known about a model besides its own file. */
export interface About {
  readonly labels: Labels | undefined
  /** Preprocessing that the visitor has named. */
  readonly named: TextFile | undefined
  /** Preprocessing that was found. */
  readonly known: Preprocessing | TextFile | undefined
  readonly task: TaskFacts | undefined
  readonly findings: readonly Finding[]
}

/**
 * Learns about a model from what the visitor named, and from what lies beside it or is written in its file.
 *
 * @throws PamiError `LABELS_INVALID` for labels that the visitor named
 */
export async function learnAbout(
  { metadata }: Pick<Model, "metadata">,
  { file, near, labels, preprocessor }: Beside,
  isBundled: boolean,
): Promise<About> {
  const named = labels && parseLabels(labels.text, labels.name)
  // All else is known of it.
  if (isBundled)
    return {
      labels: named ?? models.scenes.labels,
      named: preprocessor,
      known: models.scenes.preprocessing,
      task: undefined,
      findings: [],
    }
  const found = await discover({
    file,
    ...(metadata === undefined ? {} : { metadata }),
    read: async (name) => near[pathFrom(file, name)],
    given: { labels: named !== undefined, preprocessing: preprocessor !== undefined },
  })
  return {
    labels: named ?? found.labels,
    named: preprocessor,
    known: found.preprocessing,
    task: found.task,
    findings: found.findings,
  }
}

/** A name as seen from a file's folder, `../config.json`, as a path. */
function pathFrom(file: string, name: string): string {
  const folders = file.split("/").slice(0, -1)
  return name.startsWith("../")
    ? [...folders.slice(0, -1), name.slice(3)].join("/")
    : [...folders, name].join("/")
}
