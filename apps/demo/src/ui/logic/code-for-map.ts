import { presetNames, type Size } from "@pami/image"
import type { Settings } from "../../engine/contract.ts"
import { literal, quoted, safe, stem } from "./code-literals.ts"
import { defaults } from "./settings.ts"

/** A map, as far as code that draws it again depends on it. */
export interface DrawnMap {
  /** `null` for the bundled model. */
  readonly model: {
    readonly file: string
    /** A file that the visitor named, or that was found near the model. */
    readonly labels: { readonly file: string; readonly isNamed: boolean } | null
    /** As {@link labels}, for the preprocessing. */
    readonly preprocessing: { readonly file: string; readonly isNamed: boolean } | null
  } | null
  /** With its device: `onnxruntime-web:wasm`. */
  readonly backend: string
  /** Name of the preprocessing in force. */
  readonly preset: string
  /** Name of the image's file. */
  readonly image: string
  readonly settings: Settings
  /** A label where it names one class alone, otherwise the number. */
  readonly target: string | number
  readonly versus: string | number | null
}

/** Code that draws a map, by where it runs. */
export interface MapCode {
  readonly node: string
  readonly browser: string
  readonly cli: string
}

/** Returns the lines that draw a map again. */
export function codeForMap(map: DrawnMap): MapCode {
  return { node: node(map), browser: browser(map), cli: commandLine(map) }
}

function node(map: DrawnMap): string {
  const { model, image } = map
  const [file, options] =
    model === null
      ? ["onnx.href", "{ labels, preprocessing }"]
      : [JSON.stringify(safe(model.file, "model.onnx")), literal(ofModel(map, false))]
  return `import { writeFile } from "node:fs/promises"
import { explainer } from "pami"
${bundledLines(model)}
await using explain = await explainer(${[file, options].filter((part) => part !== "{}").join(", ")})
const { map, figure } = await explain(${JSON.stringify(imageOf(image))}, ${literal(ofMap(map))})
console.log(map().length) // a Float32Array, [height, width]
await writeFile(${JSON.stringify(`${stem(imageOf(image))}.pami.png`)}, await figure())
`
}

function browser(map: DrawnMap): string {
  const { model, image, backend } = map
  const isTfjs = backend.startsWith("tfjs")
  const [runtime, from] = isTfjs ? ["tfjs", "@pami/tfjs"] : ["onnxruntimeWeb", "@pami/onnxruntime-web"]
  const file = model === null ? "onnx.href" : JSON.stringify(safe(model.file, "model.onnx"))
  const options =
    model === null ? "{ backend, labels, preprocessing }" : literal(ofModel(map, true), "backend")
  return `import { explainer } from "@pami/explainer"
import { ${runtime} } from "${from}"
${bundledLines(model, isTfjs)}
const backend = ${runtime}()
const explain = await explainer(${isTfjs && model === null ? "tfjsModel.href" : file}, ${options})
const { map, figure } = await explain(${JSON.stringify(imageOf(image))}, ${literal(ofMap(map))})
console.log(map().length) // a Float32Array, [height, width]
const drawn = new Image()
drawn.src = URL.createObjectURL(new Blob([await figure()]))
document.body.append(drawn)
`
}

function bundledLines(model: DrawnMap["model"], isTfjs = false): string {
  if (model !== null) return ""
  const file = isTfjs ? "tfjs: tfjsModel" : "onnx"
  return `import { models } from "@pami/zoo"

const { ${file}, labels, preprocessing } = models.scenes`
}

// Names of the command line's options, by those of a program.
const flags: Readonly<Record<string, string>> = { output: "model-output", preprocessing: "preset" }

function commandLine(map: DrawnMap): string {
  const model =
    map.model === null ? {} : { model: safe(map.model.file, "model.onnx"), ...ofModel(map, false) }
  const all: Options = { ...model, ...ofMap(map) }
  const options = Object.entries(all).map(([name, value]) => {
    const option = `--${flags[name] ?? name}`
    const word = typeof value === "number" && isClass(name) ? `index:${value}` : wordOf(value)
    // A number below 0 would be taken for an option.
    return typeof value === "object" && word.startsWith("-")
      ? `${option}=${word}`
      : `${option} ${quoted(word)}`
  })
  return `${["npx pami explain", quoted(imageOf(map.image)), ...options].join(" ")}\n`
}

function wordOf(value: Options[string]): string {
  return typeof value === "object" && "width" in value ? `${value.width}x${value.height}` : String(value)
}

const isClass = (name: string) => name === "target" || name === "versus"

type Options = Readonly<Record<string, string | number | readonly number[] | Size>>

/** The options of the model. In a browser nothing is fetched that is not named. */
function ofModel({ model, settings, preset }: DrawnMap, isBrowser: boolean): Options {
  const { labels = null, preprocessing = null } = model ?? {}
  // With numbers of one's own, the name in force is that of neither.
  const chosen = settings.preset ?? preset
  const isPreset = presetNames.some((name) => name === chosen)
  const named =
    preprocessing !== null && (isBrowser || preprocessing.isNamed) ? safe(preprocessing.file, "") : ""
  const { layout, size, mean, std } = settings
  return {
    ...(labels !== null && (isBrowser || labels.isNamed) && { labels: safe(labels.file, "labels.txt") }),
    ...(isPreset ? { preprocessing: chosen } : named !== "" && { preprocessing: named }),
    ...(layout !== null && { layout }),
    ...(size !== null && { size: { width: size, height: size } }),
    ...(mean !== null && { mean }),
    ...(std !== null && { std }),
  }
}

/** The options of one explanation: what differs from the defaults, which are those of the page. */
function ofMap({ settings, target, versus }: DrawnMap): Options {
  // They decide the model's preprocessing.
  const { preset: _preset, layout: _layout, size: _size, mean: _mean, std: _std, seed, ...rest } = settings
  const changed = Object.entries(rest).filter(
    ([name, value]) => value !== null && value !== defaults.settings[name as keyof Settings],
  )
  return {
    target,
    ...(versus !== null && { versus }),
    ...(Object.fromEntries(changed) as Options),
    // Without chance it decides nothing.
    ...(isRandom(settings) && { seed }),
  }
}

function isRandom(settings: Settings): boolean {
  return settings.mask === "noise" || settings.method !== "pami"
}

function imageOf(name: string): string {
  return safe(name, "image.png")
}
