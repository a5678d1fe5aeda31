import type { MapChoice } from "@pami/explainer"
import { models } from "@pami/zoo"
import type { KindInput, KindOptions } from "../../../engine/kinds/contract.ts"
import type { MapCode } from "../../logic/code-for-map.ts"
import { literal, quoted, safe, stem, type Options } from "../../logic/code-literals.ts"
import type { KindEntry } from "./kind-link.ts"

/** A map of an input of any kind, as far as code that draws it again depends on it. */
export interface DrawnKind {
  /** A bundled model by its entry of the gallery, or a file of the visitor. */
  readonly model: { readonly entry: KindEntry } | { readonly file: string }
  readonly input: KindInput
  readonly ownInput: boolean
  readonly options: KindOptions
  readonly choice: MapChoice
  /** Whether the targets are classes; other targets of an input are explained together. */
  readonly areClasses: boolean
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

/**
 * Returns the lines that draw a map again: in a browser for the bundled models of classes, whose files are known by name.
 */
export function codeForKind(map: DrawnKind): Partial<MapCode> {
  return {
    node: node(map),
    ...("entry" in map.model && map.model.entry !== "caption" ? { browser: browser(map, map.model) } : {}),
    cli: commandLine(map),
  }
}

function node(map: DrawnKind): string {
  const { model } = map
  const bundled = "entry" in model
  return `import { writeFile } from "node:fs/promises"
import { explainer } from "pami"
${bundled ? importOf(map) : ""}
await using explain = await explainer(${bundled ? addressOf(model.entry) : JSON.stringify(fileOf(model))})
${explaining(map, model)}
console.log(${mapCall(map)}.length) // a Float32Array
await writeFile(${JSON.stringify(`${stem(nameOf(map.input))}.pami.png`)}, await figure())
`
}

function browser(map: DrawnKind, model: { readonly entry: KindEntry }): string {
  const { name, properties } = zoo[model.entry]
  const isTokenized = properties.includes("tokenizer")
  const options = ["backend", ...properties.filter((property) => property !== "tokenizer")]
  return `import { explainer } from "@pami/explainer"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
${importOf(map)}
const backend = onnxruntimeWeb()
const { onnx, ${properties.join(", ")} } = ${member(name)}
const explain = await explainer(onnx.href, { ${[...options, ...(isTokenized ? ["tokenizer"] : [])].join(", ")} })
${explaining(map, model)}
console.log(${mapCall(map)}.length) // a Float32Array
const drawn = new Image()
drawn.src = URL.createObjectURL(new Blob([await figure()]))
document.body.append(drawn)
`
}

function explaining(map: DrawnKind, model: DrawnKind["model"]): string {
  const { input, ownInput } = map
  const options = { ...optionsOf(map), ...targetOf(map) }
  const sampled = "entry" in model && !ownInput ? zoo[model.entry].input : undefined
  const given =
    input.kind === "text"
      ? literal(input.texts)
      : sampled
        ? `${sampled.code}.href`
        : JSON.stringify(safe(input.name, "input"))
  const others = Object.keys(options).length === 0 ? "" : `, ${literal(options)}`
  return `const { map, figure } = await explain(${given}${others})`
}

function commandLine(map: DrawnKind): string {
  const { model, input, ownInput } = map
  const bundled = "entry" in model ? zoo[model.entry] : null
  const inZoo = (path: string) => `node_modules/@pami/zoo/${path}`
  const sampled = ownInput ? undefined : bundled?.input
  const given =
    input.kind === "text"
      ? Object.values(input.texts).map((text) => `--text=${quotedText(text)}`)
      : [quoted(sampled ? inZoo(sampled.path) : safe(input.name, "input"))]
  const path = "entry" in model ? inZoo(`models/${folderOf(model.entry)}`) : fileOf(model)
  const options = Object.entries({ ...optionsOf(map), ...targetOf(map) }).flatMap(([name, value]) =>
    name === "feeds"
      ? Object.entries(value as Options).map(([feed, one]) => `--feed ${quoted(`${feed}=${String(one)}`)}`)
      : [`--${flags[name] ?? name} ${wordOf(name, value)}`],
  )
  return `${["npx pami explain", ...given, `--model ${quoted(path)}`, ...options].join(" ")}\n`
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
  const { target: _target, columns, ...chosen } = options
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

function fileOf({ file }: { readonly file: string }): string {
  return safe(file, "model.onnx")
}

/** Returns a name for the figure: the words of a text have none. */
function nameOf({ kind, name }: KindInput): string {
  return kind === "text" && !/\.\w+$/.test(name) ? "text" : safe(name, "input")
}
