import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { contributions, partWeights, readOutScores, readOutWeights } from "@pami/core"
import type { Examination, NamedReadOut } from "./evaluate.ts"
import { methods } from "./methods.ts"
import type { Method } from "./methods.ts"

/** What the command line asks for. */
export interface QualityOptions extends Examination {
  readonly methods: readonly Method[]
  /** Scenes of the zoo; 0 for none. */
  readonly scenes: number
  /** Photos at the most; 0 for none. */
  readonly pictures: number
  /** Threads of the runtime. Default: its own choice. */
  readonly threads?: number
  /** File for the raw rows. */
  readonly json?: string
  /** Whether a promise of the distance to the end is held against the truth. */
  readonly calibration: boolean
  /** Whether the maps of a model with shuffled weights are compared instead. */
  readonly sanity: boolean
  /** Whether the time until each method is as good as RISE with 4,000 passes is measured instead. */
  readonly toRise: boolean
}

/** @throws Error with one line for the person, for options that do not exist or make no sense */
export function parseOptions(args: readonly string[]): QualityOptions {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    options: {
      methods: { type: "string", default: methods.map(({ name }) => name).join(",") },
      passes: { type: "string", default: "10,50,100,300,1000,3000" },
      scenes: { type: "string", default: "24" },
      pictures: { type: "string", default: "1000" },
      points: { type: "string", default: "57" },
      "read-outs": { type: "string", default: "score" },
      only: { type: "string" },
      threads: { type: "string" },
      json: { type: "string" },
      calibration: { type: "boolean", default: false },
      "to-rise": { type: "boolean", default: false },
      sanity: { type: "boolean", default: false },
    },
  })
  const { only, threads, json } = values
  if (only !== undefined && only !== "zoo" && only !== "photos")
    throw new RangeError(`--only is zoo or photos, not ${only}`)
  return {
    methods: values.methods.split(",").map(methodNamed),
    passes: values.passes.split(",").map((text) => wholeNumber("--passes", text, 1)),
    scenes: only === "photos" ? 0 : wholeNumber("--scenes", values.scenes, 0),
    pictures: only === "zoo" ? 0 : wholeNumber("--pictures", values.pictures, 0),
    points: wholeNumber("--points", values.points, 2),
    readOuts: values["read-outs"].split(",").map(readOutNamed),
    ...(threads === undefined ? {} : { threads: wholeNumber("--threads", threads, 1) }),
    // The package manager runs scripts in another folder than the person's.
    ...(json === undefined ? {} : { json: resolve(process.env["INIT_CWD"] ?? "", json) }),
    calibration: values.calibration,
    sanity: values.sanity,
    toRise: values["to-rise"],
  }
}

function methodNamed(name: string): Method {
  const found = methods.find((method) => method.name === name)
  if (found === undefined)
    throw new RangeError(
      `--methods: there is no method ${name}; there are ${methods.map((method) => method.name).join(", ")}`,
    )
  return found
}

/** `SCORE` or `SCORE:WEIGHT`, such as `log-odds:area`. */
function readOutNamed(text: string): NamedReadOut {
  const [scoreName, weightName = "equal", ...rest] = text.split(":")
  const score = readOutScores.find((one) => one === scoreName)
  const weight = readOutWeights.find((one) => one === weightName)
  if (score === undefined || weight === undefined || rest.length > 0)
    throw new RangeError(
      `--read-outs: "${text}" is not SCORE or SCORE:WEIGHT; scores are ${readOutScores.join(", ")}, weights ${readOutWeights.join(", ")}`,
    )
  const paper = score === "score" && weight === "equal"
  return {
    name: paper ? "" : `${score}${weight === "equal" ? "" : `:${weight}`}`,
    score: contributions[score],
    weight: partWeights[weight],
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (text.trim() === "" || !Number.isInteger(value) || value < least)
    throw new RangeError(`${option} takes whole numbers of at least ${least}, not "${text}"`)
  return value
}
