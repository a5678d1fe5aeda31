const everyMap = (import.meta as ImportMeta & { env: Record<string, string> }).env["PAMI_EVERY_MAP"]
const skipped = (checked: string) => `skipped unless PAMI_EVERY_MAP is set; ${checked}`

const bits = { "bits/scenes": skipped("the bits of single layers are checked") }

const mapsOf = (names: readonly string[], checked: string) =>
  Object.fromEntries(names.map((name) => [`maps/scenes/${name}`, skipped(checked)]))

const first = "sliding-window-corrected"
const rest = ["pre-segmentation-corrected", "sliding-window-authors", "pre-segmentation-authors"]

/**
 * Checks of the suite that browser tests skip on an emulated GPU, with the reason, by device: a map takes 8 seconds on
 * WebGL and 40 on WebGPU. Empty if `PAMI_EVERY_MAP` is set.
 */
export const slow: Readonly<Record<"webgl" | "webgpu", Readonly<Record<string, string>>>> = everyMap
  ? { webgl: {}, webgpu: {} }
  : {
      webgl: { ...bits, ...mapsOf(rest, `the map of ${first} is checked`) },
      webgpu: {
        ...bits,
        ...mapsOf([first, ...rest], "a map of few passes, or outputs, are compared with those of wasm"),
      },
    }

/** Milliseconds after which a run on an emulated GPU counts as hanging, on a machine that also runs other tests. */
export const patience = 100_000
