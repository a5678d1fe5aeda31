import type { TaskFacts } from "@pami/core"
import { printable } from "@pami/image"

type Fields = Readonly<Record<string, unknown>>

// The words of transformers for how a classifier was trained.
const problems: Readonly<Record<string, TaskFacts["task"]>> = {
  single_label_classification: "single-label",
  multi_label_classification: "multi-label",
  regression: "regression",
}

// Models whose name ends as those of bare encoders do, and which give logits all the same: of two towers, the similarity of
// each image to each text; of a decoder, the next word.
const scoring =
  /^(?:\w*CLIP(?:Seg|2)?|MetaClip2|Siglip2?|Align|Blip|GroupViT|Owlv2|OwlViT|VisionTextDualEncoder|\w*EncoderDecoder)Model$/

/** Returns what a model was trained for, as far as its `config.json` (of transformers or timm) says so. */
export function readTaskFacts(config: Fields, name: string): TaskFacts | undefined {
  const problem = config["problem_type"]
  const known =
    typeof problem === "string" && Object.hasOwn(problems, problem) ? problems[problem] : undefined
  if (known !== undefined) return { task: known, why: `problem_type ${String(problem)} in ${name}` }
  const [architecture] = readArchitectures(config)
  if (architecture !== undefined) {
    const why = `architecture ${printable(architecture, 80)} in ${name}`
    if (/ForImageClassification/.test(architecture) && countLabels(config) > 1)
      return { task: "single-label", why }
    if (/(?:Model|WithProjection)$/.test(architecture) && !scoring.test(architecture))
      return { task: "embedding", why }
  }
  // timm's way to say that the classifier was taken off.
  if (config["num_classes"] === 0) return { task: "embedding", why: `num_classes 0 in ${name}` }
  return undefined
}

/** Returns the names of the classes of code that a `config.json` was made for. */
export function readArchitectures(config: Fields): readonly string[] {
  const names = config["architectures"]
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === "string") : []
}

/** Returns the number of ids that a model of texts knows; undefined if its `config.json` does not say so. */
export function readVocabularySize({ vocab_size: size, text_config: ofText }: Fields): number | undefined {
  if (Number.isSafeInteger(size) && (size as number) > 0) return size as number
  return typeof ofText === "object" && ofText !== null
    ? readVocabularySize({ ...ofText, text_config: null })
    : undefined
}

/** Returns the id that fills the inputs of a model of texts; undefined if its `config.json` does not say so. */
export function readPadId({ pad_token_id: id }: Fields): number | undefined {
  return Number.isSafeInteger(id) && (id as number) >= 0 ? (id as number) : undefined
}

/** Two where the file is silent, as transformers takes it. */
function countLabels({ num_labels: count, id2label }: Fields): number {
  if (typeof id2label === "object" && id2label !== null) return Object.keys(id2label).length
  return typeof count === "number" ? count : 2
}
