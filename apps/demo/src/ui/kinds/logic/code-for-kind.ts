import type { MapChoice } from "@pami/explainer"
import { models } from "@pami/zoo"
import type { KindInput, KindOptions } from "../../../engine/kinds/contract.ts"
import type { MapCode } from "../../logic/code-for-map.ts"
import { literal, quoted, safe, stem, type Options } from "../../logic/code-literals.ts"
import type { KindEntry } from "./kind-link.ts"

/** A map of an input of any kind, as far as code that draws it again depends on it. */
export interface DrawnKind {
  /** A bundled model by its entry of the gallery, or a file of the visitor. */
  readonly model: { readonly entry: KindEntry } | OwnModel
  readonly input: KindInput
  readonly ownInput: boolean
  readonly options: KindOptions
  readonly choice: MapChoice
  /** Whether the targets are classes; other targets of an input are explained together. */
  readonly areClasses: boolean
}

/** A model of the visitor, with the files that a browser does not look for. */
export interface OwnModel {
  readonly file: string
  readonly isTfjs: boolean
  /** The opened class names; `null` for those that Node finds near the model or in it. */
  readonly labels: string | null
  readonly tokenizer: string | null
  readonly tokenizerConfig: string | null
  /** The preset of preprocessing that was chosen. */
  readonly preset: string | null
  readonly preprocessor: string | null
  /** The activation in force; `null` for a model without one, and for a model that writes. */
  readonly activation: string | null
}

/** A bundled model, and its input where that is a file of the package. */
interface Bundled {
  readonly name: string
  /** Names of the properties that a browser needs, where no file beside the model is looked for. */
  readonly properties: readonly string[]
  readonly input?: { readonly code: string; readonly path: string }
}

const ofText = ["labels", "activation", "tokenizer"] as const
const ofValues = ["labels", "activation"] as const
const scene = { code: "pictures.scene", path: "pictures/scene.png" } as const
const sample = (name: string, ending: string) => ({
  code: `samples.${name}`,
  path: `samples/${name}.${ending}`,
})

const zoo: Readonly<Record<KindEntry, Bundled>> = {
  reviews: { name: "reviews", properties: ofText },
  tags: { name: "tags", properties: ["task", ...ofText] },
  sounds: { name: "sounds", properties: [...ofValues, "rate"], input: sample("word", "wav") },
  signals: { name: "signals", properties: ofValues, input: sample("signal", "npy") },
  loans: { name: "loans", properties: [...ofValues, "columns"], input: sample("rows", "csv") },
  question: { name: "scenes-question", properties: [...ofText, "preprocessing"], input: scene },
  caption: { name: "scenes-caption", properties: [], input: scene },
}

/** Returns the lines that draw a map again: in a browser not for captions, whose decoder is looked for in a folder. */
export function codeForKind(map: DrawnKind): Partial<MapCode> {
  const { model } = map
  const isCaption = "entry" in model && model.entry === "caption"
  return {
    node: node(map),
    ...(isCaption ? {} : { browser: browser(map, model) }),
    cli: commandLine(map),
  }
}

function node(map: DrawnKind): string {
  const { model } = map
  const bundled = "entry" in model
  return `import { writeFile } from "node:fs/promises"
import { explainer } from "pami"
${bundled ? importOf(map) : ""}
await using explain = await explainer(${bundled ? addressOf(model.entry) : ownModel(model)})
${explaining(map, model)}
console.log(${mapCall(map)}.length) // a Float32Array
await writeFile(${JSON.stringify(`${stem(nameOf(map.input))}.pami.png`)}, await figure())
`
}

function browser(map: DrawnKind, model: DrawnKind["model"]): string {
  const isTfjs = "file" in model && model.isTfjs
  const [runtime, from] = isTfjs ? ["tfjs", "@pami/tfjs"] : ["onnxruntimeWeb", "@pami/onnxruntime-web"]
  return `import { explainer } from "@pami/explainer"
import { ${runtime} } from "${from}"
${"entry" in model ? importOf(map) : ""}
const backend = ${runtime}()
${"entry" in model ? bundledInBrowser(zoo[model.entry]) : `const explain = await explainer(${ownInBrowser(model)})`}
${explaining(map, model)}
console.log(${mapCall(map)}.length) // a Float32Array
const drawn = new Image()
drawn.src = URL.createObjectURL(new Blob([await figure()]))
document.body.append(drawn)
`
}

function bundledInBrowser({ name, properties }: Bundled): string {
  return `const { onnx, ${properties.join(", ")} } = ${member(name)}
const explain = await explainer(onnx.href, { ${["backend", ...properties].join(", ")} })`
}

/** Nothing is fetched that is not named. */
function ownInBrowser(model: OwnModel): string {
  const { labels, preset, preprocessor, tokenizer, tokenizerConfig, activation } = model
  const preprocessing = preset ?? preprocessor
  const options = given({ labels, preprocessing, tokenizer, tokenizerConfig, activation })
  return `${JSON.stringify(fileOf(model))}, ${literal(options, "backend")}`
}

function ownModel(model: OwnModel): string {
  const file = JSON.stringify(fileOf(model))
  const options = given({ labels: model.labels, preprocessing: model.preset })
  return Object.keys(options).length === 0 ? file : `${file}, ${literal(options)}`
}

/** Returns the options that are named. */
function given(options: Readonly<Record<string, string | null>>): Options {
  const named = Object.entries(options).flatMap(([name, value]) =>
    value === null ? [] : [[name, safe(value, name)] as const],
  )
  return Object.fromEntries(named)
}

function explaining(map: DrawnKind, model: DrawnKind["model"]): string {
  const { input, ownInput } = map
  const options: Options = { ...optionsOf(map), ...targetOf(map) }
  const sampled = "entry" in model && !ownInput ? zoo[model.entry].input : undefined
  const explained =
    input.kind === "text"
      ? literal(input.texts)
      : sampled
        ? `${sampled.code}.href`
        : JSON.stringify(safe(input.name, "input"))
  const others = Object.keys(options).length === 0 ? "" : `, ${literal(options)}`
  return `const { map, figure } = await explain(${explained}${others})`
}

function commandLine(map: DrawnKind): string {
  const { model, input, ownInput } = map
  const bundled = "entry" in model ? zoo[model.entry] : null
  const inZoo = (path: string) => `node_modules/@pami/zoo/${path}`
  const sampled = ownInput ? undefined : bundled?.input
  const inputs =
    input.kind === "text"
      ? Object.values(input.texts).map((text) => `--text=${quotedText(text)}`)
      : [quoted(sampled ? inZoo(sampled.path) : safe(input.name, "input"))]
  const path = "entry" in model ? inZoo(`models/${folderOf(model.entry)}`) : fileOf(model)
  const own = "file" in model ? given({ labels: model.labels, preset: model.preset }) : {}
  const all: Options = { ...own, ...optionsOf(map), ...targetOf(map) }
  const options = Object.entries(all).flatMap(([name, value]) =>
    name === "feeds"
      ? Object.entries(value as Options).map(([feed, one]) => `--feed ${quoted(`${feed}=${String(one)}`)}`)
      : [`--${flags[name] ?? name} ${wordOf(name, value)}`],
  )
  return `${["npx pami explain", ...inputs, `--model ${quoted(path)}`, ...options].join(" ")}\n`
}

// Names of the command line's options, by those of a program.
const flags: Readonly<Record<string, string>> = { output: "model-output", answer: "caption" }

function wordOf(name: string, value: unknown): string {
  if (name === "target" || name === "versus")
    return typeof value === "number" ? `index:${value}` : quoted(String(value))
  return name === "question" || name === "answer" ? quotedText(String(value)) : quoted(String(value))
}

/** Text that is not the name of a file. */
function quotedText(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** The options that were chosen, and the rate of a bundled model of sounds, which its folder does not say. */
function optionsOf({ options, model }: DrawnKind): Options {
  const { target: _target, preset: _preset, columns, ...chosen } = options
  const rate = "entry" in model && model.entry === "sounds" ? { rate: models.sounds.rate } : {}
  return { ...rate, ...(columns && { columns }), ...chosen }
}

/** The class and its contrast; other targets are all explained, and read by their ids. */
function targetOf({ choice, areClasses }: DrawnKind): Options {
  if (!areClasses) return {}
  return typeof choice === "object" ? { target: choice.target, versus: choice.versus } : { target: choice }
}

function mapCall({ choice, areClasses }: DrawnKind): string {
  return areClasses ? "map()" : `map(${JSON.stringify(choice)})`
}

function importOf({ model, ownInput }: DrawnKind): string {
  const { input } = "entry" in model ? zoo[model.entry] : { input: undefined }
  const names = ["models", ...(input && !ownInput ? [input.code.split(".")[0]] : [])]
  return `import { ${names.join(", ")} } from "@pami/zoo"\n`
}

function addressOf(entry: KindEntry): string {
  const model = member(zoo[entry].name)
  return entry === "caption"
    ? `{ encoder: ${model}.encoder.onnx.href, decoder: ${model}.decoder.onnx.href }`
    : `${model}.onnx.href`
}

/** The file of a model, or the folder of an encoder and its decoder. */
function folderOf(entry: KindEntry): string {
  return entry === "caption" ? zoo[entry].name : `${zoo[entry].name}/model.onnx`
}

function member(name: string): string {
  return /^\w+$/.test(name) ? `models.${name}` : `models[${JSON.stringify(name)}]`
}

function fileOf({ file }: Pick<OwnModel, "file">): string {
  return safe(file, "model.onnx")
}

/** Returns a name for the figure: the words of a text have none. */
function nameOf({ kind, name }: KindInput): string {
  return kind === "text" && !/\.\w+$/.test(name) ? "text" : safe(name, "input")
}
