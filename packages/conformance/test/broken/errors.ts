import { PamiError } from "@pami/core"
import { fixtureAddress } from "../../src/fixtures/files.ts"
import { type Broken, load, withLoad, withModel } from "./broken.ts"

/** Returns the reference backend with another error in place of the one with the given code. */
function loadFailing(code: string, instead: () => Error): () => ReturnType<ReturnType<typeof withLoad>> {
  return withLoad((source) =>
    load(source).catch((error) => {
      throw error.code === code ? instead() : error
    }),
  )
}

export const errors: readonly Broken[] = [
  {
    defect: "passes on the error of the file system",
    create: loadFailing("FILE_NOT_FOUND", () => new Error("ENOENT: cannot open the file")),
    fails: ["file-not-found"],
    says: 'fails with Error "ENOENT: cannot open the file", not with a PamiError (FILE_NOT_FOUND)',
  },
  {
    defect: "reports a folder as missing",
    create: loadFailing("FILE_UNREADABLE", () => new PamiError("FILE_NOT_FOUND", "the file does not exist")),
    fails: ["file-unreadable"],
    says: "a folder fails with the code FILE_NOT_FOUND, not FILE_UNREADABLE",
  },
  {
    defect: "reports text as a failed model",
    create: loadFailing("MODEL_UNRECOGNIZED", () => new PamiError("MODEL_FAILED", "unexpected token")),
    fails: ["model-unrecognized"],
    says: "fails with the code MODEL_FAILED, not MODEL_UNRECOGNIZED",
  },
  {
    defect: "pads a truncated model with zeros",
    create: withLoad((source) =>
      load(source).catch((error) => {
        if (error.code !== "MODEL_TRUNCATED" || typeof source !== "object") throw error
        return load({ ...source, "weights.bin": new Uint8Array(60) })
      }),
    ),
    fails: ["model-truncated"],
    says: "half of a model is accepted",
  },
  {
    defect: "reads weights outside the folder of the model",
    create: withLoad((source) =>
      load(
        String(source).includes("weights-outside") ? fixtureAddress("linear", "tfjs-layers").href : source,
      ),
    ),
    fails: ["weights-outside"],
    says: "a model with weights in ../linear/weights.bin is accepted",
  },
  {
    defect: "does not name the unsupported operator",
    create: loadFailing("MODEL_UNSUPPORTED", () => new PamiError("MODEL_UNSUPPORTED", "not implemented")),
    fails: ["model-unsupported"],
    says: 'the message does not name "Frobnicate"',
  },
  {
    defect: "converts feeds of another element type",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        feeds["x"]?.dtype === "int32"
          ? run({
              x: { ...feeds["x"], dtype: "float32", data: Float32Array.from(feeds["x"].data as Int32Array) },
            })
          : run(feeds),
    })),
    fails: ["shape-mismatch"],
    says: "int32 in place of float32 is accepted",
  },
  {
    defect: "ignores unknown feeds",
    create: withModel(({ run, inputs }) => ({
      run: (feeds) =>
        run(
          Object.fromEntries(
            Object.entries(feeds).filter(([name]) => inputs.some((info) => info.name === name)),
          ),
        ),
    })),
    fails: ["input-not-found"],
    says: 'a feed for "surplus", which the model does not have, is accepted',
  },
  {
    defect: "trusts the length of a tensor more than its shape",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        feeds["x"]?.shape.join() === "2,4" && feeds["x"].data.length === 4
          ? run({ x: { ...feeds["x"], shape: [1, 4] } as typeof feeds.x })
          : run(feeds),
    })),
    fails: ["contradictory-feed"],
    says: "a tensor of shape [2, 4] with 4 numbers is accepted; expected a TypeError or RangeError",
  },
]
