import { peak } from "@pami/core"
import type { Target, TargetId } from "@pami/core"
import type { DataSet, Item, Label } from "@pami/datasets"
import type { Labels } from "@pami/image"
import { createTarget } from "@pami/recipe"
import type { ImageRecipe } from "@pami/recipe"

/** An input that is left out, and why. */
export class SkippedInput extends Error {
  readonly code: "CLASS_NOT_GIVEN" | "CLASS_UNKNOWN" | "WRONG_PREDICTION"

  constructor(code: SkippedInput["code"], message: string) {
    super(message)
    this.code = code
  }
}

/** The classes of one input, known once the model has seen it. */
export interface ChosenClasses {
  readonly explained: TargetId
  /** The class of highest score among the others. */
  readonly other: TargetId | undefined
  /** Name of the explained class in the annotations. Absent if the class is only predicted. */
  readonly annotated: string | undefined
}

/** The rules by which the class of an input is chosen. */
export interface ClassRules {
  readonly recipe: ImageRecipe
  /** Labels of the model. */
  readonly labels: Labels | undefined
  readonly dataSet: Pick<DataSet, "classes">
  /** Skips inputs whose annotated classes do not contain the predicted one. */
  readonly onlyCorrect: boolean
}

/**
 * Returns the target of an item, which keeps the scores of the explained class and of the runner-up, and a function that
 * tells which they are once the target was bound. The annotated class is explained, of several the one of highest score; if
 * none is annotated, the predicted one.
 *
 * @returns `classes` throws {@link SkippedInput}
 */
export function createItemTarget(
  item: Pick<Item, "labels">,
  rules: ClassRules,
): { readonly target: Target; classes(): ChosenClasses } {
  let outcome: (() => ChosenClasses) | undefined
  const target = createTarget(rules.recipe, {
    labels: rules.labels,
    classes: (prediction) => {
      try {
        const chosen = chooseClasses(prediction, item, rules)
        outcome = () => chosen
        return [chosen.explained, chosen.other].filter((id) => typeof id === "number")
      } catch (error) {
        outcome = () => {
          throw error
        }
        return [peak(prediction)]
      }
    },
  })
  return { target, classes: () => outcome!() }
}

function chooseClasses(
  prediction: Float64Array,
  { labels: annotated }: Pick<Item, "labels">,
  { labels, dataSet, onlyCorrect }: ClassRules,
): ChosenClasses {
  const top = peak(prediction)
  const known = annotated.map((label) => ({ label, id: classOf(label, labels, dataSet, prediction.length) }))
  const ids = known.map(({ id }) => id)
  if (onlyCorrect && !ids.includes(top)) {
    const name = (id: number) => labels?.[id] ?? `class ${id}`
    throw ids.length === 0
      ? new SkippedInput("CLASS_NOT_GIVEN", "the data set does not give its class")
      : new SkippedInput(
          "WRONG_PREDICTION",
          `predicted as ${name(top)}, annotated as ${ids.map(name).join(", ")}`,
        )
  }
  const explained = ids.length === 0 ? top : strongest(prediction, (id) => ids.includes(id))!
  return {
    explained,
    other: strongest(prediction, (id) => id !== explained),
    annotated: known.find(({ id }) => id === explained)?.label.name,
  }
}

/**
 * Returns the number of an annotated class among the model's: the label of its name, else its place in a list of classes
 * that is as long as the model's, or its number where the data set has no list.
 *
 * @throws SkippedInput `CLASS_UNKNOWN`
 */
export function classOf(
  { name, index }: Label,
  labels: Labels | undefined,
  { classes }: Pick<DataSet, "classes">,
  count: number,
): number {
  const wanted = simplify(name)
  const named = (labels ?? []).flatMap((label, id) =>
    [label, ...label.split(",")].some((one) => simplify(one) === wanted) ? [id] : [],
  )
  if (named.length === 1) return named[0]
  const isNumbered = classes === undefined || classes.length === count
  if (index !== undefined && isNumbered && index < count) return index
  throw new SkippedInput(
    "CLASS_UNKNOWN",
    named.length > 1
      ? `${named.length} labels of the model are "${name}"`
      : `the model does not know the class "${name}": none of its ${labels === undefined ? `${count} classes has a label` : `${labels.length} labels is it`}`,
  )
}

function simplify(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim()
}

/** Returns the allowed class of highest score, if any. */
function strongest(prediction: Float64Array, isAllowed: (id: number) => boolean): number | undefined {
  const best = peak(prediction.map((score, id) => (isAllowed(id) ? score : NaN)))
  return best < 0 ? undefined : best
}
