import { wrap, type Remote } from "comlink"
import type { Studio } from "./contract.ts"

/** The worker for pictures. It starts when it is first needed: not before the one that opens the model. */
export function startStudio(): Studio {
  let started: Remote<Studio> | undefined

  function remote(): Remote<Studio> {
    started ??= wrap(new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "studio" }))
    return started
  }

  return {
    decode: (file, name) => remote().decode(file, name),
    draw: (sample, side) => remote().draw(sample, side),
    png: (shot) => remote().png(shot),
    cut: (pixels, width, height) => remote().cut(pixels, width, height),
    svg: (shot, caption) => remote().svg(shot, caption),
    prepareSvg: () => remote().prepareSvg(),
  }
}
