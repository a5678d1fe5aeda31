import { scene } from "@pami/zoo"
import { workerData } from "node:worker_threads"
import { trainingOptions, trainingSeed } from "./curriculum.ts"
import { mostObjects, type RenderJob } from "./pool.ts"

const { size, start, step, pixels, owners, kinds } = workerData as RenderJob
for (let index = start; index < size; index += step) {
  const drawn = scene(trainingSeed(index), trainingOptions(index))
  pixels.set(drawn.pixels, index * drawn.pixels.length)
  owners.set(drawn.owner, index * drawn.owner.length)
  kinds.set(
    drawn.objects.map(({ kind }) => kind),
    index * mostObjects,
  )
}
