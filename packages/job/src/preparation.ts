import type { Finding, Model } from "@pami/core"
import { checkPreprocessing, guessPicture, parsePreprocessing, preset, withFit } from "@pami/image"
import type { FitMode, Layout, PictureGuess, Preprocessing, PresetName, Size } from "@pami/image"

/** What a person says about preprocessing; everything else is looked up or guessed. */
export interface PreparationOptions {
  /** A preset's name, or a `preprocessor_config.json`. */
  readonly preset?: PresetName | TextFile | undefined
  /** What is known about the model without being asked, such as a bundled one's; counts less than `preset`. */
  readonly known?: Preprocessing | TextFile | undefined
  /** Of the channels, pixels from 0 to 1; one number serves every channel. */
  readonly mean?: readonly number[] | undefined
  readonly std?: readonly number[] | undefined
  readonly resize?: FitMode | undefined
  readonly layout?: Layout | undefined
  /** Of the model's input, where the model leaves it free. */
  readonly size?: Size | undefined
  /** Name of the model's input for the picture. */
  readonly modelInput?: string | undefined
}

/** A small file: what it is called, and what is in it. */
export interface TextFile {
  readonly name: string
  readonly text: string
}

/** Preprocessing for a model, the name of its input, and what was guessed. */
export interface Preparation {
  readonly input: string
  readonly preprocessing: Preprocessing
  readonly guess: PictureGuess
  readonly findings: readonly Finding[]
}

/**
 * How the model wants its picture: what a person says; else what is known about the model; else a guess from what it
 * declares, which is a finding.
 *
 * @throws PamiError `INPUT_NOT_CHOSEN`, `INPUT_NOT_FOUND`, and what `parsePreprocessing` and `checkPreprocessing` throw
 */
export function preparationOf(
  { inputs }: Pick<Model, "inputs">,
  options: PreparationOptions = {},
): Preparation {
  const { modelInput, resize, known } = options
  const guess = guessPicture(inputs, modelInput === undefined ? {} : { name: modelInput })
  const layout = options.layout ?? guess.layout.value
  const size = options.size ?? guess.size.value
  const findings: Finding[] = []
  const fitted = (found: Preprocessing) => (resize === undefined ? found : withFit(found, resize))
  // The whole picture is shown unless a file says otherwise: what is cut off cannot be explained.
  const byName = (name: PresetName) =>
    preset(name, {
      ...size,
      layout,
      fit: resize ?? "stretch",
      ...(guess.channels.value === "grey" ? { channels: "grey" as const } : {}),
    })
  const byFile = ({ name, text }: TextFile) =>
    fitted({ ...parsePreprocessing(text, { name, layout }), name: name.split(/[\\/]/).at(-1)! })
  const base = (): Preprocessing => {
    const chosen = options.preset
    if (chosen !== undefined) return typeof chosen === "string" ? byName(chosen) : byFile(chosen)
    if (known !== undefined) return "text" in known ? byFile(known) : fitted({ ...known, layout })
    if (options.mean !== undefined || options.std !== undefined) return byName("0-1")
    findings.push(guessed(guess))
    return byName(guess.preset.value)
  }
  const preprocessing = withNumbers(base(), options)
  return { input: guess.input.value, preprocessing, guess, findings }
}

function guessed({ preset: { value, why } }: PictureGuess): Finding {
  return {
    code: "PRESET_GUESSED",
    level: "note",
    message: `no preprocessing was given: preset "${value}" is a guess (${why})`,
    fix: "if the prediction is wrong, compare the presets with `pami inspect MODEL PICTURE`, then give --preset, or --mean and --std",
  }
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
