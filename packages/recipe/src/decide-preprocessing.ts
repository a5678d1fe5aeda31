import { isPamiError, PamiError } from "@pami/core"
import type { Finding, Model } from "@pami/core"
import {
  checkPreprocessing,
  guessPreprocessing,
  parsePreprocessing,
  pictureShape,
  preset,
  scaleProblem,
  withFit,
  withSize,
} from "@pami/image"
import type { FitMode, Layout, PreprocessingGuess, Preprocessing, PresetName, Size } from "@pami/image"
import { definedFields } from "./schema/defined-fields.ts"
import { foundNearby, hintUnusable } from "./discovery/hint-findings.ts"
import { adviceFor, nameInput } from "./discovery/describe-input.ts"
import { recognizeInputs } from "./discovery/recognize-input.ts"
import type { TextFile } from "./text-file.ts"

/** Options of {@link decidePreprocessing}. Everything that is left open is looked up or guessed. */
export interface PreparationOptions {
  /** The name of a preset, a file such as `preprocessor_config.json`, or all numbers. */
  readonly preset?: PresetName | TextFile | Preprocessing | undefined
  /**
   * The preprocessing of a bundled model, or the file that `discover` found. Counts less than `preset`.
   */
  readonly known?: Preprocessing | TextFile | undefined
  /** Of the channels, pixels from 0 to 1; one number serves every channel. */
  readonly mean?: readonly number[] | undefined
  readonly std?: readonly number[] | undefined
  readonly resize?: FitMode | undefined
  readonly layout?: Layout | undefined
  /** Of the model's input, where the model leaves it free. */
  readonly size?: Size | undefined
  /** Name of the model's input for the image. */
  readonly modelInput?: string | undefined
  /**
   * Names of the code that the model was made by, as `discover` finds them: they tell what a model is
   * without an image input.
   */
  readonly architectures?: readonly string[] | undefined
}

/** Preprocessing for a model, the name of its input, and what was guessed. */
export interface Preparation {
  readonly input: string
  readonly preprocessing: Preprocessing
  readonly guess: PreprocessingGuess
  readonly findings: readonly Finding[]
}

/**
 * Returns the preprocessing of a model: as the caller says; else as is known about the model; else a guess from its declared
 * inputs, which is a finding. A known file that cannot be used is a finding, too.
 *
 * @throws PamiError `INPUT_NOT_CHOSEN`, `INPUT_NOT_FOUND`, `SHAPE_MISMATCH`; `PRESET_INVALID` for a file that a person
 *   names, and for a mean and deviation of pixels from 0 to 255
 * @throws RangeError for what `preset` and `checkPreprocessing` refuse
 */
export function decidePreprocessing(
  model: Pick<Model, "inputs"> & Partial<Pick<Model, "outputs" | "metadata">>,
  options: PreparationOptions = {},
): Preparation {
  const { resize, known, mean, std } = options
  const guess = guessInput(model, options)
  const layout = options.layout ?? guess.layout.value
  const grey = guess.channels.value === "grey"
  const findings: Finding[] = []
  refuseByteScale({ mean, std })
  // The model sees the whole image unless a file says otherwise: a part that is cut off cannot be explained.
  const byName = (name: PresetName) => {
    findings.push(...guessedShape(guess, options))
    return preset(name, {
      ...(options.size ?? guess.size.value),
      layout,
      fit: resize ?? "stretch",
      ...(grey ? { channels: "grey" as const } : {}),
    })
  }
  const fitted = (found: Preprocessing) => (resize === undefined ? found : withFit(found, resize))
  const read = ({ name, text }: TextFile) => {
    const parsed = parsePreprocessing(text, {
      name: name.split(/[\\/]/).at(-1)!,
      layout,
      grey,
      ...definedFields({ size: options.size }),
      ...(guess.size.declared ? { declared: guess.size.value } : {}),
    })
    return { ...parsed, preprocessing: fitted(parsed.preprocessing) }
  }
  const byFile = (file: TextFile) => {
    const parsed = read(file)
    findings.push(...parsed.findings)
    return parsed.preprocessing
  }
  const byHint = (file: TextFile): Preprocessing => {
    try {
      const parsed = read(file)
      const { preprocessing, findings: about } = fitToModel(parsed.preprocessing, guess, file.name)
      const tensor = model.inputs.find(({ name }) => name === guess.input.value)!
      pictureShape(tensor, preprocessing)
      findings.push(...parsed.findings, foundNearby(file.name), ...about)
      return preprocessing
    } catch (error) {
      // Whatever it is: nobody has named this file.
      findings.push(hintUnusable(file.name, error))
      return byDefault()
    }
  }
  // The caller's numbers are for pixels from 0 to 1, and complete: a guess adds none.
  const byDefault = () => {
    if (mean !== undefined || std !== undefined) return byName("0-1")
    findings.push(guessed(guess))
    return byName(guess.preset.value)
  }
  const base = (): Preprocessing => {
    const chosen = options.preset
    if (typeof chosen === "string") return byName(chosen)
    if (chosen !== undefined)
      return "text" in chosen
        ? byFile(chosen)
        : fitted(withSize({ ...chosen, layout: options.layout ?? chosen.layout }, options.size ?? chosen))
    if (known !== undefined)
      return "text" in known ? byHint(known) : fitted(withSize({ ...known, layout }, options.size ?? known))
    return byDefault()
  }
  const preprocessing = withNumbers(base(), options)
  return { input: guess.input.value, preprocessing, guess, findings }
}

/** Returns the guess; refuses a model without an image input, and says what it seems to take. */
function guessInput(
  { inputs, outputs = [], metadata = {} }: Parameters<typeof decidePreprocessing>[0],
  { modelInput, architectures }: PreparationOptions,
): PreprocessingGuess {
  try {
    return guessPreprocessing(inputs, definedFields({ name: modelInput }))
  } catch (error) {
    if (!isPamiError(error) || error.code !== "SHAPE_MISMATCH") throw error
    const [likely] = recognizeInputs({ inputs, outputs, metadata }, architectures)
    if (likely === undefined || likely.value === "image") throw error
    throw new PamiError(
      "SHAPE_MISMATCH",
      `${error.message} The model seems to take ${nameInput(likely.value)}: ${likely.why}. ${adviceFor(likely.value)}.`,
      { cause: error },
    )
  }
}

function guessed({ preset: { value, why } }: PreprocessingGuess): Finding {
  return {
    code: "PRESET_GUESSED",
    level: "note",
    message: `no preprocessing was given: preset "${value}" is a guess (${why})`,
    fix: "if the prediction is wrong, try the other presets, or give mean and std",
  }
}

/** Returns the guesses about the tensor that neither the declaration nor the caller decides. */
function guessedShape(
  { size, layout }: PreprocessingGuess,
  given: Pick<PreparationOptions, "size" | "layout">,
): Finding[] {
  const findings: Finding[] = []
  if (!size.declared && given.size === undefined)
    findings.push({
      code: "SIZE_GUESSED",
      level: "note",
      message: `no size was given: ${size.value.width} x ${size.value.height} pixels is a guess (${size.why})`,
      fix: "if the prediction is wrong, give the size that the model was trained with",
    })
  if (!layout.declared && given.layout === undefined)
    findings.push({
      code: "LAYOUT_GUESSED",
      level: "note",
      message: `no layout was given: "${layout.value}" is a guess (${layout.why})`,
      fix: "if the prediction is wrong, give the other layout",
    })
  return findings
}

/** A file near the model may be of the same model exported for another size: what the model declares is certain. */
function fitToModel(
  found: Preprocessing,
  { size }: PreprocessingGuess,
  name: string,
): { readonly preprocessing: Preprocessing; readonly findings: readonly Finding[] } {
  const { width, height } = size.value
  if (!size.declared || (found.width === width && found.height === height))
    return { preprocessing: found, findings: [] }
  const scaled: Finding = {
    code: "PRESET_DOUBTFUL",
    level: "warning",
    message: `${name} makes ${found.width} x ${found.height}, and the model takes ${width} x ${height}: scaled to that`,
    fix: "check that the file belongs to this model",
  }
  return { preprocessing: withSize(found, size.value), findings: [scaled] }
}

/** A person's numbers that can only be meant for another scale. */
function refuseByteScale({ mean, std }: Pick<PreparationOptions, "mean" | "std">): void {
  const problem = scaleProblem(definedFields({ mean, std }))
  if (problem !== undefined) throw new PamiError("PRESET_INVALID", problem)
}

/** The preprocessing with the mean and deviation that a person gives. */
function withNumbers(found: Preprocessing, { preset: chosen, mean, std }: PreparationOptions): Preprocessing {
  if (mean === undefined && std === undefined) return found
  const spread = (given: readonly number[] | undefined, own: readonly number[]) =>
    given === undefined ? own : given.length === 1 ? own.map(() => given[0]) : given
  return checkPreprocessing({
    ...found,
    name: chosen === undefined ? "own mean and std" : `${found.name} with own mean and std`,
    mean: spread(mean, found.mean),
    std: spread(std, found.std),
  })
}
