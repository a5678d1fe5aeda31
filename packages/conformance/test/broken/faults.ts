import { PamiError } from "@pami/core"
import { fixtureAddress } from "../../src/fixtures/files.ts"
import { type Broken, load, withLoad, withModel } from "./broken.ts"

/** The reference backend, whose faults in loading come as something else. */
function loadFailing(code: string, instead: () => Error): () => ReturnType<ReturnType<typeof withLoad>> {
  return withLoad((source) =>
    load(source).catch((error) => {
      throw error.code === code ? instead() : error
    }),
  )
}

export const faults: readonly Broken[] = [
  {
    fault: "passes on the file system's error",
    create: loadFailing("FILE_NOT_FOUND", () => new Error("ENOENT: no such file or directory")),
    fails: ["file-not-found"],
    says: 'fails with Error "ENOENT: no such file or directory", not with a PamiError (FILE_NOT_FOUND)',
  },
  {
    fault: "does not find what is a folder",
    create: loadFailing("FILE_UNREADABLE", () => new PamiError("FILE_NOT_FOUND", "there is nothing")),
    fails: ["file-unreadable"],
    says: "a folder fails with the code FILE_NOT_FOUND, not FILE_UNREADABLE",
  },
  {
    fault: "calls text a model that failed",
    create: loadFailing("MODEL_UNRECOGNIZED", () => new PamiError("MODEL_FAILED", "unexpected token")),
    fails: ["model-unrecognized"],
    says: "fails with the code MODEL_FAILED, not MODEL_UNRECOGNIZED",
  },
  {
    fault: "fills up what is missing of a model",
    create: withLoad((source) =>
      load(source).catch((error) => {
        if (error.code !== "MODEL_TRUNCATED" || typeof source !== "object") throw error
        return load({ ...source, "weights.bin": new Uint8Array(60) })
      }),
    ),
    fails: ["model-truncated"],
    says: "a model of which half is missing is taken",
  },
  {
    fault: "reads weights wherever the model says",
    create: withLoad((source) =>
      load(
        String(source).includes("weights-outside") ? fixtureAddress("linear", "tfjs-layers").href : source,
      ),
    ),
    fails: ["weights-outside"],
    says: "a model with weights in ../linear/weights.bin is taken",
  },
  {
    fault: "does not say which operator it lacks",
    create: loadFailing("MODEL_UNSUPPORTED", () => new PamiError("MODEL_UNSUPPORTED", "not implemented")),
    fails: ["model-unsupported"],
    says: 'the message does not name "Frobnicate"',
  },
  {
    fault: "converts feeds of another element type",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        feeds["x"]?.dtype === "int32"
          ? run({
              x: { ...feeds["x"], dtype: "float32", data: Float32Array.from(feeds["x"].data as Int32Array) },
            })
          : run(feeds),
    })),
    fails: ["shape-mismatch"],
    says: "int32 in place of float32 is taken",
  },
  {
    fault: "ignores feeds that it does not know",
    create: withModel(({ run, inputs }) => ({
      run: (feeds) =>
        run(
          Object.fromEntries(
            Object.entries(feeds).filter(([name]) => inputs.some((info) => info.name === name)),
          ),
        ),
    })),
    fails: ["input-not-found"],
    says: 'a feed for "surplus", which the model does not have, is taken',
  },
  {
    fault: "believes a tensor's length before its shape",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        feeds["x"]?.shape.join() === "2,4" && feeds["x"].data.length === 4
          ? run({ x: { ...feeds["x"], shape: [1, 4] } as typeof feeds.x })
          : run(feeds),
    })),
    fails: ["contradictory-feed"],
    says: "a tensor of shape [2, 4] with 4 numbers is taken; expected a TypeError or RangeError",
  },
]
