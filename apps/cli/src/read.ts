import { basename } from "node:path"
import { onGrid, PamiError } from "@pami/core"
import type { Explanation, TargetInfo } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import {
  answerTarget,
  captionFigure,
  decidedNames,
  drawExplanation,
  drawnTexts,
  encodeMaps,
  explainedContrasts,
  explainedTexts,
  onQuestion,
  selectionOf,
} from "@pami/explainer"
import type { DrawExplanationOptions, DrawnInput } from "@pami/explainer"
import { textHtml } from "@pami/figure"
import type { ColorMapName } from "@pami/figure"
import { renderDrawing } from "@pami/figure/node"
import { fitPicture, parseLabels, shown } from "@pami/image"
import type { Geometry, Labels, Picture } from "@pami/image"
import {
  isClassification,
  loadExplanation,
  parseClass,
  parseSavedRecord,
  parseTarget,
  readMap,
} from "@pami/recipe"
import type { ImageRecipe, Recipe, RecipeRecord } from "@pami/recipe"
import type { ShownTexts } from "@pami/text"
import type { Console } from "./console.ts"
import { exitStatus, UsageError } from "./exit-status.ts"
import { encodeFigure, expectFigureName, expectName, expectOverlay, isPage } from "./figure-format.ts"
import { filesWithin, readBytes } from "./files.ts"
import { expectNoOverwriting } from "./overwriting.ts"
import {
  describeLines,
  describeMap,
  describePrediction,
  fileLines,
  summaryOf,
  topOf,
  unitsOf,
} from "./result.ts"
import { textsOf } from "./read-texts.ts"
import { namedInside } from "./same-file.ts"
import { modelName } from "./write-outputs.ts"
import { writeResult } from "./write.ts"

/** Options of `pami read`. */
export interface ReadFlags {
  readonly target: string | undefined
  readonly versus: string | undefined
  readonly score: ImageRecipe["readOut"]["score"] | undefined
  readonly weight: ImageRecipe["readOut"]["weight"] | undefined
  readonly labels: string | undefined
  readonly picture: string | undefined
  readonly output: string | undefined
  readonly map: string | undefined
  readonly colors: ColorMapName | undefined
  readonly opacity: number | undefined
  readonly maxPixels: number | undefined
  readonly json: boolean | undefined
}

/** `pami read`: reads maps out of a saved explanation. No model, no pass. */
export async function readCommand(path: string, flags: ReadFlags, console: Console): Promise<number> {
  const { output, map } = flags
  if (output !== undefined) expectFigureName("-o", output, [".html"])
  expectName("--map", map)
  const saved = loadExplanation(await readBytes(path), path)
  const { explanation } = saved
  const record = parseSavedRecord(saved, path)
  if (record === undefined)
    throw new PamiError(
      "EXPLANATION_INVALID",
      `${path} holds no recipe: \`pami explain --save\` writes explanations that can be read here`,
    )
  const picture = flags.picture ?? (await namedInside(path, record.picture))
  const inputs = { "the explanation": path, "the labels": flags.labels, "the image": picture }
  await expectNoOverwriting({
    reads: Object.entries(inputs).map(([what, path]) => ({ what, path })),
    writes: [
      { what: "-o", path: output },
      { what: "--map", path: map },
    ],
  })
  const labels = await labelsFor(explanation, flags.labels)
  const isWritten = record.recipe.task?.name === "generation"
  if (flags.versus !== undefined && !isClassification(record.recipe.task))
    throw new UsageError(`--versus: for scores of classes; ${path} explains ${record.recipe.task.name}`)
  const recipe = isWritten
    ? withWords(
        withReadOut(record.recipe, { ...flags, target: undefined }, labels),
        flags.target,
        explanation,
      )
    : withReadOut(record.recipe, flags, labels)
  const contrasts = explainedContrasts(recipe, explanation)
  expectSwept(recipe, explanation, path)
  if (recipe.versus !== null && contrasts.every(({ versus }) => versus === undefined))
    throw new UsageError(
      flags.target === undefined
        ? "--versus names the class that is explained; a contrast needs two: name another, or add --target"
        : "--target and --versus name the same class; a contrast needs two",
    )
  expectOverlay(recipe.kind, flags.opacity)
  const maps = contrasts.map((contrast) => readMap(recipe, explanation, selectionOf(contrast)))
  const [first] = explanation.grids
  const isImage = recipe.kind === "image"
  // The words of a question follow the pixels.
  const onFirst = isImage ? maps.map((map) => onGrid(map, first)) : maps
  const image = await imageFor(picture, record, flags)
  const texts = await textsOf(explanation, record, picture).catch((error: unknown) => {
    // Nobody named the file, and without a figure it only tells where the words are.
    if (flags.picture !== undefined || output !== undefined) throw error
    return undefined
  })
  const files: Record<string, string> = {}
  if (map !== undefined) {
    await writeResult(map, encodeMaps(maps, explanation))
    files["map"] = map
  }
  if (output !== undefined) {
    if (recipe.kind !== "image" && recipe.kind !== "text")
      throw new PamiError(
        "FIGURE_UNAVAILABLE",
        `${path} explains a ${recipe.kind}, whose figure \`pami explain\` draws; read its map with --map`,
      )
    const input = shownIn(image, texts, isImage)
    if (input === undefined)
      throw new PamiError(
        "FILE_NOT_FOUND",
        `${path} names the ${recipe.kind} ${shown(record.picture, 200)}, which is not in its folder: say with --picture where it is`,
      )
    const about = {
      explanation,
      recipe,
      contrasts,
      maps,
      labels,
      objects: isImage ? {} : decidedNames(explanation),
      input: basename(record.picture),
      model: modelName(record.model),
      colors: flags.colors,
      opacity: flags.opacity,
    }
    await writeResult(output, await figureOf(output, input, about))
    files["picture"] = output
  }
  const summaries = contrasts.map(({ target }, index) => ({
    ...summaryOf(explanation, target, onFirst[index], image?.geometry, labels),
    // Where the units lie is known with the image.
    ...((texts !== undefined || image !== undefined) && {
      units: {
        ...(image && unitsOf(onFirst[index], explanation, image.geometry)),
        ...(texts && {
          texts: explainedTexts(texts, isImage ? onQuestion(maps[index], explanation) : maps[index]),
        }),
      },
    }),
  }))
  const { scale, passes, complete, findings } = explanation
  const prediction = topOf(explanation, labels)
  if (flags.json)
    console.stdout(
      `${JSON.stringify({ explanation: path, scale, prediction, maps: summaries, passes, complete, findings, files }, null, 2)}\n`,
    )
  else {
    const lines: [string, string][] = [
      ["prediction", describePrediction(prediction, scale)],
      ...summaries.map((summary): [string, string] => ["read", describeMap(summary, scale)]),
      ...fileLines(files),
    ]
    const heading = `${path}  ${grouped(passes)} forward passes${complete ? "" : ", stopped early"}`
    console.stdout(describeLines(heading, lines))
  }
  return exitStatus.done
}

/** Returns the labels that the user names, else those in the explanation. */
async function labelsFor({ prediction }: Explanation, file: string | undefined): Promise<Labels | undefined> {
  if (file !== undefined) return await parseLabels(await readBytes(file), file)
  return prediction.some(({ label }) => label !== undefined)
    ? prediction.map(({ label = "" }) => label)
    : undefined
}

function withReadOut<Asked extends Recipe>(
  recipe: Asked,
  { target, versus, score, weight }: ReadFlags,
  labels: Labels | undefined,
): Asked {
  return {
    ...recipe,
    ...(target === undefined ? {} : { target: parseTarget(target, labels, "--target"), versus: null }),
    ...(versus === undefined ? {} : { versus: parseClass(versus, labels, "--versus") }),
    readOut: { ...recipe.readOut, ...(score && { score }), ...(weight && { weight }) },
  }
}

/** Returns the recipe with the words of the answer that are named. */
function withWords<Asked extends Recipe>(
  recipe: Asked,
  target: string | undefined,
  { targets: [answer, ...words] }: Explanation,
): Asked {
  if (target === undefined) return recipe
  const text = ({ label = "" }: TargetInfo) => label
  const named = { text: text(answer), words: words.map((word) => ({ text: text(word) })) }
  return { ...recipe, target: answerTarget(target, named) }
}

/** Refuses a class whose scores the explanation does not hold. */
function expectSwept({ task, target, versus }: Recipe, { targets }: Explanation, path: string): void {
  if (!isClassification(task)) return
  const named = ["classes" in target ? target.classes : [], versus === null ? [] : [versus]].flat()
  for (const id of named)
    if (!targets.some((swept) => swept.id === id))
      throw new PamiError(
        "TARGET_OUT_OF_RANGE",
        `${path} holds no scores of class ${id}: it has those of ${targets.length} classes; explain it again with --target`,
      )
}

interface Image {
  readonly picture: Picture
  readonly geometry: Geometry
}

async function imageFor(
  file: string | undefined,
  { recipe }: RecipeRecord,
  flags: ReadFlags,
): Promise<Image | undefined> {
  if (file === undefined || recipe.kind !== "image") return undefined
  try {
    const decoded = await filesWithin(flags.maxPixels).picture(file)
    const { geometry } = await fitPicture(decoded, recipe.preprocessing)
    return { picture: decoded, geometry }
  } catch (error) {
    // Nobody named it, and without a figure it only tells where the peak is.
    if (flags.picture !== undefined || flags.output !== undefined) throw error
    return undefined
  }
}

/** Returns the input as a figure shows it; undefined where its file is not there. */
function shownIn(
  image: Image | undefined,
  texts: ShownTexts | undefined,
  isImage: boolean,
): DrawnInput | undefined {
  if (isImage) return image && { kind: "image", ...image, ...(texts && { question: texts }) }
  return texts && { kind: "data", prepared: { axes: [], content: { kind: "text", text: texts } } }
}

/** Returns the bytes of the figure of an image or of texts. */
async function figureOf(path: string, shown: DrawnInput, about: DrawExplanationOptions): Promise<Uint8Array> {
  if (!isPage(path)) return await encodeFigure(await renderDrawing(drawExplanation(shown, about)), path)
  if (shown.kind === "data" && shown.prepared.content.kind === "text") {
    const texts = drawnTexts(shown.prepared.content.text)
    return new TextEncoder().encode(textHtml({ ...captionFigure(about), texts }))
  }
  throw new UsageError(`-o ${path}: a page (.html) shows a text`)
}
